"""The Resource Groups Tagging API over resources of several services, with boto3."""

import pytest


@pytest.fixture
def tagged(client, bucket, unique):
    """ARNs of a bucket, a queue and a log group that share a tag of their own: the tag's key, and the ARNs in order."""
    key, name = unique("tag"), unique("resource")
    client("s3").put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": key, "Value": "one"}]})
    client("sqs").create_queue(QueueName=name, tags={key: "two"})
    client("logs").create_log_group(logGroupName=name, tags={key: "one"})
    return key, [f"arn:aws:logs:us-east-1:000000000000:log-group:{name}", f"arn:aws:s3:::{bucket}",
                 f"arn:aws:sqs:us-east-1:000000000000:{name}"]


def test_resources_are_found_by_their_tags(client, tagged):
    tagging, (key, arns) = client("resourcegroupstaggingapi"), tagged
    pages = tagging.get_paginator("get_resources").paginate(TagFilters=[{"Key": key}], ResourcesPerPage=2)
    assert [[one["ResourceARN"] for one in page["ResourceTagMappingList"]] for page in pages] == [arns[:2], arns[2:]]
    found = tagging.get_resources(TagFilters=[{"Key": key, "Values": ["one"]}], ResourceTypeFilters=["s3", "sqs"])
    assert found["ResourceTagMappingList"] == [{"ResourceARN": arns[1], "Tags": [{"Key": key, "Value": "one"}]}]
    assert key in tagging.get_tag_keys()["TagKeys"] and tagging.get_tag_values(Key=key)["TagValues"] == ["one", "two"]


def test_resources_are_tagged_in_their_services(client, tagged, unique):
    tagging, (key, arns), other = client("resourcegroupstaggingapi"), tagged, unique("tag")
    missing = arns[2] + "-missing"
    failed = tagging.tag_resources(ResourceARNList=[*arns, missing], Tags={other: "new"})["FailedResourcesMap"]
    assert list(failed) == [missing] and failed[missing]["StatusCode"] == 400
    assert tagging.untag_resources(ResourceARNList=arns, TagKeys=[key])["FailedResourcesMap"] == {}
    left = tagging.get_resources(ResourceARNList=arns)["ResourceTagMappingList"]
    assert left == [{"ResourceARN": arn, "Tags": [{"Key": other, "Value": "new"}]} for arn in arns]
