"""POST /resize: its two forms, and what it says to bad input."""

import json
import uuid

import pytest

import harness
import images
from test_pipeline import MACHINE, ended

JSON = {"Content-Type": "application/json"}
EVENT = {"bucket": "images-original", "key": "dog.png"}


def form(name, filename, content):
    """(headers, body) of a multipart form with one file."""
    boundary = uuid.uuid4().hex
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: image/png\r\n\r\n'
    return {"Content-Type": f"multipart/form-data; boundary={boundary}"}, head.encode() + content + f"\r\n--{boundary}--\r\n".encode()


@pytest.fixture
def dog(client, unique):
    key = unique("dog") + ".png"
    client("s3").put_object(Bucket="images-original", Key=key, Body=images.picture(400, 200))
    return key


@pytest.mark.parametrize("headers", [JSON, {"Content-Type": "application/json; charset=utf-8"}, {"Content-Type": "application/x-www-form-urlencoded"}, {}])
def test_json_runs_the_pipeline(server, client, dog, headers):
    answer = server.http("POST", "/resize", json.dumps({"bucket": "images-original", "key": dog}), headers)
    assert answer.status == 200, answer.body
    result = answer.json()
    assert result["output"]["status"] == "success"
    assert (result["thumbnail"]["bucket"], result["thumbnail"]["key"]) == ("resizes-image", "thumbnail-" + dog)
    assert client("stepfunctions").describe_execution(executionArn=result["executionArn"])["status"] == "SUCCEEDED"
    thumbnail = server.http("GET", result["thumbnail"]["url"].replace(server.endpoint, ""))
    assert images.size_of(thumbnail.body) == (128, 64)


def test_respond_async_answers_at_once(server, client, dog):
    answer = server.http("POST", "/resize", json.dumps({"bucket": "images-original", "key": dog}), {**JSON, "Prefer": "respond-async"})
    assert answer.status == 202
    assert answer.headers["Preference-Applied"] == "respond-async" and answer.json()["startDate"]
    assert ended(client("stepfunctions"), answer.json()["executionArn"])["status"] == "SUCCEEDED"


def test_a_failed_execution_is_422_with_error_and_cause(server):
    answer = server.http("POST", "/resize", json.dumps({"bucket": "images-original", "key": "nobody.png"}), JSON)
    assert answer.status == 422
    result = answer.json()
    assert (result["status"], result["error"]) == ("FAILED", "ResizeFailed") and result["cause"] and result["executionArn"]


def test_a_missing_machine_is_404_and_says_how_to_make_it(fresh_server):
    fresh_server.client("stepfunctions").delete_state_machine(stateMachineArn=MACHINE)
    harness.eventually(lambda: fresh_server.http("POST", "/resize", json.dumps(EVENT), JSON).status == 404)
    answer = fresh_server.http("POST", "/resize", json.dumps(EVENT), JSON)
    assert "create-state-machine" in answer.body.decode() and "--resize-state-machine" in answer.body.decode()


def test_an_execution_that_takes_long_is_202(start_server):
    server = start_server("--resize-state-machine", "Slow", "--resize-timeout", "0")
    states = server.client("stepfunctions")
    slow = {"StartAt": "Pause", "States": {"Pause": {"Type": "Wait", "Seconds": 1, "Next": "End"}, "End": {"Type": "Succeed"}}}
    states.update_state_machine(stateMachineArn=MACHINE.replace("ImageResizePipeline", "Slow"), definition=json.dumps(slow))
    answer = server.http("POST", "/resize", json.dumps(EVENT), JSON)
    assert answer.status == 202, answer.body
    assert ended(states, answer.json()["executionArn"])["status"] == "SUCCEEDED"


