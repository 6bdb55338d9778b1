"""Step Functions with boto3: what the wire adds to the tests of the service itself."""

import datetime
import json
import time

import pytest
from botocore.exceptions import ClientError

import harness

ROLE = f"arn:aws:iam::{harness.ACCOUNT}:role/machine"
PASS = json.dumps({"StartAt": "Only", "States": {"Only": {"Type": "Pass", "Result": {"Arg1": "argument1"}, "End": True}}})
WAIT = json.dumps({"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": 600, "End": True}}})


@pytest.fixture
def states(client):
    return client("stepfunctions")


@pytest.fixture
def machine(states, unique):
    def make(definition=PASS, **more):
        return states.create_state_machine(name=unique("machine"), definition=definition, roleArn=ROLE, **more)["stateMachineArn"]

    return make


def ended(states, arn):
    def check():
        execution = states.describe_execution(executionArn=arn)
        return execution if execution["status"] != "RUNNING" else None

    return harness.eventually(check)


def error_of(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response
    return error["ResponseMetadata"]["HTTPStatusCode"], error["Error"]["Code"], error["Error"]["Message"]


def test_a_machine_is_made_described_changed_and_deleted(states, machine):
    arn = machine()
    described = states.describe_state_machine(stateMachineArn=arn)
    assert (described["status"], described["type"], described["definition"]) == ("ACTIVE", "STANDARD", PASS)
    assert abs(described["creationDate"].timestamp() - time.time()) < 60
    changed = states.update_state_machine(stateMachineArn=arn, definition=WAIT)
    assert changed["updateDate"] >= described["creationDate"]
    assert states.describe_state_machine(stateMachineArn=arn)["definition"] == WAIT
    assert arn in [m["stateMachineArn"] for page in states.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 2}) for m in page["stateMachines"]]
    states.delete_state_machine(stateMachineArn=arn)
    assert error_of(states.describe_state_machine, stateMachineArn=arn) == (400, "StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'")


def test_the_history_of_a_pass_state_is_awss(states, machine):
    arn = states.start_execution(stateMachineArn=machine(), input="{}")["executionArn"]
    execution = ended(states, arn)
    assert execution["status"] == "SUCCEEDED" and json.loads(execution["output"]) == {"Arg1": "argument1"}
    events = states.get_execution_history(executionArn=arn)["events"]
    for event in events:
        assert isinstance(event.pop("timestamp"), datetime.datetime)
    output = json.loads(events[3]["executionSucceededEventDetails"].pop("output"))
    assert output == json.loads(events[2]["stateExitedEventDetails"].pop("output")) == {"Arg1": "argument1"}
    assert events == [
        {"type": "ExecutionStarted", "id": 1, "previousEventId": 0, "executionStartedEventDetails": {
            "input": "{}", "inputDetails": {"truncated": False}, "roleArn": ROLE}},
        {"type": "PassStateEntered", "id": 2, "previousEventId": 0, "stateEnteredEventDetails": {
            "name": "Only", "input": "{}", "inputDetails": {"truncated": False}}},
        {"type": "PassStateExited", "id": 3, "previousEventId": 2, "stateExitedEventDetails": {
            "name": "Only", "outputDetails": {"truncated": False}}},
        {"type": "ExecutionSucceeded", "id": 4, "previousEventId": 3, "executionSucceededEventDetails": {
            "outputDetails": {"truncated": False}}},
    ]


def test_executions_are_listed_stopped_and_told_apart_by_name(states, machine):
    arn = machine(WAIT)
    started = [states.start_execution(stateMachineArn=arn, name=f"run-{i}", input="{}") for i in range(3)]
    again = states.start_execution(stateMachineArn=arn, name="run-0", input="{}")
    assert again["executionArn"] == started[0]["executionArn"] and again["startDate"] == started[0]["startDate"]
    status, code, _ = error_of(states.start_execution, stateMachineArn=arn, name="run-0", input='{"other": 1}')
    assert (status, code) == (400, "ExecutionAlreadyExists")
    states.stop_execution(executionArn=started[1]["executionArn"], error="Enough", cause="by hand")
    pages = states.get_paginator("list_executions").paginate(stateMachineArn=arn, statusFilter="RUNNING", PaginationConfig={"PageSize": 1})
    assert [e["name"] for page in pages for e in page["executions"]] == ["run-2", "run-0"]
    stopped = states.describe_execution(executionArn=started[1]["executionArn"])
    assert (stopped["status"], stopped["error"], stopped["cause"]) == ("ABORTED", "Enough", "by hand")
    for execution in started:
        states.stop_execution(executionArn=execution["executionArn"])


