"""S3 through boto3, area by area: what the unit tests cannot see is that a real client understands every answer."""

import base64
import hashlib
import io
import random
import zlib

import pytest
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

MIB = 1 << 20


@pytest.fixture
def s3(client):
    return client("s3")


def refused(call, **arguments):
    """(status, code) of the error that the call ends in."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]


def body(s3, bucket, key, **arguments):
    return s3.get_object(Bucket=bucket, Key=key, **arguments)["Body"].read()


def sample(size, seed=1):
    return random.Random(seed).randbytes(size)


# -- buckets -------------------------------------------------------------------------------------------------------


def test_buckets_are_made_listed_and_deleted(s3, unique):
    name = unique("made")
    assert s3.create_bucket(Bucket=name)["Location"] == f"/{name}"
    assert s3.head_bucket(Bucket=name)["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"] == "us-east-1"
    assert name in [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] is None
    s3.create_bucket(Bucket=name)
    s3.delete_bucket(Bucket=name)
    assert refused(s3.head_bucket, Bucket=name) == (404, "404")
    assert refused(s3.list_objects_v2, Bucket=name) == (404, "NoSuchBucket")


def test_buckets_abroad(s3, unique):
    name = unique("abroad")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "ca-central-1"})
    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] == "ca-central-1"
    s3.put_object(Bucket=name, Key="key", Body=b"x")
    assert refused(s3.delete_bucket, Bucket=name) == (409, "BucketNotEmpty")
    s3.delete_object(Bucket=name, Key="key")
    s3.delete_bucket(Bucket=name)


# -- objects -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 1, 16 * 1024, 16 * 1024 + 1, 3 * MIB])
def test_objects_of_any_size(s3, bucket, size):
    data = sample(size)
    etag = s3.put_object(Bucket=bucket, Key="key", Body=data)["ETag"]
    assert etag == f'"{hashlib.md5(data).hexdigest()}"'
    answer = s3.get_object(Bucket=bucket, Key="key")
    assert answer["Body"].read() == data and answer["ContentLength"] == size and answer["ETag"] == etag
    assert answer["ContentType"] == "binary/octet-stream" and answer["ServerSideEncryption"] == "AES256"
    assert s3.head_object(Bucket=bucket, Key="key")["LastModified"] == answer["LastModified"]


def test_properties_come_back(s3, bucket):
    properties = {"ContentType": "image/jpeg", "CacheControl": "no-store", "ContentDisposition": 'attachment; filename="x"',
                  "ContentEncoding": "identity", "ContentLanguage": "de", "Metadata": {"photographer": "Ada", "empty": ""},
                  "StorageClass": "STANDARD_IA", "WebsiteRedirectLocation": "/elsewhere"}
    s3.put_object(Bucket=bucket, Key="key", Body=b"x", Tagging="a=1&b=2", **properties)
    for answer in (s3.get_object(Bucket=bucket, Key="key"), s3.head_object(Bucket=bucket, Key="key")):
        assert {name: answer[name] for name in properties} == properties
    assert s3.get_object_tagging(Bucket=bucket, Key="key")["TagSet"] == [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]


@pytest.mark.parametrize("key", ["a//b", "../up", "a/./b", "with space", "café", "plus+and?mark#", "100%", "😀", "x" * 1024])
def test_keys_are_no_paths(s3, bucket, key):
    s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    assert body(s3, bucket, key) == key.encode()
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket)["Contents"]] == [key]
    s3.delete_object(Bucket=bucket, Key=key)


def test_ranges_and_conditions(s3, bucket):
    data = sample(100_000)
    etag = s3.put_object(Bucket=bucket, Key="key", Body=data)["ETag"]
    part = s3.get_object(Bucket=bucket, Key="key", Range="bytes=10-99")
    assert part["Body"].read() == data[10:100] and part["ContentRange"] == "bytes 10-99/100000"
    assert refused(s3.get_object, Bucket=bucket, Key="key", Range="bytes=100000-") == (416, "InvalidRange")
    assert refused(s3.get_object, Bucket=bucket, Key="key", IfNoneMatch=etag) == (304, "304")
    assert refused(s3.get_object, Bucket=bucket, Key="key", IfMatch='"x"') == (412, "PreconditionFailed")
    assert refused(s3.get_object, Bucket=bucket, Key="none") == (404, "NoSuchKey")


def test_writes_that_must_not_replace(server, s3, bucket):
    s3.put_object(Bucket=bucket, Key="key", Body=b"first")

    def signed_put(**headers):
        url = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "key"})
        return server.http("PUT", url.replace(server.endpoint, ""), body=b"second", headers=headers).status

    assert signed_put(**{"If-None-Match": "*"}) == 412
    assert signed_put(**{"If-Match": '"0"'}) == 412
    assert body(s3, bucket, "key") == b"first"
    assert signed_put(**{"If-Match": f'"{hashlib.md5(b"first").hexdigest()}"'}) == 200
    assert body(s3, bucket, "key") == b"second"


def test_deletes_in_batches(s3, bucket):
    for number in range(5):
        s3.put_object(Bucket=bucket, Key=f"k{number}", Body=b"x")
    answer = s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": f"k{number}"} for number in (1, 2, 9)]})
    assert [entry["Key"] for entry in answer["Deleted"]] == ["k1", "k2", "k9"] and "Errors" not in answer
    quiet = s3.delete_objects(Bucket=bucket, Delete={"Quiet": True, "Objects": [{"Key": "k0"}]})
    assert "Deleted" not in quiet
    assert [entry["Key"] for entry in s3.list_objects(Bucket=bucket)["Contents"]] == ["k3", "k4"]


# -- listings ------------------------------------------------------------------------------------------------------


def test_listings(s3, bucket):
    keys = sorted(["a", "b c", "photos/1", "photos/2", "photos/old/3", "z+%"], key=str.encode)
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    for operation in ("list_objects", "list_objects_v2"):
        pages = s3.get_paginator(operation).paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
        assert [entry["Key"] for page in pages for entry in page.get("Contents", [])] == keys
        rolled = list(s3.get_paginator(operation).paginate(Bucket=bucket, Delimiter="/", PaginationConfig={"PageSize": 1}))
        assert [entry["Key"] for page in rolled for entry in page.get("Contents", [])] == ["a", "b c", "z+%"]
        assert [entry["Prefix"] for page in rolled for entry in page.get("CommonPrefixes", [])] == ["photos/"]
    inside = s3.list_objects_v2(Bucket=bucket, Prefix="photos/", Delimiter="/", FetchOwner=True)
    assert inside["KeyCount"] == 3 and inside["CommonPrefixes"] == [{"Prefix": "photos/old/"}]
    assert len(inside["Contents"][0]["Owner"]["ID"]) == 64


# -- copies --------------------------------------------------------------------------------------------------------


def test_copies(s3, bucket):
    data = sample(200_000)
    s3.put_object(Bucket=bucket, Key="von/é +", Body=data, ContentType="image/png", Metadata={"a": "b"})
    copied = s3.copy_object(Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "von/é +"})
    assert copied["CopyObjectResult"]["ETag"] == f'"{hashlib.md5(data).hexdigest()}"'
    assert s3.head_object(Bucket=bucket, Key="to")["Metadata"] == {"a": "b"}
    s3.copy_object(Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "to"}, MetadataDirective="REPLACE",
                   Metadata={"c": "d"}, ContentType="image/gif")
    head = s3.head_object(Bucket=bucket, Key="to")
    assert head["Metadata"] == {"c": "d"} and head["ContentType"] == "image/gif"
    assert refused(s3.copy_object, Bucket=bucket, Key="to", CopySource={"Bucket": bucket, "Key": "to"}) == (400, "InvalidRequest")
    assert body(s3, bucket, "to") == data


# -- multipart -----------------------------------------------------------------------------------------------------


def test_transfers_in_parts(s3, bucket):
    data = sample(13 * MIB)
    s3.upload_fileobj(io.BytesIO(data), bucket, "big", Config=TransferConfig(multipart_chunksize=5 * MIB, multipart_threshold=MIB))
    head = s3.head_object(Bucket=bucket, Key="big")
    assert head["ETag"].endswith('-3"') and head["ContentLength"] == len(data)
    out = io.BytesIO()
    s3.download_fileobj(bucket, "big", out)
    assert out.getvalue() == data
    assert body(s3, bucket, "big", PartNumber=3) == data[10 * MIB:]
    s3.copy({"Bucket": bucket, "Key": "big"}, bucket, "copy", Config=TransferConfig(multipart_chunksize=6 * MIB, multipart_threshold=MIB))
    assert body(s3, bucket, "copy") == data


def test_uploads_by_hand(s3, bucket):
    upload = s3.create_multipart_upload(Bucket=bucket, Key="key")["UploadId"]
    assert [entry["UploadId"] for entry in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == [upload]
    first = s3.upload_part(Bucket=bucket, Key="key", UploadId=upload, PartNumber=1, Body=b"little")["ETag"]
    second = s3.upload_part(Bucket=bucket, Key="key", UploadId=upload, PartNumber=2, Body=b"more")["ETag"]
    assert [part["Size"] for part in s3.list_parts(Bucket=bucket, Key="key", UploadId=upload)["Parts"]] == [6, 4]
    both = {"Parts": [{"PartNumber": 1, "ETag": first}, {"PartNumber": 2, "ETag": second}]}
    target = {"Bucket": bucket, "Key": "key", "UploadId": upload}
    assert refused(s3.complete_multipart_upload, **target, MultipartUpload=both) == (400, "EntityTooSmall")
    s3.complete_multipart_upload(**target, MultipartUpload={"Parts": both["Parts"][1:]})
    assert body(s3, bucket, "key") == b"more"
    assert refused(s3.abort_multipart_upload, **target) == (404, "NoSuchUpload")


def test_parts_are_copied_paged_and_read_by_number(s3, bucket):
    data = sample(6 * MIB)
    s3.put_object(Bucket=bucket, Key="source", Body=data)
    upload = s3.create_multipart_upload(Bucket=bucket, Key="key", ChecksumAlgorithm="SHA256", Tagging="a=b")["UploadId"]
    target = {"Bucket": bucket, "Key": "key", "UploadId": upload}
    copy = {**target, "PartNumber": 1, "CopySource": {"Bucket": bucket, "Key": "source"}}
    assert refused(s3.upload_part_copy, **copy, CopySourceRange=f"bytes=0-{6 * MIB}") == (400, "InvalidArgument")
    assert refused(s3.upload_part_copy, **copy, CopySourceIfMatch='"other"') == (412, "PreconditionFailed")
    first = s3.upload_part_copy(**copy, CopySourceRange=f"bytes={MIB}-{6 * MIB - 1}")["CopyPartResult"]
    assert first["ChecksumSHA256"] == base64.b64encode(hashlib.sha256(data[MIB:]).digest()).decode()
    second = s3.upload_part(**target, PartNumber=2, Body=b"end", ChecksumAlgorithm="SHA256")
    page = s3.list_parts(**target, MaxParts=1)
    assert page["IsTruncated"] and [part["Size"] for part in page["Parts"]] == [5 * MIB]
    assert [part["Size"] for part in s3.list_parts(**target, PartNumberMarker=1)["Parts"]] == [3]
    parts = [{"PartNumber": number, "ETag": part["ETag"], "ChecksumSHA256": part["ChecksumSHA256"]} for number, part in enumerate((first, second), 1)]
    gap = [parts[0], {**parts[1], "PartNumber": 3}]
    assert refused(s3.complete_multipart_upload, **target, MultipartUpload={"Parts": gap}) == (400, "InvalidPartOrder")
    done = s3.complete_multipart_upload(**target, MultipartUpload={"Parts": parts})
    assert done["ETag"].endswith('-2"') and done["ChecksumSHA256"].endswith("-2")
    assert body(s3, bucket, "key", PartNumber=2) == b"end" and body(s3, bucket, "key") == data[MIB:] + b"end"
    assert refused(s3.get_object, Bucket=bucket, Key="key", PartNumber=3) == (416, "InvalidPartNumber")
    told = s3.get_object_attributes(Bucket=bucket, Key="key", ObjectAttributes=["ObjectParts"], MaxParts=1)["ObjectParts"]
    assert (told["TotalPartsCount"], told["IsTruncated"], told["Parts"][0]["Size"]) == (2, True, 5 * MIB)
    assert s3.get_object_tagging(Bucket=bucket, Key="key")["TagSet"] == [{"Key": "a", "Value": "b"}]


# -- checksums -----------------------------------------------------------------------------------------------------


def test_checksums(s3, bucket):
    data = b"123456789"
    crc = base64.b64encode(zlib.crc32(data).to_bytes(4, "big")).decode()
    assert s3.put_object(Bucket=bucket, Key="key", Body=data, ChecksumAlgorithm="CRC32")["ChecksumCRC32"] == crc
    assert s3.get_object(Bucket=bucket, Key="key", ChecksumMode="ENABLED")["ChecksumCRC32"] == crc
    sha = base64.b64encode(hashlib.sha256(data).digest()).decode()
    assert s3.put_object(Bucket=bucket, Key="key", Body=data, ChecksumSHA256=sha)["ChecksumSHA256"] == sha
    assert refused(s3.put_object, Bucket=bucket, Key="key", Body=b"other", ChecksumSHA256=sha) == (400, "BadDigest")
    wrong = base64.b64encode(hashlib.md5(b"other").digest()).decode()
    assert refused(s3.put_object, Bucket=bucket, Key="key", Body=data, ContentMD5=wrong) == (400, "BadDigest")
    told = s3.get_object_attributes(Bucket=bucket, Key="key", ObjectAttributes=["Checksum", "ObjectSize"])
    assert told["Checksum"]["ChecksumSHA256"] == sha and told["ObjectSize"] == 9


# -- tags ----------------------------------------------------------------------------------------------------------


def test_tags(s3, bucket):
    tags = [{"Key": "team", "Value": "photo graphers"}]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": tags})
    assert s3.get_bucket_tagging(Bucket=bucket)["TagSet"] == tags
    s3.delete_bucket_tagging(Bucket=bucket)
    assert refused(s3.get_bucket_tagging, Bucket=bucket) == (404, "NoSuchTagSet")
    s3.put_object(Bucket=bucket, Key="key", Body=b"")
    s3.put_object_tagging(Bucket=bucket, Key="key", Tagging={"TagSet": tags})
    assert s3.get_object_tagging(Bucket=bucket, Key="key")["TagSet"] == tags
    s3.delete_object_tagging(Bucket=bucket, Key="key")
    assert s3.get_object_tagging(Bucket=bucket, Key="key")["TagSet"] == []
