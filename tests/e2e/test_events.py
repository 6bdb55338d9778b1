"""Events with the AWS CLI and boto3: an upload starts a workflow through EventBridge, also when the server is killed
between the commit and the delivery. CLOUDLING_KILLS sets how many kills, CLOUDLING_SEED which ones."""

import datetime
import http.server
import io
import json
import os
import random
import socket
import ssl
import subprocess
import threading
import time
import zipfile

import pytest
from botocore.exceptions import BotoCoreError, ClientError

import harness
import images

KILLS = int(os.environ.get("CLOUDLING_KILLS", "15")) // 3 + 1
ROLE = f"arn:aws:iam::{harness.ACCOUNT}:role/events"
PASS = json.dumps({"StartAt": "Only", "States": {"Only": {"Type": "Pass", "End": True}}})
CREATED = {"source": ["aws.s3"], "detail-type": ["Object Created"]}


def empty_zip():
    file = io.BytesIO()
    zipfile.ZipFile(file, "w").close()
    return file.getvalue()


def machine_of(server, name):
    return server.client("stepfunctions").create_state_machine(name=name, definition=PASS, roleArn=ROLE)["stateMachineArn"]


def rule_of(server, name, pattern, arn, **target):
    events = server.client("events")
    events.put_rule(Name=name, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": arn, "RoleArn": ROLE, **target}])


def watch(server, bucket):
    server.client("s3").put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}})


def inputs_of(server, machine):
    """The inputs of all executions of a machine that have ended."""
    states = server.client("stepfunctions")
    arns = [e["executionArn"] for page in states.get_paginator("list_executions").paginate(stateMachineArn=machine)
            for e in page["executions"] if e["status"] == "SUCCEEDED"]
    return [json.loads(states.describe_execution(executionArn=arn)["input"]) for arn in arns]


def keys_of(server, machine):
    return [event["detail"]["object"]["key"] for event in inputs_of(server, machine)]


def test_an_upload_starts_a_workflow(server, aws, bucket, unique, tmp_path):
    machine = machine_of(server, unique("machine"))
    rule_of(server, unique("rule"), {**CREATED, "detail": {"bucket": {"name": [bucket]}, "object": {"key": [{"suffix": ".png"}]}}}, machine)
    watch(server, bucket)
    assert "EventBridgeConfiguration" in json.loads(aws("s3api", "get-bucket-notification-configuration", "--bucket", bucket, "--output", "json"))
    picture = tmp_path / "my dog.png"
    picture.write_bytes(images.picture(64, 48))
    aws("s3", "cp", picture, f"s3://{bucket}/in/my dog.txt")
    aws("s3", "cp", picture, f"s3://{bucket}/in/my dog.png")
    inputs = harness.eventually(lambda: inputs_of(server, machine))
    assert len(inputs) == 1
    event = inputs[0]
    assert (event["source"], event["detail-type"], event["account"]) == ("aws.s3", "Object Created", harness.ACCOUNT)
    assert event["resources"] == [f"arn:aws:s3:::{bucket}"]
    assert event["detail"]["object"]["key"] == "in/my dog.png" and event["detail"]["object"]["size"] == picture.stat().st_size
    assert event["detail"]["reason"] == "PutObject"


def test_an_upload_is_resized_by_a_transformed_event(server, bucket, unique):
    functions, s3 = server.client("lambda"), server.client("s3")
    function = functions.create_function(FunctionName=unique("resize"), Runtime="provided.al2023", Handler="cloudling.resize", Role=ROLE,
                                         Code={"ZipFile": empty_zip()}, Environment={"Variables": {"THUMBNAIL_WIDTH": "40"}})["FunctionArn"]
    rule = unique("rule")
    rule_of(server, rule, {**CREATED, "detail": {"bucket": {"name": [bucket]}, "object": {"key": [{"prefix": "in/"}]}}}, function,
            InputTransformer={"InputPathsMap": {"bucket": "$.detail.bucket.name", "key": "$.detail.object.key"},
                              "InputTemplate": '{"bucket": <bucket>, "key": <key>}'})
    functions.add_permission(FunctionName=function, StatementId="events", Action="lambda:InvokeFunction", Principal="events.amazonaws.com",
                             SourceArn=f"arn:aws:events:{harness.REGION}:{harness.ACCOUNT}:rule/{rule}")
    watch(server, bucket)
    s3.put_object(Bucket=bucket, Key="in/dog.png", Body=images.picture(200, 100))
    harness.eventually(lambda: [o for o in s3.list_objects_v2(Bucket=bucket)["Contents"] if "thumbnail" in o["Key"]])


