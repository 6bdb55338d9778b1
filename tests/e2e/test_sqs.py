"""SQS with boto3 and the AWS CLI, which speak the query protocol in Debian 12, and in JSON as newer clients do."""

import concurrent.futures
import json

import botocore.exceptions
import pytest

import harness

FIFO = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
JSON = {"Content-Type": "application/x-amz-json-1.0"}


@pytest.fixture
def sqs(client):
    return client("sqs")


@pytest.fixture
def queue(sqs, unique):
    """The URL of a new queue."""
    return sqs.create_queue(QueueName=unique("queue"))["QueueUrl"]


def error_of(call):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    return caught.value.response["Error"]["Code"]


def ask(server, operation, body, status=200):
    """One request in the JSON protocol: the answer, and the code for those who speak the other protocol."""
    answer = server.http("POST", "/", json.dumps(body), {**JSON, "X-Amz-Target": "AmazonSQS." + operation})
    assert answer.status == status, answer.body
    return (answer.json(), answer.headers["x-amzn-query-error"]) if status != 200 else answer.json()


def test_messages_go_through_with_digests_that_boto3_checks(sqs, queue):
    attributes = {
        "Text": {"DataType": "String", "StringValue": "grüße & <more>"},
        "Number": {"DataType": "Number", "StringValue": "12.5"},
        "Bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff\x10"},
    }
    body = "line\n<tag attr=\"1\"> & ünïcode \U0001f600"
    sent = sqs.send_message(QueueUrl=queue, MessageBody=body, MessageAttributes=attributes)
    (message,) = sqs.receive_message(QueueUrl=queue, AttributeNames=["All"], MessageAttributeNames=["All"])["Messages"]
    assert message["Body"] == body and message["MessageId"] == sent["MessageId"]
    assert message["MessageAttributes"] == attributes
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)
    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    (message,) = sqs.receive_message(QueueUrl=queue)["Messages"]
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    counts = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert counts["ApproximateNumberOfMessages"] == counts["ApproximateNumberOfMessagesNotVisible"] == "0"


def test_a_message_may_have_a_mebibyte(sqs, queue):
    body = "&" * 1048576
    sqs.send_message(QueueUrl=queue, MessageBody=body)
    assert sqs.receive_message(QueueUrl=queue)["Messages"][0]["Body"] == body
    assert error_of(lambda: sqs.send_message(QueueUrl=queue, MessageBody=body + "&")) == "InvalidParameterValue"


def test_queues_have_urls_attributes_and_tags(server, sqs, unique):
    name = unique("queue")
    url = sqs.create_queue(QueueName=name, Attributes={"DelaySeconds": "3"}, tags={"team": "images", "a": ""})["QueueUrl"]
    assert url == f"{server.endpoint}/000000000000/{name}"
    assert sqs.get_queue_url(QueueName=name)["QueueUrl"] == url
    assert url in sqs.list_queues(QueueNamePrefix=name)["QueueUrls"]
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"team": "images", "a": ""}
    assert sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["DelaySeconds"])["Attributes"] == {"DelaySeconds": "3"}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "0", "VisibilityTimeout": "5"})
    sqs.add_permission(QueueUrl=url, Label="send", AWSAccountIds=["111122223333"], Actions=["SendMessage"])
    policy = json.loads(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"])
    assert policy["Statement"][0]["Sid"] == "send"
    sqs.untag_queue(QueueUrl=url, TagKeys=["team"])
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"a": ""}
    sqs.delete_queue(QueueUrl=url)
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as caught:
        sqs.get_queue_url(QueueName=name)
    assert caught.value.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"


def test_queues_are_listed_page_by_page(sqs, unique):
    prefix = unique("page")
    urls = [sqs.create_queue(QueueName=f"{prefix}-{i}")["QueueUrl"] for i in range(5)]
    pages = sqs.get_paginator("list_queues").paginate(QueueNamePrefix=prefix, PaginationConfig={"PageSize": 2})
    assert [page["QueueUrls"] for page in pages] == [urls[:2], urls[2:4], urls[4:]]


def test_errors_have_the_codes_of_the_query_protocol(sqs, queue, unique):
    name = queue.rsplit("/", 1)[1]
    assert error_of(lambda: sqs.create_queue(QueueName=name, Attributes={"DelaySeconds": "7"})) == "QueueAlreadyExists"
    assert error_of(lambda: sqs.create_queue(QueueName="bad name")) == "InvalidParameterValue"
    assert error_of(lambda: sqs.send_message(QueueUrl=queue, MessageBody="")) == "MissingParameter"
    assert error_of(lambda: sqs.delete_message(QueueUrl=queue, ReceiptHandle="x")) == "ReceiptHandleIsInvalid"
    assert error_of(lambda: sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["Nothing"])) == "InvalidAttributeName"
    two = [{"Id": "same", "MessageBody": "x"}, {"Id": "same", "MessageBody": "y"}]
    code = error_of(lambda: sqs.send_message_batch(QueueUrl=queue, Entries=two))
    assert code == "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"