def test_errors_have_awss_codes(states, machine):
    assert error_of(states.describe_state_machine, stateMachineArn="nonsense") == (400, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: nonsense'")
    assert error_of(states.create_state_machine, name="a b", definition=PASS, roleArn=ROLE) == (400, "InvalidName", "Invalid Name: 'a b'")
    status, code, message = error_of(states.create_state_machine, name="a", definition="{}", roleArn=ROLE)
    assert (status, code) == (400, "InvalidDefinition") and message.startswith("Invalid State Machine Definition: '")
    status, code, _ = error_of(states.start_execution, stateMachineArn=machine(), input="not json")
    assert (status, code) == (400, "InvalidExecutionInput")
    assert error_of(states.create_activity, name="a b") == (400, "InvalidName", "Invalid Name: 'a b'")
    assert error_of(states.send_task_success, taskToken="none", output="1") == (400, "InvalidToken", "Invalid Token: 'Invalid token'")


@pytest.mark.parametrize("function", ["arn:aws:lambda:{region}:{account}:function:nobody"])
def test_a_missing_function_fails_the_task_as_on_aws(states, machine, function):
    resource = function.format(region=harness.REGION, account=harness.ACCOUNT)
    arn = machine(json.dumps({"StartAt": "Do", "States": {"Do": {"Type": "Task", "Resource": resource, "End": True}}}))
    execution = ended(states, states.start_execution(stateMachineArn=arn)["executionArn"])
    assert (execution["status"], execution["error"]) == ("FAILED", "Lambda.ResourceNotFoundException")
    assert execution["cause"].startswith(f"Function not found: {resource} (Service: AWSLambdaInternal; Status Code: 404; ")


def test_aws_sdk_tasks_reach_the_other_services(states, machine, client, bucket):
    client("s3").put_object(Bucket=bucket, Key="file_key", Body=b"text data")
    definition = {"StartAt": "Get", "States": {
        "Get": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:getObject", "Parameters": {"Bucket": bucket, "Key": "file_key"},
                "ResultPath": "$.got", "Next": "Put"},
        "Put": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:putObject",
                "Parameters": {"Bucket": bucket, "Key": "copy.json", "Body.$": "$.got.Body"}, "End": True}}}
    execution = ended(states, states.start_execution(stateMachineArn=machine(json.dumps(definition)))["executionArn"])
    assert execution["status"] == "SUCCEEDED", execution
    assert json.loads(execution["output"])["ETag"] == '"332eec544317a6d340b8e77da7fe54ad"'
    assert client("s3").get_object(Bucket=bucket, Key="copy.json")["Body"].read() == b"text data"


def test_a_workflow_goes_on_after_kill_9(fresh_server):
    states = fresh_server.client("stepfunctions")
    definition = {"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": 2, "Next": "Done"}, "Done": {"Type": "Succeed"}}}
    arn = states.create_state_machine(name="sleeper", definition=json.dumps(definition), roleArn=ROLE)["stateMachineArn"]
    executions = [states.start_execution(stateMachineArn=arn, input=json.dumps({"n": n}))["executionArn"] for n in range(20)]
    fresh_server.kill()
    fresh_server.start()
    states = fresh_server.client("stepfunctions")
    for n, execution in enumerate(executions):
        described = ended(states, execution)
        assert described["status"] == "SUCCEEDED" and json.loads(described["output"]) == {"n": n}
        events = states.get_execution_history(executionArn=execution)["events"]
        assert [event["type"] for event in events] == [
            "ExecutionStarted", "WaitStateEntered", "WaitStateExited", "SucceedStateEntered", "SucceedStateExited", "ExecutionSucceeded"]


def test_a_synchronous_start_of_an_express_machine(states, machine, server):
    states = server.client("stepfunctions", inject_host_prefix=False)
    arn = machine(type="EXPRESS")
    answer = states.start_sync_execution(stateMachineArn=arn, input='{"a": 1}', name="once")
    assert (answer["status"], json.loads(answer["output"]), answer["name"]) == ("SUCCEEDED", {"Arg1": "argument1"}, "once")
    assert answer["billingDetails"] == {"billedMemoryUsedInMB": 64, "billedDurationInMilliseconds": 100}
    assert answer["startDate"] <= answer["stopDate"]
    started = states.start_execution(stateMachineArn=arn)["executionArn"]
    assert started.startswith(arn.replace(":stateMachine:", ":express:") + ":")
    assert error_of(states.describe_execution, executionArn=started)[1] == "InvalidArn"
    assert error_of(states.start_sync_execution, stateMachineArn=machine())[1] == "StateMachineTypeNotSupported"


def test_the_host_that_sdks_make_for_synchronous_starts_is_known(machine, server):
    body = json.dumps({"stateMachineArn": machine(type="EXPRESS")})
    headers = {"Host": f"sync-localhost:{server.port}", "X-Amz-Target": "AWSStepFunctions.StartSyncExecution",
               "Content-Type": "application/x-amz-json-1.0"}
    answer = server.http("POST", "/", body, headers)
    assert (answer.status, answer.json()["status"]) == (200, "SUCCEEDED")


