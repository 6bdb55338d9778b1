"""CloudWatch with boto3 and the AWS CLI (the query protocol) and as newer SDKs speak it (JSON)."""

import datetime
import json
import struct

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def cloudwatch(client):
    return client("cloudwatch")


def now():
    return datetime.datetime.now(datetime.timezone.utc)


def lately():
    return dict(StartTime=now() - datetime.timedelta(hours=1), EndTime=now() + datetime.timedelta(minutes=5))


def test_metrics_are_put_and_read(cloudwatch, unique):
    space = unique("E2E")
    dimensions = [{"Name": "FunctionName", "Value": "resize"}]
    cloudwatch.put_metric_data(Namespace=space, MetricData=[
        {"MetricName": "Duration", "Dimensions": dimensions, "Value": value, "Unit": "Milliseconds"} for value in (10, 20, 60)])
    answer = cloudwatch.get_metric_statistics(Namespace=space, MetricName="Duration", Dimensions=dimensions, Period=3600,
                                              Statistics=["Average", "Maximum"], ExtendedStatistics=["p50"], **lately())
    points = answer["Datapoints"]
    assert sum(point["Average"] for point in points) and {point["Unit"] for point in points} == {"Milliseconds"}
    assert max(point["Maximum"] for point in points) == 60
    queries = [
        {"Id": "total", "MetricStat": {"Metric": {"Namespace": space, "MetricName": "Duration", "Dimensions": dimensions},
                                       "Period": 3600, "Stat": "Sum"}},
        {"Id": "seconds", "Expression": "total / 1000", "Label": "Seconds"},
    ]
    results = cloudwatch.get_metric_data(MetricDataQueries=queries, **lately())["MetricDataResults"]
    assert sum(results[0]["Values"]) == 90 and round(sum(results[1]["Values"]), 3) == 0.09 and results[1]["Label"] == "Seconds"
    assert cloudwatch.list_metrics(Namespace=space)["Metrics"] == [
        {"Namespace": space, "MetricName": "Duration", "Dimensions": dimensions}]


def test_errors_have_the_query_protocols_codes(cloudwatch):
    with pytest.raises(ClientError) as caught:
        cloudwatch.get_metric_statistics(Namespace="n", MetricName="m", Period=60, Statistics=["Sum"],
                                         StartTime=now() - datetime.timedelta(days=3), EndTime=now())
    assert caught.value.response["Error"]["Code"] == "InvalidParameterCombination"
    with pytest.raises(ClientError) as caught:
        cloudwatch.set_alarm_state(AlarmName="nobody", StateValue="OK", StateReason="x")
    assert caught.value.response["Error"]["Code"] == "ResourceNotFound"


def test_alarms_by_the_cli(aws, aws_json, cloudwatch, unique):
    name = unique("alarm")
    aws("cloudwatch", "put-metric-alarm", "--alarm-name", name, "--namespace", "n", "--metric-name", "m", "--statistic", "Sum",
        "--period", "60", "--evaluation-periods", "1", "--threshold", "1", "--comparison-operator", "GreaterThanThreshold",
        "--tags", "Key=team,Value=images")
    alarm = aws_json("cloudwatch", "describe-alarms", "--alarm-names", name)["MetricAlarms"][0]
    assert (alarm["StateValue"], alarm["Threshold"], alarm["ActionsEnabled"]) == ("INSUFFICIENT_DATA", 1.0, True)
    assert cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"] == [{"Key": "team", "Value": "images"}]
    cloudwatch.tag_resource(ResourceARN=alarm["AlarmArn"], Tags=[{"Key": "more", "Value": "1"}])
    aws("cloudwatch", "set-alarm-state", "--alarm-name", name, "--state-value", "ALARM", "--state-reason", "by hand")
    history = aws_json("cloudwatch", "describe-alarm-history", "--alarm-name", name)["AlarmHistoryItems"]
    # The newest come first; one more where the alarm was evaluated in between.
    assert [item["HistorySummary"] for item in history][-2:] == ["Alarm updated from INSUFFICIENT_DATA to ALARM", f'Alarm "{name}" created']
    cloudwatch.get_waiter("alarm_exists").wait(AlarmNames=[name])
    aws("cloudwatch", "delete-alarms", "--alarm-names", name)
    assert aws_json("cloudwatch", "describe-alarms", "--alarm-names", name)["MetricAlarms"] == []


def json_call(server, operation, body):
    return server.http("POST", "/", body=json.dumps(body), headers={
        "X-Amz-Target": f"GraniteServiceVersion20100801.{operation}", "Content-Type": "application/x-amz-json-1.0"})


