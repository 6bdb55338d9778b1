"""kill -9 at random points while workflows run: each ends as an undisturbed one does, with the same events in its history.
CLOUDLING_KILLS sets how many kills, CLOUDLING_SEED which ones."""

import collections
import json
import os
import random
import threading

import harness

KILLS = int(os.environ.get("CLOUDLING_KILLS", "12"))
EXECUTIONS = 12
ROLE = f"arn:aws:iam::{harness.ACCOUNT}:role/machine"
WAIT = {"Type": "Wait", "Seconds": 1, "End": True}
PASS = {"Type": "Pass", "End": True}


def program(name, state):
    return {"StartAt": name, "States": {name: state}}


def workflow(queue, child):
    distributed = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **program("Item", PASS)}
    start = {"StateMachineArn": child, "Input": {"n.$": "$.n"}}
    message = {"QueueUrl": queue, "MessageBody": {"token.$": "$$.Task.Token", "n.$": "$.n"}}
    return {"StartAt": "Both", "States": {
        "Both": {"Type": "Parallel", "Branches": [program("Left", WAIT), program("Right", PASS)], "ResultPath": None, "Next": "Each"},
        "Each": {"Type": "Map", "ItemsPath": "$.list", "MaxConcurrency": 1, "ItemProcessor": program("Slow", WAIT), "ResultPath": "$.each", "Next": "Big"},
        "Big": {"Type": "Map", "ItemsPath": "$.list", "ItemProcessor": distributed, "ResultPath": "$.big", "Next": "Child"},
        "Child": {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "Parameters": start, "ResultSelector": {"o.$": "$.Output"}, "ResultPath": "$.child", "Next": "Ask"},
        "Ask": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": message, "ResultPath": "$.asked", "End": True}}}


class Answerer(threading.Thread):
    """Answers each task token that comes through the queue, until the server goes away."""

    def __init__(self, server, queue):
        super().__init__(daemon=True)
        self.queues, self.states = server.client("sqs"), server.client("stepfunctions")
        self.queue, self.stopping = queue, False

    def run(self):
        while not self.stopping:
            try:
                self.answer()
            except Exception:  # noqa: BLE001 the server was killed, or an answer came twice
                if self.stopping:
                    return

    def answer(self):
        for message in self.queues.receive_message(QueueUrl=self.queue, WaitTimeSeconds=1, VisibilityTimeout=2).get("Messages", []):
            asked = json.loads(message["Body"])
            try:
                self.states.send_task_success(taskToken=asked["token"], output=json.dumps(asked["n"]))
            except self.states.exceptions.TaskTimedOut:
                pass  # the message was sent again, or this was answered before the kill
            self.queues.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])


def shape(states, execution):
    """How often each event happened, and that ids have no gaps."""
    events = states.get_execution_history(executionArn=execution, maxResults=1000)["events"]
    assert [event["id"] for event in events] == list(range(1, len(events) + 1))
    return collections.Counter(event["type"] for event in events)


def finished(states, execution):
    shown = states.describe_execution(executionArn=execution)
    return shown if shown["status"] != "RUNNING" else None


def test_workflows_end_as_if_nothing_had_happened(fresh_server):
    seed = int(os.environ.get("CLOUDLING_SEED", random.randrange(1_000_000)))
    print(f"CLOUDLING_SEED={seed}")
    chance = random.Random(seed)
    server = fresh_server
    queue = server.client("sqs").create_queue(QueueName="tokens")["QueueUrl"]
    states = server.client("stepfunctions")
    child = states.create_state_machine(name="child", definition=json.dumps(program("Sleep", WAIT)), roleArn=ROLE)["stateMachineArn"]
    machine = states.create_state_machine(name="machine", definition=json.dumps(workflow(queue, child)), roleArn=ROLE)["stateMachineArn"]
    executions = [states.start_execution(stateMachineArn=machine, name=f"run-{n}", input=json.dumps({"n": n, "list": [n, 2, 3]}))["executionArn"] for n in range(EXECUTIONS)]
    for _ in range(KILLS):
        answerer = Answerer(server, queue)
        answerer.start()
        threading.Event().wait(chance.uniform(0.02, 0.9))
        answerer.stopping = True
        server.kill_and_restart()
        answerer.join(5)
    answerer = Answerer(server, queue)
    answerer.start()
    states = server.client("stepfunctions")
    undisturbed = states.start_execution(stateMachineArn=machine, input=json.dumps({"n": -1, "list": [-1, 2, 3]}))["executionArn"]
    harness.eventually(lambda: finished(states, undisturbed), 60)
    expected = shape(states, undisturbed)
    for n, execution in enumerate(executions):
        ended = harness.eventually(lambda: finished(states, execution), 60)
        assert ended["status"] == "SUCCEEDED", ended
        output = json.loads(ended["output"])
        assert output == {"n": n, "list": [n, 2, 3], "each": [n, 2, 3], "big": [n, 2, 3], "child": {"o": {"n": n}}, "asked": n}
        assert shape(states, execution) == expected
    answerer.stopping = True
    children = [page["executions"] for page in states.get_paginator("list_executions").paginate(stateMachineArn=child)]
    assert sum(map(len, children)) == EXECUTIONS + 1, "a child was started twice"
    answerer.join(5)
