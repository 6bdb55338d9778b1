"""S3 Select through boto3: the events as a real client reads them, and objects of every kind."""

import bz2
import gzip
import json
import random

import pytest
from botocore import UNSIGNED
from botocore.exceptions import ClientError, EventStreamError

PEOPLE = b"name,age,city\nAnn,42,Paris\nBob,7,\"New York, NY\"\nEve,30,Rome\n"
CSV = {"CSV": {"FileHeaderInfo": "USE"}}
LINES = {"JSON": {"Type": "LINES"}}
AS_CSV = {"CSV": {}}
AS_JSON = {"JSON": {}}


@pytest.fixture
def s3(client):
    return client("s3")


@pytest.fixture
def select(s3, bucket):
    def events(key, expression, form, output=AS_CSV, **arguments):
        answer = s3.select_object_content(Bucket=bucket, Key=key, Expression=expression, ExpressionType="SQL",
                                          InputSerialization=form, OutputSerialization=output, **arguments)
        return list(answer["Payload"])

    return events


def records(events):
    assert list(events[-1]) == ["End"]
    return b"".join(event["Records"]["Payload"] for event in events if "Records" in event)


def refused(call, *arguments, **named):
    with pytest.raises(ClientError) as caught:
        call(*arguments, **named)
    response = caught.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]


def test_csv_comes_back_as_csv_and_json(s3, bucket, select):
    s3.put_object(Bucket=bucket, Key="people", Body=PEOPLE)
    query = "SELECT s.name, s.city FROM S3Object s WHERE CAST(s.age AS INT) > 10 LIMIT 5"
    assert records(select("people", query, CSV)) == b"Ann,Paris\nEve,Rome\n"
    events = select("people", "SELECT * FROM S3Object s WHERE s.name LIKE 'B%'", CSV, AS_JSON,
                    RequestProgress={"Enabled": True})
    assert json.loads(records(events)) == {"name": "Bob", "age": "7", "city": "New York, NY"}
    told = {"BytesScanned": len(PEOPLE), "BytesProcessed": len(PEOPLE), "BytesReturned": len(records(events))}
    assert [event for event in events if "Records" not in event] == [
        {"Progress": {"Details": told}}, {"Stats": {"Details": told}}, {"End": {}}]
    quoted = {"CSV": {"QuoteFields": "ALWAYS", "FieldDelimiter": ";", "RecordDelimiter": "|"}}
    assert records(select("people", "SELECT name, age FROM S3Object LIMIT 1", CSV, quoted)) == b'"Ann";"42"|'


@pytest.mark.parametrize("kind, compress", [("GZIP", gzip.compress), ("BZIP2", bz2.compress)])
def test_compressed_objects(s3, bucket, select, kind, compress):
    text = b"".join(b"%d,%d\n" % (i, i % 7) for i in range(200_000))
    packed = compress(text)
    s3.put_object(Bucket=bucket, Key="packed", Body=packed)
    events = select("packed", "SELECT COUNT(*), SUM(CAST(_1 AS INT)) FROM S3Object WHERE _2 = '3'",
                    {"CSV": {}, "CompressionType": kind})
    chosen = range(3, 200_000, 7)
    assert records(events) == b"%d,%d\n" % (len(chosen), sum(chosen))
    stats = next(event["Stats"]["Details"] for event in events if "Stats" in event)
    assert (stats["BytesScanned"], stats["BytesProcessed"]) == (len(packed), len(text))
    wrong = {"GZIP": "BZIP2", "BZIP2": "GZIP"}[kind]
    assert refused(select, "packed", "SELECT * FROM S3Object", {"CSV": {}, "CompressionType": wrong}) == (
        400, "InvalidCompressionFormat")


def test_json_lines_and_documents(s3, bucket, select):
    rows = [{"id": i, "tags": ["a", "b"][: i % 3], "pos": {"x": i / 4}} for i in range(5)]
    s3.put_object(Bucket=bucket, Key="lines", Body="\n".join(map(json.dumps, rows)))
    s3.put_object(Bucket=bucket, Key="document", Body=json.dumps({"items": rows}, indent=2))
    found = records(select("lines", "SELECT s.id, s.pos.x FROM S3Object s WHERE s.tags[1] = 'b'", LINES, AS_JSON))
    assert found == b'{"id":2,"x":0.5}\n'
    document = {"JSON": {"Type": "DOCUMENT"}}
    found = records(select("document", "SELECT r.id FROM S3Object[*].items[*] r WHERE r.pos.x >= 0.5", document))
    assert found == b"2\n3\n4\n"


