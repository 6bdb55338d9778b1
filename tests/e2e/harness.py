"""A Cloudling server under test: started on a free port with its data in a temporary folder, stopped by its process id.

The binary is CLOUDLING_BINARY, or the newest build/*/bin/cloudling. Nothing of the user's AWS settings reaches the
clients, and nothing but loopback is talked to.
"""

import glob
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import time
from dataclasses import dataclass

import boto3
import botocore.config

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIXTURES = os.path.join(ROOT, "fixtures")
START_SECONDS = 30
STOP_SECONDS = 30
REGION, ACCOUNT = "us-east-1", "000000000000"

CREDENTIALS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": REGION}
# Headers of a request signed by a key that the server does not know, whose signature it therefore takes as it is.
SIGNED = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=" + "0" * 64,
    "x-amz-date": "20260101T000000Z",
}


def clean_environment():
    """The environment without what belongs to the user's own AWS account, proxies and certificate settings."""
    dropped = re.compile(r"^(AWS_|.*_proxy$|.*_PROXY$|.*CA_BUNDLE$|SSL_CERT_)")
    kept = {name: value for name, value in os.environ.items() if not dropped.match(name)}
    kept.update(
        PATH="/usr/bin:/bin:" + kept.get("PATH", ""), NO_PROXY="*", AWS_EC2_METADATA_DISABLED="true",
        AWS_CONFIG_FILE="/dev/null", AWS_SHARED_CREDENTIALS_FILE="/dev/null", AWS_PAGER="",
        AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_DEFAULT_REGION=REGION,
    )
    return kept


def server_environment():
    """The same without the user's settings of Cloudling itself."""
    return {name: value for name, value in clean_environment().items() if not name.startswith("CLOUDLING_")}


def binary():
    named = os.environ.get("CLOUDLING_BINARY")
    built = sorted(glob.glob(os.path.join(ROOT, "build", "*", "bin", "cloudling")), key=os.path.getmtime)
    if not named and not built:
        raise FileNotFoundError("there is no build/*/bin/cloudling: run ./dev build, or set CLOUDLING_BINARY")
    return named or built[-1]


def fixture(*path):
    with open(os.path.join(FIXTURES, *path), "rb") as file:
        return file.read()


def definition(*path, function_arn=""):
    """The text of fixtures/pipelines/PATH.asl.json, for the function."""
    *folders, name = path
    return fixture("pipelines", *folders, name + ".asl.json").decode().replace("${function_arn}", function_arn)


def eventually(check, seconds=30, every=0.05):
    """The first true value of `check()`. A bound against hanging, not a measure of speed."""
    deadline = time.monotonic() + seconds
    while True:
        value = check()
        if value:
            return value
        assert time.monotonic() < deadline, f"did not come true within {seconds} s"
        time.sleep(every)


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self):
        return json.loads(self.body)


class Server:
    def __init__(self, data, *flags, executable=None):
        self.data = str(data)
        self.flags = list(flags)
        self.executable = executable or binary()
        self.log_path = self.data.rstrip("/") + ".log"
        self.process = None
        self.port = None

    # -- life ------------------------------------------------------------------------------------------------

    def start(self):
        command = [self.executable, "--port", "0", "--data", self.data, *self.flags]
        begin = os.path.getsize(self.log_path) if os.path.exists(self.log_path) else 0
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                            env=server_environment(), start_new_session=True)
        try:
            self.port = eventually(lambda: self._port_of_banner(begin), START_SECONDS)
        except BaseException:
            self._end(signal.SIGKILL)
            raise
        return self

    def _port_of_banner(self, begin):
        with open(self.log_path, "rb") as log:
            log.seek(begin)
            text = log.read().decode("utf-8", "replace")
        if self.process.poll() is not None:
            raise AssertionError(f"the server ended at start with {self.process.returncode}:\n{text[-4000:]}")
        match = re.search(r"http://127\.0\.0\.1:(\d+)", text)
        return int(match.group(1)) if match else None

    def stop(self):
        """Asks the server to end (SIGTERM). It must end by itself with 0 and leave no process behind."""
        code = self._end(signal.SIGTERM)
        assert code == 0, f"the server ended with {code}:\n{self.log()[-6000:]}"

    def kill(self):
        """kill -9: the server learns nothing of it."""
        self._end(signal.SIGKILL)

    def restart(self):
        self.stop()
        return self.start()

    def kill_and_restart(self):
        self.kill()
        return self.start()

    def _end(self, how):
        process, self.process = self.process, None
        if process is None:
            return 0
        process.send_signal(how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"the server did not end within {STOP_SECONDS} s:\n{self.log()[-6000:]}") from None
        finally:
            left = eventually_gone(process.pid)
        assert not left, f"processes left behind: {left}"
        return process.returncode

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def memory(self, field="VmRSS"):
        """Bytes: VmRSS (resident now) or VmHWM (resident at most)."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(rf"^{field}:\s+(\d+) kB", status.read(), re.MULTILINE).group(1)) * 1024

    # -- talk ------------------------------------------------------------------------------------------------

    @property
    def endpoint(self):
        return f"http://127.0.0.1:{self.port}"

    def http(self, method, path, body=None, headers=None, timeout=120):
        """One raw request, unsigned unless `headers` hold SIGNED; `path` is sent as it stands."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def client(self, name, region=REGION, **settings):
        """A boto3 client that does not retry; S3 in path style."""
        settings.setdefault("s3", {"addressing_style": "path"})
        settings.setdefault("retries", {"max_attempts": 0})
        config = botocore.config.Config(read_timeout=120, proxies={}, **settings)
        return boto3.client(name, endpoint_url=self.endpoint, config=config, **{**CREDENTIALS, "region_name": region})

    def aws(self, *arguments, check=True):
        """Debian's AWS CLI; gives its standard output. `check=False` gives the completed process instead."""
        command = ["/usr/bin/aws", "--endpoint-url", self.endpoint, *map(str, arguments)]
        run = subprocess.run(command, capture_output=True, text=True, env=clean_environment(), timeout=300, check=False)
        if not check:
            return run
        assert run.returncode == 0, f"{' '.join(command)} ended with {run.returncode}:\n{run.stdout}{run.stderr}"
        return run.stdout


def free_port():
    """A port that was free just now, for what cannot be told to find its own. Tests use port 0 instead."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def raw_connection(server):
    """For requests that http() cannot make."""
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)


def session_members(session):
    """Ids of the living processes of a session."""
    members = []
    for path in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(path, encoding="ascii", errors="replace") as stat:
                fields = stat.read().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] not in "ZX":
            members.append(int(path.split("/")[2]))
    return members


def eventually_gone(session, seconds=5):
    """What is left of a session after a while; it is ended, by its ids."""
    deadline = time.monotonic() + seconds
    while session_members(session) and time.monotonic() < deadline:
        time.sleep(0.02)
    left = session_members(session)
    for pid in left:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    return left
