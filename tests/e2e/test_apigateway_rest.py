"""REST APIs of API Gateway: built with boto3 and the AWS CLI, called by their stages' URLs."""

import base64
import json

import botocore.exceptions
import pytest

import harness
from test_lambda_runtimes import create

ROLE = "arn:aws:iam::000000000000:role/gateway"
PASS = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Pass", "End": True}}})
ECHO = """
def lambda_handler(event, context):
    do = (event.get("queryStringParameters") or {}).get("do")
    if do == "raise":
        raise ValueError("bad thing")
    if do == "malformed":
        return {"status": 200}
    if do == "bytes":
        return {"statusCode": 200, "headers": {"Content-Type": "image/png"}, "body": "AP8=", "isBase64Encoded": True}
    import json
    return {"statusCode": 201, "headers": {"X-Own": "yes"}, "multiValueHeaders": {"X-Many": ["a", "b"]},
            "body": json.dumps(event)}
"""
AUTHORIZER = """
def lambda_handler(event, context):
    token = event.get("authorizationToken") or event["headers"].get("token")
    if token == "nobody":
        raise Exception("Unauthorized")
    if token == "broken":
        return {}
    effect = "Allow" if token.startswith("allow") else "Deny"
    return {"principalId": "user", "context": {"tier": "gold", "n": 1},
            "policyDocument": {"Version": "2012-10-17", "Statement": [
                {"Action": "execute-api:Invoke", "Effect": effect, "Resource": event["methodArn"]}]}}
"""


def refused(call):
    """The error's code and message."""
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call()
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def service_uri(action, region=harness.REGION):
    return f"arn:aws:apigateway:{region}:{action}"


def function_uri(function):
    return service_uri(f"lambda:path/2015-03-31/functions/{function}/invocations")


