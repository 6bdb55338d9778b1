"""The virtual clock: paused, moved on, resumed; and one that skips the time in which workflows only wait."""

import datetime
import json
import subprocess

import harness
from harness import binary, clean_environment, eventually

ROLE = f"arn:aws:iam::{harness.ACCOUNT}:role/machine"
DAY = 86400


def wait(seconds, after=None):
    return {"Type": "Wait", "Seconds": seconds, **({"Next": after} if after else {"End": True})}


def start(states, definition, name, input="{}", **more):
    machine = states.create_state_machine(name=name, definition=json.dumps(definition), roleArn=ROLE, **more)["stateMachineArn"]
    return states.start_execution(stateMachineArn=machine, input=input)["executionArn"]


def ended(states, execution):
    def look():
        described = states.describe_execution(executionArn=execution)
        return described if described["status"] != "RUNNING" else None

    return eventually(look, 60)


def took(described):
    return (described["stopDate"] - described["startDate"]).total_seconds()


def events(states, execution):
    pages = states.get_paginator("get_execution_history").paginate(executionArn=execution)
    return [event for page in pages for event in page["events"]]


def clock(server, **body):
    answer = server.http("POST", "/_cloudling/clock", json.dumps(body)) if body else server.http("GET", "/_cloudling/clock")
    assert answer.status == 200, answer.body
    return answer.json()


def test_it_is_paused_moved_on_and_resumed(fresh_server):
    states = fresh_server.client("stepfunctions")
    paused = clock(fresh_server, action="pause")
    assert paused["paused"] and paused["mode"] == "real"
    assert clock(fresh_server)["now"] == paused["now"]
    two = {"StartAt": "One", "States": {"One": wait(DAY, "Two"), "Two": wait(DAY)}}
    execution = start(states, two, "two-days")
    moved = clock(fresh_server, action="advance", seconds=3 * DAY)
    described = ended(states, execution)
    assert described["status"] == "SUCCEEDED" and took(described) == 2 * DAY
    assert described["startDate"].timestamp() == datetime.datetime.fromisoformat(paused["now"].replace("Z", "+00:00")).timestamp()
    assert abs(moved["ahead"] - 3 * DAY) < 60
    resumed = clock(fresh_server, action="resume")
    assert not resumed["paused"] and resumed["now"] >= moved["now"]


def test_what_it_is_asked_has_to_make_sense(fresh_server):
    for body in (b"", b"{}", b'{"action": "leap"}', b'{"action": "advance"}', b'{"action": "advance", "seconds": -1}',
                 b'{"action": "advance", "seconds": 1e300}', b'{"action": "advance", "to": "tomorrow"}',
                 b'{"action": "advance", "to": "2001-01-01T00:00:00Z"}', b'{"action": "advance", "seconds": 1, "to": "2030-01-01T00:00:00Z"}'):
        answer = fresh_server.http("POST", "/_cloudling/clock", body)
        assert answer.status == 400 and answer.json()["message"], body
    assert fresh_server.http("DELETE", "/_cloudling/clock").status == 405


def test_the_verb(fresh_server):
    def cloudling(*arguments):
        return subprocess.run([binary(), "clock", *arguments, "--endpoint", fresh_server.endpoint], capture_output=True, text=True,
                              env=clean_environment(), timeout=60, check=False)

    assert json.loads(cloudling().stdout)["paused"] is False
    assert json.loads(cloudling("pause").stdout)["paused"] is True
    before = json.loads(cloudling().stdout)["ahead"]
    assert 7 * DAY <= json.loads(cloudling("advance", "7d").stdout)["ahead"] - before + 60 <= 7 * DAY + 120
    now = datetime.datetime.fromisoformat(clock(fresh_server)["now"].replace("Z", "+00:00"))
    midnight = (now + datetime.timedelta(days=2)).strftime("%Y-%m-%dT00:00:00")
    assert json.loads(cloudling("advance", midnight + "Z").stdout)["now"] == midnight + ".000Z"
    assert cloudling("advance", "soon").returncode == 2
    assert json.loads(cloudling("resume").stdout)["paused"] is False


