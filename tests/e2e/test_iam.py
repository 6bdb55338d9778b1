"""IAM, STS, signatures and enforcement with boto3."""

import io
import json
import urllib.error
import urllib.request
import zipfile

import boto3
import botocore.config
import botocore.exceptions
import pytest

import harness

TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": ["lambda.amazonaws.com", "states.amazonaws.com"],
                                      "AWS": f"arn:aws:iam::{harness.ACCOUNT}:root"}, "Action": "sts:AssumeRole"}]})


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*"):
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def client_with(server, service, key, secret, token=None, s3_signature="s3v4"):
    return boto3.client(
        service, endpoint_url=f"http://127.0.0.1:{server.port}", region_name=harness.REGION, aws_access_key_id=key,
        aws_secret_access_key=secret, aws_session_token=token,
        config=botocore.config.Config(s3={"addressing_style": "path"}, signature_version=s3_signature if service == "s3" else None,
                                      retries={"max_attempts": 0}))


def as_user(server, service, key, **options):
    return client_with(server, service, key["AccessKeyId"], key["SecretAccessKey"], **options)


def as_session(server, service, credentials):
    return client_with(server, service, credentials["AccessKeyId"], credentials["SecretAccessKey"],
                       credentials["SessionToken"])


def error_of(call, *arguments, **named):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(*arguments, **named)
    return caught.value.response["Error"]


def test_roles_and_their_policies(client, unique):
    iam, name = client("iam"), unique("role")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST, Path="/service/", Description="d",
                           MaxSessionDuration=7200, Tags=[{"Key": "k", "Value": "v"}],
                           PermissionsBoundary="arn:aws:iam::aws:policy/PowerUserAccess")["Role"]
    assert role["Arn"] == f"arn:aws:iam::{harness.ACCOUNT}:role/service/{name}" and role["RoleId"].startswith("AROA")
    assert role["AssumeRolePolicyDocument"] == json.loads(TRUST)
    assert error_of(iam.create_role, RoleName=name.upper(), AssumeRolePolicyDocument=TRUST) == {
        "Type": "Sender", "Code": "EntityAlreadyExists", "Message": f"Role with name {name.upper()} already exists."}
    basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    iam.attach_role_policy(RoleName=name, PolicyArn=basic)
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy(allow("s3:*")))
    assert iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"] == [
        {"PolicyName": "AWSLambdaBasicExecutionRole", "PolicyArn": basic}]
    assert iam.get_role_policy(RoleName=name, PolicyName="own")["PolicyDocument"]["Statement"][0]["Action"] == "s3:*"
    assert iam.get_role(RoleName=name)["Role"]["Tags"] == [{"Key": "k", "Value": "v"}]
    assert error_of(iam.delete_role, RoleName=name)["Message"] == "Cannot delete entity, must detach all policies first."
    iam.detach_role_policy(RoleName=name, PolicyArn=basic)
    assert error_of(iam.delete_role, RoleName=name)["Message"] == "Cannot delete entity, must delete policies first."
    iam.delete_role_policy(RoleName=name, PolicyName="own")
    iam.delete_role(RoleName=name)
    error = error_of(iam.get_role, RoleName=name)
    assert (error["Code"], error["Message"]) == ("NoSuchEntity", f"The role with name {name} cannot be found.")
    assert error_of(iam.create_role, RoleName=name, AssumeRolePolicyDocument="{")["Code"] == "MalformedPolicyDocument"


def test_managed_policies_have_versions_and_entities(client, unique):
    iam, name = client("iam"), unique("policy")
    arn = iam.create_policy(PolicyName=name, PolicyDocument=policy(allow("s3:GetObject")))["Policy"]["Arn"]
    for _ in range(4):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy(allow("sqs:*")), SetAsDefault=True)
    assert error_of(iam.create_policy_version, PolicyArn=arn, PolicyDocument=policy(allow("*")))["Code"] == "LimitExceeded"
    found = iam.get_policy(PolicyArn=arn)["Policy"]
    assert found["DefaultVersionId"] == "v5" and found["AttachmentCount"] == 0
    user = unique("user")
    iam.create_user(UserName=user)
    iam.attach_user_policy(UserName=user, PolicyArn=arn)
    entities = iam.list_entities_for_policy(PolicyArn=arn)
    assert [one["UserName"] for one in entities["PolicyUsers"]] == [user] and entities["PolicyRoles"] == []
    assert error_of(iam.delete_policy, PolicyArn=arn)["Message"] == "Cannot delete a policy attached to entities."
    iam.detach_user_policy(UserName=user, PolicyArn=arn)
    for version in ("v1", "v2", "v3", "v4"):
        iam.delete_policy_version(PolicyArn=arn, VersionId=version)
    iam.delete_policy(PolicyArn=arn)
    iam.delete_user(UserName=user)
    pages = iam.get_paginator("list_policies").paginate(Scope="AWS", PaginationConfig={"PageSize": 10})
    arns = [one["Arn"] for page in pages for one in page["Policies"]]
    assert "arn:aws:iam::aws:policy/AmazonS3FullAccess" in arns and len(arns) == len(set(arns)) > 50


