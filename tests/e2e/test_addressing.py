"""Which request reaches what: path and virtual-host style, a bucket called `resize`, operations that are not there."""

import hashlib
import json
import socket
import urllib.parse
import uuid

import boto3
import botocore.config
import botocore.exceptions
import pytest

import harness
import images


@pytest.fixture(scope="module")
def resize_bucket(server):
    server.client("s3").create_bucket(Bucket="resize")
    return server.client("s3")


def test_virtual_host_and_path_style_are_the_same(server, bucket):
    for host in (f"{bucket}.s3.localhost", f"{bucket}.s3.localhost.localstack.cloud"):
        headers = {"Host": f"{host}:{server.port}", **harness.SIGNED}
        body = uuid.uuid4().bytes
        assert server.http("PUT", "/a/b%20c", body, headers).status == 200, host
        assert server.http("GET", f"/{bucket}/a/b%20c", headers=harness.SIGNED).body == body
        assert server.http("GET", "/a/b%20c", headers=headers).body == body
        assert b"<Key>a/b c</Key>" in server.http("GET", "/", headers=headers).body
        assert server.http("DELETE", "/a/b%20c", headers=headers).status == 204
    for headers in ({}, {"Host": f"s3.localhost:{server.port}"}, {"Host": f"localhost:{server.port}"}):
        assert server.http("GET", f"/{bucket}", headers={**headers, **harness.SIGNED}).status == 200


def test_boto3_in_virtual_host_style(server, bucket, monkeypatch):
    """boto3 resolves BUCKET.s3.localhost through the system; here its answer is loopback, as browsers have it."""
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *rest, **named: real("127.0.0.1" if str(host).endswith("localhost") else host, *rest, **named))
    config = botocore.config.Config(s3={"addressing_style": "virtual"}, retries={"max_attempts": 0})
    s3 = boto3.client("s3", endpoint_url=f"http://s3.localhost:{server.port}", config=config, **harness.CREDENTIALS)
    s3.put_object(Bucket=bucket, Key="virtual", Body=b"host")
    assert server.client("s3").get_object(Bucket=bucket, Key="virtual")["Body"].read() == b"host"


def test_an_unknown_host_is_refused(server):
    answer = server.http("GET", "/_cloudling/info", headers={"Host": "attacker.example"})
    assert 400 <= answer.status < 500, "DNS rebinding: a page elsewhere would reach this server"


def test_a_signed_request_reaches_the_bucket_called_resize(resize_bucket):
    resize_bucket.put_object(Bucket="resize", Key="a", Body=b"1")
    resize_bucket.put_object(Bucket="resize", Key="b", Body=b"2")
    deleted = resize_bucket.delete_objects(Bucket="resize", Delete={"Objects": [{"Key": "a"}, {"Key": "b"}]})
    assert {item["Key"] for item in deleted["Deleted"]} == {"a", "b"}, "POST /resize?delete is S3's"
    assert resize_bucket.list_objects_v2(Bucket="resize")["KeyCount"] == 0


def test_unsigned_requests_other_than_post_reach_the_bucket(server, resize_bucket):
    assert server.http("PUT", "/resize/c", b"3", harness.SIGNED).status == 200
    assert server.http("GET", "/resize/c", headers=harness.SIGNED).body == b"3"
    for method, path in (("PUT", "/resize/c"), ("GET", "/resize/c"), ("GET", "/resize")):
        answer = server.http(method, path, b"4" if method == "PUT" else None)
        assert answer.status == 403 and b"<Code>AccessDenied</Code>" in answer.body, "the bucket is open to nobody"


def test_a_presigned_request_reaches_the_bucket(server, resize_bucket):
    url = resize_bucket.generate_presigned_url("put_object", Params={"Bucket": "resize", "Key": "d"})
    path = url.replace(server.endpoint, "")
    assert server.http("PUT", path, b"4").status == 200
    url = resize_bucket.generate_presigned_url("get_object", Params={"Bucket": "resize", "Key": "d"})
    assert server.http("GET", url.replace(server.endpoint, "")).body == b"4"


