"""S3 Select over one CSV object, beside awk and Python's csv on the same file: the same answers, in turns, and how long each took.

    s3_select_bench.py [MIB]      CLOUDLING_BINARY names the binary
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import harness  # noqa: E402

ROUNDS = 3
CITIES = ["Paris", "Rome", "New York", "Berlin", "Tokyo", "Lima", "Oslo", "Cairo"]


def chosen(row):
    return row[2] == "Paris"


def adult(row):
    return row[2] == "Oslo" and int(row[3]) > 90


# name, expression, awk's program, Python's test of a row
QUERIES = [
    ("count", "SELECT COUNT(*) FROM S3Object s WHERE s._3 = 'Paris'", '$3 == "Paris" { n++ } END { print n }', chosen),
    ("filter", "SELECT s._1, s._2 FROM S3Object s WHERE s._3 = 'Oslo' AND CAST(s._4 AS INT) > 90",
     '$3 == "Oslo" && $4 > 90 { print $1 "," $2 }', adult),
]


def write_table(path, mebibytes):
    dice = random.Random(1)
    rows = "".join(f"{i},user{dice.randrange(10**6)},{dice.choice(CITIES)},{dice.randrange(100)},{dice.random() * 1000:.2f},"
                   f"{'x' * dice.randrange(10, 30)}\n" for i in range(100_000)).encode()
    with open(path, "wb") as file:
        while file.tell() < mebibytes << 20:
            file.write(rows)


def by_select(s3, expression):
    answer = s3.select_object_content(Bucket="tables", Key="table", Expression=expression, ExpressionType="SQL",
                                      InputSerialization={"CSV": {}}, OutputSerialization={"CSV": {}})
    return b"".join(event["Records"]["Payload"] for event in answer["Payload"] if "Records" in event)


def by_awk(path, program):
    return subprocess.run(["awk", "-F,", program, path], capture_output=True, check=True).stdout


def by_python(path, name, test):
    with open(path, newline="") as file:
        rows = (row for row in csv.reader(file) if test(row))
        if name == "count":
            return b"%d\n" % sum(1 for _ in rows)
        return "".join(f"{row[0]},{row[1]}\n" for row in rows).encode()


def timed(work):
    begin = time.perf_counter()
    answer = work()
    return time.perf_counter() - begin, answer


def main(mebibytes=256):
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/table.csv"
        write_table(path, mebibytes)
        size = os.path.getsize(path) / (1 << 20)
        server = harness.Server(f"{folder}/data").start()
        try:
            s3 = server.client("s3")
            s3.create_bucket(Bucket="tables")
            s3.upload_file(path, "tables", "table")
            before = server.memory()
            print(f"{size:.0f} MiB, the median of {ROUNDS} rounds; ratios are to S3 Select")
            for name, expression, program, test in QUERIES:
                ways = {"Select": lambda e=expression: by_select(s3, e), "awk": lambda p=program: by_awk(path, p),
                        "Python csv": lambda n=name, t=test: by_python(path, n, t)}
                rounds = [{way: timed(work) for way, work in ways.items()} for _ in range(ROUNDS)]
                if any(len({answer for _, answer in one.values()}) > 1 for one in rounds):
                    sys.exit(f"{name}: the answers differ")
                times = {way: sorted(one[way][0] for one in rounds)[ROUNDS // 2] for way in ways}
                for way, seconds in times.items():
                    print(f"{name:8} {way:12} {size / seconds:8.0f} MiB/s {seconds / times['Select']:6.2f} x the time")
            print(f"resident {before / 1e6:.0f} MB before, at most {server.memory('VmHWM') / 1e6:.0f} MB")
        finally:
            server.stop()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
