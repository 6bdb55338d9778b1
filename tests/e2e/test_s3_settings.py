"""What buckets can be set to, through boto3: versions, locks, keys, policies, forms and pages of other sites."""

import datetime
import hashlib
import json
import uuid

import boto3
import pytest
from botocore.exceptions import ClientError

import harness

KEY = bytes(range(32))
SSE_C = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": KEY}


@pytest.fixture
def s3(client):
    return client("s3")


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


def read(s3, bucket, key, **arguments):
    return s3.get_object(Bucket=bucket, Key=key, **arguments)["Body"].read()


def advance(server, seconds):
    server.http("POST", "/_cloudling/clock", json.dumps({"action": "advance", "seconds": seconds}))


def open_to_all(s3, bucket, *actions):
    s3.delete_public_access_block(Bucket=bucket)
    resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    statement = {"Effect": "Allow", "Principal": "*", "Action": list(actions), "Resource": resources}
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def test_empty_objects_do_not_upset_the_ones_behind_them(s3, bucket):
    for number, body in enumerate([b"", b"x", b"", b"", b"yz"] * 2):
        s3.put_object(Bucket=bucket, Key=str(number), Body=body)
        assert read(s3, bucket, str(number)) == body


def test_versions_come_and_go(s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    ids = [s3.put_object(Bucket=bucket, Key="k", Body=str(i).encode())["VersionId"] for i in range(3)]
    marker = s3.delete_object(Bucket=bucket, Key="k")
    assert marker["DeleteMarker"] and refused(s3.get_object, Bucket=bucket, Key="k") == "NoSuchKey"
    assert [read(s3, bucket, "k", VersionId=id) for id in ids] == [b"0", b"1", b"2"]
    listed = s3.list_object_versions(Bucket=bucket)
    assert [version["VersionId"] for version in listed["Versions"]] == ids[::-1]
    assert [version["VersionId"] for version in listed["DeleteMarkers"]] == [marker["VersionId"]]
    s3.delete_object(Bucket=bucket, Key="k", VersionId=marker["VersionId"])
    assert read(s3, bucket, "k") == b"2"
    everything = [{"Key": "k", "VersionId": id} for id in ids]
    assert len(s3.delete_objects(Bucket=bucket, Delete={"Objects": everything})["Deleted"]) == 3
    assert "Versions" not in s3.list_object_versions(Bucket=bucket)


def test_a_lock_holds_until_its_time(s3, unique):
    bucket = unique("locked")
    s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    until = datetime.datetime(2099, 1, 1, tzinfo=datetime.timezone.utc)
    version = s3.put_object(Bucket=bucket, Key="k", Body=b"x")["VersionId"]
    s3.put_object_retention(Bucket=bucket, Key="k", Retention={"Mode": "GOVERNANCE", "RetainUntilDate": until})
    assert s3.head_object(Bucket=bucket, Key="k")["ObjectLockRetainUntilDate"] == until
    assert refused(s3.delete_object, Bucket=bucket, Key="k", VersionId=version) == "AccessDenied"
    s3.delete_object(Bucket=bucket, Key="k", VersionId=version, BypassGovernanceRetention=True)
    s3.delete_bucket(Bucket=bucket)


def test_a_clients_key_encrypts(s3, bucket):
    body = bytes(100_000)
    s3.put_object(Bucket=bucket, Key="k", Body=body, **SSE_C)
    assert read(s3, bucket, "k", **SSE_C) == body
    assert read(s3, bucket, "k", Range="bytes=99990-", **SSE_C) == body[-10:]
    assert refused(s3.get_object, Bucket=bucket, Key="k") == "InvalidRequest"
    s3.copy_object(Bucket=bucket, Key="plain", CopySource=f"{bucket}/k", CopySourceSSECustomerAlgorithm="AES256", CopySourceSSECustomerKey=KEY)
    assert hashlib.sha256(read(s3, bucket, "plain")).digest() == hashlib.sha256(body).digest()


def test_a_policy_opens_a_bucket(server, s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"open")
    assert server.http("GET", f"/{bucket}/k").status == 403
    open_to_all(s3, bucket, "s3:GetObject")
    assert server.http("GET", f"/{bucket}/k").body == b"open"
    assert server.http("PUT", f"/{bucket}/k", b"x").status == 403
    assert s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"]


def test_a_form_uploads(server, s3, bucket):
    post = s3.generate_presigned_post(bucket, "up/${filename}", Conditions=[["content-length-range", 1, 100]])
    boundary = uuid.uuid4().hex
    fields = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in post["fields"].items())

    def send(body):
        file = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="f.txt"\r\nContent-Type: text/plain\r\n\r\n{body}\r\n--{boundary}--\r\n'
        return server.http("POST", f"/{bucket}", (fields + file).encode(), {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    answer = send("body")
    assert answer.status == 204, answer.body
    assert read(s3, bucket, "up/f.txt") == b"body"
    assert b"EntityTooLarge" in send("x" * 101).body


def test_pages_of_other_sites_get_what_the_rules_allow(server, s3, bucket):
    origin = {"Origin": "https://app.example"}
    s3.put_object(Bucket=bucket, Key="k", Body=b"shared")
    open_to_all(s3, bucket, "s3:GetObject")
    assert "Access-Control-Allow-Origin" not in server.http("GET", f"/{bucket}/k", headers=origin).headers
    rule = {"AllowedMethods": ["GET"], "AllowedOrigins": ["https://*.example"], "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 60}
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [rule]})
    answer = server.http("GET", f"/{bucket}/k", headers=origin)
    assert (answer.body, answer.headers["Access-Control-Allow-Origin"]) == (b"shared", "https://app.example")
    preflight = server.http("OPTIONS", f"/{bucket}/k", headers={**origin, "Access-Control-Request-Method": "GET"})
    assert (preflight.status, preflight.headers["Access-Control-Max-Age"]) == (200, "60")
    assert server.http("OPTIONS", f"/{bucket}/k", headers={**origin, "Access-Control-Request-Method": "PUT"}).status == 403


def test_a_bucket_is_a_website(server, s3, bucket):
    s3.put_object(Bucket=bucket, Key="index.html", Body=b"home", ContentType="text/html")
    s3.put_object(Bucket=bucket, Key="404.html", Body=b"lost")
    open_to_all(s3, bucket, "s3:GetObject", "s3:ListBucket")
    s3.put_bucket_website(Bucket=bucket, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "404.html"}})
    host = {"Host": f"{bucket}.s3-website.localhost:{server.port}"}
    home = server.http("GET", "/", headers=host)
    assert (home.status, home.body, home.headers["Content-Type"]) == (200, b"home", "text/html")
    lost = server.http("GET", "/nothing", headers=host)
    assert (lost.status, lost.body) == (404, b"lost")