def test_a_post_policy_form_is_not_taken_for_an_image(server, resize_bucket):
    post = resize_bucket.generate_presigned_post("resize", "e.png")
    boundary = uuid.uuid4().hex
    fields = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in post["fields"].items())
    file = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="e.png"\r\nContent-Type: image/png\r\n\r\n'
    body = fields.encode() + file.encode() + images.picture(40, 40) + f"\r\n--{boundary}--\r\n".encode()
    answer = server.http("POST", "/resize", body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})
    assert not (answer.headers["Content-Type"] or "").startswith(("image/", "application/json")), answer.body[:200]
    assert answer.status == 204, (answer.status, answer.body[:300])
    assert resize_bucket.get_object(Bucket="resize", Key="e.png")["Body"].read() == images.picture(40, 40)


def code_of(call):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    response = caught.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"], response["Error"]["Message"]


def test_what_aws_has_and_we_do_not_is_501_and_named(client, bucket, unique):
    for operation, call in {
        "GetObjectTorrent": lambda: client("s3").get_object_torrent(Bucket=bucket, Key="k"),
        "ListDashboards": lambda: client("cloudwatch").list_dashboards(),
    }.items():
        status, code, message = code_of(call)
        assert status == 501 and code.endswith("NotImplemented"), (operation, status, code)
        assert operation in message, message


def test_what_aws_does_not_have_is_unknown(server):
    headers = {"X-Amz-Target": "AWSStepFunctions.MakeCoffee", "Content-Type": "application/x-amz-json-1.0"}
    answer = server.http("POST", "/", "{}", headers)
    assert answer.status == 400 and answer.json()["__type"].endswith("UnknownOperationException")
    assert server.http("PATCH", "/some-bucket").status in (400, 405)


def test_bad_input_is_told_in_awss_words(server, client):
    headers = {"X-Amz-Target": "AWSStepFunctions.DescribeExecution", "Content-Type": "application/x-amz-json-1.0"}
    answer = server.http("POST", "/", '{"executionArn": ""}', headers)
    assert answer.status == 400 and answer.json()["__type"].endswith("ValidationException")
    assert answer.json()["message"] == ("1 validation error detected: Value '' at 'executionArn' failed to satisfy constraint: "
                                        "Member must have length greater than or equal to 1")
    status, code, _ = code_of(lambda: client("stepfunctions").describe_state_machine(stateMachineArn="arn:nonsense"))
    assert (status, code) == (400, "InvalidArn")
    status, code, _ = code_of(lambda: client("s3").get_object(Bucket="no-such-bucket-here", Key="a"))
    assert (status, code) == (404, "NoSuchBucket")
    status, code, _ = code_of(lambda: client("lambda").get_function(FunctionName="nobody"))
    assert (status, code) == (404, "ResourceNotFoundException")


def test_answers_carry_request_ids(server):
    states = server.client("stepfunctions").list_state_machines()["ResponseMetadata"]
    assert len(states["HTTPHeaders"]["x-amzn-requestid"]) == 36
    s3 = server.client("s3").list_buckets()["ResponseMetadata"]
    assert s3["HTTPHeaders"]["x-amz-request-id"] and s3["HTTPHeaders"]["x-amz-id-2"]


def test_a_url_with_a_plus_and_odd_bytes(server, bucket):
    for key in ("a+b", "a b", "ä/ö", "a%b", "a//b", "x" * 1024, "?#&="):
        path = f"/{bucket}/{urllib.parse.quote(key, safe='/')}"
        assert server.http("PUT", path, key.encode(), harness.SIGNED).status == 200, key
        assert server.http("GET", path, headers=harness.SIGNED).body == key.encode(), key
    listed = [item["Key"] for item in server.client("s3").list_objects_v2(Bucket=bucket)["Contents"]]
    assert "a+b" in listed and "a b" in listed and "ä/ö" in listed and "a//b" in listed
    etag = server.http("HEAD", f"/{bucket}/a%2Bb", headers=harness.SIGNED).headers["ETag"]
    assert json.loads(etag) == hashlib.md5(b"a+b").hexdigest()