class Api:
    """An API under construction and its deployed form."""

    def __init__(self, server, name, client=None, **settings):
        self.server = server
        self.client = client or server.client("apigateway")
        made = self.client.create_rest_api(name=name, **settings)
        self.id, self.resources = made["id"], {"/": self.client.get_resources(restApiId=made["id"])["items"][0]["id"]}

    def resource(self, path):
        if path not in self.resources:
            parent, part = path.rsplit("/", 1)
            made = self.client.create_resource(restApiId=self.id, parentId=self.resource(parent or "/"), pathPart=part)
            self.resources[path] = made["id"]
        return self.resources[path]

    def method(self, path, method, integration, responses=("200",), answers=None, **settings):
        at = {"restApiId": self.id, "resourceId": self.resource(path), "httpMethod": method}
        self.client.put_method(**at, **{"authorizationType": "NONE", **settings})
        self.client.put_integration(**at, **integration)
        for status in responses:
            headers = {f"method.response.header.{name}": False for name in ("X-Id", "Access-Control-Allow-Origin")}
            self.client.put_method_response(**at, statusCode=status, responseParameters=headers)
        for status, answer in (answers or {}).items():
            self.client.put_integration_response(**at, statusCode=status, **answer)

    def mock(self, path, method="GET", template='{"statusCode": 200}', answer=None, **settings):
        integration = {"type": "MOCK", "requestTemplates": {"application/json": template}}
        self.method(path, method, integration, answers={"200": answer or {}}, **settings)

    def proxy(self, path, method, function, **settings):
        integration = {"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": function_uri(function)}
        self.method(path, method, integration, responses=(), **settings)

    def deploy(self, stage="prod", **settings):
        return self.client.create_deployment(restApiId=self.id, stageName=stage, **settings)["id"]

    def call(self, method, path, body=None, stage="prod", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        return self.server.http(method, f"/restapis/{self.id}/{stage}/_user_request_{path}", body, headers)


@pytest.fixture
def api(server, unique):
    return Api(server, unique("api"))


@pytest.fixture
def function(client, unique):
    """function(code): the ARN of a new function that API Gateway may invoke."""

    def make(code, permitted=True):
        functions = client("lambda")
        name = create(functions, unique("function"), {"lambda_function.py": code}, Timeout=20).name
        if permitted:
            functions.add_permission(FunctionName=name, StatementId="api", Action="lambda:InvokeFunction",
                                     Principal="apigateway.amazonaws.com")
        return f"arn:aws:lambda:us-east-1:000000000000:function:{name}"

    return make


def test_the_seed_pipeline_starts_executions(server, client, unique):
    region = "ca-central-1"
    states = client("stepfunctions", region=region)
    machine = states.create_state_machine(name=unique("machine"), definition=PASS, roleArn=ROLE)["stateMachineArn"]
    api = Api(server, unique("resize"), client("apigateway", region=region))
    template = json.dumps({"stateMachineArn": machine, "input": "$util.escapeJavaScript($input.body)"})
    integration = {"type": "AWS", "integrationHttpMethod": "POST", "credentials": ROLE,
                   "uri": service_uri("states:action/StartExecution", region),
                   "requestTemplates": {"application/json": template}}
    api.method("/resize", "POST", integration, answers={"200": {}})
    api.deploy("imageresizeproduction")
    body = json.dumps({"bucket": "original-images", "key": "dog \u00e4\"/\\.png"})
    answer = api.call("POST", "/resize", body, stage="imageresizeproduction")
    assert answer.status == 200, answer.body
    arn = answer.json()["executionArn"]
    assert json.loads(states.describe_execution(executionArn=arn)["input"]) == json.loads(body)
    for name in ("x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id"):
        assert answer.headers[name]
    host = f"{api.id}.execute-api.{region}.localhost"
    by_host = server.http("POST", "/imageresizeproduction/resize", body, {"Host": host, "Content-Type": "application/json"})
    assert by_host.json()["executionArn"].startswith(arn.rsplit(":", 1)[0])

    # A body that is no JSON is a text like any other to the template, and no input to Step Functions.
    malformed = api.call("POST", "/resize", '{"bucket": ""x""}', stage="imageresizeproduction")
    assert malformed.status == 200 and malformed.json()["__type"].endswith("InvalidExecutionInput")
    # escapeJavaScript escapes apostrophes, which JSON does not know; AWS's documents say to undo it by replaceAll.
    apostrophe = api.call("POST", "/resize", '{"key": "dog\'s.png"}', stage="imageresizeproduction")
    assert apostrophe.json()["__type"].endswith("#SerializationException")
    assert len(states.list_executions(stateMachineArn=machine)["executions"]) == 2


def test_the_gateway_refuses_in_awss_words(server, api):
    api.mock("/here")
    api.deploy()
    missing = api.call("GET", "/elsewhere")
    assert (missing.status, missing.body) == (403, b'{"message":"Missing Authentication Token"}')
    assert missing.headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"
    assert api.call("POST", "/here", "{}").status == 403
    unknown = api.call("GET", "/here", stage="dev")
    assert (unknown.status, unknown.body) == (403, b'{"message":"Forbidden"}')
    nowhere = server.http("GET", "/prod/here", headers={"Host": "nosuchapi1.execute-api.us-east-1.localhost"})
    assert (nowhere.status, nowhere.body) == (403, b'{"message":"Forbidden"}')


def test_deployments_are_snapshots(api):
    api.mock("/a", answer={"responseTemplates": {"application/json": '{"version": 1, "stage": "$stageVariables.name"}'}})
    first = api.deploy(variables={"name": "one"})
    assert api.call("GET", "/a").json() == {"version": 1, "stage": "one"}
    at = {"restApiId": api.id, "resourceId": api.resource("/a"), "httpMethod": "GET"}
    change = {"op": "replace", "path": "/responseTemplates/application~1json", "value": '{"version": 2}'}
    api.client.update_integration_response(**at, statusCode="200", patchOperations=[change])
    assert api.call("GET", "/a").json()["version"] == 1
    second = api.deploy()
    assert api.call("GET", "/a").json()["version"] == 2
    back = [{"op": "replace", "path": "/deploymentId", "value": first}]
    assert api.client.update_stage(restApiId=api.id, stageName="prod", patchOperations=back)["deploymentId"] == first
    assert api.call("GET", "/a").json()["version"] == 1
    assert refused(lambda: api.client.delete_deployment(restApiId=api.id, deploymentId=first))[0] == "BadRequestException"
    api.client.delete_deployment(restApiId=api.id, deploymentId=second)


def test_paths_are_routed(api):
    answer = {"responseTemplates": {"application/json": '"$context.resourcePath $input.params(\'id\') $input.params(\'proxy\')"'}}
    for path in ("/a/b", "/a/{id}", "/{proxy+}"):
        api.mock(path, "ANY", answer=answer)
    api.deploy()
    routed = {path: api.call("PUT", path).body.decode() for path in ("/a/b", "/a/x%20y", "/a/b/c", "/z")}
    assert routed["/a/b"].startswith('"/a/b ')
    assert routed["/a/x%20y"].startswith('"/a/{id} x y')
    assert routed["/a/b/c"].startswith('"/{proxy+} ') and "a/b/c" in routed["/a/b/c"]
    assert routed["/z"].startswith('"/{proxy+} ') and " z" in routed["/z"]


def test_functions_behind_a_proxy(server, api, client, function):
    api.client.update_rest_api(restApiId=api.id, patchOperations=[
        {"op": "add", "path": "/binaryMediaTypes/image~1png"}])
    api.proxy("/items/{id}", "ANY", function(ECHO))
    api.proxy("/closed", "GET", function(ECHO, permitted=False))
    api.deploy(variables={"color": "blue"})
    answer = api.call("POST", "/items/7?q=1&q=2", '{"a": 1}', X_Test="yes")
    assert (answer.status, answer.headers["x-own"]) == (201, "yes"), answer.body
    event = answer.json()
    assert (event["resource"], event["path"], event["httpMethod"]) == ("/items/{id}", "/items/7", "POST")
    assert event["queryStringParameters"] == {"q": "2"} and event["multiValueQueryStringParameters"] == {"q": ["1", "2"]}
    assert event["pathParameters"] == {"id": "7"} and event["stageVariables"] == {"color": "blue"}
    assert event["headers"]["X-Test"] == "yes" and event["body"] == '{"a": 1}' and event["isBase64Encoded"] is False
    context = event["requestContext"]
    assert (context["stage"], context["apiId"], context["path"]) == ("prod", api.id, "/prod/items/7")
    assert context["identity"]["sourceIp"] == "127.0.0.1" and context["requestId"] == answer.headers["x-amzn-requestid"]
    sent = api.call("PUT", "/items/7", b"\x00\xff", Content_Type="image/png").json()
    assert sent["isBase64Encoded"] is True and base64.b64decode(sent["body"]) == b"\x00\xff"
    assert api.call("GET", "/items/7?do=bytes", Accept="image/png").body == b"\x00\xff"
    assert api.call("GET", "/items/7?do=bytes").body == b"AP8="
    for do in ("raise", "malformed"):
        failed = api.call("GET", "/items/7?do=" + do)
        assert (failed.status, failed.body) == (502, b'{"message": "Internal server error"}')
    closed = api.call("GET", "/closed")
    assert (closed.status, closed.body) == (500, b'{"message": "Internal server error"}')
    metrics = client("cloudwatch")
    found = lambda: metrics.list_metrics(Namespace="AWS/ApiGateway", MetricName="5XXError")["Metrics"]
    assert harness.eventually(found)


def test_functions_behind_templates_select_by_error_message(api, function):
    integration = {"type": "AWS", "integrationHttpMethod": "POST", "uri": function_uri(function(ECHO)),
                   "requestTemplates": {"application/json": '{"queryStringParameters": {"do": "$input.params(\'do\')"}}'}}
    api.method("/f", "GET", integration, responses=("200", "422"), answers={
        "200": {"responseTemplates": {"application/json": "$input.path('$.statusCode')"}},
        "422": {"selectionPattern": "bad.*", "responseTemplates": {"application/json": '{"why": $input.json(\'$.errorMessage\')}'}}})
    api.deploy()
    assert api.call("GET", "/f").body == b"201"
    failed = api.call("GET", "/f?do=raise")
    assert (failed.status, failed.json()) == (422, {"why": "bad thing"})


def test_services_behind_integrations(api, client, unique):
    sqs, s3 = client("sqs"), client("s3")
    queue, bucket = unique("queue"), unique("bucket")
    url = sqs.create_queue(QueueName=queue)["QueueUrl"]
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="a/b.txt", Body=b"stored", ContentType="text/plain")
    form = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}
    api.method("/send", "POST", {
        "type": "AWS", "integrationHttpMethod": "POST", "uri": service_uri(f"sqs:path/000000000000/{queue}"),
        "credentials": ROLE, "requestParameters": form,
        "requestTemplates": {"application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"}},
        answers={"200": {}})
    api.method("/files/{key+}", "GET", {
        "type": "AWS", "integrationHttpMethod": "GET", "uri": service_uri("s3:path/" + bucket + "/{key}"),
        "credentials": ROLE, "requestParameters": {"integration.request.path.key": "method.request.path.key"}},
        responses=("200", "404"), answers={
            "200": {"responseParameters": {"method.response.header.X-Id": "integration.response.header.x-amz-request-id"}},
            "404": {"selectionPattern": "404"}},
        requestParameters={"method.request.path.key": True})
    api.method("/put", "POST", {
        "type": "AWS", "integrationHttpMethod": "POST", "uri": service_uri("events:action/PutEvents"),
        "credentials": ROLE, "requestTemplates": {"application/json": json.dumps({"Entries": [
            {"Source": "test", "DetailType": "t", "Detail": "$util.escapeJavaScript($input.body)"}]})}},
        answers={"200": {}})
    api.deploy()
    assert b"<MessageId>" in api.call("POST", "/send", '{"a": "b & c"}').body
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == '{"a": "b & c"}'
    read = api.call("GET", "/files/a/b.txt")
    assert (read.status, read.body) == (200, b"stored") and read.headers["x-id"]
    assert api.call("GET", "/files/none").status == 404
    assert api.call("POST", "/put", "{}").json()["FailedEntryCount"] == 0


