"""The Python runtime: asks the Lambda Runtime API for events and hands them to the function's handler.

What it prints, answers and calls its errors is what AWS's runtime does. Beyond that it sees to it that boto3, also one
that knows no AWS_ENDPOINT_URL, reaches the server that started it.
"""

import http.client
import importlib
import importlib.abc
import json
import logging
import os
import sys
import time
import traceback
from decimal import Decimal

API = os.environ["AWS_LAMBDA_RUNTIME_API"]
TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
LAYERS = os.environ.pop("CLOUDLING_LAYERS", "/opt")
MAX_RESPONSE = 6291556  # bytes
JSON_LOG = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
LOG_LEVELS = {"TRACE": logging.DEBUG, "FATAL": logging.CRITICAL, "WARN": logging.WARNING}


class Runtime:
    """The Runtime API, over one connection that is kept."""

    def __init__(self):
        self.connection = http.client.HTTPConnection(API)

    def ask(self, method, path, body=None, headers={}):
        self.connection.request(method, "/2018-06-01/runtime/" + path, body, headers)
        response = self.connection.getresponse()
        return response.headers, response.read()

    def next(self):
        return self.ask("GET", "invocation/next")

    def answer(self, request_id, body):
        self.ask("POST", f"invocation/{request_id}/response", body, {"Content-Type": "application/json"})

    def fail(self, request_id, error):
        place = f"invocation/{request_id}/error" if request_id else "init/error"
        headers = {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": error["errorType"]}
        self.ask("POST", place, json.dumps(error).encode(), headers)


class Fault(Exception):
    """A failure that the runtime names, instead of the function's own exception."""

    def __init__(self, kind, message, trace=()):
        self.description = {"errorMessage": message, "errorType": kind, "requestId": "", "stackTrace": list(trace)}


class Identity:
    def __init__(self, cognito):
        cognito = json.loads(cognito) if cognito else {}
        self.cognito_identity_id = cognito.get("cognitoIdentityId")
        self.cognito_identity_pool_id = cognito.get("cognitoIdentityPoolId")


class Client:
    def __init__(self, given):
        self.__dict__.update(given)


class ClientContext:
    def __init__(self, given):
        self.custom = given.get("custom")
        self.env = given.get("env")
        self.client = Client(given["client"]) if given.get("client") else None


class Context:
    """The handler's second argument."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.identity = Identity(headers.get("Lambda-Runtime-Cognito-Identity"))
        client = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = ClientContext(json.loads(client)) if client else None
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


def utc(seconds, form="%Y-%m-%dT%H:%M:%SZ"):
    return time.strftime(form, time.gmtime(seconds))


class JsonFormatter(logging.Formatter):
    """A JSON object a line, with what the record was given as `extra`."""

    USUAL = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "aws_request_id"}

    def format(self, record):
        line = {"timestamp": utc(record.created), "level": record.levelname, "message": record.getMessage(),
                "logger": record.name, "requestId": record.aws_request_id}
        if record.exc_info:
            kind, error, trace = record.exc_info
            line.update(stackTrace=trace_lines(traceback.extract_tb(trace)), errorType=kind.__name__, errorMessage=str(error),
                        location=f"{shown_path(record.pathname)}:{record.funcName}:{record.lineno}")
        line.update((name, value) for name, value in vars(record).items() if name not in self.USUAL)
        return json.dumps(line, ensure_ascii=False, default=str)


class LogHandler(logging.Handler):
    """Standard output, in the format of Lambda's log lines."""

    def __init__(self):
        super().__init__()
        self.request_id = ""
        if JSON_LOG:
            self.setFormatter(JsonFormatter())
            return
        form = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
        formatter = logging.Formatter(form, "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        self.setFormatter(formatter)

    def emit(self, record):
        record.aws_request_id = self.request_id
        sys.stdout.write(self.format(record).replace("\n", "\r") + "\n")


class SdkFinder(importlib.abc.MetaPathFinder):
    """Waits for botocore.session and has its clients made for the server."""

    def find_spec(self, name, path, target=None):
        if name != "botocore.session":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec and spec.loader:
            execute = spec.loader.exec_module

            def execute_and_aim(module):
                execute(module)
                aim(module.Session)

            spec.loader.exec_module = execute_and_aim
        return spec


def aim(session):
    """Gives clients the server's address where their maker names none."""
    create = session.create_client

    def create_client(self, *args, **kwargs):
        if len(args) < 6 and kwargs.get("endpoint_url") is None:
            kwargs["endpoint_url"] = os.environ["AWS_ENDPOINT_URL"]
        return create(self, *args, **kwargs)

    session.create_client = create_client


def as_json(value):
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def shown_path(path):
    for folder, name in ((TASK_ROOT, "/var/task"), (LAYERS, "/opt")):
        if path.startswith(folder + "/"):
            return name + path[len(folder) :]
    return path


def trace_lines(frames):
    frames = [
        traceback.FrameSummary(shown_path(frame.filename), frame.lineno, frame.name, lookup_line=False, line=frame.line)
        for frame in frames
        if frame.filename != __file__
    ]
    return traceback.format_list(frames)


def describe(error, request_id):
    if isinstance(error, Fault):
        return {**error.description, "requestId": request_id}
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": trace_lines(traceback.extract_tb(error.__traceback__)),
    }


def log_error(error):
    if JSON_LOG:
        line = {"timestamp": utc(time.time()), "log_level": "ERROR", **error}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        return
    lines = [f"[ERROR] {error['errorType']}: {error['errorMessage']}" if error["errorMessage"] else f"[ERROR] {error['errorType']}"]
    lines.append("Traceback (most recent call last):")
    lines += [line for text in error["stackTrace"] for line in text.rstrip("\n").split("\n")]
    sys.stdout.write("\r".join(lines) + "\n")


def find_handler(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': {error}")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}")
    except SyntaxError as error:
        trace = [f'  File "{shown_path(error.filename or "")}" Line {error.lineno}\n    {error.text}']
        raise Fault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace)
    if not hasattr(module, function_name):
        raise Fault("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return getattr(module, function_name)


def perform(handler, body, context):
    try:
        event = json.loads(body)
    except ValueError as error:
        raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}")
    result = handler(event, context)
    try:
        return json.dumps(result, ensure_ascii=False, default=as_json).encode()
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}")


def prepare():
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    sys.path[0:1] = [TASK_ROOT, f"{LAYERS}/python/lib/{python}/site-packages", f"{LAYERS}/python"]
    sys.dont_write_bytecode = True
    sys.stdout.reconfigure(line_buffering=True, write_through=True)
    sys.stderr.reconfigure(line_buffering=True, write_through=True)
    sys.meta_path.insert(0, SdkFinder())
    log = LogHandler()
    logging.getLogger().addHandler(log)
    if JSON_LOG:
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")
        logging.getLogger().setLevel(LOG_LEVELS.get(level, level))
    return log


def main():
    runtime = Runtime()
    log = prepare()
    try:
        handler = find_handler(os.environ["_HANDLER"])
    except SystemExit:
        raise
    except BaseException as error:
        description = describe(error, "")
        log_error(description)
        runtime.fail("", description)
        sys.exit(1)
    while True:
        headers, body = runtime.next()
        context = Context(headers)
        log.request_id = context.aws_request_id
        if "Lambda-Runtime-Trace-Id" in headers:
            os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
        try:
            answer = perform(handler, body, context)
        except Exception as error:
            description = describe(error, context.aws_request_id)
            log_error(description)
            runtime.fail(context.aws_request_id, description)
        else:
            runtime.answer(context.aws_request_id, answer)


main()
