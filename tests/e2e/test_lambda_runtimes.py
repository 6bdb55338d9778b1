"""Functions that run: Python, Node.js and provided runtimes in child processes, their failures, and how they end."""

import base64
import datetime
import http.server
import io
import json
import os
import re
import shutil
import signal
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

import harness
import images
from test_s3_settings import open_to_all

ROLE = f"arn:aws:iam::{harness.ACCOUNT}:role/function"

PYTHON = """
import json, logging, os, time, uuid
calls, process = 0, uuid.uuid4().hex
def lambda_handler(event, context):
    global calls
    calls += 1
    do = event.get("do")
    if do == "print":
        print("printed", json.dumps(event))
        logging.getLogger().warning("logged")
    if do == "raise":
        raise ValueError("bad thing")
    if do == "set":
        return {1}
    if do == "exit":
        os._exit(3)
    if do == "sleep":
        time.sleep(event["seconds"])
    if do == "eat":
        eaten = bytearray(event["mb"] << 20)
        time.sleep(20)
    if do == "large":
        return "x" * event["bytes"]
    if do == "context":
        return {"name": context.function_name, "arn": context.invoked_function_arn, "id": context.aws_request_id,
                "left": context.get_remaining_time_in_millis(), "memory": context.memory_limit_in_mb,
                "environment": dict(os.environ)}
    if do == "files":
        return {"open": sorted(int(name) for name in os.listdir("/proc/self/fd")), "session": os.getsid(0) in (0, os.getpid())}
    return {"calls": calls, "process": process}
"""

NODE = """
exports.handler = async (event, context) => {
  console.log("logged", event);
  if (event.do === "throw") throw new TypeError("bad thing");
  if (event.do === "exit") process.exit(4);
  return { name: context.functionName, left: context.getRemainingTimeInMillis(), event };
};
"""

PROVIDED = """#!/usr/bin/python3
import http.client, json, os
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", "/2018-06-01/runtime/invocation/next")
    next = api.getresponse()
    event = json.loads(next.read())
    request = next.headers["Lambda-Runtime-Aws-Request-Id"]
    api.request("POST", f"/2018-06-01/runtime/invocation/{request}/response", json.dumps({"echo": event}))
    api.getresponse().read()
"""


def zip_of(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o755 << 16
            archive.writestr(entry, text)
    return file.getvalue()


class Function:
    def __init__(self, client, name):
        self.client, self.name = client, name
        self.log = ""

    def invoke(self, event=None, **options):
        """The payload, parsed; the log's tail is kept in `log`, the answer in `answer`."""
        self.answer = self.client.invoke(FunctionName=self.name, Payload=json.dumps(event or {}), LogType="Tail", **options)
        self.log = base64.b64decode(self.answer["LogResult"]).decode()
        return json.loads(self.answer["Payload"].read())

    def fail(self, event=None):
        """The error's description, of an invocation that has to fail."""
        payload = self.invoke(event)
        assert self.answer.get("FunctionError") == "Unhandled", payload
        return payload


def create(client, name, files, runtime="python3.12", handler="lambda_function.lambda_handler", **options):
    client.create_function(FunctionName=name, Runtime=runtime, Handler=handler, Role=ROLE, Code={"ZipFile": zip_of(files)}, **options)
    return Function(client, name)


@pytest.fixture
def function(client, unique):
    return lambda files, **options: create(client("lambda"), unique("function"), files, **options)


@pytest.fixture
def python(function):
    return lambda code=PYTHON, **options: function({"lambda_function.py": code}, **options)


node = pytest.mark.skipif(not shutil.which("node"), reason="there is no node")


def test_a_python_function_runs_and_stays_warm(python):
    snake = python()
    first, second = snake.invoke(), snake.invoke()
    assert (first["calls"], second["calls"]) == (1, 2) and first["process"] == second["process"]
    assert snake.answer["StatusCode"] == 200 and snake.answer["ExecutedVersion"] == "$LATEST"


def test_its_log(python):
    snake = python()
    snake.invoke({"do": "print"})
    lines = snake.log.split("\n")
    request = snake.answer["ResponseMetadata"]["RequestId"]
    assert lines[0] == f"START RequestId: {request} Version: $LATEST"
    assert lines[1] == 'printed {"do": "print"}'
    assert re.fullmatch(rf"\[WARNING\]\t\d+-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z\t{request}\tlogged", lines[2])
    assert lines[3] == f"END RequestId: {request}"
    assert re.fullmatch(rf"REPORT RequestId: {request}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB"
                        r"\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t", lines[4])
    snake.invoke()
    assert "Init Duration" not in snake.log


def test_its_context_and_environment(python):
    snake = python(Timeout=7, MemorySize=256, Environment={"Variables": {"RESIZED_BUCKET": "small"}})
    told = snake.invoke({"do": "context"})
    assert told["name"] == snake.name and told["arn"].endswith(":function:" + snake.name)
    assert told["id"] == snake.answer["ResponseMetadata"]["RequestId"]
    assert 0 < told["left"] <= 7000 and told["memory"] == "256"
    environment = told["environment"]
    assert environment["RESIZED_BUCKET"] == "small" and environment["AWS_REGION"] == "us-east-1"
    assert environment["_HANDLER"] == "lambda_function.lambda_handler"
    assert environment["AWS_EXECUTION_ENV"] == "AWS_Lambda_python3.12"
    assert environment["AWS_LAMBDA_LOG_GROUP_NAME"] == "/aws/lambda/" + snake.name
    assert not any(name.startswith("CLOUDLING") for name in environment)


def test_errors_are_shaped_as_by_aws(python):
    snake = python()
    error = snake.fail({"do": "raise"})
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "bad thing")
    assert error["requestId"] == snake.answer["ResponseMetadata"]["RequestId"]
    assert re.fullmatch(r'  File "/var/task/lambda_function.py", line \d+, in lambda_handler\n    raise ValueError\("bad thing"\)\n',
                        error["stackTrace"][0])
    assert "[ERROR] ValueError: bad thing\nTraceback (most recent call last):" in snake.log
    assert snake.fail({"do": "set"})["errorType"] == "Runtime.MarshalError"
    assert snake.invoke()["calls"] == 3  # none of these ended the process