def test_requests_are_validated(api):
    schema = {"type": "object", "required": ["key"], "properties": {"key": {"type": "string", "minLength": 2}}}
    api.client.create_model(restApiId=api.id, name="Job", contentType="application/json", schema=json.dumps(schema))
    validator = api.client.create_request_validator(
        restApiId=api.id, name="all", validateRequestBody=True, validateRequestParameters=True)["id"]
    api.mock("/v", "POST", requestValidatorId=validator, requestModels={"application/json": "Job"},
             requestParameters={"method.request.querystring.q": True, "method.request.header.X-Need": True})
    api.deploy()
    missing = api.call("POST", "/v?q=1", "{}")
    assert (missing.status, missing.body) == (400, b'{"message": "Missing required request parameters: [X-Need]"}')
    for body in ("{}", '{"key": 1}', '{"key": "a"}', "no json"):
        bad = api.call("POST", "/v?q=1", body, X_Need="1")
        assert (bad.status, bad.body) == (400, b'{"message": "Invalid request body"}'), body
    assert api.call("POST", "/v?q=1", '{"key": "ab"}', X_Need="1").status == 200


def test_passthrough_behaviour_and_gateway_responses(api):
    integration = {"type": "MOCK", "passthroughBehavior": "NEVER", "requestTemplates": {"application/json": '{"statusCode": 200}'}}
    api.method("/m", "POST", integration, answers={"200": {}})
    api.deploy()
    unsupported = api.call("POST", "/m", "x", Content_Type="text/plain")
    assert (unsupported.status, unsupported.body) == (415, b'{"message": "Unsupported Media Type"}')
    listed = api.client.get_gateway_responses(restApiId=api.id)["items"]
    assert len(listed) == 21 and all(each["defaultResponse"] for each in listed)
    api.client.put_gateway_response(
        restApiId=api.id, responseType="MISSING_AUTHENTICATION_TOKEN", statusCode="404",
        responseParameters={"gatewayresponse.header.X-Why": "'none'"},
        responseTemplates={"application/json": '{"error": $context.error.messageString, "id": "$context.requestId"}'})
    api.deploy()
    answer = api.call("GET", "/nowhere")
    assert (answer.status, answer.headers["x-why"]) == (404, "none")
    assert answer.json() == {"error": "Missing Authentication Token", "id": answer.headers["x-amzn-requestid"]}


