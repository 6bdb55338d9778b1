"""What the tests with real clients share.

`server` is one server for the whole run: tests give their resources names of their own (`unique`, `bucket`).
`fresh_server` is one for a single test, which may stop, kill and restart it; `start_server` makes one with flags.
"""

import itertools
import json
import os

import pytest

import harness

os.environ.update(harness.clean_environment())
for name in set(os.environ) - set(harness.clean_environment()):
    del os.environ[name]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    server = harness.Server(tmp_path_factory.mktemp("shared") / "data").start()
    yield server
    server.stop()


@pytest.fixture
def start_server(tmp_path):
    """start_server(*flags, executable=None, data=None): a running server that ends with the test."""
    started = []

    def start(*flags, executable=None, data=None):
        folder = data or tmp_path / f"data{len(started)}"
        started.append(harness.Server(folder, *flags, executable=executable).start())
        return started[-1]

    yield start
    for server in started:
        if server.process is not None:
            server.stop()


@pytest.fixture
def fresh_server(start_server):
    return start_server()


@pytest.fixture
def client(server):
    """client("s3"): a boto3 client of the shared server."""
    return server.client


@pytest.fixture
def aws(server):
    """aws("s3", "ls"): the AWS CLI on the shared server; gives its standard output."""
    return server.aws


@pytest.fixture
def aws_json(server):
    """The same, with the output parsed."""
    return lambda *arguments: json.loads(server.aws(*arguments, "--output", "json") or "null")


_numbers = itertools.count(1)


@pytest.fixture
def unique():
    """unique("photos"): a name that no other test has."""
    return lambda prefix="test": f"{prefix}-{os.getpid()}-{next(_numbers)}"


@pytest.fixture
def bucket(server, unique):
    """The name of a new, empty bucket on the shared server."""
    name = unique("bucket")
    server.client("s3").create_bucket(Bucket=name)
    return name


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A failed test shows the end of its servers' logs."""
    report = (yield).get_result()
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            if isinstance(value, harness.Server) and os.path.exists(value.log_path):
                report.sections.append((f"server log {value.log_path}", value.log()[-4000:]))