def test_what_cannot_be_initialised(python):
    missing = python("import nothing_like_this\n").fail()
    assert (missing["errorType"], missing["errorMessage"]) == (
        "Runtime.ImportModuleError", "Unable to import module 'lambda_function': No module named 'nothing_like_this'")
    assert missing["requestId"]
    assert python("def (\n").fail()["errorType"] == "Runtime.UserCodeSyntaxError"
    assert python("x = 1\n").fail()["errorMessage"] == "Handler 'lambda_handler' missing on module 'lambda_function'"
    assert python(handler="whole").fail()["errorType"] == "Runtime.MalformedHandlerName"


def test_a_crash_a_timeout_and_too_much_memory(python):
    snake = python(Timeout=1, MemorySize=128)
    crash = snake.fail({"do": "exit"})
    request = snake.answer["ResponseMetadata"]["RequestId"]
    assert crash == {"errorType": "Runtime.ExitError",
                     "errorMessage": f"RequestId: {request} Error: Runtime exited with error: exit status 3"}
    assert "Status: error\tError Type: Runtime.ExitError" in snake.log
    late = snake.fail({"do": "sleep", "seconds": 30})
    assert late["errorType"] == "Sandbox.Timedout" and late["errorMessage"].endswith("Error: Task timed out after 1.00 seconds")
    assert "Status: timeout" in snake.log
    snake.client.update_function_configuration(FunctionName=snake.name, Timeout=60)
    eaten = snake.fail({"do": "eat", "mb": 400})
    assert eaten["errorMessage"].endswith("Error: Runtime exited with error: signal: killed")
    assert "Max Memory Used: 128 MB" in snake.log
    assert snake.invoke()["calls"] == 1  # in a new process


def test_an_answer_beyond_the_limit(python):
    error = python(Timeout=30).fail({"do": "large", "bytes": 6_300_000})
    assert error == {"errorType": "Function.ResponseSizeTooLarge",
                     "errorMessage": "Response payload size exceeded maximum allowed payload size (6291556 bytes)."}