def test_lambda_authorizers(api, function):
    authorizer = api.client.create_authorizer(
        restApiId=api.id, name="tokens", type="TOKEN", identitySource="method.request.header.Token",
        authorizerUri=function_uri(function(AUTHORIZER)))["id"]
    api.mock("/who", authorizationType="CUSTOM", authorizerId=authorizer,
             answer={"responseTemplates": {"application/json": '"$context.authorizer.principalId $context.authorizer.tier"'}})
    api.mock("/signed", authorizationType="AWS_IAM")
    api.deploy()
    assert api.call("GET", "/who").status == 401
    assert api.call("GET", "/who", Token="allow").body == b'"user gold"'
    denied = api.call("GET", "/who", Token="deny")
    assert (denied.status, denied.json()) == (403, {"Message": "User is not authorized to access this resource with an explicit deny"})
    assert (api.call("GET", "/who", Token="nobody").status, api.call("GET", "/who", Token="broken").status) == (401, 500)
    assert api.call("GET", "/signed").json() == {"message": "Missing Authentication Token"}
    scope = "Credential=test/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=" + "0" * 64
    signed = {"Authorization": "AWS4-HMAC-SHA256 " + scope, "X_Amz_Date": "20260101T000000Z"}
    assert api.call("GET", "/signed", **signed).status == 200


