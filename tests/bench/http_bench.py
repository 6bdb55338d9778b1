"""Requests per second over loopback, by wrk: the health endpoint, a small object, an upload of 1 KiB, a thumbnail; beside
them nginx with one process and a file of the same size.

    http_bench.py [SECONDS]      CLOUDLING_BINARY names the binary

wrk runs on the same machine and takes its share of it.
"""

import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
import harness  # noqa: E402

UPLOAD = """
local number = 0
request = function()
  number = number + 1
  return wrk.format("PUT", "/bench/k" .. number % 1000, nil, string.rep("x", 1024))
end
"""

PIPELINE = """
wrk.method, wrk.body = "POST", '{"bucket":"images-original","key":"dog.png"}'
wrk.headers["Content-Type"] = "application/json"
"""

RESIZE = """
local file = io.open("%s", "rb")
wrk.method, wrk.body = "POST", file:read("*a")
wrk.headers["Content-Type"] = "image/png"
"""


NGINX = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi; keepalive_requests 1000000000;
  server {{ listen 127.0.0.1:{port}; location / {{ root {folder}; }} }} }}
"""


class Nginx:
    """One process that serves a file of 1 KiB."""

    def __init__(self, folder):
        port = harness.free_port()
        self.endpoint = f"http://127.0.0.1:{port}"
        for name, text in (("nginx.conf", NGINX.format(folder=folder, port=port)), ("small", "x" * 1024)):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as file:
                file.write(text)
        os.chmod(folder, 0o755)
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-c", f"{folder}/nginx.conf"], stderr=subprocess.DEVNULL)
        harness.eventually(lambda: os.path.exists(f"{folder}/nginx.pid"))

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


def wrk(server, name, path, seconds, folder, script="", connections=16):
    command = ["/usr/bin/wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--latency"]
    if path.startswith("/bench/"):
        command += [argument for name_value in harness.SIGNED.items() for argument in ("-H", ": ".join(name_value))]
    if script:
        with open(f"{folder}/{name}.lua", "w", encoding="utf-8") as file:
            file.write(script)
        command += ["-s", f"{folder}/{name}.lua"]
    text = subprocess.run([*command, server.endpoint + path], capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text).group(1)
    half, most = (re.search(rf"^\s+{share}%\s+(\S+)", text, re.M).group(1) for share in (50, 99))
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", text)
    print(f"{name:22} {float(rate):10.0f} /s   median {half:>9}   99 % {most:>9}" + (f"   NOT OK: {bad.group(1)}" if bad else ""))


def main(seconds=5):
    with tempfile.TemporaryDirectory() as folder:
        server = harness.Server(f"{folder}/data").start()
        try:
            s3 = server.client("s3")
            s3.create_bucket(Bucket="bench")
            s3.put_object(Bucket="bench", Key="small", Body=b"x" * 1024)
            s3.put_object(Bucket="images-original", Key="dog.png", Body=harness.fixture("images", "dog.png"))
            wrk(server, "health", "/_cloudling/health", seconds, folder)
            wrk(server, "get-1KiB", "/bench/small", seconds, folder)
            wrk(server, "put-1KiB", "/bench/k", seconds, folder, UPLOAD)
            picture = os.path.join(harness.FIXTURES, "images", "dog.png")
            wrk(server, "resize-dog-to-128", "/resize?width=128", seconds, folder, RESIZE % picture, connections=4)
            wrk(server, "pipeline-dog", "/resize", seconds, folder, PIPELINE, connections=4)
        finally:
            server.stop()
        nginx = Nginx(folder)
        try:
            wrk(nginx, "nginx-file-1KiB", "/small", seconds, folder)
        finally:
            nginx.stop()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