def test_boto3_inside_reaches_this_server(python, client, bucket):
    client("s3").put_object(Bucket=bucket, Key="in.txt", Body=b"from outside")
    snake = python("""
import boto3
s3 = boto3.client("s3")
def lambda_handler(event, context):
    body = s3.get_object(Bucket=event["bucket"], Key="in.txt")["Body"].read()
    boto3.resource("s3").Object(event["bucket"], "out.txt").put(Body=body + b", and inside")
    return boto3.client("lambda", region_name="us-east-1").get_function(FunctionName=context.function_name)["Configuration"]["Runtime"]
""", Timeout=30, MemorySize=512)
    assert snake.invoke({"bucket": bucket}) == "python3.12"
    assert client("s3").get_object(Bucket=bucket, Key="out.txt")["Body"].read() == b"from outside, and inside"


def test_the_second_pipelines_function_runs_as_it_is(function, client, bucket):
    """Pillow from the machine, boto3 without an endpoint."""
    client("s3").put_object(Bucket=bucket, Key="dog.png", Body=harness.fixture("images", "dog.png"))
    resizer = function({"lambda_function.py": harness.fixture("functions", "capstone_image_resizer.py").decode()}, Timeout=30, MemorySize=512,
                       Environment={"Variables": {"RESIZED_BUCKET": bucket}})
    event = {"bucket": bucket, "key": "dog.png"}
    expected = {"status": "success", "source_bucket": bucket, "source_key": "dog.png", "resized_bucket": bucket,
                "resized_key": "resized-dog.png"}
    for form in (event, {"Input": event}, {"body": json.dumps(event)}):
        assert resizer.invoke(form) == expected
    thumbnail = client("s3").get_object(Bucket=bucket, Key="resized-dog.png")["Body"].read()
    assert images.size_of(thumbnail) == (128, 96)
    assert resizer.invoke({"bucket": bucket, "key": "none"})["status"] == "fail"


def test_layers_are_on_the_paths_the_last_one_wins(python, client, unique):
    functions, name = client("lambda"), unique("layer")

    def layer(name, files):
        return functions.publish_layer_version(LayerName=name, Content={"ZipFile": zip_of(files)}, CompatibleRuntimes=["python3.12"])

    first = layer(name, {"python/helper.py": "said = 'below'\n", "python/only.py": "here = 1\n", "data.txt": "x"})
    second = layer(name + "-2", {"python/helper.py": "said = 'above'\n"})
    assert first["Version"] == 1 and first["LayerVersionArn"].endswith(f":layer:{name}:1")
    strange = "arn:aws:lambda:us-east-1:770693421928:layer:Klayers-p39-pillow:1"  # of another account
    snake = python("""
import helper, only, os
def lambda_handler(event, context):
    return [helper.said, only.here, helper.__file__]
""", Layers=[first["LayerVersionArn"], second["LayerVersionArn"], strange])
    said, here, place = snake.invoke()
    assert (said, here) == ("above", 1) and place.endswith("/python/helper.py")
    shown = functions.get_function_configuration(FunctionName=snake.name)["Layers"]
    assert [layer["Arn"] for layer in shown] == [first["LayerVersionArn"], second["LayerVersionArn"], strange]
    assert shown[0]["CodeSize"] == first["Content"]["CodeSize"] > 0
    assert functions.get_layer_version_by_arn(Arn=first["LayerVersionArn"])["Content"]["CodeSha256"] == first["Content"]["CodeSha256"]
    assert layer(name, {"a": "b"})["Version"] == 2
    assert [version["Version"] for version in functions.list_layer_versions(LayerName=name)["LayerVersions"]] == [2, 1]
    assert name in [each["LayerName"] for each in functions.list_layers(CompatibleRuntime="python3.12")["Layers"]]
    functions.delete_layer_version(LayerName=name, VersionNumber=2)
    with pytest.raises(functions.exceptions.InvalidParameterValueException, match="does not exist"):
        python(Layers=[first["LayerArn"] + ":2"])


@node
def test_a_node_function(function):
    script = function({"index.js": NODE}, runtime="nodejs20.x", handler="index.handler", Timeout=20)
    told = script.invoke({"a": 1})
    assert told["name"] == script.name and told["event"] == {"a": 1} and 0 < told["left"] <= 20000
    assert re.search(r"Z\t[0-9a-f-]{36}\tINFO\tlogged \{ a: 1 \}\n", script.log)
    error = script.fail({"do": "throw"})
    assert (error["errorType"], error["errorMessage"]) == ("TypeError", "bad thing")
    assert error["trace"][0] == "TypeError: bad thing" and "/var/task/index.js" in error["trace"][1]
    assert script.fail({"do": "exit"})["errorMessage"].endswith("Runtime exited with error: exit status 4")