def test_api_keys_and_usage_plans(api):
    api.mock("/k", apiKeyRequired=True)
    api.deploy()
    assert api.call("GET", "/k").body == b'{"message":"Forbidden"}'
    key = api.client.create_api_key(name="k", enabled=True)
    assert "value" not in api.client.get_api_key(apiKey=key["id"])
    assert api.client.get_api_key(apiKey=key["id"], includeValue=True)["value"] == key["value"]
    plan = api.client.create_usage_plan(name="p", quota={"limit": 2, "period": "DAY"},
                                        apiStages=[{"apiId": api.id, "stage": "prod"}])["id"]
    assert api.call("GET", "/k", x_api_key=key["value"]).status == 403
    api.client.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    assert [api.call("GET", "/k", x_api_key=key["value"]).status for _ in range(2)] == [200, 200]
    spent = api.call("GET", "/k", x_api_key=key["value"])
    assert (spent.status, spent.body) == (429, b'{"message":"Limit Exceeded"}')
    api.client.update_usage_plan(usagePlanId=plan, patchOperations=[
        {"op": "remove", "path": "/quota"}, {"op": "add", "path": "/throttle/rateLimit", "value": "0.001"},
        {"op": "add", "path": "/throttle/burstLimit", "value": "1"}])
    assert api.call("GET", "/k", x_api_key=key["value"]).status == 200
    fast = api.call("GET", "/k", x_api_key=key["value"])
    assert (fast.status, fast.body) == (429, b'{"message":"Too Many Requests"}')


def test_access_logs(api, client, unique):
    group = unique("/access")
    client("logs").create_log_group(logGroupName=group)
    api.mock("/logged")
    api.deploy()
    arn = f"arn:aws:logs:us-east-1:000000000000:log-group:{group}"
    form = '{"id":"$context.requestId","status":"$context.status","path":"$context.resourcePath","none":"$context.nothing"}'
    api.client.update_stage(restApiId=api.id, stageName="prod", patchOperations=[
        {"op": "replace", "path": "/accessLogSettings/destinationArn", "value": arn},
        {"op": "replace", "path": "/accessLogSettings/format", "value": form}])
    answer = api.call("GET", "/logged")
    lines = harness.eventually(lambda: client("logs").filter_log_events(logGroupName=group)["events"])
    assert json.loads(lines[0]["message"]) == {
        "id": answer.headers["x-amzn-requestid"], "status": "200", "path": "/logged", "none": "-"}


def test_pages_of_other_sites_are_let_in_by_the_api_alone(api):
    for path, allowed in (("/open", "'https://site.example'"), ("/closed", None)):
        answer = {"responseParameters": {"method.response.header.Access-Control-Allow-Origin": allowed}} if allowed else {}
        api.mock(path, "OPTIONS", answer=answer)
        api.mock(path, "GET", answer=answer)
    api.deploy()
    assert api.call("GET", "/open", Origin="https://site.example").status == 200
    assert api.call("GET", "/open", Origin="https://other.example").status == 403
    assert api.call("GET", "/closed", Origin="https://site.example").status == 403