def test_groups_profiles_and_the_account(client, unique):
    iam, user, group, role, profile = client("iam"), unique("user"), unique("group"), unique("role"), unique("profile")
    iam.create_user(UserName=user)
    iam.create_group(GroupName=group)
    iam.add_user_to_group(GroupName=group, UserName=user)
    assert [one["UserName"] for one in iam.get_group(GroupName=group)["Users"]] == [user]
    assert [one["GroupName"] for one in iam.list_groups_for_user(UserName=user)["Groups"]] == [group]
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST)
    iam.create_instance_profile(InstanceProfileName=profile)
    iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)
    assert iam.get_instance_profile(InstanceProfileName=profile)["InstanceProfile"]["Roles"][0]["RoleName"] == role
    details = iam.get_account_authorization_details(MaxItems=1000)
    assert user in [one["UserName"] for one in details["UserDetailList"]]
    assert iam.get_account_summary()["SummaryMap"]["AccessKeysPerUserQuota"] == 2
    iam.create_login_profile(UserName=user, Password="long enough")
    assert error_of(iam.delete_group, GroupName=group)["Code"] == "DeleteConflict"
    iam.remove_user_from_group(GroupName=group, UserName=user)
    iam.delete_login_profile(UserName=user)
    iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=role)
    for delete, name in ((iam.delete_group, {"GroupName": group}), (iam.delete_user, {"UserName": user}),
                         (iam.delete_role, {"RoleName": role}),
                         (iam.delete_instance_profile, {"InstanceProfileName": profile})):
        delete(**name)


def test_simulations_decide_as_the_evaluator_does(client, unique):
    iam, name = client("iam"), unique("role")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy(
        allow("s3:*", "arn:aws:s3:::b/*"), {"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"}))
    results = iam.simulate_principal_policy(
        PolicySourceArn=arn, ActionNames=["s3:GetObject", "s3:DeleteObject", "sqs:SendMessage"],
        ResourceArns=["arn:aws:s3:::b/k"])["EvaluationResults"]
    assert [one["EvalDecision"] for one in results] == ["allowed", "explicitDeny", "implicitDeny"]


