"""Answers that are read while the function still runs: InvokeWithResponseStream and function URLs that stream."""

import base64
import http.client
import json
import urllib.parse

import pytest
from botocore.eventstream import EventStreamBuffer

from test_lambda_runtimes import PYTHON, create, node
from test_lambda_urls import let_in
from test_s3_settings import open_to_all

NODE = """
exports.handler = awslambda.streamifyResponse(async (event, stream, context) => {
  const asked = event.requestContext ? event.queryStringParameters ?? {} : event;
  if (asked.do === "throw") throw new TypeError("bad thing");
  if (asked.do === "head") {
    stream = awslambda.HttpResponseStream.from(stream, { statusCode: 418, headers: { "X-Own": "yes", "Content-Type": "text/plain" }, cookies: ["a=1"] });
  }
  if (asked.do === "type") stream.setContentType("text/html");
  stream.write("first,");
  if (asked.do === "break") {
    await new Promise((resolve) => setTimeout(resolve, 50));
    throw new RangeError("half way");
  }
  if (asked.do === "exit") setTimeout(() => process.exit(3), 50);
  if (asked.do === "exit") return new Promise(() => {});
  if (asked.do === "much") for (let i = 0; i < 100; ++i) if (!stream.write("x".repeat(100000))) await new Promise((go) => stream.once("drain", go));
  stream.write({ second: context.functionName.length > 0 });
  stream.end();
});
"""


@pytest.fixture
def streamer(client, unique):
    return create(client("lambda"), unique("streamer"), {"index.js": NODE}, runtime="nodejs20.x", handler="index.handler",
                  Timeout=20, MemorySize=256)


@pytest.fixture
def stream(server):
    """stream(function, event): its events as (type, payload), checked against their checksums."""

    def invoke(name, event=None, status=200, **headers):
        path = f"/2021-11-15/functions/{name}/response-streaming-invocations"
        answer = server.http("POST", path, json.dumps(event or {}), {key.replace("_", "-"): value for key, value in headers.items()})
        assert answer.status == status, answer.body
        if status != 200:
            return answer.json()
        assert answer.headers["Content-Type"] == "application/vnd.amazon.eventstream"
        assert answer.headers["X-Amz-Executed-Version"] == "$LATEST"
        buffer = EventStreamBuffer()
        buffer.add_data(answer.body)
        events = [message.to_response_dict() for message in buffer]
        assert all(event["headers"][":message-type"] == "event" for event in events)
        return [(event["headers"][":event-type"], event["body"]) for event in events]

    return invoke


def payload_of(events):
    assert [kind for kind, _ in events[:-1]] == ["PayloadChunk"] * (len(events) - 1) and events[-1][0] == "InvokeComplete"
    return b"".join(body for _, body in events[:-1]), json.loads(events[-1][1])


@node
def test_a_streamed_answer(streamer, stream):
    payload, end = payload_of(stream(streamer.name, X_Amz_Log_Type="Tail"))
    assert payload == b'first,{"second":true}'
    assert set(end) == {"LogResult"} and "REPORT RequestId" in base64.b64decode(end["LogResult"]).decode()
    payload, end = payload_of(stream(streamer.name, {"do": "much"}))
    assert len(payload) == 10_000_000 + len('first,{"second":true}') and end == {}


@node
def test_failures_of_streaming_functions(streamer, stream):
    payload, end = payload_of(stream(streamer.name, {"do": "throw"}))
    assert payload == b"" and end["ErrorCode"] == "Unhandled" and json.loads(end["ErrorDetails"])["errorMessage"] == "bad thing"
    payload, end = payload_of(stream(streamer.name, {"do": "break"}))
    assert payload == b"first," and json.loads(end["ErrorDetails"])["errorType"] == "RangeError"
    payload, end = payload_of(stream(streamer.name, {"do": "exit"}))
    assert payload == b"first," and json.loads(end["ErrorDetails"])["errorType"] == "Runtime.ExitError"
    assert stream("nobody", status=404)["Message"].startswith("Function not found")


@node
def test_a_plain_invocation_gets_it_whole(streamer):
    answer = streamer.client.invoke(FunctionName=streamer.name, Payload="{}")
    assert answer["Payload"].read() == b'first,{"second":true}' and "FunctionError" not in answer
    assert streamer.fail({"do": "break"})["errorMessage"] == "half way"


def test_a_function_that_does_not_stream(client, unique, stream):
    snake = create(client("lambda"), unique("snake"), {"lambda_function.py": PYTHON})
    payload, end = payload_of(stream(snake.name))
    assert json.loads(payload)["calls"] == 1 and end == {}
    payload, end = payload_of(stream(snake.name, {"do": "raise"}))
    assert payload == b"" and json.loads(end["ErrorDetails"])["errorMessage"] == "bad thing"


@node
def test_a_url_streams(server, client, streamer):
    functions = client("lambda")
    arn = functions.get_function(FunctionName=streamer.name)["Configuration"]["FunctionArn"]
    body = json.dumps({"AuthType": "NONE", "InvokeMode": "RESPONSE_STREAM"})
    made = server.http("POST", f"/2021-10-31/functions/{streamer.name}/url", body).json()
    assert made["InvokeMode"] == "RESPONSE_STREAM" and made["FunctionArn"] == arn
    let_in(functions, streamer.name)
    ask = lambda what: server.http("GET", "/?do=" + what, None, {"Host": urllib.parse.urlsplit(made["FunctionUrl"]).netloc})
    plain = ask("")
    assert (plain.status, plain.body, plain.headers["Content-Type"]) == (200, b'first,{"second":true}', "application/octet-stream")
    assert ask("type").headers["Content-Type"] == "text/html"
    own = ask("head")
    assert (own.status, own.body, own.headers["X-Own"], own.headers["Set-Cookie"]) == (418, b'first,{"second":true}', "yes", "a=1")
    assert ask("throw").status == 502
    with pytest.raises(http.client.IncompleteRead) as cut:
        ask("break")
    assert cut.value.partial == b"first,"


WAITING = """
import https from "node:https";
const there = (host) => new Promise((resolve) => https.get({ host, path: "/go" }, (answer) => answer.resume().on("end", () => resolve(answer.statusCode === 200))));
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.write("first,");
  while (!(await there(`${process.env.BUCKET}.s3.us-east-1.amazonaws.com`))) await new Promise((go) => setTimeout(go, 20));
  stream.end("second");
});
"""


@node
def test_what_is_written_is_there_before_the_function_ends(server, client, unique, bucket):
    """The function goes on when the object is there, which the reader of its first words makes."""
    open_to_all(client("s3"), bucket, "s3:GetObject")
    waiting = create(client("lambda"), unique("waiting"), {"index.mjs": WAITING}, runtime="nodejs20.x", handler="index.handler",
                     Timeout=30, MemorySize=256, Environment={"Variables": {"BUCKET": bucket}})
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", f"/2021-11-15/functions/{waiting.name}/response-streaming-invocations", "{}")
    response = connection.getresponse()
    buffer = EventStreamBuffer()
    buffer.add_data(response.read1())
    assert [message.to_response_dict()["body"] for message in buffer] == [b"first,"]
    client("s3").put_object(Bucket=bucket, Key="go", Body=b"")
    buffer.add_data(response.read())
    assert [message.to_response_dict()["body"] for message in buffer] == [b"second", b"{}"]
    connection.close()
