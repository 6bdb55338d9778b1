"""Lambda: warm and cold invocations over HTTP, a hundred at once, events drained; beside what the interpreters alone cost.

    lambda_bench.py [INVOCATIONS]      CLOUDLING_BINARY names the binary

Warm is the round trip of POST .../invocations over one kept connection; `direct` is that to a server of the language's own
library that calls the same handler. Cold is the first invocation of a function that has no process; `alone` is the
interpreter started by hand on an empty program. The client runs on the same machine.
"""

import http.client
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import harness  # noqa: E402

PYTHON = "def lambda_handler(event, context):\n    return event\n"
SLEEPER = "import time\ndef lambda_handler(event, context):\n    time.sleep(1)\n"
NODE = "exports.handler = async (event) => event;\n"
PROVIDED = """#!/usr/bin/python3
import http.client, os
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    api.request("GET", "/2018-06-01/runtime/invocation/next")
    event = api.getresponse()
    body = event.read()
    api.request("POST", f"/2018-06-01/runtime/invocation/{event.headers['Lambda-Runtime-Aws-Request-Id']}/response", body)
    api.getresponse().read()
"""
PYTHON_DIRECT = PYTHON + """
import http.server, json, socketserver
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = json.dumps(lambda_handler(event, None)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
    def log_message(self, *args):
        pass
server = socketserver.TCPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
"""
NODE_DIRECT = NODE + """
const server = require("http").createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", async () => response.end(JSON.stringify(await exports.handler(JSON.parse(Buffer.concat(chunks))))));
}).listen(0, "127.0.0.1", () => console.log(server.address().port));
"""
RUNTIMES = {  # handler, files, the interpreter alone, the handler behind a server of its own
    "python3.12": ("lambda_function.lambda_handler", {"lambda_function.py": PYTHON}, ["/usr/bin/python3", "-c", "pass"],
                   ["/usr/bin/python3", "-c", PYTHON_DIRECT]),
    "nodejs20.x": ("index.handler", {"index.js": NODE}, ["node", "-e", "0"], ["node", "-e", NODE_DIRECT]),
    "provided.al2023": ("any", {"bootstrap": PROVIDED}, ["/usr/bin/python3", "-c", "pass"], ["/usr/bin/python3", "-c", PYTHON_DIRECT]),
}


def zip_of(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o755 << 16
            archive.writestr(entry, text)
    return file.getvalue()


def create(server, name, runtime, handler, files, **options):
    server.client("lambda").create_function(FunctionName=name, Runtime=runtime, Handler=handler, Role="arn:aws:iam::000000000000:role/bench",
                                            Code={"ZipFile": zip_of(files)}, Timeout=60, **options)


class Connection:
    def __init__(self, address):
        self.http = http.client.HTTPConnection(address.removeprefix("http://"))

    def invoke(self, name, kind="RequestResponse"):
        """Milliseconds of one invocation."""
        begin = time.perf_counter()
        self.http.request("POST", f"/2015-03-31/functions/{name}/invocations", b'{"a": 1}', {"X-Amz-Invocation-Type": kind})
        answer = self.http.getresponse()
        answer.read()
        assert answer.status in (200, 202), answer.status
        return (time.perf_counter() - begin) * 1000


def shown(name, times, beside=""):
    times = sorted(times)
    print(f"{name:26} median {statistics.median(times):8.2f} ms   99 % {times[int(len(times) * 0.99) - 1]:8.2f} ms   {beside}")


def beside(times, others):
    """The medians' ratio."""
    return f"ratio {statistics.median(times) / statistics.median(others):.2f}"


def direct(command, invocations):
    """The same requests to the handler's own server."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            connection = Connection(f"127.0.0.1:{process.stdout.readline().strip()}")
            return [connection.invoke("any") for _ in range(invocations)]
        finally:
            process.kill()


def timed(command):
    begin = time.perf_counter()
    subprocess.run(command, check=True)
    return (time.perf_counter() - begin) * 1000


def main(invocations=2000):
    with tempfile.TemporaryDirectory() as folder:
        server = harness.Server(f"{folder}/data").start()
        try:
            connection = Connection(server.endpoint)
            for runtime, (handler, files, alone, own) in RUNTIMES.items():
                if not shutil.which(alone[0]):
                    continue
                names = [f"{runtime[:4]}{number}" for number in range(10)]
                for name in names:
                    create(server, name, runtime, handler, files)
                cold, bare = [connection.invoke(name) for name in names], [timed(alone) for _ in names]
                shown(f"cold, {runtime}", cold, beside(cold, bare))
                shown("    the interpreter alone", bare)
                warm, plain = [connection.invoke(names[0]) for _ in range(invocations)], direct(own, invocations)
                shown(f"warm, {runtime}", warm, beside(warm, plain))
                shown("    direct", plain)
            shown("warm, built in", [connection.invoke("resize-image") for _ in range(invocations)])
            at_once(server)
            drained(server, connection, invocations)
        finally:
            server.stop()


def at_once(server):
    create(server, "sleeper", "python3.12", "lambda_function.lambda_handler", {"lambda_function.py": SLEEPER})
    begin = time.perf_counter()
    with ThreadPoolExecutor(100) as pool:
        list(pool.map(lambda _: Connection(server.endpoint).invoke("sleeper"), range(100)))
    took = time.perf_counter() - begin
    begin = time.perf_counter()
    for process in [subprocess.Popen(["/usr/bin/python3", "-c", "import time; time.sleep(1)"]) for _ in range(100)]:
        process.wait()
    bare = time.perf_counter() - begin
    print(f"100 at once, each asleep for 1 s: {took:.2f} s with its processes; 100 interpreters alone {bare:.2f} s, ratio {took / bare:.2f}")


def drained(server, connection, before):
    begin = time.perf_counter()
    for _ in range(1000):
        connection.invoke("pyth0", "Event")
    queued = time.perf_counter() - begin
    harness.eventually(lambda: metric(server, "pyth0") >= before + 1001, seconds=120)
    took = time.perf_counter() - begin
    begin = time.perf_counter()
    for _ in range(1000):
        connection.invoke("pyth0")
    one_by_one = time.perf_counter() - begin
    print(f"1000 events: queued in {queued:.2f} s, all run after {took:.2f} s; waited for one by one {one_by_one:.2f} s, "
          f"ratio {took / one_by_one:.2f}")


def metric(server, name):
    """How often the function has run."""
    now = time.time()
    points = server.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda", MetricName="Invocations", Dimensions=[{"Name": "FunctionName", "Value": name}], StartTime=now - 3600,
        EndTime=now + 60, Period=3600, Statistics=["Sum"])["Datapoints"]
    return sum(point["Sum"] for point in points)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
