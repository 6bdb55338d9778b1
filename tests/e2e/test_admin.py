"""Cloudling's own endpoints: health, info, reset, snapshots; and reset and snapshots while workflows run."""

import json

import harness
from test_pipeline import MACHINE, ended, history, types
from test_restart import WAITED, WAITING, is_waiting, machine


def test_health_and_info(server):
    health = server.http("GET", "/_cloudling/health")
    assert health.status == 200
    assert {"s3", "lambda", "stepfunctions"} <= set(health.json()["services"])
    polled = server.http("GET", "/_localstack/health").json()
    assert polled["services"]["s3"] in ("available", "running") and polled["version"]
    info = server.http("GET", "/_cloudling/info").json()
    assert info["version"] and info["data"].startswith(server.data)


def test_own_paths_say_what_they_do_not_know(server):
    assert server.http("GET", "/_cloudling/nothing").status == 404
    assert server.http("GET", "/_cloudling/reset").status == 405


def buckets(server):
    return {bucket["Name"] for bucket in server.client("s3").list_buckets()["Buckets"]}


def test_reset_leaves_a_new_cloud(fresh_server):
    new = buckets(fresh_server)
    s3 = fresh_server.client("s3")
    s3.create_bucket(Bucket="mine")
    s3.put_object(Bucket="mine", Key="a", Body=b"x" * 2_000_000)
    assert fresh_server.http("POST", "/_cloudling/reset").status == 200
    assert buckets(fresh_server) == new == {"images-original"}
    assert fresh_server.client("stepfunctions").describe_state_machine(stateMachineArn=MACHINE)["status"] == "ACTIVE"


def test_reset_while_a_workflow_runs(fresh_server):
    states = fresh_server.client("stepfunctions")
    arn = machine(states, "Waiting", WAITING)
    execution = states.start_execution(stateMachineArn=arn, name="one")["executionArn"]
    is_waiting(states, execution)
    assert fresh_server.http("POST", "/_cloudling/reset").status == 200
    try:
        states.describe_execution(executionArn=execution)
        raise AssertionError("the execution outlived the reset")
    except states.exceptions.ExecutionDoesNotExist:
        pass
    # The same names are free, and nothing of the old run reaches the new one.
    assert machine(states, "Waiting", WAITING) == arn
    again = states.start_execution(stateMachineArn=arn, name="one")["executionArn"]
    assert ended(states, again)["status"] == "SUCCEEDED"
    assert types(history(states, again)) == WAITED
    assert fresh_server.running


def test_a_snapshot_brings_everything_back(fresh_server):
    s3, states = fresh_server.client("s3"), fresh_server.client("stepfunctions")
    s3.create_bucket(Bucket="before")
    s3.put_object(Bucket="before", Key="a", Body=b"first" * 400_000)
    execution = states.start_execution(stateMachineArn=machine(states, "Waiting", WAITING))["executionArn"]
    is_waiting(states, execution)
    assert fresh_server.http("POST", "/_cloudling/snapshots/one").status == 200
    listed = fresh_server.http("GET", "/_cloudling/snapshots").json()["snapshots"]
    assert [snapshot["name"] for snapshot in listed] == ["one"] and listed[0]["size"] > 2_000_000

    s3.put_object(Bucket="before", Key="a", Body=b"second")
    s3.create_bucket(Bucket="after")
    assert ended(states, execution)["status"] == "SUCCEEDED"
    assert fresh_server.http("POST", "/_cloudling/snapshots/one/load").status == 200
    assert "after" not in buckets(fresh_server)
    assert s3.get_object(Bucket="before", Key="a")["Body"].read() == b"first" * 400_000
    # The workflow waited when the snapshot was made: it goes on from there.
    assert ended(states, execution)["status"] == "SUCCEEDED"
    assert types(history(states, execution)) == WAITED
    fresh_server.kill_and_restart()
    assert "after" not in buckets(fresh_server)


def test_snapshots_with_bad_names_are_refused(server):
    for name in ("..%2Fescape", "a%2Fb", "x" * 65, ".."):
        assert 400 <= server.http("POST", f"/_cloudling/snapshots/{name}").status < 500, name
    assert 400 <= server.http("POST", "/_cloudling/snapshots/absent/load").status < 500
    assert harness.eventually(lambda: server.http("GET", "/_cloudling/health").status == 200)


def test_state_is_kept_per_account_and_region(server, unique):
    here, there = server.client("stepfunctions"), server.client("stepfunctions", region="ca-central-1")
    name = unique("machine")
    arn = machine(there, name, WAITING)
    assert arn == f"arn:aws:states:ca-central-1:{harness.ACCOUNT}:stateMachine:{name}"
    assert name not in json.dumps([m["name"] for m in here.list_state_machines(maxResults=1000)["stateMachines"]])