def test_access_keys_are_verified(server, client, unique):
    iam, name = client("iam"), unique("user")
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    sts = as_user(server, "sts", key)
    identity = sts.get_caller_identity()
    assert identity["Arn"] == f"arn:aws:iam::{harness.ACCOUNT}:user/{name}" and identity["UserId"].startswith("AIDA")
    assert sts.get_access_key_info(AccessKeyId=key["AccessKeyId"])["Account"] == harness.ACCOUNT
    assert iam.get_access_key_last_used(AccessKeyId=key["AccessKeyId"])["AccessKeyLastUsed"]["ServiceName"] == "sts"
    wrong = client_with(server, "sts", key["AccessKeyId"], "wrong")
    assert error_of(wrong.get_caller_identity)["Code"] == "SignatureDoesNotMatch"
    for service, call, code in (("s3", "list_buckets", "SignatureDoesNotMatch"),
                                ("lambda", "list_functions", "InvalidSignatureException"),
                                ("stepfunctions", "list_state_machines", "InvalidSignatureException")):
        assert error_of(getattr(client_with(server, service, key["AccessKeyId"], "wrong"), call))["Code"] == code
        getattr(as_user(server, service, key), call)()
    iam.update_access_key(UserName=name, AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert error_of(sts.get_caller_identity)["Code"] == "InvalidClientTokenId"
    iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
    assert error_of(sts.get_caller_identity)["Code"] == "InvalidClientTokenId"
    iam.delete_user(UserName=name)


@pytest.mark.parametrize("signature", ["s3v4", "s3"])  # versions 4 and 2
def test_objects_are_signed_streamed_and_presigned(server, client, bucket, unique, signature):
    iam, name = client("iam"), unique("user")
    iam.create_user(UserName=name)
    s3 = as_user(server, "s3", iam.create_access_key(UserName=name)["AccessKey"], s3_signature=signature)
    assert [one["Name"] for one in s3.list_buckets()["Buckets"]]
    if signature == "s3v4":  # version 2 of Debian's botocore signs "?versioning?versioning"
        assert s3.get_bucket_versioning(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert s3.head_bucket(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 200
    s3.put_object(Bucket=bucket, Key="a b/ü", Body=b"x" * 200_000)
    assert s3.get_object(Bucket=bucket, Key="a b/ü")["Body"].read() == b"x" * 200_000
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a b/ü"}, ExpiresIn=60)
    assert len(urllib.request.urlopen(url).read()) == 200_000
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url.replace("a%20b", "a%20c"))
    assert refused.value.code == 403 and b"SignatureDoesNotMatch" in refused.value.read()


def test_sessions_of_roles_survive_a_restart(fresh_server):
    iam = fresh_server.client("iam")
    iam.create_role(RoleName="worker", AssumeRolePolicyDocument=TRUST)
    arn = f"arn:aws:iam::{harness.ACCOUNT}:role/worker"
    got = fresh_server.client("sts").assume_role(RoleArn=arn, RoleSessionName="me", DurationSeconds=900)
    fresh_server.stop()
    fresh_server.start()
    sts = as_session(fresh_server, "sts", got["Credentials"])
    assert sts.get_caller_identity()["Arn"] == f"arn:aws:sts::{harness.ACCOUNT}:assumed-role/worker/me"
    assert sts.get_caller_identity()["UserId"] == got["AssumedRoleUser"]["AssumedRoleId"]
    error = error_of(fresh_server.client("sts").assume_role, RoleArn=arn, RoleSessionName="me", DurationSeconds=43200)
    assert error["Message"] == "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."


def test_a_credentials_file_and_strictness(start_server, tmp_path):
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps([{"AccessKeyId": "mainkey", "SecretAccessKey": "s", "AccountId": "111122223333"},
                                {"AccessKeyId": "annakey", "SecretAccessKey": "s", "AccountId": "111122223333",
                                 "UserName": "anna"}]))
    server = start_server("--credentials", str(file), "--auth", "strict")
    for key, end in (("mainkey", "root"), ("annakey", "user/anna")):
        identity = client_with(server, "sts", key, "s").get_caller_identity()
        assert identity["Arn"] == f"arn:aws:iam::111122223333:{end}"
    assert error_of(server.client("sts").get_caller_identity)["Code"] == "InvalidClientTokenId"
    assert error_of(server.client("s3").list_buckets)["Code"] == "InvalidAccessKeyId"
    assert error_of(server.client("lambda").list_functions)["Code"] == "UnrecognizedClientException"


CODE = "import boto3\ndef handler(event, context):\n    return boto3.client('sts').get_caller_identity()['Arn']\n"


def zipped(text):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("code.py", text)
    return file.getvalue()


def test_functions_have_credentials_of_their_role(client, unique):
    name = unique("function")
    client("lambda").create_function(
        FunctionName=name, Runtime="python3.11", Handler="code.handler", Timeout=20,
        Role="arn:aws:iam::000000000000:role/worker", Code={"ZipFile": zipped(CODE)})
    answer = client("lambda").invoke(FunctionName=name)
    assert json.loads(answer["Payload"].read()) == f"arn:aws:sts::{harness.ACCOUNT}:assumed-role/worker/{name}"


@pytest.fixture
def enforcing(start_server):
    return start_server("--iam", "enforce")


def machine_of(server, role, function):
    states = server.client("stepfunctions")
    definition = {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": function, "End": True}}}
    arn = states.create_state_machine(name="m", definition=json.dumps(definition), roleArn=role)["stateMachineArn"]

    def run():
        execution = states.start_execution(stateMachineArn=arn)["executionArn"]
        return harness.eventually(lambda: (lambda e: e if e["status"] != "RUNNING" else None)(
            states.describe_execution(executionArn=execution)))
    return run


def test_a_machine_may_do_what_its_role_may(enforcing):
    iam, functions = enforcing.client("iam"), enforcing.client("lambda")
    role = iam.create_role(RoleName="machine", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    function = functions.create_function(
        FunctionName="f", Runtime="python3.11", Handler="code.handler", Role=role,
        Code={"ZipFile": zipped("def handler(event, context):\n    return 1\n")})["FunctionArn"]
    run = machine_of(enforcing, role, function)
    failed = run()
    assert failed["status"] == "FAILED" and failed["error"] == "Lambda.AWSLambdaException"
    session = failed["executionArn"].split(":")[-1]
    assert failed["cause"].startswith(
        f"User: arn:aws:sts::{harness.ACCOUNT}:assumed-role/machine/{session} is not authorized to perform: "
        f"lambda:InvokeFunction on resource: {function} because no identity-based policy allows the "
        "lambda:InvokeFunction action")
    iam.put_role_policy(RoleName="machine", PolicyName="p", PolicyDocument=policy(allow("lambda:InvokeFunction", function)))
    assert run()["status"] == "SUCCEEDED"
    explained = enforcing.http("GET", "/_cloudling/iam/explain?identity=machine").json()
    assert explained[role]["Statement"] == [
        {"Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": [function]}]


def test_users_sessions_and_boundaries_are_enforced(enforcing):
    iam = enforcing.client("iam")
    iam.create_user(UserName="anna")
    key = iam.create_access_key(UserName="anna")["AccessKey"]
    enforcing.client("s3").create_bucket(Bucket="photos")
    s3 = as_user(enforcing, "s3", key)
    error = error_of(s3.put_object, Bucket="photos", Key="k", Body=b"1")
    assert error["Code"] == "AccessDenied" and "because no identity-based policy allows the s3:PutObject" in error["Message"]
    iam.put_user_policy(UserName="anna", PolicyName="p",
                        PolicyDocument=policy(allow(["s3:*", "sts:*"]), {"Sid": "Keep", "Effect": "Deny",
                                                                        "Action": "s3:DeleteObject", "Resource": "*"}))
    s3.put_object(Bucket="photos", Key="k", Body=b"1")
    assert "with an explicit deny in an identity-based policy" in error_of(s3.delete_object, Bucket="photos", Key="k")["Message"]
    assert error_of(as_user(enforcing, "lambda", key).list_functions)["Code"] == "AccessDeniedException"
    iam.put_user_permissions_boundary(UserName="anna", PermissionsBoundary="arn:aws:iam::aws:policy/AmazonSQSFullAccess")
    assert "no permissions boundary allows" in error_of(s3.get_object, Bucket="photos", Key="k")["Message"]
    iam.delete_user_permissions_boundary(UserName="anna")
    iam.create_role(RoleName="reader", AssumeRolePolicyDocument=TRUST)
    iam.attach_role_policy(RoleName="reader", PolicyArn="arn:aws:iam::aws:policy/AmazonS3FullAccess")
    got = as_user(enforcing, "sts", key).assume_role(
        RoleArn=f"arn:aws:iam::{harness.ACCOUNT}:role/reader", RoleSessionName="se",
        Policy=policy(allow("s3:GetObject", "arn:aws:s3:::photos/*")))["Credentials"]
    session = as_session(enforcing, "s3", got)
    assert session.get_object(Bucket="photos", Key="k")["Body"].read() == b"1"
    assert "no session policy allows" in error_of(session.put_object, Bucket="photos", Key="k", Body=b"2")["Message"]


def test_trust_is_enforced(enforcing):
    iam = enforcing.client("iam")
    iam.create_user(UserName="bert")
    iam.put_user_policy(UserName="bert", PolicyName="p", PolicyDocument=policy(allow("sts:*")))
    sts = as_user(enforcing, "sts", iam.create_access_key(UserName="bert")["AccessKey"])
    only_lambda = policy({"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"})
    arn = iam.create_role(RoleName="closed", AssumeRolePolicyDocument=only_lambda)["Role"]["Arn"]
    error = error_of(sts.assume_role, RoleArn=arn, RoleSessionName="me")
    assert error["Code"] == "AccessDenied" and "sts:AssumeRole on resource: " + arn in error["Message"]
    iam.update_assume_role_policy(RoleName="closed", PolicyDocument=TRUST)
    sts.assume_role(RoleArn=arn, RoleSessionName="me")