def test_scan_ranges_cover_an_object_once(s3, bucket, select):
    text = "".join(f"{i},{'x' * random.Random(i).randrange(90)}\n" for i in range(5000)).encode()
    s3.put_object(Bucket=bucket, Key="wide", Body=b"id,filler\n" + text)
    size, step = len(text) + 10, 12_345
    found = b""
    for start in range(0, size, step):
        found += records(select("wide", "SELECT id FROM S3Object", CSV,
                                ScanRange={"Start": start, "End": min(start + step, size) - 1}))
    assert found == b"".join(b"%d\n" % i for i in range(5000))
    assert refused(select, "wide", "SELECT id FROM S3Object", CSV, ScanRange={"Start": size}) == (
        400, "InvalidScanRange")


def test_large_objects_stream(s3, bucket, select):
    line = b"some,words,%d\n"
    s3.put_object(Bucket=bucket, Key="large", Body=b"".join(line % i for i in range(500_000)))
    events = select("large", "SELECT s._3 FROM S3Object s", {"CSV": {}})
    assert len([event for event in events if "Records" in event]) > 10
    assert records(events) == b"".join(b"%d\n" % i for i in range(500_000))


def test_errors_before_and_in_the_answer(s3, bucket, select):
    s3.put_object(Bucket=bucket, Key="people", Body=PEOPLE)
    assert refused(select, "people", "SELECT s.nothing FROM S3Object s", CSV) == (400, "MissingHeaders")
    assert refused(select, "people", "SELECT FROM S3Object s", CSV) == (400, "ParseEmptySelect")
    assert refused(select, "people", "SELECT * FROM S3Object", {"CSV": {}, "JSON": {"Type": "LINES"}}) == (
        400, "ObjectSerializationConflict")
    assert refused(select, "people", "SELECT * FROM S3Object", {"Parquet": {}}) == (501, "NotImplemented")
    assert refused(select, "none", "SELECT * FROM S3Object", CSV) == (404, "NoSuchKey")
    s3.put_object(Bucket=bucket, Key="late", Body=b"1\n" * 2_000_000 + b"x\n")
    events = iter(s3.select_object_content(
        Bucket=bucket, Key="late", Expression="SELECT CAST(_1 AS INT) FROM S3Object", ExpressionType="SQL",
        InputSerialization={"CSV": {}}, OutputSerialization=AS_CSV)["Payload"])
    found = b""
    with pytest.raises(EventStreamError) as caught:
        while True:
            found += next(events).get("Records", {"Payload": b""})["Payload"]
    assert found == b"1\n" * 2_000_000
    assert caught.value.response["Error"]["Code"] == "CastFailed"


def test_access_keys_and_classes(s3, bucket, select):
    key = {"SSECustomerAlgorithm": "AES256", "SSECustomerKey": bytes(range(32))}
    s3.put_object(Bucket=bucket, Key="secret", Body=PEOPLE * 2000, **key)
    query = "SELECT COUNT(*) FROM S3Object WHERE name = 'Ann'"
    assert records(select("secret", query, CSV, **key)) == b"2000\n"
    assert refused(select, "secret", query, CSV) == (400, "InvalidRequest")
    s3.put_object(Bucket=bucket, Key="cold", Body=PEOPLE, StorageClass="GLACIER")
    assert refused(select, "cold", query, CSV) == (403, "InvalidObjectState")
    s3.put_object(Bucket=bucket, Key="people", Body=PEOPLE)
    assert refused(select, "people", query, CSV, ExpectedBucketOwner="123456789012") == (403, "AccessDenied")


def test_nobody_may_select(client, s3, bucket, select):
    s3.put_object(Bucket=bucket, Key="people", Body=PEOPLE)
    stranger = client("s3", signature_version=UNSIGNED)
    assert refused(stranger.select_object_content, Bucket=bucket, Key="people", Expression="SELECT * FROM S3Object",
                   ExpressionType="SQL", InputSerialization=CSV, OutputSerialization=AS_CSV) == (
                       401, "UnauthorizedAccess")