@node
def test_node_modules_of_either_kind_and_their_failures(function):
    def runs(files, handler="index.handler"):
        return function(files, runtime="nodejs20.x", handler=handler, Timeout=20)

    assert runs({"index.mjs": "export const handler = async () => 'module';"}).invoke() == "module"
    assert runs({"src/app.js": "exports.run = (event, context, done) => done(null, 'callback');"}, "src/app.run").invoke() == "callback"
    missing = runs({"index.js": "require('nothing-like-this');"}).fail()
    assert missing["errorType"] == "Runtime.ImportModuleError"
    assert missing["errorMessage"].startswith("Error: Cannot find module 'nothing-like-this'")
    assert runs({"index.js": "exports.other = 1;"}).fail()["errorType"] == "Runtime.HandlerNotFound"
    assert runs({"index.js": "exports.handler = async () => { setTimeout(() => { throw new Error('later'); }, 5); await new Promise(() => {}); };"}
                ).fail()["errorMessage"] == "later"


@node
def test_https_requests_to_aws_come_here(function, client, bucket):
    """What any SDK for JavaScript does in the end, also one that knows no AWS_ENDPOINT_URL."""
    open_to_all(client("s3"), bucket, "s3:GetObject")
    client("s3").put_object(Bucket=bucket, Key="open.txt", Body=b"found")
    script = function({"index.mjs": """
import https, { request } from "node:https";
export const handler = (event) => new Promise((resolve, reject) => {
  const host = `${event.bucket}.s3.us-east-1.amazonaws.com`;
  const collect = (response) => { let text = ""; response.on("data", (part) => (text += part)); response.on("end", () => resolve(text)); };
  request({ host, path: "/open.txt", method: "GET", port: 443 }, collect).on("error", reject).end();
});
"""}, runtime="nodejs20.x", handler="index.handler", Timeout=20)
    assert script.invoke({"bucket": bucket}) == "found"


def test_a_provided_runtime(function):
    custom = function({"bootstrap": PROVIDED}, runtime="provided.al2023", handler="any", Timeout=20)
    assert custom.invoke({"q": 1}) == {"echo": {"q": 1}}
    assert custom.invoke({"q": 2}) == {"echo": {"q": 2}}
    status = function({"other": "x"}, runtime="provided.al2023", handler="any")
    with pytest.raises(status.client.exceptions.ServiceException, match="valid bootstrap"):
        status.invoke()


def test_parallel_invocations_have_workers_of_their_own(python):
    snake = python(Timeout=60, code="""
import time, uuid
process = uuid.uuid4().hex
def lambda_handler(event, context):
    time.sleep(0.5)
    return process
""")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: json.loads(snake.client.invoke(FunctionName=snake.name)["Payload"].read()), range(8)))
    assert len(set(answers)) == 8


def test_a_hundred_at_once_are_all_answered(python):
    """More starts than the supervisor's socket holds at a time."""
    snake = python(Timeout=60, code="""
import time
def lambda_handler(event, context):
    time.sleep(1)
    return event["number"]
""")

    def invoke(number):
        return json.loads(snake.client.invoke(FunctionName=snake.name, Payload=json.dumps({"number": number}))["Payload"].read())

    with ThreadPoolExecutor(100) as pool:
        assert list(pool.map(invoke, range(100))) == list(range(100))