def test_batches_succeed_and_fail_entry_by_entry(sqs, queue):
    entries = [{"Id": str(i), "MessageBody": f"body {i}"} for i in range(9)] + [{"Id": "bad", "MessageBody": "\x01"}]
    sent = sqs.send_message_batch(QueueUrl=queue, Entries=entries)
    assert [entry["Id"] for entry in sent["Successful"]] == [str(i) for i in range(9)]
    assert [entry["Id"] for entry in sent["Failed"]] == ["bad"] and sent["Failed"][0]["SenderFault"]
    messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    assert len(messages) == 9
    handles = [{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]} for i, message in enumerate(messages)]
    changed = sqs.change_message_visibility_batch(
        QueueUrl=queue, Entries=[{**handle, "VisibilityTimeout": 100} for handle in handles])
    assert len(changed["Successful"]) == 9
    deleted = sqs.delete_message_batch(QueueUrl=queue, Entries=handles + [{"Id": "none", "ReceiptHandle": "none"}])
    assert len(deleted["Successful"]) == 9 and deleted["Failed"][0]["Code"] == "ReceiptHandleIsInvalid"


def test_fifo_queues_keep_order_and_send_once(sqs, unique):
    url = sqs.create_queue(QueueName=unique("queue") + ".fifo", Attributes=FIFO)["QueueUrl"]
    for body in ("a", "b", "b", "c"):
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="group")
    received = []
    while messages := sqs.receive_message(QueueUrl=url, AttributeNames=["SequenceNumber"]).get("Messages"):
        received += messages
        sqs.delete_message(QueueUrl=url, ReceiptHandle=messages[0]["ReceiptHandle"])
    assert [message["Body"] for message in received] == ["a", "b", "c"]
    numbers = [int(message["Attributes"]["SequenceNumber"]) for message in received]
    assert numbers == sorted(numbers)


def test_messages_received_too_often_go_to_the_dead_letter_queue(sqs, unique):
    dead = sqs.create_queue(QueueName=unique("dead"))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "2"})
    url = sqs.create_queue(QueueName=unique("queue"), Attributes={"RedrivePolicy": redrive, "VisibilityTimeout": "0"})["QueueUrl"]
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]
    sqs.send_message(QueueUrl=url, MessageBody="poison")
    assert [len(sqs.receive_message(QueueUrl=url).get("Messages", [])) for _ in range(3)] == [1, 1, 0]
    assert sqs.receive_message(QueueUrl=dead)["Messages"][0]["Body"] == "poison"


def test_a_long_poll_ends_when_a_message_arrives(server, sqs, queue):
    with concurrent.futures.ThreadPoolExecutor() as pool:
        waiting = [pool.submit(server.client("sqs").receive_message, QueueUrl=queue, WaitTimeSeconds=20) for _ in range(3)]
        for i in range(3):
            sqs.send_message(QueueUrl=queue, MessageBody=str(i))
        bodies = sorted(message["Body"] for poll in waiting for message in poll.result()["Messages"])
    assert bodies == ["0", "1", "2"]


def test_a_client_that_goes_away_leaves_its_message_to_others(server, sqs, queue):
    path = queue[len(server.endpoint):] + "?Action=ReceiveMessage&WaitTimeSeconds=20"
    connection = harness.raw_connection(server)
    connection.request("GET", path)
    connection.close()
    harness.eventually(lambda: path in server.log())  # the server has noticed
    sqs.send_message(QueueUrl=queue, MessageBody="here")
    assert sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)["Messages"][0]["Body"] == "here"


def test_regions_and_accounts_have_queues_of_their_own(server, sqs, unique):
    name = unique("queue")
    sqs.create_queue(QueueName=name)
    elsewhere = server.client("sqs", region="eu-west-1")
    assert error_of(lambda: elsewhere.get_queue_url(QueueName=name)).endswith("NonExistentQueue")
    url = elsewhere.create_queue(QueueName=name)["QueueUrl"]
    assert ":eu-west-1:" in elsewhere.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def test_the_command_line_sends_and_receives(aws, aws_json, unique):
    name = unique("queue")
    url = aws_json("sqs", "create-queue", "--queue-name", name, "--attributes", "VisibilityTimeout=1,DelaySeconds=0")["QueueUrl"]
    sent = aws_json("sqs", "send-message", "--queue-url", url, "--message-body", "hello",
                    "--message-attributes", '{"a": {"DataType": "String", "StringValue": "b"}}')
    received = aws_json("sqs", "receive-message", "--queue-url", url, "--attribute-names", "All",
                        "--message-attribute-names", "a")["Messages"][0]
    assert received["MessageId"] == sent["MessageId"] and received["MessageAttributes"]["a"]["StringValue"] == "b"
    aws("sqs", "delete-message", "--queue-url", url, "--receipt-handle", received["ReceiptHandle"])
    aws("sqs", "purge-queue", "--queue-url", url)
    aws("sqs", "delete-queue", "--queue-url", url)


