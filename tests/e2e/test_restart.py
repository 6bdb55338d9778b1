"""What a restart must not change, be it asked for or a kill -9: workflows, tokens, promised work."""

import base64
import contextlib
import json
import shutil
import sqlite3

import harness
import images
from test_pipeline import empty_zip, ended, history, types

WAITING = {
    "StartAt": "Before",
    "States": {
        "Before": {"Type": "Pass", "Result": {"seen": True}, "Next": "Pause"},
        "Pause": {"Type": "Wait", "Seconds": 3, "Next": "After"},
        "After": {"Type": "Pass", "Next": "Done"},
        "Done": {"Type": "Succeed"},
    },
}
WAITED = [
    "ExecutionStarted", "PassStateEntered", "PassStateExited", "WaitStateEntered", "WaitStateExited",
    "PassStateEntered", "PassStateExited", "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded",
]


def machine(states, name, definition):
    return states.create_state_machine(
        name=name, definition=json.dumps(definition), roleArn=f"arn:aws:iam::{harness.ACCOUNT}:role/machine")["stateMachineArn"]


def is_waiting(states, arn):
    return harness.eventually(lambda: "WaitStateEntered" in types(history(states, arn)))


def test_a_waiting_workflow_completes_after_a_kill(fresh_server):
    states = fresh_server.client("stepfunctions")
    arn = states.start_execution(stateMachineArn=machine(states, "Waiting", WAITING), input='{"a": 1}')["executionArn"]
    is_waiting(states, arn)
    before = history(states, arn)

    fresh_server.kill_and_restart()
    states = fresh_server.client("stepfunctions")
    execution = ended(states, arn)
    assert (execution["status"], json.loads(execution["output"])) == ("SUCCEEDED", {"seen": True})
    events = history(states, arn)
    assert types(events) == WAITED
    assert [event["id"] for event in events] == list(range(1, len(WAITED) + 1))
    assert events[:len(before)] == before, "the history before the kill has changed"
    times = [event["timestamp"] for event in events]
    assert times == sorted(times)
    waited = (events[4]["timestamp"] - events[3]["timestamp"]).total_seconds()
    assert waited >= 3, "the wait was cut short"


def test_many_waiting_workflows_survive_several_kills(fresh_server):
    states = fresh_server.client("stepfunctions")
    arn = machine(states, "Waiting", WAITING)
    executions = []
    for _ in range(4):
        states = fresh_server.client("stepfunctions")
        executions += [states.start_execution(stateMachineArn=arn)["executionArn"] for _ in range(10)]
        fresh_server.kill_and_restart()
    states = fresh_server.client("stepfunctions")
    for execution in executions:
        assert ended(states, execution)["status"] == "SUCCEEDED"
        assert types(history(states, execution)) == WAITED


def test_a_stopped_server_takes_its_workflows_up_again(fresh_server):
    states = fresh_server.client("stepfunctions")
    arn = states.start_execution(stateMachineArn=machine(states, "Waiting", WAITING))["executionArn"]
    is_waiting(states, arn)
    fresh_server.restart()
    states = fresh_server.client("stepfunctions")
    assert ended(states, arn)["status"] == "SUCCEEDED"
    assert types(history(states, arn)) == WAITED


def test_a_task_in_flight_is_done_after_a_kill(fresh_server):
    """The kill falls between StartExecution's commit and the function's answer; the task is issued again."""
    s3, states = fresh_server.client("s3"), fresh_server.client("stepfunctions")
    s3.put_object(Bucket="images-original", Key="large.jpg", Body=images.noise(3000, 2000))
    arn = states.start_execution(
        stateMachineArn=f"arn:aws:states:{harness.REGION}:{harness.ACCOUNT}:stateMachine:ImageResizePipeline",
        input=json.dumps({"bucket": "images-original", "key": "large.jpg"}))["executionArn"]
    fresh_server.kill_and_restart()
    s3, states = fresh_server.client("s3"), fresh_server.client("stepfunctions")
    assert ended(states, arn)["status"] == "SUCCEEDED"
    assert types(history(states, arn)).count("LambdaFunctionScheduled") == 1, "re-issuing a task adds no event"
    assert images.size_of(s3.get_object(Bucket="resizes-image", Key="thumbnail-large.jpg")["Body"].read()) == (128, 85)


def test_an_accepted_event_invocation_happens_after_a_kill(fresh_server, tmp_path):
    """`Invoke` with InvocationType Event answers 202 after its job has committed; the kill comes before it is done."""
    picture, interrupted = images.noise(4000, 3000), 0
    fresh_server.client("s3").create_bucket(Bucket="resizes-image")
    for attempt in range(5):
        key = f"large{attempt}.jpg"
        s3 = fresh_server.client("s3")
        s3.put_object(Bucket="images-original", Key=key, Body=picture)
        event = json.dumps({"bucket": "images-original", "key": key})
        answer = fresh_server.client("lambda").invoke(FunctionName="resize-image", InvocationType="Event", Payload=event)
        assert answer["StatusCode"] == 202
        fresh_server.kill()
        interrupted += jobs_left(fresh_server.data, tmp_path / f"copy{attempt}")
        fresh_server.start()
        s3 = fresh_server.client("s3")
        thumbnail = harness.eventually(lambda: s3.list_objects_v2(Bucket="resizes-image", Prefix="thumbnail-" + key).get("Contents"))
        assert len(thumbnail) == 1
        harness.eventually(lambda: invocations_left(f"{fresh_server.data}/cloudling.db") == 0)
    assert interrupted, "no kill fell between commit and delivery: the test shows nothing"


