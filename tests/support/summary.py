"""Sums the reports of the test suites and prints the one closing line: `N passed, N failed, N skipped`.

    summary.py FOLDER SUITE...      FOLDER holds SUITE.xml (JUnit) or SUITE.tap

A suite without a report did not get as far as writing one, and counts as one failure. Exits with 1 on any failure.
"""

import os
import re
import sys
import xml.etree.ElementTree as ElementTree


def junit(path):
    """(passed, failed, skipped) of a JUnit file."""
    passed = failed = skipped = 0
    for case in ElementTree.parse(path).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None or case.get("status") == "fail":
            failed += 1
        elif case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def tap(path):
    """(passed, failed, skipped) of a TAP file, from the totals that node writes at its end."""
    with open(path, encoding="utf-8") as file:
        text = file.read()

    def total(*names):
        return sum(int(count) for name in names for count in re.findall(rf"^# {name} (\d+)", text, re.MULTILINE))

    bare = re.match(r"1\.\.0 # skipped (\d+)", text)
    skipped = int(bare.group(1)) if bare else total("skipped", "todo")
    return total("pass"), total("fail", "cancelled"), skipped


def suite(folder, name):
    path = os.path.join(folder, name)
    try:
        if os.path.exists(path + ".xml"):
            return junit(path + ".xml")
        if os.path.exists(path + ".tap"):
            return tap(path + ".tap")
    except (OSError, ElementTree.ParseError) as error:
        print(f"{name}: its report cannot be read: {error}")
        return 0, 1, 0
    print(f"{name}: ended without a report")
    return 0, 1, 0


def main(folder, *names):
    totals = [sum(column) for column in zip(*(suite(folder, name) for name in names))]
    passed, failed, skipped = totals
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