def test_accounts_of_a_credentials_file_own_their_buckets(start_server, tmp_path):
    people = [{"AccessKeyId": f"KEY{name}", "SecretAccessKey": name * 20, "AccountId": account, "CanonicalId": name * 64, "DisplayName": name}
              for name, account in (("a", "111111111111"), ("b", "222222222222"))]
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps(people))
    server = start_server("--credentials", str(file), "--auth", "strict", "--s3-bucket-acls")
    anna, bert = (boto3.client("s3", endpoint_url=server.endpoint, region_name=harness.REGION, aws_access_key_id=person["AccessKeyId"],
                               aws_secret_access_key=person["SecretAccessKey"]) for person in people)
    anna.create_bucket(Bucket="annas")
    anna.put_object(Bucket="annas", Key="k", Body=b"x", ContentType="text/plain")
    assert refused(bert.get_object, Bucket="annas", Key="k") == "AccessDenied"
    anna.put_object_acl(Bucket="annas", Key="k", GrantRead=f'id="{"b" * 64}"')
    assert read(bert, "annas", "k") == b"x"
    owner = anna.get_object_acl(Bucket="annas", Key="k")["Owner"]
    assert owner == {"ID": "a" * 64, "DisplayName": "a"}
    stranger = boto3.client("s3", endpoint_url=server.endpoint, region_name=harness.REGION, aws_access_key_id="KEYc", aws_secret_access_key="c")
    assert refused(stranger.list_buckets) == "InvalidAccessKeyId"


