"""The table of operations in the docs (emulators/OPERATIONS.md) is what `cloudling operations` prints.

    operations_test.py BINARY            compare
    operations_test.py BINARY --update   write the table
"""

import os
import subprocess
import sys

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "emulators", "OPERATIONS.md")


def main(binary, *flags):
    run = subprocess.run([binary, "operations"], capture_output=True, text=True, check=False)
    if run.returncode != 0 or not run.stdout:
        sys.exit(f"{binary} operations failed ({run.returncode}): {run.stderr}")
    if "--update" in flags:
        with open(TABLE, "w", encoding="utf-8") as file:
            file.write(run.stdout)
        return
    with open(TABLE, encoding="utf-8") as file:
        current = file.read()
    for number, (have, want) in enumerate(zip(current.splitlines() + [""], run.stdout.splitlines() + [""]), 1):
        if have != want:
            sys.exit(f"emulators/OPERATIONS.md:{number}: [operations-table] reads {have!r}, the binary says {want!r}. "
                     "Mend it with ./dev docs, and commit the file.")
    if current != run.stdout:
        sys.exit("emulators/OPERATIONS.md:1: [operations-table] is not what the binary prints. Mend it with ./dev docs.")


if __name__ == "__main__":
    main(*sys.argv[1:])