def test_apis_are_imported_tested_and_exported(api, client):
    document = {
        "openapi": "3.0.1", "info": {"title": "imported", "version": "1"},
        "paths": {"/x/{id}": {"get": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "200 response"}},
            "x-amazon-apigateway-integration": {
                "type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'},
                "responses": {"default": {"statusCode": "200", "responseTemplates": {
                    "application/json": "\"$input.params('id')\""}}}}}}}}
    gateway = api.client
    made = gateway.import_rest_api(body=json.dumps(document))["id"]
    gateway.create_deployment(restApiId=made, stageName="s")
    assert api.server.http("GET", f"/restapis/{made}/s/_user_request_/x/7").body == b'"7"'
    document["paths"] = {"/y": document["paths"]["/x/{id}"]}
    gateway.put_rest_api(restApiId=made, mode="overwrite", body=json.dumps(document))
    resources = {each["path"]: each["id"] for each in gateway.get_resources(restApiId=made)["items"]}
    assert set(resources) == {"/", "/y"}
    tested = gateway.test_invoke_method(restApiId=made, resourceId=resources["/y"], httpMethod="GET")
    assert tested["status"] == 200 and "Method completed with status: 200" in tested["log"]
    exported = json.loads(gateway.get_export(
        restApiId=made, stageName="s", exportType="oas30", parameters={"extensions": "integrations"},
        accepts="application/json")["body"].read())
    assert exported["paths"]["/x/{id}"]["get"]["x-amazon-apigateway-integration"]["type"] == "mock"
    assert refused(lambda: gateway.import_rest_api(body=b"nothing"))[0] == "BadRequestException"


def test_what_is_created_is_read_and_changed(api, aws_json, unique):
    client = api.client
    at = {"restApiId": api.id}
    read = client.get_rest_api(**at)
    assert read["apiKeySource"] == "HEADER" and read["endpointConfiguration"]["types"] == ["EDGE"]
    changed = client.update_rest_api(**at, patchOperations=[
        {"op": "replace", "path": "/description", "value": "d"},
        {"op": "replace", "path": "/endpointConfiguration/types/EDGE", "value": "REGIONAL"},
        {"op": "add", "path": "/minimumCompressionSize", "value": "1024"}])
    assert (changed["description"], changed["minimumCompressionSize"]) == ("d", 1024)
    assert changed["endpointConfiguration"]["types"] == ["REGIONAL"]
    code, message = refused(lambda: client.update_rest_api(**at, patchOperations=[{"op": "replace", "path": "/none", "value": "x"}]))
    assert code == "BadRequestException" and message.startswith("Invalid patch path  '/none' specified for op 'replace'. Must be one of: [")
    api.resource("/a/{id}")
    assert refused(lambda: api.client.create_resource(**at, parentId=api.resource("/"), pathPart="a")) == (
        "ConflictException", "Another resource with the same parent already has this name: a")
    assert refused(lambda: client.get_resource(**at, resourceId="none")) == (
        "NotFoundException", "Invalid Resource identifier specified")
    assert refused(lambda: client.get_rest_api(restApiId="none")) == (
        "NotFoundException", "Invalid API identifier specified 000000000000:none")
    assert refused(lambda: api.deploy()) == ("BadRequestException", "The REST API doesn't contain any methods")
    api.mock("/a/{id}")
    embedded = client.get_resources(**at, embed=["methods"])["items"]
    assert {each["path"] for each in embedded} == {"/", "/a", "/a/{id}"}
    methods = next(each for each in embedded if each["path"] == "/a/{id}")["resourceMethods"]
    assert methods["GET"]["methodIntegration"]["type"] == "MOCK"
    api.deploy()
    stage = client.update_stage(**at, stageName="prod", patchOperations=[
        {"op": "replace", "path": "/*/*/metrics/enabled", "value": "true"},
        {"op": "replace", "path": "/a/{id}/GET/throttling/rateLimit", "value": "5.5"},
        {"op": "replace", "path": "/variables/x", "value": "y"}])
    assert stage["methodSettings"]["*/*"]["metricsEnabled"] is True and stage["variables"] == {"x": "y"}
    assert stage["methodSettings"]["a/{id}/GET"]["throttlingRateLimit"] == 5.5
    arn = f"arn:aws:apigateway:us-east-1::/restapis/{api.id}"
    client.tag_resource(resourceArn=arn, tags={"team": "images", "a": "b"})
    client.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert client.get_tags(resourceArn=arn)["tags"] == client.get_rest_api(**at)["tags"] == {"team": "images"}
    listed = aws_json("apigateway", "get-rest-apis", "--max-items", "500")["items"]
    assert api.id in {each["id"] for each in listed}
    client.delete_rest_api(**at)
    assert refused(lambda: client.get_stages(**at))[0] == "NotFoundException"
