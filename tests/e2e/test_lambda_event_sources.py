"""Event source mappings from SQS with boto3: what is configured, and functions that get a queue's messages."""

import json

import pytest

import harness
from test_lambda_resources import error_of
from test_lambda_runtimes import create

KEEPER = """
import json, os, uuid, boto3
s3 = boto3.client("s3")
def lambda_handler(event, context):
    s3.put_object(Bucket=os.environ["KEPT"], Key=f"{context.aws_request_id}-{uuid.uuid4()}", Body=json.dumps(event))
    bodies = [json.loads(record["body"]) for record in event["Records"]]
    if any(body.get("fail") == "all" for body in bodies):
        raise RuntimeError("as asked")
    failed = [record["messageId"] for record, body in zip(event["Records"], bodies) if body.get("fail") == "one"]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}
"""


@pytest.fixture
def functions(client):
    return client("lambda")


@pytest.fixture
def sqs(client):
    return client("sqs")


@pytest.fixture
def queue(sqs, unique):
    """queue(**attributes): the URL and ARN of a new queue."""

    def make(name=None, **attributes):
        url = sqs.create_queue(QueueName=name or unique("queue"), Attributes=attributes)["QueueUrl"]
        return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    return make


@pytest.fixture
def keeper(functions, bucket, unique):
    """A function that keeps its events in the bucket."""
    return create(functions, unique("keeper"), {"lambda_function.py": KEEPER}, Timeout=20, MemorySize=256,
                  Environment={"Variables": {"KEPT": bucket}})


