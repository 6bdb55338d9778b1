"""From process start to the first served request, and idle memory; beside nginx started the same way.

    startup_bench.py [RUNS]      CLOUDLING_BINARY names the binary

Each run starts the process, connects until a request is answered with 200, and ends the process. Times are medians and
the best; memory is resident and private-or-shared (PSS) after a second of rest, summed over the process and its
children. The machine's load shows in the times: compare within one run of this bench.
"""

import http.client
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import harness  # noqa: E402

NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port}; location / {{ return 200 ok; }} }} }}
"""


def serves(port, path):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False


def started(command, port, path):
    """(process, milliseconds until it served)."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while not serves(port, path):
        if process.poll() is not None:
            sys.exit(f"{' '.join(command)} ended with {process.returncode}")
        time.sleep(0.0002)
    return process, (time.perf_counter() - begin) * 1000


def ended(process):
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def memory(process, field):
    """MB of a field of smaps_rollup, over the process's session."""
    total = 0
    for pid in harness.session_members(process.pid):
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as smaps:
            total += sum(int(line.split()[1]) for line in smaps if line.startswith(field + ":"))
    return total / 1024


def measure(name, command_of, path, runs):
    times = []
    for run in range(runs):
        port = harness.free_port()
        process, elapsed = started(command_of(port, run), port, path)
        times.append(elapsed)
        if run == runs - 1:
            time.sleep(1)
            sizes = memory(process, "Rss"), memory(process, "Pss")
        ended(process)
    print(f"{name:34} {statistics.median(times):8.1f} {min(times):8.1f} {sizes[0]:10.1f} {sizes[1]:8.1f}")


def main(runs=15):
    binary = harness.binary()
    print(f"{'':34} {'median ms':>8} {'best ms':>8} {'RSS MB':>10} {'PSS MB':>8}   ({runs} runs)")
    with tempfile.TemporaryDirectory() as folder:
        health = "/_cloudling/health"
        cloudling = lambda port, *flags: [binary, "--port", str(port), *flags]  # noqa: E731
        measure("cloudling, data from before", lambda port, run: cloudling(port, "--data", f"{folder}/old"), health, runs)
        measure("cloudling, first start", lambda port, run: cloudling(port, "--data", f"{folder}/new{run}"), health, runs)
        measure("cloudling, ephemeral", lambda port, run: cloudling(port, "--ephemeral"), health, runs)
        if not shutil.which("nginx", path="/usr/sbin:/usr/bin"):
            sys.exit("nginx is not installed (nginx-light): nothing to compare with")

        def nginx(port, run):
            path = f"{folder}/nginx{run}.conf"
            with open(path, "w", encoding="ascii") as file:
                file.write(NGINX.format(folder=folder, port=port))
            return ["/usr/sbin/nginx", "-p", folder, "-c", path]

        measure("nginx, one process", nginx, "/", runs)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
