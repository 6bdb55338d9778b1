"""S3 beside what else could hold the bytes: nginx (a file server, WebDAV for uploads) as the limit, and the servers that
a user could take instead where they are installed: moto_server and s3rver. Pairs of one run, as a table.

    s3_bench.py [SECONDS]      CLOUDLING_BINARY names the binary

Small requests are wrk's, streams curl's; both run on the same machine and take their share of it. Aims: GET 0.8, PUT 0.5,
streams 0.5 of nginx, and a listing that costs the same in a large bucket as in a small one. Requests are signed by a key
that the server does not know, so no signature is computed on either side.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import harness  # noqa: E402

SMALL = 4096
STREAM = 64 << 20
MANY = 100_000

PUT_SMALL = """
local number, body = 0, string.rep("x", %d)
request = function()
  number = number + 1
  return wrk.format("PUT", "/bench/put/k" .. number %% 1000, nil, body)
end
"""

FILL = """
local number = 0
request = function()
  number = number + 1
  return wrk.format("PUT", string.format("/many/k%08d", number), nil, "x")
end
"""

NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log; user root;
events {{ }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; keepalive_requests 1000000000; client_max_body_size 0;
  sendfile on;
  server {{ listen 127.0.0.1:{port}; location / {{ root {folder}/files; dav_methods PUT; create_full_put_path on; }} }} }}
"""


class Peer:
    """A server beside ours: a process that answers at `endpoint`."""

    def __init__(self, command, port, environment=None):
        self.endpoint = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        harness.eventually(self.answers, 60)

    def answers(self):
        try:
            urllib.request.urlopen(self.endpoint + "/", timeout=5)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def nginx(folder):
    port = harness.free_port()
    os.makedirs(f"{folder}/files/bench")
    with open(f"{folder}/nginx.conf", "w", encoding="utf-8") as file:
        file.write(NGINX.format(folder=folder, port=port))
    return Peer(["/usr/sbin/nginx", "-c", f"{folder}/nginx.conf"], port)


def moto(folder):
    port = harness.free_port()
    return Peer(["moto_server", "-p", str(port)], port)


def s3rver(folder):
    port = harness.free_port()
    return Peer(["s3rver", "-d", f"{folder}/s3rver", "-p", str(port), "--silent"], port)


def headers():
    return [argument for pair in harness.SIGNED.items() for argument in ("-H", ": ".join(pair))]


