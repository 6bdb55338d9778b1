"""Lambda: warm and cold invocations over HTTP, a hundred at once, events drained; beside what the interpreters alone cost.

    lambda_bench.py [INVOCATIONS]      CLOUDLING_BINARY names the binary

Warm is the round trip of POST .../invocations over one kept connection. Cold is the first invocation of a function that has
no process; `alone` is the interpreter started by hand on an empty program. The client runs on the same machine.
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
RUNTIMES = {
    "python3.12": ("lambda_function.lambda_handler", {"lambda_function.py": PYTHON}, ["/usr/bin/python3", "-c", "pass"]),
    "nodejs20.x": ("index.handler", {"index.js": NODE}, ["node", "-e", "0"]),
}


def zip_of(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return file.getvalue()


def create(server, name, runtime, handler, files, **options):
    server.client("lambda").create_function(FunctionName=name, Runtime=runtime, Handler=handler, Role="arn:aws:iam::000000000000:role/bench",
                                            Code={"ZipFile": zip_of(files)}, Timeout=60, **options)


class Connection:
    def __init__(self, server):
        self.http = http.client.HTTPConnection(server.endpoint.removeprefix("http://"))

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


def timed(command):
    begin = time.perf_counter()
    subprocess.run(command, check=True)
    return (time.perf_counter() - begin) * 1000


def main(invocations=2000):
    with tempfile.TemporaryDirectory() as folder:
        server = harness.Server(f"{folder}/data").start()
        try:
            connection = Connection(server)
            for runtime, (handler, files, alone) in RUNTIMES.items():
                if not shutil.which(alone[0]):
                    continue
                cold = []
                for number in range(10):
                    create(server, f"{runtime[:4]}{number}", runtime, handler, files)
                    cold.append(connection.invoke(f"{runtime[:4]}{number}"))
                bare = statistics.median(timed(alone) for _ in range(10))
                shown(f"cold, {runtime}", cold, f"alone {bare:.2f} ms, ratio {statistics.median(cold) / bare:.2f}")
                warm = [connection.invoke(f"{runtime[:4]}0") for _ in range(invocations)]
                shown(f"warm, {runtime}", warm)
            shown("warm, built in", [connection.invoke("resize-image") for _ in range(invocations)])
            create(server, "sleeper", "python3.12", "lambda_function.lambda_handler", {"lambda_function.py": SLEEPER})
            begin = time.perf_counter()
            with ThreadPoolExecutor(100) as pool:
                list(pool.map(lambda _: Connection(server).invoke("sleeper"), range(100)))
            print(f"100 at once, each asleep for 1 s: {time.perf_counter() - begin:.2f} s, processes started included")
            begin = time.perf_counter()
            for _ in range(1000):
                connection.invoke("pyth0", "Event")
            queued = time.perf_counter() - begin
            harness.eventually(lambda: metric(server, "pyth0") >= invocations + 1001, seconds=120)
            print(f"1000 events: queued in {queued:.2f} s, all run after {time.perf_counter() - begin:.2f} s")
        finally:
            server.stop()


def metric(server, name):
    """How often the function has run."""
    now = time.time()
    points = server.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/Lambda", MetricName="Invocations", Dimensions=[{"Name": "FunctionName", "Value": name}], StartTime=now - 3600,
        EndTime=now + 60, Period=3600, Statistics=["Sum"])["Datapoints"]
    return sum(point["Sum"] for point in points)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
