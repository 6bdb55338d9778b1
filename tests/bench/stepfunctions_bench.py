"""State machines of a whole server over HTTP: starts and transitions per second, latency, a Map over 10,000 items, and
100,000 executions in Wait; beside them moto's server and the node library aws-local-stepfunctions, where they are there.

    stepfunctions_bench.py [SECONDS [WAITING]]      CLOUDLING_BINARY names the binary
    CLOUDLING_BENCH_NODE_MODULES names the node_modules that has aws-local-stepfunctions

wrk and the peers run on the same machine; wrk takes its share of it. `execution_bench` measures the interpreter alone.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import harness  # noqa: E402

ROLE = f"arn:aws:iam::{harness.ACCOUNT}:role/machine"
STATES = 3
THREE = json.dumps({"StartAt": "Prepare", "States": {
    "Prepare": {"Type": "Pass", "Parameters": {"key.$": "$.key", "status": "success"}, "Next": "Check"},
    "Check": {"Type": "Choice", "Choices": [{"Variable": "$.status", "StringEquals": "success", "Next": "Done"}], "Default": "Failed"},
    "Done": {"Type": "Succeed"}, "Failed": {"Type": "Fail"}}})
WAIT = json.dumps({"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 86400, "End": True}}})
MAP = json.dumps({"StartAt": "Map", "States": {"Map": {"Type": "Map", "End": True, "ItemProcessor": {
    "StartAt": "Item", "States": {"Item": {"Type": "Pass", "End": True}}}}}})

START = """
wrk.method = "POST"
wrk.headers["X-Amz-Target"] = "AWSStepFunctions.%s"
wrk.headers["Content-Type"] = "application/x-amz-json-1.0"
wrk.headers["Authorization"] = "%s"
wrk.headers["X-Amz-Date"] = "20260101T000000Z"
wrk.body = '{"stateMachineArn": "%s", "input": "{\\\\"key\\\\": \\\\"dog.png\\\\"}"}'
"""

NODE = """
const { StateMachine } = require("aws-local-stepfunctions");
const machine = new StateMachine(JSON.parse(process.argv[2]));
const seconds = Number(process.argv[3]);
(async () => {
  let ended = 0, lane = async (until) => { while (Date.now() < until) { await machine.run({ key: "dog.png" }).result; ended++; } };
  await lane(Date.now() + 500);
  ended = 0;
  const began = Date.now();
  await Promise.all(Array.from({ length: 16 }, () => lane(began + seconds * 1000)));
  console.log(ended / ((Date.now() - began) / 1000));
})();
"""


def say(name, value, unit, more=""):
    print(f"{name:44} {value:12,.1f} {unit:6} {more}", flush=True)


def wrk(endpoint, operation, machine, seconds, folder, connections=16):
    """Requests per second, and the seconds that they took."""
    authorization = harness.SIGNED["Authorization"].replace("/s3/", "/states/")
    with open(f"{folder}/start.lua", "w", encoding="utf-8") as file:
        file.write(START % (operation, authorization, machine))
    command = ["/usr/bin/wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "60s", "-s", f"{folder}/start.lua", endpoint + "/"]
    began = time.monotonic()
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in text, text
    return int(text.split(" requests in ")[0].split()[-1]), time.monotonic() - began


def create(states, name, definition, **more):
    return states.create_state_machine(name=name, definition=definition, roleArn=ROLE, **more)["stateMachineArn"]


def running(states, machine):
    return states.list_executions(stateMachineArn=machine, statusFilter="RUNNING", maxResults=1)["executions"]


def rates(server, seconds, folder):
    states = server.client("stepfunctions")
    standard = create(states, "standard", THREE)
    for connections in (16, 64):
        count, took = wrk(server.endpoint, "StartExecution", standard, seconds, folder, connections)
        began = time.monotonic()
        while running(states, standard):
            time.sleep(0.01)
        took += time.monotonic() - began
        say(f"standard, durable, over {connections} connections", count / took, "/s", f"{count * STATES / took:,.0f} transitions/s")
    express = create(states, "express", THREE, type="EXPRESS")
    for name, operation in (("express, asynchronous, over HTTP", "StartExecution"), ("express, synchronous, over HTTP", "StartSyncExecution")):
        express_count, took = wrk(server.endpoint, operation, express, seconds, folder)
        say(name, express_count / took, "/s", f"{express_count * STATES / took:,.0f} transitions/s")


def latency(server):
    states = server.client("stepfunctions")
    quick = server.client("stepfunctions", inject_host_prefix=False)
    standard, express = create(states, "standard", THREE), create(states, "express", THREE, type="EXPRESS")
    inside, outside = [], []
    for _ in range(200):
        began = time.monotonic()
        quick.start_sync_execution(stateMachineArn=express, input='{"key": "dog.png"}')
        outside.append((time.monotonic() - began) * 1000)
        arn = states.start_execution(stateMachineArn=standard, input='{"key": "dog.png"}')["executionArn"]
        while (described := states.describe_execution(executionArn=arn))["status"] == "RUNNING":
            pass
        inside.append((described["stopDate"] - described["startDate"]).total_seconds() * 1000)
    say("standard, start to end, median", statistics.median(inside), "ms")
    say("express, call to answer by boto3, median", statistics.median(outside), "ms")


def large_map(server, items=10_000):
    states = server.client("stepfunctions")
    for kind in ("STANDARD", "EXPRESS"):
        machine = create(states, f"map-{kind.lower()}", MAP, type=kind)
        numbers = json.dumps(list(range(items)))
        if kind == "EXPRESS":
            described = server.client("stepfunctions", inject_host_prefix=False).start_sync_execution(stateMachineArn=machine, input=numbers)
        else:  # 4 events an item: more than the 25,000 of a history
            numbers = json.dumps(list(range(items // 2)))
            arn = states.start_execution(stateMachineArn=machine, input=numbers)["executionArn"]
            described = harness.eventually(lambda arn=arn: (d := states.describe_execution(executionArn=arn))["status"] != "RUNNING" and d, 120)
        assert described["status"] == "SUCCEEDED", described
        took = (described["stopDate"] - described["startDate"]).total_seconds()
        count = len(json.loads(numbers))
        say(f"Map over {count:,} items, {kind.lower()}", took * 1000, "ms", f"{count / max(took, 0.001):,.0f} items/s")


def waiting(data, target, folder):
    server = harness.Server(data).start()
    try:
        states = server.client("stepfunctions")
        machine = create(states, "waiting", WAIT)
        begun, spent = 0, 0.0
        while begun < target:
            count, took = wrk(server.endpoint, "StartExecution", machine, 2, folder)
            begun, spent = begun + count, spent + took
        say(f"starts of {begun:,} that wait", begun / spent, "/s")
        say("memory with them", server.memory() / 1e6, "MB", f"{server.memory('VmHWM') / 1e6:,.0f} MB at most")
        server.stop()
        began = time.monotonic()
        server.start()
        states = server.client("stepfunctions")
        assert len(states.list_executions(stateMachineArn=machine, statusFilter="RUNNING", maxResults=1000)["executions"]) == 1000
        say("restart with them, to an answer", time.monotonic() - began, "s", f"{server.memory() / 1e6:,.0f} MB")
        server.kill()
        began = time.monotonic()
        server.start()
        server.client("stepfunctions").list_executions(stateMachineArn=machine, maxResults=1)
        say("the same after kill -9", time.monotonic() - began, "s")
    finally:
        if server.process:
            server.stop()


def moto(seconds, folder):
    command = shutil.which("moto_server")
    if not command:
        return print("moto: not there (pip install 'moto[server,stepfunctions]')")
    port = harness.free_port()
    environment = {**os.environ, "SF_EXECUTION_HISTORY_TYPE": "SUCCESS", "MOTO_STEPFUNCTIONS_CONFIG": "", "MOTO_PORT": str(port)}
    process = subprocess.Popen([command, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    try:
        import boto3
        states = boto3.client("stepfunctions", endpoint_url=f"http://127.0.0.1:{port}", **harness.CREDENTIALS)
        harness.eventually(lambda: answers(states), 60, 0.5)
        machine = create(states, "standard", THREE)
        count, took = wrk(f"http://127.0.0.1:{port}", "StartExecution", machine, seconds, folder, connections=4)
        say("moto's server, starts over HTTP", count / took, "/s", "not executed: its default answers with fixed histories")
    finally:
        process.terminate()
        process.wait(30)


def answers(client):
    try:
        return client.list_state_machines() is not None
    except Exception:  # not there yet
        return False


def node(seconds, folder):
    modules = os.environ.get("CLOUDLING_BENCH_NODE_MODULES", "")
    if not shutil.which("node") or not os.path.isdir(f"{modules}/aws-local-stepfunctions"):
        print("aws-local-stepfunctions: not there (npm install it, and name its node_modules)")
        return None
    with open(f"{folder}/bench.cjs", "w", encoding="utf-8") as file:
        file.write(NODE)
    run = subprocess.run(["node", f"{folder}/bench.cjs", THREE, str(seconds)], capture_output=True, text=True, check=True,
                         env={**os.environ, "NODE_PATH": modules})
    say("aws-local-stepfunctions, in process in node", float(run.stdout), "/s", "nothing is kept")
    return float(run.stdout)


def main(seconds=5, target=100_000):
    print("load:", *os.getloadavg())
    with tempfile.TemporaryDirectory() as folder:
        server = harness.Server(f"{folder}/data").start()
        try:
            rates(server, seconds, folder)
            latency(server)
            large_map(server)
        finally:
            server.stop()
        node(seconds, folder)
        moto(seconds, folder)
        waiting(f"{folder}/waiting", target, folder)
    print("load:", *os.getloadavg())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
