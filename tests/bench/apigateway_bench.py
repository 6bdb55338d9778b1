"""API Gateway: requests a second through a MOCK, a Lambda proxy (built-in function) and a StartExecution route of a REST API,
a StartExecution route of an HTTP API, and what the gateway adds to calling the service directly.

    apigateway_bench.py [REQUESTS]      CLOUDLING_BINARY names the binary

One kept connection, one request at a time, direct calls and calls through the gateway in turns. The client runs on the same
machine.
"""

import http.client
import json
import os
import statistics
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import harness  # noqa: E402
from lambda_bench import zip_of  # noqa: E402
from test_apigateway_rest import PASS, ROLE, Api, service_uri  # noqa: E402

EVENT = json.dumps({"bucket": "bench", "key": "none.png"})


class Connection:
    def __init__(self, server):
        self.http = http.client.HTTPConnection(server.endpoint.removeprefix("http://"))

    def timed(self, method, path, body, headers):
        begin = time.perf_counter()
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        answer.read()
        return (time.perf_counter() - begin) * 1000, answer.status


def shown(name, times):
    print(f"{name:52} median {statistics.median(times):7.3f} ms   {1000 / statistics.mean(times):7.0f} requests/s")
    return statistics.median(times)


def compare(connection, requests, name, through, direct):
    times = {"through": [], "direct": []}
    for _ in range(requests):
        for kind, request in (("through", through), ("direct", direct)):
            spent, status = connection.timed(*request)
            assert status < 300 or kind == "through", status
            times[kind].append(spent)
    added = shown(name + ", through the gateway", times["through"]) - shown(name + ", direct", times["direct"])
    print(f"{'':52} the gateway adds {added:.3f} ms")


def http_route(server, machine):
    """The path of an HTTP API's route that starts the machine."""
    apis = server.client("apigatewayv2")
    api = apis.create_api(Name="bench", ProtocolType="HTTP")["ApiId"]
    integration = apis.create_integration(
        ApiId=api, IntegrationType="AWS_PROXY", IntegrationSubtype="StepFunctions-StartExecution", PayloadFormatVersion="1.0",
        CredentialsArn=ROLE, RequestParameters={"StateMachineArn": machine, "Input": "$request.body"})
    apis.create_route(ApiId=api, RouteKey="POST /start", Target="integrations/" + integration["IntegrationId"])
    apis.create_stage(ApiId=api, StageName="prod", AutoDeploy=True)
    return f"/_aws/execute-api/{api}/prod/start"


def main(requests=1000):
    with tempfile.TemporaryDirectory() as folder:
        server = harness.Server(f"{folder}/data").start()
        try:
            states = server.client("stepfunctions")
            machine = states.create_state_machine(name="bench", definition=PASS, roleArn=ROLE)["stateMachineArn"]
            server.client("s3").create_bucket(Bucket="bench")
            server.client("lambda").create_function(
                FunctionName="resize", Runtime="provided.al2023", Handler="cloudling.resize", Role=ROLE,
                Code={"ZipFile": zip_of({"bootstrap": ""})})
            server.client("lambda").add_permission(FunctionName="resize", StatementId="api", Action="lambda:InvokeFunction",
                                                   Principal="apigateway.amazonaws.com")
            api = Api(server, "bench")
            api.mock("/mock")
            api.proxy("/function", "POST", "arn:aws:lambda:us-east-1:000000000000:function:resize")
            template = json.dumps({"stateMachineArn": machine, "input": "$util.escapeJavaScript($input.body)"})
            api.method("/start", "POST", {
                "type": "AWS", "integrationHttpMethod": "POST", "uri": service_uri("states:action/StartExecution"),
                "credentials": ROLE, "requestTemplates": {"application/json": template}}, answers={"200": {}})
            api.deploy()
            connection, at = Connection(server), f"/restapis/{api.id}/prod/_user_request_"
            kind = {"Content-Type": "application/json"}
            shown("MOCK", [connection.timed("GET", at + "/mock", None, {})[0] for _ in range(requests)])
            compare(connection, requests, "Lambda proxy", ("POST", at + "/function", EVENT, kind),
                    ("POST", "/2015-03-31/functions/resize/invocations", EVENT, {}))
            start = json.dumps({"stateMachineArn": machine, "input": EVENT})
            direct = ("POST", "/", start, {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AWSStepFunctions.StartExecution"})
            compare(connection, requests, "StartExecution", ("POST", at + "/start", EVENT, kind), direct)
            compare(connection, requests, "StartExecution of an HTTP API", ("POST", http_route(server, machine), EVENT, kind), direct)
        finally:
            server.stop()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