def test_newer_sdks_speak_json(server, cloudwatch, unique):
    space = unique("JSON")
    answer = json_call(server, "PutMetricData", {"Namespace": space, "MetricData": [{"MetricName": "m", "Value": 3}]})
    assert answer.status == 200
    body = {"Namespace": space, "MetricName": "m", "Period": 60, "Statistics": ["Sum"],
            "StartTime": now().timestamp() - 600, "EndTime": now().timestamp() + 60}
    points = json_call(server, "GetMetricStatistics", body).json()["Datapoints"]
    assert [point["Sum"] for point in points] == [3.0]
    refused = json_call(server, "GetMetricStatistics", {**body, "StartTime": 1})
    assert refused.status == 400 and refused.headers["x-amzn-query-error"] == "InvalidParameterCombination;Sender"


def cbor(value):
    """Just enough CBOR: maps, lists, texts and doubles, all short."""
    if isinstance(value, dict):
        return bytes([0xA0 | len(value)]) + b"".join(cbor(key) + cbor(member) for key, member in value.items())
    if isinstance(value, list):
        return bytes([0x80 | len(value)]) + b"".join(map(cbor, value))
    if isinstance(value, str):
        return bytes([0x78, len(value)]) + value.encode()
    return b"\xfb" + struct.pack(">d", value)


def test_newest_sdks_speak_cbor(server, cloudwatch, unique):
    space = unique("CBOR")
    headers = {"smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor", "Accept": "application/cbor"}
    path = "/service/GraniteServiceVersion20100801/operation/"
    body = cbor({"Namespace": space, "MetricData": [{"MetricName": "m", "Value": 2.5}]})
    answer = server.http("POST", path + "PutMetricData", body=body, headers=headers)
    assert (answer.status, answer.headers["smithy-protocol"], answer.body) == (200, "rpc-v2-cbor", b"\xa0")
    answer = server.http("POST", path + "ListMetrics", body=cbor({"Namespace": space}), headers=headers)
    assert answer.status == 200 and space.encode() in answer.body
    refused = server.http("POST", path + "ListMetrics", body=b"\xff", headers=headers)
    assert refused.status == 400 and b"SerializationException" in refused.body
    assert len(cloudwatch.list_metrics(Namespace=space)["Metrics"]) == 1


def test_log_events_become_metrics(client, cloudwatch, unique):
    logs, group, space = client("logs"), unique("/e2e/metrics"), unique("Logs")
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="s")
    logs.put_metric_filter(logGroupName=group, filterName="f", filterPattern="{ $.took = * }", metricTransformations=[
        {"metricName": "Took", "metricNamespace": space, "metricValue": "$.took", "unit": "Milliseconds"}])
    event = {"timestamp": int(now().timestamp() * 1000), "message": '{"took": 42}'}
    logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[event, event])
    answer = cloudwatch.get_metric_statistics(Namespace=space, MetricName="Took", Period=3600, Statistics=["Sum"], **lately())
    assert sum(point["Sum"] for point in answer["Datapoints"]) == 84


def test_requests_for_a_bucket_are_measured_where_that_is_configured(client, cloudwatch, bucket):
    s3 = client("s3")
    s3.put_object(Bucket=bucket, Key="photos/before", Body=b"x")
    s3.put_bucket_metrics_configuration(Bucket=bucket, Id="photos", MetricsConfiguration={"Id": "photos", "Filter": {"Prefix": "photos/"}})
    s3.put_object(Bucket=bucket, Key="photos/a", Body=bytes(1000))
    s3.put_object(Bucket=bucket, Key="others/b", Body=b"x")
    s3.get_object(Bucket=bucket, Key="photos/a")["Body"].read()
    with pytest.raises(ClientError):
        s3.get_object(Bucket=bucket, Key="photos/none")
    dimensions = [{"Name": "BucketName", "Value": bucket}, {"Name": "FilterId", "Value": "photos"}]

    def total(metric):
        points = cloudwatch.get_metric_statistics(Namespace="AWS/S3", MetricName=metric, Dimensions=dimensions, Period=3600,
                                                  Statistics=["Sum"], **lately())["Datapoints"]
        return sum(point["Sum"] for point in points)

    assert {metric: total(metric) for metric in ["AllRequests", "GetRequests", "PutRequests", "4xxErrors", "5xxErrors", "BytesUploaded"]} == {
        "AllRequests": 3, "GetRequests": 2, "PutRequests": 1, "4xxErrors": 1, "5xxErrors": 0, "BytesUploaded": 1000}
    assert total("BytesDownloaded") > 1000 and total("TotalRequestLatency") >= total("FirstByteLatency") > 0
    names = {metric["MetricName"] for metric in cloudwatch.list_metrics(Namespace="AWS/S3", Dimensions=dimensions)["Metrics"]}
    assert {"AllRequests", "FirstByteLatency"} <= names