def test_a_schedule_fires_as_often_as_time_is_moved_over(fresh_server):
    events, sqs = fresh_server.client("events"), fresh_server.client("sqs")
    url = sqs.create_queue(QueueName="ticks")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps({"Statement": [{
        "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}]})})
    clock(fresh_server, action="pause")
    events.put_rule(Name="hourly", ScheduleExpression="rate(1 hour)")
    events.put_targets(Rule="hourly", Targets=[{"Id": "queue", "Arn": arn}])
    clock(fresh_server, action="advance", seconds=5 * 3600 + 60)

    def times():
        while True:
            messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0).get("Messages", [])
            seen.update({json.loads(m["Body"])["time"] for m in messages})
            if not messages:
                return len(seen) == 5

    seen = set()
    eventually(times)


WEEK = {
    "StartAt": "Week",
    "States": {
        "Week": wait(7 * DAY, "Flaky"),
        "Flaky": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:headBucket", "Parameters": {"Bucket": "no-such-bucket-here"},
                  "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 3600, "BackoffRate": 2, "MaxAttempts": 5}],
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Done"}], "End": True},
        "Done": {"Type": "Succeed"},
    },
}


def test_a_week_of_waits_and_retries_is_over_at_once(start_server):
    server = start_server("--clock", "auto")
    states = server.client("stepfunctions")
    assert clock(server)["mode"] == "auto"
    short = {"StartAt": "Hour", "States": {"Hour": wait(3600)}}
    both = [start(states, WEEK, "week"), start(states, short, "hour"),
            start(states, {"StartAt": "Map", "States": {"Map": {"Type": "Map", "End": True, "MaxConcurrency": 1, "Iterator": {
                "StartAt": "Nap", "States": {"Nap": {"Type": "Wait", "SecondsPath": "$", "End": True}}}}}}, "naps", "[10, 20, 30]")]
    spent = [took(ended(states, execution)) for execution in both]
    assert 0 <= spent[0] - (7 * DAY + 31 * 3600) < 60 and 0 <= spent[1] - 3600 < 30 and 0 <= spent[2] - 60 < 30
    history = events(states, both[0])
    failures = [event["timestamp"] for event in history if event["type"] == "TaskFailed"]
    gaps = [round((later - earlier).total_seconds() / 3600) for earlier, later in zip(failures, failures[1:])]
    assert gaps == [1, 2, 4, 8, 16]
    express = states.create_state_machine(name="express", roleArn=ROLE, type="EXPRESS",
                                          definition=json.dumps({"StartAt": "Nap", "States": {"Nap": wait(200)}}))["stateMachineArn"]
    synchronous = server.client("stepfunctions", inject_host_prefix=False).start_sync_execution(stateMachineArn=express)
    assert synchronous["status"] == "SUCCEEDED" and took(synchronous) >= 200


def test_time_is_not_skipped_while_a_worker_is_waited_for(start_server):
    server = start_server("--clock", "auto")
    states = server.client("stepfunctions")
    activity = states.create_activity(name="work")["activityArn"]
    execution = start(states, {"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": True, "Branches": [
        {"StartAt": "Nap", "States": {"Nap": wait(DAY)}},
        {"StartAt": "Work", "States": {"Work": {"Type": "Task", "Resource": activity, "TimeoutSeconds": 3600, "End": True}}}]}}}, "both")
    eventually(lambda: "ActivityScheduled" in [event["type"] for event in events(states, execution)])
    held = clock(server)
    assert held["waitsFor"]["outside"] == 1 and held["ahead"] < 60
    server.kill_and_restart()
    states = server.client("stepfunctions")
    assert clock(server)["waitsFor"]["outside"] == 1
    task = states.get_activity_task(activityArn=activity, workerName="late")
    assert clock(server)["ahead"] < 60
    states.send_task_success(taskToken=task["taskToken"], output='"done"')
    described = ended(states, execution)
    assert described["status"] == "SUCCEEDED" and DAY <= took(described) < DAY + 60
    assert clock(server)["waitsFor"]["outside"] == 0


FUNCTION = """
import time
def handler(event, context):
    time.sleep(1.5)
    return "slept"
"""


def test_time_goes_on_really_while_a_function_runs(start_server):
    import io
    import zipfile
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("main.py", FUNCTION)
    server = start_server("--clock", "auto")
    states = server.client("stepfunctions")
    function = server.client("lambda").create_function(FunctionName="sleepy", Runtime="python3.11", Handler="main.handler", Role=ROLE,
                                                       Timeout=20, Code={"ZipFile": code.getvalue()})["FunctionArn"]
    execution = start(states, {"StartAt": "Both", "States": {"Both": {"Type": "Parallel", "End": True, "Branches": [
        {"StartAt": "Nap", "States": {"Nap": wait(60)}},
        {"StartAt": "Call", "States": {"Call": {"Type": "Task", "Resource": function, "TimeoutSeconds": 30, "End": True}}}]}}}, "both")
    described = ended(states, execution)
    assert described["status"] == "SUCCEEDED" and json.loads(described["output"])[1] == "slept"
    assert 60 <= took(described) < 75