def test_put_events_with_the_command_line(server, aws, unique, tmp_path):
    machine, rule = machine_of(server, unique("machine")), unique("rule")
    aws("events", "put-rule", "--name", rule, "--event-pattern", json.dumps({"source": ["shop"], "detail": {"for": [rule]}}))
    aws("events", "put-targets", "--rule", rule, "--targets", f"Id=1,Arn={machine},RoleArn={ROLE}")
    entries = tmp_path / "entries.json"
    entries.write_text(json.dumps([{"Source": "shop", "DetailType": "Order", "Detail": json.dumps({"for": rule})},
                                   {"Source": "aws.shop", "DetailType": "Order", "Detail": "{}"}]))
    answer = json.loads(aws("events", "put-events", "--entries", f"file://{entries}", "--output", "json"))
    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][1]["ErrorCode"] == "NotAuthorizedForSourceException"
    event = harness.eventually(lambda: inputs_of(server, machine))[0]
    assert (event["id"], event["detail"]) == (answer["Entries"][0]["EventId"], {"for": rule})
    listed = json.loads(aws("events", "list-targets-by-rule", "--rule", rule, "--output", "json"))
    assert listed["Targets"] == [{"Id": "1", "Arn": machine, "RoleArn": ROLE}]
    aws("events", "remove-targets", "--rule", rule, "--ids", "1")
    aws("events", "delete-rule", "--name", rule)


def test_errors_are_those_of_aws(client):
    events = client("events")
    with pytest.raises(events.exceptions.ResourceNotFoundException, match="Rule none does not exist on EventBus default."):
        events.describe_rule(Name="none")
    with pytest.raises(events.exceptions.InvalidEventPatternException, match="Event pattern is not valid. Reason: "):
        events.put_rule(Name="bad", EventPattern="{}")
    with pytest.raises(ClientError, match="Parameter ScheduleExpression is not valid."):
        events.put_rule(Name="bad", ScheduleExpression="rate(1 minutes)")
    with pytest.raises(ClientError, match="NotImplemented"):
        events.list_event_sources()


def test_a_schedule_starts_a_workflow(start_server):
    server = start_server()
    machine = machine_of(server, "scheduled")
    events = server.client("events")
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=61)
    arn = events.put_rule(Name="tick", ScheduleExpression=f"cron({now.minute} {now.hour} * * ? *)")["RuleArn"]
    events.put_targets(Rule="tick", Targets=[{"Id": "1", "Arn": machine, "RoleArn": ROLE}])
    inputs = harness.eventually(lambda: inputs_of(server, machine), seconds=150, every=1)
    assert (inputs[0]["detail-type"], inputs[0]["resources"], inputs[0]["detail"]) == ("Scheduled Event", [arn], {})


def test_a_notification_names_what_is_not_there(client, bucket):
    s3 = client("s3")
    arn = f"arn:aws:lambda:{harness.REGION}:{harness.ACCOUNT}:function:nowhere"
    wanted = {"LambdaFunctionConfigurations": [{"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"],
                                                "Filter": {"Key": {"FilterRules": [{"Name": "suffix", "Value": ".png"}]}}}]}
    with pytest.raises(ClientError, match="Unable to validate the following destination configurations"):
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=wanted)
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=wanted, SkipDestinationValidation=True)
    shown = s3.get_bucket_notification_configuration(Bucket=bucket)["LambdaFunctionConfigurations"][0]
    assert shown["LambdaFunctionArn"] == arn and shown["Id"]
    assert shown["Filter"]["Key"]["FilterRules"] == [{"Name": "Suffix", "Value": ".png"}]
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    left = s3.get_bucket_notification_configuration(Bucket=bucket)
    assert set(left) == {"ResponseMetadata"}


PRINTS = "import json\ndef handler(event, context):\n    print('told ' + json.dumps(event))\n"


