"""What belongs to a function, with boto3: versions, aliases, its policy, concurrency, asynchronous invocation."""

import json

import pytest
from botocore.exceptions import ClientError

import harness
from test_lambda_runtimes import create, zip_of

CODE = "import os\ndef lambda_handler(event, context):\n    return {'version': context.function_version, 'as': %s, 'arn': context.invoked_function_arn}\n"


@pytest.fixture
def functions(client):
    return client("lambda")


@pytest.fixture
def snake(functions, unique):
    return create(functions, unique("snake"), {"lambda_function.py": CODE % "'first'"})


def error_of(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


def test_versions_keep_code_and_configuration(functions, snake):
    name = snake.name
    first = functions.publish_version(FunctionName=name, Description="one")
    assert (first["Version"], first["Description"]) == ("1", "one") and first["FunctionArn"].endswith(f":function:{name}:1")
    assert functions.publish_version(FunctionName=name, Description="one")["Version"] == "1"  # nothing has changed
    functions.update_function_code(FunctionName=name, ZipFile=zip_of({"lambda_function.py": CODE % "'second'"}), Publish=True)
    functions.update_function_configuration(FunctionName=name, Timeout=9)
    assert snake.invoke(Qualifier="1")["as"] == "first" and snake.answer["ExecutedVersion"] == "1"
    assert snake.invoke(Qualifier="2")["as"] == "second"
    assert snake.invoke()["version"] == "$LATEST"
    listed = functions.list_versions_by_function(FunctionName=name)["Versions"]
    assert [version["Version"] for version in listed] == ["$LATEST", "1", "2"]
    assert [version["Timeout"] for version in listed] == [9, 3, 3]
    functions.delete_function(FunctionName=name, Qualifier="1")
    assert error_of(functions.invoke, FunctionName=name, Qualifier="1")[0] == "ResourceNotFoundException"
    pages = functions.get_paginator("list_versions_by_function").paginate(FunctionName=name, PaginationConfig={"PageSize": 1})
    assert [version["Version"] for page in pages for version in page["Versions"]] == ["$LATEST", "2"]
    assert error_of(functions.publish_version, FunctionName=name, CodeSha256="other")[0] == "InvalidParameterValueException"


def test_aliases_name_versions(functions, snake):
    name = snake.name
    functions.publish_version(FunctionName=name)
    functions.update_function_code(FunctionName=name, ZipFile=zip_of({"lambda_function.py": CODE % "'second'"}), Publish=True)
    made = functions.create_alias(FunctionName=name, Name="live", FunctionVersion="1", Description="what runs")
    assert made["AliasArn"].endswith(f":function:{name}:live")
    told = snake.invoke(Qualifier="live")
    assert told["as"] == "first" and told["arn"] == made["AliasArn"]
    assert functions.invoke(FunctionName=made["AliasArn"])["ExecutedVersion"] == "1"
    functions.update_alias(FunctionName=name, Name="live", FunctionVersion="2", RoutingConfig={"AdditionalVersionWeights": {"1": 0.5}})
    seen = {functions.invoke(FunctionName=name, Qualifier="live")["ExecutedVersion"] for _ in range(40)}
    assert seen == {"1", "2"}
    assert error_of(functions.delete_function, FunctionName=name, Qualifier="2")[0] == "ResourceConflictException"
    assert [alias["Name"] for alias in functions.list_aliases(FunctionName=name)["Aliases"]] == ["live"]
    assert error_of(functions.create_alias, FunctionName=name, Name="live", FunctionVersion="1") == (
        "ResourceConflictException", f"Alias already exists: {made['AliasArn']}")
    assert error_of(functions.create_alias, FunctionName=name, Name="7", FunctionVersion="1")[0] == "ValidationException"
    assert error_of(functions.create_alias, FunctionName=name, Name="next", FunctionVersion="9")[0] == "ResourceNotFoundException"
    functions.delete_alias(FunctionName=name, Name="live")
    assert error_of(functions.get_alias, FunctionName=name, Name="live") == (
        "ResourceNotFoundException", f"Cannot find alias arn: {made['AliasArn']}")


def test_the_policy(functions, snake):
    name = snake.name
    added = functions.add_permission(FunctionName=name, StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
                                     SourceArn="arn:aws:s3:::pictures", SourceAccount=harness.ACCOUNT)
    statement = json.loads(added["Statement"])
    arn = functions.get_function(FunctionName=name)["Configuration"]["FunctionArn"]
    assert statement == {"Sid": "s3", "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "lambda:InvokeFunction",
                         "Resource": arn, "Condition": {"StringEquals": {"AWS:SourceAccount": harness.ACCOUNT},
                                                        "ArnLike": {"AWS:SourceArn": "arn:aws:s3:::pictures"}}}
    policy = functions.get_policy(FunctionName=name)
    assert json.loads(policy["Policy"]) == {"Version": "2012-10-17", "Id": "default", "Statement": [statement]}
    again = dict(FunctionName=name, StatementId="s3", Action="lambda:InvokeFunction", Principal="*")
    assert error_of(functions.add_permission, **again) == (
        "ResourceConflictException", "The statement id (s3) provided already exists. Please provide a new statement id, or remove the existing statement.")
    functions.remove_permission(FunctionName=name, StatementId="s3")
    assert error_of(functions.get_policy, FunctionName=name) == ("ResourceNotFoundException", "The resource you requested does not exist.")
    assert error_of(functions.remove_permission, FunctionName=name, StatementId="s3") == (
        "ResourceNotFoundException", "Statement s3 is not found in resource policy.")


def test_reserved_concurrency_throttles(functions, snake):
    assert "ReservedConcurrentExecutions" not in functions.get_function_concurrency(FunctionName=snake.name)
    functions.put_function_concurrency(FunctionName=snake.name, ReservedConcurrentExecutions=0)
    assert functions.get_function_concurrency(FunctionName=snake.name)["ReservedConcurrentExecutions"] == 0
    assert functions.get_function(FunctionName=snake.name)["Concurrency"] == {"ReservedConcurrentExecutions": 0}
    with pytest.raises(functions.exceptions.TooManyRequestsException) as caught:
        functions.invoke(FunctionName=snake.name)
    assert caught.value.response["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    functions.delete_function_concurrency(FunctionName=snake.name)
    assert snake.invoke()["version"] == "$LATEST"


def test_settings_of_asynchronous_invocation(functions, snake):
    name = snake.name
    assert error_of(functions.get_function_event_invoke_config, FunctionName=name)[0] == "ResourceNotFoundException"
    put = functions.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=1)
    assert put["MaximumRetryAttempts"] == 1 and put["FunctionArn"].endswith(":$LATEST") and "DestinationConfig" not in put
    changed = functions.update_function_event_invoke_config(FunctionName=name, MaximumEventAgeInSeconds=60)
    assert (changed["MaximumRetryAttempts"], changed["MaximumEventAgeInSeconds"]) == (1, 60)
    assert len(functions.list_function_event_invoke_configs(FunctionName=name)["FunctionEventInvokeConfigs"]) == 1
    functions.delete_function_event_invoke_config(FunctionName=name)
    assert functions.list_function_event_invoke_configs(FunctionName=name)["FunctionEventInvokeConfigs"] == []


def test_the_end_of_an_event_is_told_to_another_function(functions, client, bucket, unique):
    """Success goes to a function that writes what it gets to S3."""
    keeper = create(functions, unique("keeper"), {"lambda_function.py": f"""
import json, boto3
def lambda_handler(event, context):
    boto3.client("s3").put_object(Bucket="{bucket}", Key=event["requestContext"]["condition"], Body=json.dumps(event))
"""}, Timeout=30, MemorySize=256)
    target = functions.get_function(FunctionName=keeper.name)["Configuration"]["FunctionArn"]
    worker = create(functions, unique("worker"), {"lambda_function.py": """
def lambda_handler(event, context):
    if event.get("fail"):
        raise RuntimeError("as asked")
    return {"done": event}
"""})
    functions.put_function_event_invoke_config(FunctionName=worker.name, MaximumRetryAttempts=0, DestinationConfig={
        "OnSuccess": {"Destination": target}, "OnFailure": {"Destination": target}})
    for event in ({"a": 1}, {"fail": True}):
        assert functions.invoke(FunctionName=worker.name, InvocationType="Event", Payload=json.dumps(event))["StatusCode"] == 202

    def kept(key):
        found = client("s3").list_objects_v2(Bucket=bucket, Prefix=key).get("Contents")
        return found and json.loads(client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())

    success = harness.eventually(lambda: kept("Success"))
    assert success["requestPayload"] == {"a": 1} and success["responsePayload"] == {"done": {"a": 1}}
    assert success["requestContext"]["approximateInvokeCount"] == 1 and success["version"] == "1.0"
    failure = harness.eventually(lambda: kept("RetriesExhausted"))
    assert failure["responseContext"]["functionError"] == "Unhandled"
    assert failure["responsePayload"]["errorMessage"] == "as asked"