def test_what_happens_to_invocations_is_measured(function, client):
    slow = function({"lambda_function.py": "import time\ndef lambda_handler(event, context):\n    time.sleep(event['seconds'])\n    return 1 / event['by']\n"}, Timeout=20)
    functions, metrics = client("lambda"), client("cloudwatch")
    assert slow.invoke({"seconds": 0, "by": 1}) == 1
    slow.fail({"seconds": 0, "by": 0})
    functions.put_function_concurrency(FunctionName=slow.name, ReservedConcurrentExecutions=1)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(slow.invoke, {"seconds": 3, "by": 1})

        def throttled():
            try:
                functions.invoke(FunctionName=slow.name, Payload=b'{"seconds": 0, "by": 1}')
            except functions.exceptions.TooManyRequestsException as error:
                return error.response

        refused = harness.eventually(throttled, every=0.01)
        assert (refused["ResponseMetadata"]["HTTPStatusCode"], refused["Reason"]) == (429, "ReservedFunctionConcurrentInvocationLimitExceeded")
        assert running.result() == 1

    now = datetime.datetime.now(datetime.timezone.utc)

    def total(name, statistic="Sum"):
        points = metrics.get_metric_statistics(
            Namespace="AWS/Lambda", MetricName=name, Dimensions=[{"Name": "FunctionName", "Value": slow.name}], Period=86400,
            StartTime=now - datetime.timedelta(days=1), EndTime=now + datetime.timedelta(days=1), Statistics=[statistic])["Datapoints"]
        return sum(point[statistic] for point in points)

    harness.eventually(lambda: total("Throttles") >= 1)
    invocations = harness.eventually(lambda: total("Duration", "SampleCount"))
    assert total("Invocations") == invocations >= 3 and total("Errors") == 1
    assert total("ConcurrentExecutions", "Maximum") == 1 and total("Duration", "Maximum") >= 3000


def test_the_older_way_to_queue_an_event(function, client, bucket):
    code = "import boto3\ndef lambda_handler(event, context):\n    boto3.client('s3').put_object(Bucket=event['bucket'], Key='done', Body=b'x')\n"
    queued = function({"lambda_function.py": code}, Timeout=30)
    assert client("lambda").invoke_async(FunctionName=queued.name, InvokeArgs=json.dumps({"bucket": bucket}))["Status"] == 202
    assert harness.eventually(lambda: client("s3").list_objects_v2(Bucket=bucket).get("KeyCount"))


def test_new_code_and_configuration_come_with_new_processes(python):
    snake = python()
    former = snake.invoke()["process"]
    snake.client.update_function_configuration(FunctionName=snake.name, Environment={"Variables": {"AB": "1"}})
    snake.client.get_waiter("function_updated_v2").wait(FunctionName=snake.name)
    told = snake.invoke({"do": "context"})
    assert told["environment"]["AB"] == "1" and snake.invoke()["process"] != former
    snake.client.update_function_code(FunctionName=snake.name, ZipFile=zip_of({"lambda_function.py": "def lambda_handler(e, c): return 'new'\n"}))
    assert snake.invoke() == "new"


def test_code_in_a_folder_is_reloaded_when_it_changes(client, unique, tmp_path):
    def write(answer):
        (tmp_path / "lambda_function.py").write_text(f"def lambda_handler(event, context):\n    return {answer!r}\n")

    write("one")
    functions, name = client("lambda"), unique("hot")
    functions.create_function(FunctionName=name, Runtime="python3.12", Handler="lambda_function.lambda_handler", Role=ROLE,
                              Code={"S3Bucket": "hot-reload", "S3Key": str(tmp_path)})
    snake = Function(functions, name)
    assert snake.invoke() == "one"
    write("another")
    assert snake.invoke() == "another"
    functions.update_function_code(FunctionName=name, ZipFile=zip_of({"lambda_function.py": "def lambda_handler(e, c): return 'stored'\n"}))
    assert snake.invoke() == "stored"
    with pytest.raises(functions.exceptions.InvalidParameterValueException, match="absolute path"):
        functions.update_function_code(FunctionName=name, S3Bucket="hot-reload", S3Key="relative")


def test_the_runtime_api_is_for_the_runtime_alone(python):
    statuses = python("""
import http.client, os
api = os.environ["AWS_LAMBDA_RUNTIME_API"]
def ask(headers):
    connection = http.client.HTTPConnection(api)
    connection.request("POST", "/2018-06-01/runtime/invocation/none/response", b"{}", headers)
    return connection.getresponse().status
def lambda_handler(event, context):
    return [ask({}), ask({"Origin": "http://evil.example"}), ask({"Sec-Fetch-Site": "cross-site"}), ask({"Host": "evil.example"})]
""").invoke()
    assert statuses == [400, 403, 403, 403]


def test_a_function_is_isolated_from_the_server(python):
    told = python().invoke({"do": "files"})
    assert told["session"] and len(told["open"]) < 8


@pytest.mark.skipif(subprocess.run(["bwrap", "--unshare-pid", "--ro-bind", "/", "/", "true"], check=False).returncode != 0
                    if shutil.which("bwrap") else True, reason="bubblewrap does not work here")