def function_of(server, name, code, bucket=None):
    """A Python function that the bucket may invoke; gives its ARN."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("told.py", code)
    arn = server.client("lambda").create_function(FunctionName=name, Runtime="python3.12", Handler="told.handler", Role=ROLE, Timeout=60,
                                                  Code={"ZipFile": file.getvalue()})["FunctionArn"]
    if bucket:
        permit(server, name, bucket)
    return arn


def permit(server, name, bucket):
    server.client("lambda").add_permission(FunctionName=name, StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
                                           SourceArn=f"arn:aws:s3:::{bucket}", SourceAccount=harness.ACCOUNT)


def test_a_function_hears_of_uploads_when_it_permits(server, bucket, unique):
    s3, logs, name = server.client("s3"), server.client("logs"), unique("listener")
    function = function_of(server, name, PRINTS)
    wanted = {"LambdaFunctionConfigurations": [{"LambdaFunctionArn": function, "Events": ["s3:ObjectCreated:*"]}]}
    with pytest.raises(ClientError, match="Unable to validate the following destination configurations") as refused:
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=wanted)
    assert refused.value.response["Error"]["ArgumentValue1"] == f"Not authorized to invoke function [{function}]"
    permit(server, name, bucket)
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=wanted)
    s3.put_object(Bucket=bucket, Key="dog.png", Body=b"x")

    def told():
        try:
            lines = logs.filter_log_events(logGroupName="/aws/lambda/" + name, filterPattern='"told"')["events"]
        except logs.exceptions.ResourceNotFoundException:
            return None
        return [json.loads(line["message"].removeprefix("told ")) for line in lines]

    record = harness.eventually(told)[0]["Records"][0]
    assert (record["eventName"], record["s3"]["object"]["key"], record["s3"]["bucket"]["name"]) == ("ObjectCreated:Put", "dog.png", bucket)


def queue_of(server, name):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def messages_of(server, url, count=1):
    """The bodies of `count` messages, with their attributes."""
    sqs, bodies = server.client("sqs"), []

    def check():
        for message in sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], MaxNumberOfMessages=10).get("Messages", []):
            attributes = {name: value["StringValue"] for name, value in message.get("MessageAttributes", {}).items()}
            bodies.append((json.loads(message["Body"]), attributes))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return len(bodies) >= count

    harness.eventually(check)
    return bodies


def test_a_queue_hears_of_uploads(server, bucket, unique):
    url, arn = queue_of(server, unique("told"))
    s3 = server.client("s3")
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={
        "QueueConfigurations": [{"Id": "mine", "QueueArn": arn, "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*"]}]})
    test, _ = messages_of(server, url)[0]
    assert (test["Service"], test["Event"], test["Bucket"]) == ("Amazon S3", "s3:TestEvent", bucket)
    put = s3.put_object(Bucket=bucket, Key="a b/ü.txt", Body=b"hello")
    s3.delete_object(Bucket=bucket, Key="a b/ü.txt")
    records = sorted((body["Records"][0] for body, _ in messages_of(server, url, 2)), key=lambda r: r["s3"]["object"]["sequencer"])
    assert [r["eventName"] for r in records] == ["ObjectCreated:Put", "ObjectRemoved:Delete"]
    assert records[0]["s3"]["object"]["key"] == "a+b/%C3%BC.txt" and records[0]["s3"]["object"]["size"] == 5
    assert records[0]["responseElements"]["x-amz-request-id"] == put["ResponseMetadata"]["HTTPHeaders"]["x-amz-request-id"]
    assert records[0]["s3"]["configurationId"] == "mine" and f'"{records[0]["s3"]["object"]["eTag"]}"' == put["ETag"]
    assert "size" not in records[1]["s3"]["object"]
    with pytest.raises(ClientError, match="Unable to validate the following destination configurations"):
        s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={
            "QueueConfigurations": [{"QueueArn": arn + "-gone", "Events": ["s3:ObjectCreated:*"]}]})


def test_queues_logs_and_dead_letters(server, unique):
    events, logs = server.client("events"), server.client("logs")
    name = unique("order")
    url, arn = queue_of(server, unique("jobs"))
    dead_url, dead_arn = queue_of(server, unique("dead"))
    group = "/aws/events/" + name
    logs.create_log_group(logGroupName=group)
    gone = f"arn:aws:lambda:{harness.REGION}:{harness.ACCOUNT}:function:{name}"
    events.put_rule(Name=name, EventPattern=json.dumps({"source": ["shop"], "detail-type": [name]}))
    failed = events.put_targets(Rule=name, Targets=[
        {"Id": "queue", "Arn": arn, "InputPath": "$.detail"},
        {"Id": "log", "Arn": f"arn:aws:logs:{harness.REGION}:{harness.ACCOUNT}:log-group:{group}"},
        {"Id": "gone", "Arn": gone, "DeadLetterConfig": {"Arn": dead_arn}}])
    assert failed["FailedEntryCount"] == 0
    put = events.put_events(Entries=[{"Source": "shop", "DetailType": name, "Detail": '{"total": 5}', "Resources": ["cart"]}])
    assert messages_of(server, url)[0] == ({"total": 5}, {})
    lines = harness.eventually(lambda: logs.filter_log_events(logGroupName=group)["events"])
    assert json.loads(lines[0]["message"])["id"] == put["Entries"][0]["EventId"]
    event, attributes = messages_of(server, dead_url)[0]
    assert event["resources"] == ["cart"] and event["id"] == put["Entries"][0]["EventId"]
    assert (attributes["TARGET_ARN"], attributes["ERROR_CODE"]) == (gone, "NO_RESOURCE")


class Receiver(http.server.BaseHTTPRequestHandler):
    """An API elsewhere: keeps requests, and fails the first one."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((self.path, self.headers, json.loads(body)))
        self.send_response(503 if len(self.server.received) == 1 else 204)
        self.end_headers()

    def log_message(self, *args):
        pass


