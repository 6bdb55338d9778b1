"""kill -9 at random points while objects are written: what was acknowledged is there, whole; what was not is there
whole or not at all. CLOUDLING_KILLS sets how many kills, CLOUDLING_SEED which ones."""

import hashlib
import http.client
import os
import random
import threading
import time

import harness

KILLS = int(os.environ.get("CLOUDLING_KILLS", "15"))
WRITERS = 3
SIZES = [0, 100, 5_000, 100_000, 1_500_000, 9_000_000]


class Writer(threading.Thread):
    """Puts, overwrites and deletes objects under keys of its own until the server goes away.

    `known` maps each key to the digest last acknowledged (None: deleted); `pending` is the one change in flight."""

    def __init__(self, port, prefix, seed):
        super().__init__(daemon=True)
        self.port, self.prefix, self.random = port, prefix, random.Random(seed)
        self.known, self.pending, self.refused = {}, None, []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for number in range(1_000_000):
            try:
                self.change(connection, number)
            except (OSError, http.client.HTTPException):
                return

    def change(self, connection, number):
        key = f"{self.prefix}/{self.random.randrange(max(4, number))}"
        if key in self.known and self.random.random() < 0.15:
            self.exchange(connection, "DELETE", key, None, None)
            return
        body = self.random.randbytes(1) * self.random.choice(SIZES) + str(number).encode()
        self.exchange(connection, "PUT", key, body, hashlib.md5(body).hexdigest())

    def exchange(self, connection, method, key, body, digest):
        self.pending = (key, digest)
        connection.request(method, f"/durable/{key}", body=body, headers=harness.SIGNED)
        response = connection.getresponse()
        response.read()
        if response.status in (200, 204):
            self.known[key] = digest
        else:
            self.refused.append((method, key, response.status))
        self.pending = None


def digest_of(server, key):
    answer = server.http("GET", f"/durable/{key}", headers=harness.SIGNED)
    assert answer.status in (200, 404), (key, answer.status, answer.body[:300])
    if answer.status == 404:
        return None
    digest = hashlib.md5(answer.body).hexdigest()
    assert answer.headers["ETag"] == f'"{digest}"', f"{key}: its bytes are not those of its ETag"
    return digest


def check(server, writers):
    for writer in writers:
        assert not writer.refused, writer.refused[:3]
        pending = dict([writer.pending]) if writer.pending else {}
        for key in set(writer.known) | set(pending):
            allowed = {writer.known.get(key)} | ({pending[key]} if key in pending else set())
            found = digest_of(server, key)
            assert found in allowed, f"{key} has {found}, acknowledged or in flight were {allowed}"
            writer.known[key] = found


def test_no_acknowledged_object_is_lost(fresh_server):
    seed = int(os.environ.get("CLOUDLING_SEED", random.randrange(1_000_000)))
    print(f"CLOUDLING_SEED={seed}")
    chance = random.Random(seed)
    fresh_server.client("s3").create_bucket(Bucket="durable")
    everything = []
    for kill in range(KILLS):
        writers = [Writer(fresh_server.port, f"{kill}/{number}", chance.random()) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        time.sleep(chance.uniform(0.02, 0.6))
        fresh_server.kill()
        for writer in writers:
            writer.join(60)
            assert not writer.is_alive()
        fresh_server.start()
        check(fresh_server, writers)
        everything += writers
        for writer in writers:
            writer.pending = None
    check(fresh_server, everything)
    assert sum(len(writer.known) for writer in everything) > KILLS, "hardly anything was written: the test shows nothing"