def test_a_function_has_a_file_system_of_its_own(python):
    told = python("""
import os
def lambda_handler(event, context):
    open("/tmp/mine", "w").write("x")
    try:
        open("/var/task/other.py", "w")
        writable = True
    except OSError:
        writable = False
    return {"task": os.listdir("/var/task"), "cwd": os.getcwd(), "tmp": os.listdir("/tmp"), "writable": writable, "home": os.path.exists("/root"),
            "room": os.statvfs("/tmp").f_blocks * os.statvfs("/tmp").f_frsize >> 20,
            "processes": [name for name in os.listdir("/proc") if name.isdigit()]}
""", EphemeralStorage={"Size": 600}).invoke()
    assert told["task"] == ["lambda_function.py"] and told["cwd"] == "/var/task" and told["tmp"] == ["mine"] and told["room"] == 600
    assert not told["writable"] and not told["home"] and len(told["processes"]) <= 2


def descendants(pid):
    """All processes below this one."""
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
        found = [int(child) for child in children.read().split()]
    return found + [below for child in found for below in descendants(child)]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_child_outlives_the_server(fresh_server, how):
    functions = fresh_server.client("lambda")
    create(functions, "snake", {"lambda_function.py": """
import subprocess
def lambda_handler(event, context):
    subprocess.Popen(["sleep", "600"], start_new_session=True)
"""}).invoke()
    create(functions, "own", {"bootstrap": PROVIDED}, runtime="provided.al2023", handler="any").invoke()
    if shutil.which("node"):
        create(functions, "node", {"index.js": NODE}, runtime="nodejs20.x", handler="index.handler").invoke()
    started = descendants(fresh_server.process.pid)
    commands = [open(f"/proc/{pid}/cmdline", encoding="utf-8").read() for pid in started]
    folders = {f"/tmp/cloudling-{name}" for command in commands for name in re.findall(r"/tmp/cloudling-(\w+)", command)}
    for program in [r"sleep", r"bootstrap\.py", r"/bootstrap\0"] + [r"bootstrap\.mjs"] * bool(shutil.which("node")):
        assert any(re.search(program, command) for command in commands), (program, commands)
    assert len(folders) == 1
    fresh_server.process.send_signal(how)
    fresh_server.process.wait()
    fresh_server.process = None
    for pid in started:
        harness.eventually(lambda: not os.path.exists(f"/proc/{pid}"))
    harness.eventually(lambda: not any(os.path.exists(folder) for folder in folders))


class Vanishing(http.server.BaseHTTPRequestHandler):
    """A Runtime API that hands out one event and is gone before it is answered."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Lambda-Runtime-Aws-Request-Id", "1")
        self.send_header("Lambda-Runtime-Deadline-Ms", "99999999999999")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")
        self.server.asked = True
        self.server.server_close()

    def log_message(self, *args):
        pass


@pytest.mark.parametrize("bootstrap, program, file, code", [
    ("bootstrap.py", "/usr/bin/python3", "index.py", "def handler(event, context): raise ValueError"),
    pytest.param("bootstrap.mjs", shutil.which("node"), "index.mjs",
                 "export const handler = async () => { setInterval(() => {}, 1000); throw new Error(); };", marks=node)])
def test_a_runtime_ends_when_nobody_is_there_to_be_told(tmp_path, bootstrap, program, file, code):
    (tmp_path / file).write_text(code, encoding="utf-8")
    api = http.server.HTTPServer(("127.0.0.1", 0), Vanishing)
    api.timeout, api.asked = 60, False
    environment = {"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_port}", "LAMBDA_TASK_ROOT": str(tmp_path), "_HANDLER": "index.handler",
                   "LAMBDA_RUNTIME_DIR": str(tmp_path), "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_LAMBDA_FUNCTION_NAME": "f",
                   "AWS_LAMBDA_FUNCTION_VERSION": "1", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "128", "AWS_LAMBDA_LOG_GROUP_NAME": "g",
                   "AWS_LAMBDA_LOG_STREAM_NAME": "s"}
    source = os.path.join(harness.ROOT, "emulators", "lambda", "runtimes", bootstrap)
    with subprocess.Popen([program, source], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as runtime:
        try:
            api.handle_request()
            assert api.asked and runtime.wait(60) != 0
        finally:
            runtime.kill()