def test_lists_open_what_they_name(server, s3, bucket):
    s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    assert refused(s3.put_object_acl, Bucket=bucket, Key="k", ACL="public-read") == "AccessControlListNotSupported"
    s3.put_bucket_ownership_controls(Bucket=bucket, OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]})
    assert refused(s3.put_object_acl, Bucket=bucket, Key="k", ACL="public-read") == "AccessDenied"
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_object_acl(Bucket=bucket, Key="k", ACL="public-read")
    assert server.http("GET", f"/{bucket}/k").body == b"x"
    assert [grant["Permission"] for grant in s3.get_object_acl(Bucket=bucket, Key="k")["Grants"]] == ["READ", "FULL_CONTROL"]
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"IgnorePublicAcls": True})
    assert server.http("GET", f"/{bucket}/k").status == 403


def test_lifecycle_follows_the_processs_clock(start_server):
    server = start_server()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="aging")
    s3.put_bucket_versioning(Bucket="aging", VersioningConfiguration={"Status": "Enabled"})
    for key in ("kept", "tmp/old"):
        s3.put_object(Bucket="aging", Key=key, Body=b"1")
    s3.put_object(Bucket="aging", Key="kept", Body=b"2")
    s3.create_multipart_upload(Bucket="aging", Key="upload")
    rules = [{"ID": "expire", "Status": "Enabled", "Filter": {"Prefix": "tmp/"}, "Expiration": {"Days": 1}},
             {"ID": "tidy", "Status": "Enabled", "Filter": {"Prefix": ""}, "NoncurrentVersionExpiration": {"NoncurrentDays": 1},
              "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1}}]
    s3.put_bucket_lifecycle_configuration(Bucket="aging", LifecycleConfiguration={"Rules": rules})
    assert 'rule-id="expire"' in s3.head_object(Bucket="aging", Key="tmp/old")["Expiration"]

    def left():
        found = s3.list_object_versions(Bucket="aging")
        return [version["Key"] for version in found.get("Versions", [])], len(s3.list_multipart_uploads(Bucket="aging").get("Uploads", []))

    assert left() == (["kept", "kept", "tmp/old"], 1)
    for _ in range(4):
        advance(server, 86400)
    harness.eventually(lambda: left() == (["kept"], 0), 20)
    assert read(s3, "aging", "kept") == b"2"


def test_buckets_encrypt_as_they_are_told(s3, bucket):
    assert s3.put_object(Bucket=bucket, Key="plain", Body=b"x")["ServerSideEncryption"] == "AES256"
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/mine"}, "BucketKeyEnabled": True}
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})
    stored = s3.put_object(Bucket=bucket, Key="k", Body=b"x")
    assert (stored["ServerSideEncryption"], stored["BucketKeyEnabled"]) == ("aws:kms", True)
    assert s3.head_object(Bucket=bucket, Key="k")["SSEKMSKeyId"] == stored["SSEKMSKeyId"]
    assert s3.put_object(Bucket=bucket, Key="k", Body=b"x", ServerSideEncryption="AES256")["ServerSideEncryption"] == "AES256"