@pytest.fixture
def kept(client, bucket):
    """kept(): the events so far."""

    def read():
        s3 = client("s3")
        keys = [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", [])]
        return [json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in keys]

    return read


def left(sqs, url):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return tuple(int(counts[name]) for name in names)


def ask(server, method, path, body=None):
    """One request, for what Debian's boto3 does not know yet."""
    answer = server.http(method, path, json.dumps(body) if body else None)
    assert answer.status // 100 == 2, answer.body
    return answer.json()


def test_what_is_configured(server, functions, keeper, queue):
    _, arn = queue()
    made = ask(server, "POST", "/2015-03-31/event-source-mappings",
               {"EventSourceArn": arn, "FunctionName": keeper.name, "Enabled": False, "Tags": {"a": "b"}})
    function = functions.get_function(FunctionName=keeper.name)["Configuration"]["FunctionArn"]
    assert made["State"] == "Creating" and made["StateTransitionReason"] == "USER_INITIATED"
    assert (made["EventSourceArn"], made["FunctionArn"]) == (arn, function)
    assert (made["BatchSize"], made["MaximumBatchingWindowInSeconds"]) == (10, 0)
    uuid = made["UUID"]
    assert functions.get_event_source_mapping(UUID=uuid)["State"] == "Disabled"
    assert ask(server, "GET", "/2017-03-31/tags/" + made["EventSourceMappingArn"])["Tags"] == {"a": "b"}
    changed = ask(server, "PUT", "/2015-03-31/event-source-mappings/" + uuid, {
        "BatchSize": 50, "MaximumBatchingWindowInSeconds": 2, "ScalingConfig": {"MaximumConcurrency": 2},
        "FunctionResponseTypes": ["ReportBatchItemFailures"]})
    assert changed["State"] == "Updating" and changed["ScalingConfig"] == {"MaximumConcurrency": 2}
    assert functions.update_event_source_mapping(UUID=uuid, Enabled=True)["State"] == "Enabling"
    shown = functions.get_event_source_mapping(UUID=uuid)
    assert (shown["State"], shown["BatchSize"], shown["FunctionResponseTypes"]) == ("Enabled", 50, ["ReportBatchItemFailures"])
    assert functions.delete_event_source_mapping(UUID=uuid)["State"] == "Deleting"
    assert error_of(functions.get_event_source_mapping, UUID=uuid) == (
        "ResourceNotFoundException", "The resource you requested does not exist.")


def test_lists(functions, keeper, queue):
    arns = [queue()[1] for _ in range(3)]
    made = {functions.create_event_source_mapping(EventSourceArn=arn, FunctionName=keeper.name, Enabled=False)["UUID"] for arn in arns}
    pages = functions.get_paginator("list_event_source_mappings").paginate(FunctionName=keeper.name, PaginationConfig={"PageSize": 2})
    assert {mapping["UUID"] for page in pages for mapping in page["EventSourceMappings"]} == made
    (one,) = functions.list_event_source_mappings(EventSourceArn=arns[0])["EventSourceMappings"]
    assert one["EventSourceArn"] == arns[0] and one["State"] == "Disabled"


def test_what_is_refused(functions, keeper, queue, unique):
    url, arn = queue(VisibilityTimeout="10")
    mapping = dict(FunctionName=keeper.name, EventSourceArn=arn)
    refused = lambda **more: error_of(functions.create_event_source_mapping, **{**mapping, **more})
    assert refused() == ("InvalidParameterValueException",
                         "Queue visibility timeout: 10 seconds is less than Function timeout: 20 seconds")
    missing = refused(EventSourceArn=arn + "-missing")
    assert missing[0] == "InvalidParameterValueException" and "NonExistentQueue" in missing[1]
    assert refused(FunctionName="nobody")[0] == "ResourceNotFoundException"
    assert refused(BatchSize=11) == (
        "InvalidParameterValueException", "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10")
    assert refused(EventSourceArn=f"arn:aws:kinesis:us-east-1:{harness.ACCOUNT}:stream/s", StartingPosition="LATEST")[0] == "NotImplemented"
    assert refused(FilterCriteria={"Filters": [{"Pattern": '{"body": 1}'}]}) == (
        "InvalidParameterValueException", "Invalid filter pattern definition.")
    assert refused(ParallelizationFactor=2)[0] == "InvalidParameterValueException"
    _, fifo = queue(unique("queue") + ".fifo", FifoQueue="true")
    assert refused(EventSourceArn=fifo, MaximumBatchingWindowInSeconds=1)[0] == "InvalidParameterValueException"
    mapping["EventSourceArn"] = queue()[1]
    first = functions.create_event_source_mapping(Enabled=False, **mapping)
    assert refused() == ("ResourceConflictException",
                         f"An event source mapping with SQS arn (\" {mapping['EventSourceArn']} \") and function (\" {keeper.name} \") "
                         f"already exists. Please update or delete the existing mapping with UUID {first['UUID']}")


def test_filters_let_messages_through_and_delete_the_others(functions, sqs, keeper, kept, queue):
    url, arn = queue()
    criteria = {"Filters": [{"Pattern": json.dumps({"body": {"kind": ["image"]}})}]}
    made = functions.create_event_source_mapping(EventSourceArn=arn, FunctionName=keeper.name, FilterCriteria=criteria)
    assert made["FilterCriteria"] == criteria
    for kind in ["text", "image", "text"]:
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"kind": kind}))
    harness.eventually(lambda: left(sqs, url) == (0, 0))
    assert [json.loads(record["body"]) for event in kept() for record in event["Records"]] == [{"kind": "image"}]
    assert "FilterCriteria" not in functions.update_event_source_mapping(UUID=made["UUID"], FilterCriteria={})


def test_messages_become_events_and_are_deleted(functions, sqs, keeper, kept, queue):
    url, arn = queue()
    functions.create_event_source_mapping(EventSourceArn=arn, FunctionName=keeper.name)
    sent = sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"n": "grün"}), MessageAttributes={
        "Colour": {"DataType": "String", "StringValue": "red"}, "Bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}})
    (event,) = harness.eventually(kept)
    (record,) = event["Records"]
    assert record["messageId"] == sent["MessageId"] and json.loads(record["body"]) == {"n": "grün"}
    assert record["md5OfBody"] == sent["MD5OfMessageBody"] and record["receiptHandle"]
    assert (record["eventSource"], record["eventSourceARN"], record["awsRegion"]) == ("aws:sqs", arn, "us-east-1")
    assert record["attributes"]["ApproximateReceiveCount"] == "1" and record["attributes"]["SentTimestamp"].isdigit()
    assert record["messageAttributes"]["Colour"] == {"stringValue": "red", "stringListValues": [], "binaryListValues": [], "dataType": "String"}
    assert record["messageAttributes"]["Bytes"]["binaryValue"] == "AP8="
    harness.eventually(lambda: left(sqs, url) == (0, 0))


def test_what_fails_stays_in_the_queue_until_it_is_a_dead_letter(functions, sqs, keeper, kept, queue):
    dead_url, dead_arn = queue()
    url, arn = queue(VisibilityTimeout="20", RedrivePolicy=json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": "1"}))
    functions.create_event_source_mapping(EventSourceArn=arn, FunctionName=keeper.name)
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"fail": "all"}))
    (event,) = harness.eventually(kept)
    assert left(sqs, url) == (0, 1)
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=event["Records"][0]["receiptHandle"], VisibilityTimeout=0)
    harness.eventually(lambda: left(sqs, dead_url) == (1, 0))
    assert len(kept()) == 1