@pytest.mark.parametrize("query, size, kind", [
    ("width=100", (100, 50), "PNG"),
    ("height=100", (200, 100), "PNG"),
    ("width=100&height=100&fit=inside", (100, 50), "PNG"),
    ("width=100&height=100&fit=cover", (100, 100), "PNG"),
    ("width=100&height=100&fit=fill", (100, 100), "PNG"),
    ("width=100&height=100&fit=contain", (100, 100), "PNG"),
    ("width=100&format=jpeg&quality=60", (100, 50), "JPEG"),
    ("width=100&format=webp", (100, 50), "WEBP"),
    ("width=4000", (400, 200), "PNG"),
])
def test_an_image_is_answered_resized(server, query, size, kind):
    source = images.picture(400, 200)
    forms = [({"Content-Type": "image/png"}, source), ({"Content-Type": "application/octet-stream"}, source), form("image", "a.png", source)]
    for headers, body in forms:
        answer = server.http("POST", "/resize?" + query, body, headers)
        assert answer.status == 200, answer.body[:300]
        assert images.size_of(answer.body) == size and images.format_of(answer.body) == kind
        assert answer.headers["Content-Type"] == "image/" + kind.lower()


BAD = [
    ("not JSON", "", b"{", JSON, 400),
    ("an array", "", b"[]", JSON, 400),
    ("no key", "", b'{"bucket": "images-original"}', JSON, 400),
    ("a key that is no string", "", b'{"bucket": "images-original", "key": 7}', JSON, 400),
    ("doubled quotes, as a seed's text has them", "", b'{""bucket"": ""images-original""}', JSON, 400),
    ("deep JSON", "", b'{"bucket":"b","key":"k","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", JSON, 400),
    ("invalid UTF-8", "", b'{"bucket": "\xff", "key": "a"}', JSON, 400),
    ("nothing", "", b"", JSON, 400),
    ("no image", "width=10", b"", {"Content-Type": "image/png"}, 400),
    ("a form without a file", "width=10", b"--x--\r\n", {"Content-Type": "multipart/form-data; boundary=x"}, 400),
    ("a form without a boundary", "width=10", b"abc", {"Content-Type": "multipart/form-data"}, 400),
    ("width 0", "width=0", images.picture(8, 8), {"Content-Type": "image/png"}, 400),
    ("width that is no number", "width=wide", images.picture(8, 8), {"Content-Type": "image/png"}, 400),
    ("an unknown fit", "width=10&fit=loose", images.picture(8, 8), {"Content-Type": "image/png"}, 400),
    ("an unknown format", "width=10&format=bmp", images.picture(8, 8), {"Content-Type": "image/png"}, 400),
    ("quality 101", "width=10&format=jpeg&quality=101", images.picture(8, 8), {"Content-Type": "image/png"}, 400),
    ("an unknown option", "widht=10", images.picture(8, 8), {"Content-Type": "image/png"}, 400),
    ("text", "width=10", b"hello", {"Content-Type": "text/plain"}, 415),
    ("text as an image", "width=10", b"hello, this is no image at all", {"Content-Type": "image/png"}, 415),
    ("GIF", "width=10", images.picture(8, 8, "GIF"), {"Content-Type": "image/gif"}, 415),
    ("30000 x 30000 pixels", "width=10", images.png_header(30000, 30000), {"Content-Type": "image/png"}, 413),
    ("a cut PNG", "width=10", images.picture(200, 200)[:500], {"Content-Type": "image/png"}, 422),
    ("a cut JPEG", "width=10", images.picture(600, 600, "JPEG")[:3000], {"Content-Type": "image/jpeg"}, 422),
]


@pytest.mark.parametrize("query, body, headers, status", [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_input_is_told(server, query, body, headers, status):
    answer = server.http("POST", "/resize" + ("?" + query if query else ""), body, headers)
    assert answer.status == status, (answer.status, answer.body[:300])
    assert answer.headers["Content-Type"].startswith("application/json")
    error = answer.json()
    assert error["error"] and len(error["message"]) > 10, error


def test_a_body_over_the_limit_is_413_before_it_is_read(server):
    connection = harness.raw_connection(server)
    connection.putrequest("POST", "/resize?width=10")
    connection.putheader("Content-Type", "image/png")
    connection.putheader("Content-Length", str(1 << 40))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