def test_an_archived_object_is_read_while_it_is_restored(fresh_server):
    s3 = fresh_server.client("s3")
    s3.create_bucket(Bucket="cold")
    s3.put_object(Bucket="cold", Key="warm", Body=b"x")
    assert refused(s3.restore_object, Bucket="cold", Key="warm", RestoreRequest={"Days": 1}) == "InvalidObjectState"
    s3.put_object(Bucket="cold", Key="k", Body=b"frozen", StorageClass="GLACIER")
    copy = {"Bucket": "cold", "Key": "copy", "CopySource": "cold/k"}
    assert refused(s3.get_object, Bucket="cold", Key="k") == "InvalidObjectState"
    assert refused(s3.copy_object, **copy) == "ObjectNotInActiveTierError"

    def restore(**request):
        return s3.restore_object(Bucket="cold", Key="k", RestoreRequest=request)["ResponseMetadata"]["HTTPStatusCode"]

    assert restore(Days=1, GlacierJobParameters={"Tier": "Standard"}) == 202
    assert refused(restore, Days=1) == "RestoreAlreadyInProgress"
    fresh_server.kill_and_restart()
    s3 = fresh_server.client("s3")
    assert s3.head_object(Bucket="cold", Key="k")["Restore"] == 'ongoing-request="true"'
    assert refused(s3.get_object, Bucket="cold", Key="k") == "InvalidObjectState"
    advance(fresh_server, 3 * 3600)
    assert read(s3, "cold", "k") == b"frozen"
    assert s3.head_object(Bucket="cold", Key="k")["Restore"].startswith('ongoing-request="false", expiry-date="')
    s3.copy_object(**copy)
    assert restore(Days=3) == 200
    advance(fresh_server, 3 * 86400)
    assert read(s3, "cold", "k") == b"frozen"
    advance(fresh_server, 86400)
    assert refused(s3.get_object, Bucket="cold", Key="k") == "InvalidObjectState"
    assert "Restore" not in s3.head_object(Bucket="cold", Key="k") and read(s3, "cold", "copy") == b"frozen"


def test_settings_and_uploads_outlive_a_kill(fresh_server):
    s3 = fresh_server.client("s3")
    s3.create_bucket(Bucket="kept", ObjectLockEnabledForBucket=True)
    ids = [s3.put_object(Bucket="kept", Key="k", Body=body, Tagging="a=b", Metadata={"m": "n"})["VersionId"] for body in (b"1", b"2")]
    s3.put_object_legal_hold(Bucket="kept", Key="k", LegalHold={"Status": "ON"})
    s3.put_bucket_website(Bucket="kept", WebsiteConfiguration={"IndexDocument": {"Suffix": "i"}})
    s3.put_bucket_cors(Bucket="kept", CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]})
    s3.put_object(Bucket="kept", Key="secret", Body=bytes(100_000), **SSE_C)
    upload = {"Bucket": "kept", "Key": "parts", "UploadId": s3.create_multipart_upload(Bucket="kept", Key="parts")["UploadId"]}
    parts = [s3.upload_part(**upload, PartNumber=1, Body=bytes(5 << 20))["ETag"]]
    fresh_server.kill_and_restart()
    s3 = fresh_server.client("s3")
    assert [read(s3, "kept", "k", VersionId=id) for id in ids] == [b"1", b"2"]
    head = s3.head_object(Bucket="kept", Key="k")
    assert (head["ObjectLockLegalHoldStatus"], head["Metadata"]) == ("ON", {"m": "n"})
    assert s3.get_object_tagging(Bucket="kept", Key="k")["TagSet"] == [{"Key": "a", "Value": "b"}]
    assert refused(s3.delete_object, Bucket="kept", Key="k", VersionId=ids[1]) == "AccessDenied"
    assert s3.get_bucket_website(Bucket="kept")["IndexDocument"] == {"Suffix": "i"}
    assert s3.get_bucket_cors(Bucket="kept")["CORSRules"] == [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]
    assert read(s3, "kept", "secret", **SSE_C) == bytes(100_000)
    parts.append(s3.upload_part(**upload, PartNumber=2, Body=b"end")["ETag"])
    listed = [{"PartNumber": number, "ETag": etag} for number, etag in enumerate(parts, 1)]
    s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": listed})
    assert read(s3, "kept", "parts", Range="bytes=-5") == b"\0\0end"


def test_documents_are_held_against_their_digest(s3, bucket):
    tags = {"TagSet": [{"Key": "k", "Value": "v"}]}
    assert refused(s3.put_bucket_tagging, Bucket=bucket, Tagging=tags, ContentMD5="AAAAAAAAAAAAAAAAAAAAAA==") == "BadDigest"
    assert refused(s3.get_bucket_tagging, Bucket=bucket) == "NoSuchTagSet"
    s3.put_bucket_tagging(Bucket=bucket, Tagging=tags)
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == tags["TagSet"]
