"""CloudWatch Logs with boto3 and the AWS CLI: what the wire adds to the tests of the service itself."""

import json
import subprocess
import time

import pytest
from botocore.eventstream import EventStreamBuffer
from botocore.exceptions import ClientError

import harness


@pytest.fixture
def logs(client):
    return client("logs")


@pytest.fixture
def group(logs, unique):
    """The name of a new group with a stream "stream"."""
    name = unique("/e2e/group")
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="stream")
    return name


def now():
    return int(time.time() * 1000)


def put(logs, group, *messages, stream="stream"):
    start = now() - len(messages)
    return logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[
        {"timestamp": start + i, "message": message} for i, message in enumerate(messages)])


def messages(answer):
    return [event["message"] for event in answer["events"]]


def error_of(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response
    return error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"], error["Error"]["Message"]


def test_events_are_put_read_and_searched(logs, group):
    assert "rejectedLogEventsInfo" not in put(logs, group, "START", 'ERROR größe "x"', "END")
    assert messages(logs.get_log_events(logGroupName=group, logStreamName="stream")) == ["START", 'ERROR größe "x"', "END"]
    found = logs.filter_log_events(logGroupName=group, filterPattern="ERROR")
    assert messages(found) == ['ERROR größe "x"'] and found["events"][0]["logStreamName"] == "stream"
    assert error_of(logs.get_log_events, logGroupName="nobody", logStreamName="stream") == (
        400, "ResourceNotFoundException", "The specified log group does not exist.")
    status, code, message = error_of(logs.create_log_group, logGroupName="a b")
    assert (status, code) == (400, "InvalidParameterException") and message.startswith("1 validation error detected")


def test_pages_by_boto3s_paginators(logs, group):
    all_messages = [f"event {i}" for i in range(250)]
    put(logs, group, *all_messages)
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, PaginationConfig={"PageSize": 60})
    assert [message for page in pages for message in messages(page)] == all_messages
    for i in range(5):
        logs.create_log_stream(logGroupName=group, logStreamName=f"more-{i}")
    pages = logs.get_paginator("describe_log_streams").paginate(logGroupName=group, PaginationConfig={"PageSize": 2})
    assert [s["logStreamName"] for page in pages for s in page["logStreams"]] == [f"more-{i}" for i in range(5)] + ["stream"]


def test_a_batch_of_ten_thousand(logs, group):
    answer = put(logs, group, *[f"line {i}" for i in range(10_000)])
    assert answer["nextSequenceToken"]
    page = logs.get_log_events(logGroupName=group, logStreamName="stream", startFromHead=True)
    assert len(page["events"]) == 10_000 and page["events"][-1]["message"] == "line 9999"
    again = logs.get_log_events(logGroupName=group, logStreamName="stream", nextToken=page["nextForwardToken"])
    assert again["events"] == [] and again["nextForwardToken"] == page["nextForwardToken"]


def test_cli_tails_and_follows(server, logs, group):
    put(logs, group, "first", "second")
    tail = server.aws("logs", "tail", group, "--format", "short")
    assert [line.split(" ", 1)[1] for line in tail.splitlines()] == ["first", "second"]
    command = ["/usr/bin/aws", "--endpoint-url", server.endpoint, "logs", "tail", group, "--follow", "--format", "short"]
    following = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=harness.clean_environment())
    try:
        assert [following.stdout.readline().split(" ", 1)[1] for _ in range(2)] == ["first\n", "second\n"]
        put(logs, group, "third")
        assert following.stdout.readline().endswith(" third\n")
    finally:
        following.terminate()
        following.wait(30)


def test_a_live_tail_shows_lines_as_they_come(server, logs, group):
    """Over the wire as SDKs read it; Debian's botocore doesn't know the operation."""
    connection = harness.raw_connection(server)
    asked = {"logGroupIdentifiers": [f"arn:aws:logs:us-east-1:000000000000:log-group:{group}"], "logEventFilterPattern": "ERROR"}
    headers = {"X-Amz-Target": "Logs_20140328.StartLiveTail", "Content-Type": "application/x-amz-json-1.1", "Host": "stream-localhost"}
    connection.request("POST", "/", json.dumps(asked), headers)
    answer = connection.getresponse()
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/vnd.amazon.eventstream"
    events = live_events(answer)
    assert next(events) == ("initial-response", {})
    kind, start = next(events)
    assert kind == "sessionStart" and start["logEventFilterPattern"] == "ERROR"
    put(logs, group, "ERROR one", "INFO two")
    shown = next(update["sessionResults"] for kind, update in events if update["sessionResults"])
    assert [event["message"] for event in shown] == ["ERROR one"]
    connection.close()


def live_events(answer):
    """Type and payload of each event of a stream, as they come."""
    buffer = EventStreamBuffer()
    while True:
        buffer.add_data(answer.read1())
        for message in buffer:
            event = message.to_response_dict()
            yield event["headers"][":event-type"], json.loads(event["body"])


def test_cli_describes_and_filters(aws, aws_json, logs, group):
    put(logs, group, '{"level": "ERROR", "code": 500}', '{"level": "INFO", "code": 200}')
    found = aws_json("logs", "filter-log-events", "--log-group-name", group, "--filter-pattern", "{ $.code >= 500 }")
    assert [json.loads(event["message"])["level"] for event in found["events"]] == ["ERROR"]
    listed = aws_json("logs", "describe-log-groups", "--log-group-name-prefix", group)["logGroups"]
    assert listed[0]["arn"] == f"arn:aws:logs:us-east-1:000000000000:log-group:{group}:*"
    aws("logs", "put-retention-policy", "--log-group-name", group, "--retention-in-days", "7")
    assert aws_json("logs", "describe-log-groups", "--log-group-name-prefix", group)["logGroups"][0]["retentionInDays"] == 7
    tested = aws_json("logs", "test-metric-filter", "--filter-pattern", "[..., size]", "--log-event-messages", "a b 7")
    assert tested["matches"][0]["extractedValues"] == {"$1": "a", "$2": "b", "$size": "7"}
    aws("logs", "delete-log-group", "--log-group-name", group)
    assert aws_json("logs", "describe-log-groups", "--log-group-name-prefix", group)["logGroups"] == []


def test_events_survive_a_kill(fresh_server):
    logs = fresh_server.client("logs")
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="stream")
    put(logs, "g", *[f"line {i}" for i in range(500)])
    fresh_server.kill_and_restart()
    assert len(fresh_server.client("logs").filter_log_events(logGroupName="g")["events"]) == 500