def test_executions_are_logged_and_measured(client, server, unique):
    name = unique("logged")
    logs, states = client("logs"), server.client("stepfunctions", inject_host_prefix=False)
    logs.create_log_group(logGroupName=f"/aws/vendedlogs/{name}")
    group = f"arn:aws:logs:{harness.REGION}:{harness.ACCOUNT}:log-group:/aws/vendedlogs/{name}:*"
    configuration = {"level": "ALL", "includeExecutionData": True, "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}]}
    arn = states.create_state_machine(name=name, definition=PASS, roleArn=ROLE, type="EXPRESS", loggingConfiguration=configuration)["stateMachineArn"]
    execution = states.start_sync_execution(stateMachineArn=arn, input='{"a": 1}')["executionArn"]

    def logged():
        events = logs.filter_log_events(logGroupName=f"/aws/vendedlogs/{name}")["events"]
        return events if len(events) == 4 else None

    events = harness.eventually(logged)
    assert events[0]["logStreamName"].startswith(f"states/{name}/")
    assert json.loads(events[0]["message"]) == {
        "id": "1", "type": "ExecutionStarted", "details": {"input": '{"a": 1}', "inputDetails": {"truncated": False}, "roleArn": ROLE},
        "previous_event_id": "0", "event_timestamp": str(events[0]["timestamp"]), "execution_arn": execution, "redrive_count": "0"}
    metrics = client("cloudwatch")
    harness.eventually(lambda: {m["MetricName"] for m in metrics.list_metrics(
        Namespace="AWS/States", Dimensions=[{"Name": "StateMachineArn", "Value": arn}])["Metrics"]} >= {
            "ExecutionsStarted", "ExecutionsSucceeded", "ExecutionTime", "ExpressExecutionBilledDuration"})


def test_an_activity_and_a_distributed_map(states, machine):
    activity = states.create_activity(name="work")["activityArn"]
    inner = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "StartAt": "Work",
             "States": {"Work": {"Type": "Task", "Resource": activity, "HeartbeatSeconds": 30, "End": True}}}
    arn = machine(json.dumps({"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemProcessor": inner, "End": True}}}))
    execution = states.start_execution(stateMachineArn=arn, input="[1, 2]")["executionArn"]
    for _ in range(2):
        task = states.get_activity_task(activityArn=activity, workerName="tester")
        states.send_task_heartbeat(taskToken=task["taskToken"])
        states.send_task_success(taskToken=task["taskToken"], output=json.dumps({"done": json.loads(task["input"])}))
    output = json.loads(ended(states, execution)["output"])
    assert sorted(item["done"] for item in output) == [1, 2]
    run = states.list_map_runs(executionArn=execution)["mapRuns"][0]["mapRunArn"]
    assert states.describe_map_run(mapRunArn=run)["itemCounts"]["succeeded"] == 2
    states.delete_activity(activityArn=activity)


def test_jsonata_and_variables_carry_data_from_task_to_task(states, machine, client, bucket):
    for key, size in (("a", 3), ("b", 5), ("c", 9)):
        client("s3").put_object(Bucket=bucket, Key=key, Body=b"x" * size)
    head = {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:headObject",
            "Arguments": {"Bucket": "{% $bucket %}", "Key": "{% $states.input %}"},
            "Output": "{% $states.result.ContentLength %}", "End": True}
    definition = {"QueryLanguage": "JSONata", "StartAt": "List", "States": {
        "List": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:listObjectsV2",
                 "Arguments": {"Bucket": "{% $states.input.bucket %}"},
                 "Assign": {"bucket": "{% $states.input.bucket %}", "large": "{% $states.result.Contents[Size > 4].Key %}",
                            "total": "{% $sum($states.result.Contents.Size) %}"}, "Next": "Decide"},
        "Decide": {"Type": "Choice", "Choices": [{"Condition": "{% $total > 10 %}", "Next": "Sizes"}], "Default": "Small"},
        "Sizes": {"Type": "Map", "Items": "{% $large %}", "ItemProcessor": {"StartAt": "Head", "States": {"Head": head}},
                  "Output": {"sizes": "{% $states.result %}", "total": "{% $total %}"}, "End": True},
        "Small": {"Type": "Fail", "Error": "Small"}}}
    arn = states.start_execution(stateMachineArn=machine(json.dumps(definition)), input=json.dumps({"bucket": bucket}))["executionArn"]
    execution = ended(states, arn)
    assert (execution["status"], json.loads(execution["output"])) == ("SUCCEEDED", {"sizes": [5, 9], "total": 17})


def test_an_execution_ends_where_its_history_is_full(states, machine):
    loop = json.dumps({"StartAt": "Again", "States": {
        "Again": {"Type": "Choice", "Choices": [{"Variable": "$.over", "IsPresent": True, "Next": "Over"}], "Default": "Again"},
        "Over": {"Type": "Succeed"}}})
    arn = states.start_execution(stateMachineArn=machine(loop), input="{}")["executionArn"]
    execution = ended(states, arn)
    assert execution["status"] == "FAILED"
    pages = states.get_paginator("get_execution_history").paginate(executionArn=arn, PaginationConfig={"PageSize": 1000})
    events = [event for page in pages for event in page["events"]]
    assert [event["id"] for event in events] == list(range(1, 25_001))
    assert events[-1]["type"] == "ExecutionFailed"
    assert events[-1]["executionFailedEventDetails"] == {
        "error": "States.Runtime", "cause": "The execution reached the maximum number of history events (25000)."}
    backwards = states.get_execution_history(executionArn=arn, reverseOrder=True, maxResults=1000)
    assert backwards["events"] == events[:-1001:-1] and backwards["nextToken"]