def jobs_left(data, copy):
    """How many invocations the database of a server that is gone still holds; read from a copy, which recovers it."""
    shutil.copytree(data, copy)
    return invocations_left(f"{copy}/cloudling.db")


def invocations_left(path):
    with contextlib.closing(sqlite3.connect(path)) as database:
        return database.execute("SELECT count(*) FROM store_jobs WHERE kind = 'lambda.invoke'").fetchone()[0]


def test_tokens_made_before_a_kill_go_on_after_it(fresh_server):
    s3, states = fresh_server.client("s3"), fresh_server.client("stepfunctions")
    keys = [f"k{number:03}" for number in range(25)]
    for key in keys:
        s3.put_object(Bucket="images-original", Key=key, Body=key.encode())
    quick = machine(states, "Quick", {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})
    executions = {states.start_execution(stateMachineArn=quick, name=f"e{number}")["executionArn"] for number in range(12)}
    objects = s3.list_objects_v2(Bucket="images-original", MaxKeys=10)
    runs = states.list_executions(stateMachineArn=quick, maxResults=5)
    some = next(iter(executions))
    ended(states, some)
    events = states.get_execution_history(executionArn=some, maxResults=2)

    fresh_server.kill_and_restart()
    s3, states = fresh_server.client("s3"), fresh_server.client("stepfunctions")
    seen = [item["Key"] for item in objects["Contents"]]
    while objects["IsTruncated"]:
        objects = s3.list_objects_v2(Bucket="images-original", MaxKeys=10, ContinuationToken=objects["NextContinuationToken"])
        seen += [item["Key"] for item in objects["Contents"]]
    assert seen == keys
    listed = [run["executionArn"] for run in runs["executions"]]
    while "nextToken" in runs:
        runs = states.list_executions(stateMachineArn=quick, maxResults=5, nextToken=runs["nextToken"])
        listed += [run["executionArn"] for run in runs["executions"]]
    assert len(listed) == 12 and set(listed) == executions
    ids = [event["id"] for event in events["events"]]
    while "nextToken" in events:
        events = states.get_execution_history(executionArn=some, maxResults=2, nextToken=events["nextToken"])
        ids += [event["id"] for event in events["events"]]
    assert ids == [1, 2, 3, 4]


def test_everything_is_there_after_a_restart(fresh_server):
    s3, functions, states = (fresh_server.client(name) for name in ("s3", "lambda", "stepfunctions"))
    s3.create_bucket(Bucket="kept")
    s3.put_object(Bucket="kept", Key="a", Body=b"bytes", Metadata={"colour": "blue"}, ContentType="text/plain")
    functions.create_function(FunctionName="kept", Runtime="provided.al2023", Handler="cloudling.resize",
                              Role=f"arn:aws:iam::{harness.ACCOUNT}:role/r", Code={"ZipFile": empty_zip()})
    arn = machine(states, "Kept", WAITING)
    before = states.describe_state_machine(stateMachineArn=arn)
    fresh_server.restart()
    s3, functions, states = (fresh_server.client(name) for name in ("s3", "lambda", "stepfunctions"))
    kept = s3.get_object(Bucket="kept", Key="a")
    assert (kept["Body"].read(), kept["Metadata"], kept["ContentType"]) == (b"bytes", {"colour": "blue"}, "text/plain")
    configuration = functions.get_function(FunctionName="kept")["Configuration"]
    assert configuration["Handler"] == "cloudling.resize" and base64.b64decode(configuration["CodeSha256"])
    after = states.describe_state_machine(stateMachineArn=arn)
    for answer in (before, after):
        answer.pop("ResponseMetadata")
    assert after == before


def test_an_ephemeral_server_keeps_nothing(start_server, tmp_path):
    server = start_server("--ephemeral")
    server.client("s3").create_bucket(Bucket="gone")
    server.restart()
    assert "gone" not in [bucket["Name"] for bucket in server.client("s3").list_buckets()["Buckets"]]


def test_a_second_server_on_the_same_data_is_refused(fresh_server):
    second = harness.Server(fresh_server.data)
    second.log_path = fresh_server.data + ".second.log"
    try:
        second.start()
    except AssertionError as refused:
        assert "ended at start" in str(refused)
        assert str(fresh_server.process.pid) in str(refused), "the message names the process that has it"
    else:
        second.stop()
        raise AssertionError("two servers on one data folder")
    assert fresh_server.http("GET", "/_cloudling/health").status == 200
