"""Distributed Maps: what their results say of each child, and how a failed run is redriven; metrics of versions and aliases.

What Debian's boto3 does not know yet is called over HTTP."""

import json

import harness
from test_clock import ended, start

ROLE = f"arn:aws:iam::{harness.ACCOUNT}:role/machine"
ITEMS = {"StartAt": "Check", "States": {
    "Check": {"Type": "Choice", "Choices": [{"Variable": "$.bad", "IsPresent": True, "Next": "Look"}], "Default": "Good"},
    "Look": {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:headBucket", "Parameters": {"Bucket.$": "$.bad"}, "Next": "Good"},
    "Good": {"Type": "Succeed"}}}


def call(server, operation, **members):
    """Any operation of Step Functions."""
    headers = {**harness.SIGNED, "X-Amz-Target": "AWSStepFunctions." + operation, "Content-Type": "application/x-amz-json-1.0"}
    answer = server.http("POST", "/", json.dumps(members), headers)
    assert answer.status == 200, answer.body
    return answer.json()


def machine(bucket, kind, **more):
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": kind}, **ITEMS}
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": bucket, "Prefix": "results"}}
    return {"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemProcessor": processor, "ResultWriter": writer, "Label": "Each", "End": True, **more}}}


def results(client, bucket, run):
    s3, folder = client("s3"), f"results/{run.rsplit(':', 1)[1]}/"
    manifest = json.loads(s3.get_object(Bucket=bucket, Key=folder + "manifest.json")["Body"].read())
    assert manifest["DestinationBucket"] == bucket and manifest["MapRunArn"] == run
    return {kind: [record for file in files for record in json.loads(s3.get_object(Bucket=bucket, Key=file["Key"])["Body"].read())]
            for kind, files in manifest["ResultFiles"].items()}


def test_results_name_the_children_and_a_failed_run_is_redriven(server, client, unique, bucket):
    states, missing = client("stepfunctions"), unique("missing")
    items = [{"n": 1}, {"n": 2, "bad": missing}, {"n": 3}]
    for kind in ("STANDARD", "EXPRESS"):
        execution = start(states, machine(bucket, kind, MaxConcurrency=1), unique("each"), json.dumps(items))
        described = ended(states, execution)
        assert (described["status"], described["error"]) == ("FAILED", "States.ExceedToleratedFailureThreshold")
        run = states.list_map_runs(executionArn=execution)["mapRuns"][0]["mapRunArn"]
        written = results(client, bucket, run)
        assert [len(written[name]) for name in ("SUCCEEDED", "FAILED", "PENDING")] == [1, 1, 1]
        good, bad, pending = written["SUCCEEDED"][0], written["FAILED"][0], written["PENDING"][0]
        assert f":{described['stateMachineArn'].rsplit(':', 1)[1]}/Each:{good['Name']}" in good["ExecutionArn"]
        assert good["StateMachineArn"] == described["stateMachineArn"] + "/Each" and good["StartDate"] <= good["StopDate"]
        assert good["RedriveStatus"] == "NOT_REDRIVABLE" and json.loads(good["Output"]) == {"n": 1}
        assert bad["Error"].startswith("S3.") and json.loads(bad["Input"])["n"] == 2 and "Output" not in bad
        assert pending["Status"] == "PENDING" and json.loads(pending["Input"]) == {"n": 3}

        client("s3").create_bucket(Bucket=missing)
        call(server, "RedriveExecution", executionArn=execution)
        described = ended(states, execution)
        assert described["status"] == "SUCCEEDED" and json.loads(described["output"])["MapRunArn"] == run
        counted = call(server, "DescribeMapRun", mapRunArn=run)
        assert (counted["redriveCount"], counted["executionCounts"]["succeeded"], counted["executionCounts"]["failed"]) == (1, 3, 0)
        assert len(results(client, bucket, run)["SUCCEEDED"]) == 3
        redriven = [event for event in call(server, "GetExecutionHistory", executionArn=execution)["events"] if event["type"] == "MapRunRedriven"]
        assert redriven[0]["mapRunRedrivenEventDetails"] == {"mapRunArn": run, "redriveCount": 1}
        if kind == "STANDARD":
            children = call(server, "ListExecutions", mapRunArn=run)["executions"]
            assert sorted(child["redriveCount"] for child in children) == [0, 0, 1] and len(children) == 3
        client("s3").delete_bucket(Bucket=missing)


def test_executions_of_versions_and_aliases_are_measured_apart(server, client, unique):
    states, watch = client("stepfunctions"), client("cloudwatch")
    one = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
    made = call(server, "CreateStateMachine", name=unique("machine"), definition=json.dumps(one), roleArn=ROLE, publish=True)
    alias = call(server, "CreateStateMachineAlias", name="PROD",
                 routingConfiguration=[{"stateMachineVersionArn": made["stateMachineVersionArn"], "weight": 100}])
    ended(states, states.start_execution(stateMachineArn=alias["stateMachineAliasArn"])["executionArn"])

    def dimensions():
        listed = watch.list_metrics(Namespace="AWS/States", MetricName="ExecutionsSucceeded")["Metrics"]
        sets = [{d["Name"]: d["Value"] for d in metric["Dimensions"]} for metric in listed]
        return [tuple(sorted(one)) for one in sets if one.get("StateMachineArn") == made["stateMachineArn"]]

    expected = [("Alias", "StateMachineArn"), ("StateMachineArn",), ("StateMachineArn", "Version")]
    harness.eventually(lambda: sorted(dimensions()) == expected, 90)