def test_a_queues_own_url_answers_the_query_protocol(server, sqs, queue):
    path = queue[len(server.endpoint):]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    sent = server.http("POST", path, "Action=SendMessage&MessageBody=a%20b&Version=2012-11-05", form)
    assert sent.status == 200 and b'xmlns="http://queue.amazonaws.com/doc/2012-11-05/"' in sent.body
    received = server.http("GET", path + "?Action=ReceiveMessage&AttributeName.1=All")
    assert b"<Body>a b</Body>" in received.body and b"<Attribute><Name>ApproximateReceiveCount</Name>" in received.body
    missing = server.http("POST", path + "x", "Action=GetQueueAttributes&Version=2012-11-05", form)
    assert missing.status == 400 and b"<Code>AWS.SimpleQueueService.NonExistentQueue</Code>" in missing.body


def test_newer_clients_speak_json(server, unique):
    name = unique("queue")
    url = ask(server, "CreateQueue", {"QueueName": name, "Attributes": {"VisibilityTimeout": "9"}, "tags": {"a": "b"}})["QueueUrl"]
    assert ask(server, "GetQueueAttributes", {"QueueUrl": url, "AttributeNames": ["VisibilityTimeout"]}) == {
        "Attributes": {"VisibilityTimeout": "9"}}
    attributes = {"raw": {"DataType": "Binary", "BinaryValue": "AP8="}}
    ask(server, "SendMessage", {"QueueUrl": url, "MessageBody": "hello", "MessageAttributes": attributes})
    (message,) = ask(server, "ReceiveMessage", {"QueueUrl": url, "MessageAttributeNames": ["All"],
                                                 "MessageSystemAttributeNames": ["All"]})["Messages"]
    assert message["MessageAttributes"] == attributes and message["Attributes"]["ApproximateReceiveCount"] == "1"
    assert ask(server, "ReceiveMessage", {"QueueUrl": url}) == {}
    error, code = ask(server, "GetQueueUrl", {"QueueName": "absent"}, status=400)
    assert error == {"__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "The specified queue does not exist."}
    assert code == "AWS.SimpleQueueService.NonExistentQueue;Sender"
    error, code = ask(server, "ReceiveMessage", {"QueueUrl": url, "MaxNumberOfMessages": 11}, status=400)
    assert error["__type"].endswith("#InvalidParameterValueException") and code == "InvalidParameterValue;Sender"


def test_dead_letters_are_moved_back(server, unique):
    dead, name = unique("dead"), unique("queue")
    arn = f"arn:aws:sqs:us-east-1:000000000000:{dead}"
    redrive = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})
    ask(server, "CreateQueue", {"QueueName": dead})
    url = ask(server, "CreateQueue", {"QueueName": name, "Attributes": {"RedrivePolicy": redrive}})["QueueUrl"]
    ask(server, "SendMessage", {"QueueUrl": url, "MessageBody": "again"})
    for _ in range(2):
        ask(server, "ReceiveMessage", {"QueueUrl": url, "VisibilityTimeout": 0})
    handle = ask(server, "StartMessageMoveTask", {"SourceArn": arn})["TaskHandle"]
    assert handle
    (message,) = ask(server, "ReceiveMessage", {"QueueUrl": url, "WaitTimeSeconds": 20})["Messages"]
    assert message["Body"] == "again"


def test_messages_survive_a_kill(fresh_server):
    sqs = fresh_server.client("sqs")
    sqs.create_queue(QueueName="kept")
    for i in range(20):
        sqs.send_message(QueueUrl="kept", MessageBody=str(i))
    (received,) = sqs.receive_message(QueueUrl="kept")["Messages"]
    fresh_server.kill_and_restart()
    sqs = fresh_server.client("sqs")
    sqs.delete_message(QueueUrl="kept", ReceiptHandle=received["ReceiptHandle"])
    bodies = set()
    while messages := sqs.receive_message(QueueUrl="kept", MaxNumberOfMessages=10).get("Messages"):
        bodies |= {message["Body"] for message in messages}
    assert bodies == {str(i) for i in range(20)} - {received["Body"]}