def wrk(endpoint, path, seconds, folder, script=""):
    """Requests a second."""
    with open(f"{folder}/wrk.lua", "w", encoding="utf-8") as file:
        file.write(script)
    command = ["/usr/bin/wrk", "-t", "1", "-c", "16", "-d", f"{seconds}s", "-s", f"{folder}/wrk.lua", *headers(), endpoint + path]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if bad := re.search(r"Non-2xx or 3xx responses: (\d+)", text):
        sys.exit(f"{endpoint + path}: {bad.group(0)}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))


def heads(endpoint, path, seconds, batch=16):
    """HEAD requests a second, in batches on one connection: wrk would wait for their bodies."""
    lines = [f"HEAD {path} HTTP/1.1", "Host: 127.0.0.1", *(": ".join(pair) for pair in harness.SIGNED.items())]
    requests = ("\r\n".join(lines) + "\r\n\r\n").encode() * batch
    address = ("127.0.0.1", int(endpoint.rsplit(":", 1)[1]))
    count, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:  # some servers close a connection after a while
        with socket.create_connection(address, timeout=60) as connection:
            closed = False
            while not closed and time.perf_counter() - begin < seconds:
                connection.sendall(requests)
                answers = b""
                while not closed and answers.count(b"\r\n\r\n") < batch:
                    chunk = connection.recv(1 << 16)
                    closed = not chunk
                    answers += chunk
                count += answers.count(b" 200 OK")
    return count / (time.perf_counter() - begin)


def curl(endpoint, path, *arguments):
    command = ["/usr/bin/curl", "-sf", "-o", "/dev/null", "-H", "Expect:", *headers(), *arguments, endpoint + path]
    subprocess.run(command, check=True)


def stream(endpoint, seconds, *arguments):
    """MiB a second of objects of 64 MiB, one after the other."""
    count, begin = 0, time.perf_counter()
    while time.perf_counter() - begin < seconds:
        curl(endpoint, "/bench/stream", *arguments)
        count += 1
    return count * (STREAM >> 20) / (time.perf_counter() - begin)


def objects(endpoint, seconds, folder):
    """What file servers can do as well. The order matters: what is read is written before."""
    for name, size in (("small", SMALL), ("stream", STREAM)):
        with open(f"{folder}/{name}.bin", "wb") as file:
            file.write(os.urandom(size))
    rates = {"put-64MiB": stream(endpoint, seconds, "-T", f"{folder}/stream.bin")}
    rates["get-64MiB"] = stream(endpoint, seconds)
    curl(endpoint, "/bench/small", "-T", f"{folder}/small.bin")
    rates["get-4KiB"] = wrk(endpoint, "/bench/small", seconds, folder)
    rates["head"] = heads(endpoint, "/bench/small", seconds)
    rates["put-4KiB"] = wrk(endpoint, "/bench/put/", seconds, folder, PUT_SMALL % SMALL)
    return rates


def listings(server, seconds, folder):
    """Pages of 1000 keys in a bucket of 1000 and in one of 100,000: its first page and one from its middle."""
    client = server.client("s3")
    for bucket in ("many", "few"):
        client.create_bucket(Bucket=bucket)
    for number in range(1000):
        client.put_object(Bucket="few", Key=f"k{number:08}", Body=b"x")
    filled = 0
    while filled < MANY:  # every run begins at the first key again, and overwrites what is there
        wrk(server.endpoint, "/many/", max(10, filled // 2000), folder, FILL)
        filled = sum(page["KeyCount"] for page in client.get_paginator("list_objects_v2").paginate(Bucket="many"))
    middle = f"/many?list-type=2&start-after=k{filled // 2:08}"
    return {"list-1000-of-1000": wrk(server.endpoint, "/few?list-type=2", seconds, folder),
            f"list-1000-of-{filled}": wrk(server.endpoint, "/many?list-type=2", seconds, folder),
            "list-1000-from-middle": wrk(server.endpoint, middle, seconds, folder)}


def measured(start, seconds, bucket=True):
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        peer = start(folder)
        try:
            if bucket:
                curl(peer.endpoint, "/bench", "-X", "PUT")
            return objects(peer.endpoint, seconds, folder)
        finally:
            peer.stop()


def main(seconds=5):
    rates = {}
    with tempfile.TemporaryDirectory() as folder:
        server = harness.Server(f"{folder}/data", "--access-log=false").start()  # as nginx below
        try:
            server.client("s3").create_bucket(Bucket="bench")
            rates["cloudling"] = objects(server.endpoint, seconds, folder)
            rates["cloudling"].update(listings(server, seconds, folder))
        finally:
            server.stop()
    rates["nginx"] = measured(nginx, seconds, bucket=False)
    for name, start, program in (("moto", moto, "moto_server"), ("s3rver", s3rver, "s3rver")):
        if shutil.which(program):
            rates[name] = measured(start, seconds)
        else:
            print(f"{program} is not installed and left out")
    print(f"{'':24}" + "".join(f"{name:>12}" for name in rates) + "     of nginx   (requests or MiB a second)")
    for row, rate in rates["cloudling"].items():
        told = "".join(f"{rates[name][row]:12.0f}" if row in rates[name] else f"{'':12}" for name in rates)
        print(f"{row:24}{told}" + (f"{rate / rates['nginx'][row]:13.2f}" if row in rates["nginx"] else ""))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
