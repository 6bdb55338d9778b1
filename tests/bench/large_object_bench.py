"""A 1 GiB object up and down again: throughput, and the most that the process had resident (aim: under 150 MB).

    large_object_bench.py [MIB]      CLOUDLING_BINARY names the binary
"""

import hashlib
import http.client
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import harness  # noqa: E402

BLOCK = 1 << 20


def blocks(mebibytes):
    pattern = os.urandom(BLOCK)
    for number in range(mebibytes):
        yield number.to_bytes(8, "big") + pattern[8:]


def request(server, method, body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=1200)
    connection.request(method, "/large/object", body=body, headers={**(headers or {}), **harness.SIGNED})
    response = connection.getresponse()
    if response.status != 200:
        sys.exit(f"{method} answered {response.status}: {response.read()[:500]}")
    return response


def report(name, mebibytes, seconds, server):
    print(f"{name:10} {mebibytes / seconds:8.0f} MiB/s {seconds:8.1f} s   resident at most {server.memory('VmHWM') / 1e6:6.0f} MB")


def main(mebibytes=1024):
    with tempfile.TemporaryDirectory() as folder:
        server = harness.Server(f"{folder}/data").start()
        try:
            server.client("s3").create_bucket(Bucket="large")
            print(f"{mebibytes} MiB; idle {server.memory() / 1e6:.0f} MB")
            begin = time.perf_counter()
            tag = request(server, "PUT", blocks(mebibytes), {"Content-Length": str(mebibytes * BLOCK)}).headers["ETag"]
            report("upload", mebibytes, time.perf_counter() - begin, server)
            begin, digest = time.perf_counter(), hashlib.md5()
            response = request(server, "GET")
            while chunk := response.read(BLOCK):
                digest.update(chunk)
            report("download", mebibytes, time.perf_counter() - begin, server)
            if tag != f'"{digest.hexdigest()}"':
                sys.exit("what came back is not what went up")
        finally:
            server.stop()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
