"""Large bodies stream: the process stays small whatever passes through it. tests/bench/large_object_bench.py does the
same with 1 GiB. Measured on the release binary, since a sanitizer multiplies memory."""

import concurrent.futures
import hashlib
import http.client
import os

import pytest

import harness

SIZE = 256 << 20
LIMIT = 150 << 20
BLOCK = bytes(range(256)) * 4096


@pytest.fixture
def release_server(start_server):
    executable = os.environ.get("CLOUDLING_RELEASE_BINARY") or os.path.join(harness.ROOT, "build", "release", "bin", "cloudling")
    if not os.path.exists(executable):
        pytest.skip("there is no release binary: ./dev build makes it")
    return start_server(executable=executable)


def blocks():
    for number in range(SIZE // len(BLOCK)):
        yield number.to_bytes(8, "big") + BLOCK[8:]


def upload(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    connection.request("PUT", path, body=blocks(), headers={"Content-Length": str(SIZE), **harness.SIGNED})
    response = connection.getresponse()
    answer = (response.status, response.headers["ETag"])
    response.read()
    connection.close()
    return answer


def download(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    connection.request("GET", path, headers=harness.SIGNED)
    response = connection.getresponse()
    digest = hashlib.md5()
    while chunk := response.read(1 << 20):
        digest.update(chunk)
    connection.close()
    return digest.hexdigest()


def test_large_objects_stream_both_ways(release_server):
    release_server.client("s3").create_bucket(Bucket="large")
    expected = hashlib.md5()
    for block in blocks():
        expected.update(block)
    assert upload(release_server, "/large/one") == (200, f'"{expected.hexdigest()}"')
    assert download(release_server, "/large/one") == expected.hexdigest()
    most = release_server.memory("VmHWM")
    print(f"{SIZE >> 20} MiB up and down: {most / 1e6:.0f} MB resident at most")
    assert most < LIMIT, f"{most >> 20} MiB resident at most"


def test_a_client_that_does_not_read_holds_no_memory(release_server):
    """Back-pressure: a download nobody reads is not read ahead into memory."""
    release_server.client("s3").create_bucket(Bucket="large")
    assert upload(release_server, "/large/one")[0] == 200
    waiting = []
    for _ in range(8):
        connection = http.client.HTTPConnection("127.0.0.1", release_server.port, timeout=60)
        connection.request("GET", "/large/one", headers=harness.SIGNED)
        connection.getresponse().read(1)
        waiting.append(connection)
    assert release_server.memory("VmHWM") < LIMIT
    assert release_server.http("GET", "/_cloudling/health").status == 200
    for connection in waiting:
        connection.close()
    assert len(download(release_server, "/large/one")) == 32


def test_uploads_without_a_pause_leave_the_log_of_writes_short(release_server):
    """They come faster than the log can be copied into the database, and have to wait for that."""
    release_server.client("s3").create_bucket(Bucket="large")
    with concurrent.futures.ThreadPoolExecutor(3) as several:
        answers = list(several.map(lambda number: upload(release_server, f"/large/{number}"), range(3)))
    assert [status for status, _ in answers] == [200] * 3
    log = os.path.getsize(os.path.join(release_server.data, "cloudling.db-wal"))
    assert log < 200 << 20, f"the log is {log >> 20} MiB long"
    assert release_server.memory("VmHWM") < LIMIT