def test_only_the_failures_that_the_function_reports_stay(functions, sqs, keeper, kept, queue):
    url, arn = queue()
    mapping = functions.create_event_source_mapping(EventSourceArn=arn, FunctionName=keeper.name, Enabled=False,
                                                    FunctionResponseTypes=["ReportBatchItemFailures"])
    for fail in ("", "one", ""):
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"fail": fail}))
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
    harness.eventually(lambda: left(sqs, url) == (0, 1))
    assert sum(len(event["Records"]) for event in kept()) == 3


def test_a_batching_window_fills_batches(functions, sqs, keeper, kept, queue):
    url, arn = queue()
    functions.create_event_source_mapping(EventSourceArn=arn, FunctionName=keeper.name, BatchSize=12, MaximumBatchingWindowInSeconds=60)
    for n in range(12):
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"n": n}))
    harness.eventually(lambda: left(sqs, url) == (0, 0))
    (event,) = kept()
    assert sorted(json.loads(record["body"])["n"] for record in event["Records"]) == list(range(12))


def test_a_group_stays_in_order(functions, sqs, keeper, kept, queue, unique):
    url, arn = queue(unique("queue") + ".fifo", FifoQueue="true", ContentBasedDeduplication="true")
    functions.create_event_source_mapping(EventSourceArn=arn, FunctionName=keeper.name, BatchSize=3)
    for n in range(12):
        sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"n": n}), MessageGroupId=f"group{n % 2}")
    harness.eventually(lambda: left(sqs, url) == (0, 0))
    records = [record for event in kept() for record in event["Records"]]
    for group in ("group0", "group1"):
        own = [record for record in records if record["attributes"]["MessageGroupId"] == group]
        own.sort(key=lambda record: int(record["attributes"]["ApproximateFirstReceiveTimestamp"]))
        received = [int(record["attributes"]["SequenceNumber"]) for record in own]
        assert received == sorted(received) and len(received) == 6


def test_a_mapping_that_ended_takes_nothing(functions, sqs, keeper, kept, queue):
    url, arn = queue()
    mapping = functions.create_event_source_mapping(EventSourceArn=arn, FunctionName=keeper.name)
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"n": 1}))
    harness.eventually(kept)
    assert functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)["State"] == "Disabling"
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"n": 2}))
    (message,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
    assert json.loads(message["Body"]) == {"n": 2}
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)
    harness.eventually(lambda: len(kept()) == 2)


def test_an_alias_and_a_restart(fresh_server):
    functions, sqs, s3 = (fresh_server.client(name) for name in ("lambda", "sqs", "s3"))
    s3.create_bucket(Bucket="kept")
    keeper = create(functions, "keeper", {"lambda_function.py": KEEPER}, Timeout=20, MemorySize=256, Publish=True,
                    Environment={"Variables": {"KEPT": "kept"}})
    alias = functions.create_alias(FunctionName=keeper.name, Name="live", FunctionVersion="1")["AliasArn"]
    sqs.create_queue(QueueName="queue")
    arn = f"arn:aws:sqs:us-east-1:{harness.ACCOUNT}:queue"
    assert functions.create_event_source_mapping(EventSourceArn=arn, FunctionName=alias)["FunctionArn"] == alias
    fresh_server.stop()
    fresh_server.start()
    functions, sqs, s3 = (fresh_server.client(name) for name in ("lambda", "sqs", "s3"))
    (mapping,) = functions.list_event_source_mappings(FunctionName=alias)["EventSourceMappings"]
    assert mapping["State"] == "Enabled"
    sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName="queue")["QueueUrl"], MessageBody="{}")
    harness.eventually(lambda: s3.list_objects_v2(Bucket="kept").get("KeyCount"))
    assert "internal failure" not in fresh_server.log()