def test_an_api_destination_gets_events(server, unique):
    api = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    api.received = []
    threading.Thread(target=api.serve_forever, daemon=True).start()
    events = server.client("events")
    connection = events.create_connection(Name=unique("connection"), AuthorizationType="API_KEY", AuthParameters={
        "ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "secret"}})
    assert connection["ConnectionState"] == "AUTHORIZED"
    destination = events.create_api_destination(
        Name=unique("destination"), ConnectionArn=connection["ConnectionArn"], HttpMethod="POST",
        InvocationEndpoint=f"http://127.0.0.1:{api.server_port}/orders/*")
    source = unique("shop")
    rule_of(server, unique("rule"), {"source": [source]}, destination["ApiDestinationArn"],
            HttpParameters={"PathParameterValues": ["new"], "QueryStringParameters": {"a": "b"}}, InputPath="$.detail")
    events.put_events(Entries=[{"Source": source, "DetailType": "Order", "Detail": json.dumps({"n": 1})}])
    try:
        harness.eventually(lambda: len(api.received) == 2)  # the one that failed comes again
    finally:
        api.shutdown()
        api.server_close()
    for path, headers, body in api.received:
        assert (path, headers["X-Key"], body) == ("/orders/new?a=b", "secret", {"n": 1})
        assert headers["User-Agent"] == "Amazon/EventBridge/ApiDestinations"


class Protected(http.server.BaseHTTPRequestHandler):
    """An API that wants a token, and who gives it."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        answer = b"{}"
        if self.path == "/token":
            answer = json.dumps({"access_token": "given", "token_type": "Bearer"}).encode()
        self.server.received.append((self.path, self.headers["Authorization"], body))
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        pass


def serve_tls(certificate, key):
    api = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Protected)
    api.received = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    api.socket = context.wrap_socket(api.socket, server_side=True)
    threading.Thread(target=api.serve_forever, daemon=True).start()
    return api


def certificates(server, folder):
    """A certificate of 127.0.0.1 signed by the server's own authority, one signed by nobody, and the key of both."""
    with socket.create_connection(("127.0.0.1", server.port)) as plain:  # the first handshake makes the authority
        ssl._create_unverified_context().wrap_socket(plain, server_hostname="localhost").close()
    authority, key, asked = os.path.join(server.data, "tls"), f"{folder}/key.pem", f"{folder}/asked.pem"
    trusted, alone, names = f"{folder}/trusted.pem", f"{folder}/alone.pem", f"{folder}/names"
    with open(names, "w", encoding="ascii") as file:
        file.write("subjectAltName=IP:127.0.0.1")

    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True)

    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", asked, "-subj", "/CN=api")
    openssl("x509", "-req", "-in", asked, "-CA", f"{authority}/ca.pem", "-CAkey", f"{authority}/ca-key.pem", "-set_serial", "7",
            "-days", "1", "-extfile", names, "-out", trusted)
    openssl("x509", "-req", "-in", asked, "-signkey", key, "-days", "1", "-extfile", names, "-out", alone)
    return trusted, alone, key


def test_an_api_destination_over_tls_with_a_token(fresh_server, tmp_path):
    trusted, alone, key = certificates(fresh_server, tmp_path)
    good, bad = serve_tls(trusted, key), serve_tls(alone, key)
    events = fresh_server.client("events")
    url, queue = queue_of(fresh_server, "letters")
    for name, api in [("good", good), ("bad", bad)]:
        connection = events.create_connection(Name=name, AuthorizationType="OAUTH_CLIENT_CREDENTIALS", AuthParameters={"OAuthParameters": {
            "ClientParameters": {"ClientID": "me", "ClientSecret": "secret"}, "HttpMethod": "POST",
            "AuthorizationEndpoint": f"https://127.0.0.1:{good.server_port}/token"}})["ConnectionArn"]
        destination = events.create_api_destination(
            Name=name, ConnectionArn=connection, HttpMethod="POST", InvocationEndpoint=f"https://127.0.0.1:{api.server_port}/{name}")
        rule_of(fresh_server, name, {"source": ["shop"]}, destination["ApiDestinationArn"], InputPath="$.detail",
                RetryPolicy={"MaximumRetryAttempts": 0}, DeadLetterConfig={"Arn": queue})
    try:
        for count in (1, 2):
            events.put_events(Entries=[{"Source": "shop", "DetailType": "Order", "Detail": '{"n": 1}'}])
            harness.eventually(lambda: [path for path, *_ in good.received].count("/good") == count)
        sqs = fresh_server.client("sqs")
        letters = harness.eventually(lambda: sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"]).get("Messages"))
        assert "certificate verify failed" in letters[0]["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"]
    finally:
        for api in (good, bad):
            api.shutdown()
            api.server_close()
    asked = "grant_type=client_credentials&client_id=me&client_secret=secret"
    assert set(good.received) == {("/token", None, asked), ("/good", "Bearer given", '{"n":1}')}
    assert [path for path, *_ in good.received].count("/token") == 2 and bad.received == []  # one for each connection


def test_an_archive_is_replayed(server, unique):
    events, name = server.client("events"), unique("kept")
    bus = events.create_event_bus(Name=name)["EventBusArn"]
    url, arn = queue_of(server, unique("again"))
    archive = events.create_archive(ArchiveName=name, EventSourceArn=bus)["ArchiveArn"]
    events.put_events(Entries=[{"Source": "shop", "DetailType": "Order", "Detail": "{}", "EventBusName": name}])
    events.put_rule(Name="all", EventBusName=name, EventPattern='{"source": ["shop"]}')
    events.put_targets(Rule="all", EventBusName=name, Targets=[{"Id": "1", "Arn": arn}])
    now = datetime.datetime.now(datetime.timezone.utc)
    events.start_replay(ReplayName=name, EventSourceArn=archive, EventStartTime=now - datetime.timedelta(hours=1),
                        EventEndTime=now + datetime.timedelta(hours=1), Destination={"Arn": bus})
    event, _ = messages_of(server, url)[0]
    assert (event["source"], event["replay-name"]) == ("shop", name)
    harness.eventually(lambda: events.describe_replay(ReplayName=name)["State"] == "COMPLETED")


class Uploader(threading.Thread):
    """Puts objects under keys of its own until the server goes away. `done` are the keys that were acknowledged."""

    def __init__(self, server, prefix):
        super().__init__(daemon=True)
        self.s3, self.prefix, self.done = server.client("s3"), prefix, []

    def run(self):
        for number in range(1_000_000):
            key = f"{self.prefix}/{number}"
            try:
                self.s3.put_object(Bucket="watched", Key=key, Body=b"x")
            except (BotoCoreError, ClientError):
                return
            self.done.append(key)


NOTES = """
import boto3
s3 = boto3.client("s3")
def handler(event, context):
    for record in event["Records"]:
        s3.put_object(Bucket="noted", Key=record["s3"]["object"]["key"], Body=b"")
"""


def keys_in(server, bucket):
    pages = server.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {found["Key"] for page in pages for found in page.get("Contents", [])}


def test_a_kill_loses_no_event_and_starts_no_workflow_twice(fresh_server):
    """Each upload starts one workflow and, by a notification of the bucket, a function, which may run again."""
    server = fresh_server
    machine = machine_of(server, "counting")
    for bucket in ("watched", "noted"):
        server.client("s3").create_bucket(Bucket=bucket)
    rule_of(server, "created", CREATED, machine)
    function = function_of(server, "noting", NOTES, "watched")
    server.client("s3").put_bucket_notification_configuration(Bucket="watched", NotificationConfiguration={
        "EventBridgeConfiguration": {},
        "LambdaFunctionConfigurations": [{"LambdaFunctionArn": function, "Events": ["s3:ObjectCreated:*"]}]})
    chance = random.Random(int(os.environ.get("CLOUDLING_SEED", "1")))
    acknowledged = set()
    for kill in range(KILLS):
        uploaders = [Uploader(server, f"{kill}-{number}") for number in range(2)]
        for uploader in uploaders:
            uploader.start()
        time.sleep(chance.uniform(0.05, 0.6))
        server.kill_and_restart()
        for uploader in uploaders:
            uploader.join()
            acknowledged.update(uploader.done)
    stored = keys_in(server, "watched")
    assert acknowledged <= stored and stored
    started = harness.eventually(lambda: (lambda keys: keys if len(keys) >= len(stored) else None)(keys_of(server, machine)), seconds=120, every=1)
    assert sorted(started) == sorted(stored)
    harness.eventually(lambda: keys_in(server, "noted") == stored, seconds=120, every=1)
