"""The high-level commands of the AWS CLI: cp, ls, sync, rm, mb, rb; multipart beyond 8 MiB."""

import hashlib
import random
import os
import subprocess
import time

import pytest

import harness


@pytest.fixture
def large(tmp_path):
    """A file of 20 MiB: three parts."""
    path = tmp_path / "large.bin"
    path.write_bytes(random.Random(7).randbytes(20 << 20))
    return path


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_mb_and_rb(aws, server, unique):
    name = unique("cli")
    assert name in aws("s3", "mb", f"s3://{name}")
    assert name in aws("s3", "ls")
    aws("s3api", "put-object", "--bucket", name, "--key", "a")
    refused = server.aws("s3", "rb", f"s3://{name}", check=False)
    assert refused.returncode != 0 and "BucketNotEmpty" in refused.stderr
    aws("s3", "rb", f"s3://{name}", "--force")
    assert name not in aws("s3", "ls")


def test_cp_of_a_large_file_both_ways(aws, aws_json, bucket, large, tmp_path):
    aws("s3", "cp", large, f"s3://{bucket}/large.bin", "--no-progress")
    head = aws_json("s3api", "head-object", "--bucket", bucket, "--key", "large.bin")
    assert head["ContentLength"] == 20 << 20 and head["ETag"].endswith('-3"')
    aws("s3", "cp", f"s3://{bucket}/large.bin", tmp_path / "back.bin", "--no-progress")
    assert digest(tmp_path / "back.bin") == digest(large)
    aws("s3", "cp", f"s3://{bucket}/large.bin", f"s3://{bucket}/copy.bin", "--no-progress")
    aws("s3", "cp", f"s3://{bucket}/copy.bin", tmp_path / "copy.bin", "--no-progress")
    assert digest(tmp_path / "copy.bin") == digest(large)


def test_cp_from_and_to_a_pipe(server, bucket):
    command = ["/usr/bin/aws", "--endpoint-url", server.endpoint, "s3", "cp"]
    subprocess.run([*command, "-", f"s3://{bucket}/piped"], input=b"through a pipe", env=harness.clean_environment(), check=True, timeout=60)
    back = subprocess.run([*command, f"s3://{bucket}/piped", "-"], capture_output=True, env=harness.clean_environment(), check=True, timeout=60)
    assert back.stdout == b"through a pipe"


def test_ls_with_prefixes(aws, bucket):
    for key in ("a.txt", "photos/1.jpg", "photos/2.jpg", "photos/old/3.jpg"):
        aws("s3api", "put-object", "--bucket", bucket, "--key", key)
    assert [line.split()[-1] for line in aws("s3", "ls", f"s3://{bucket}").splitlines()] == ["photos/", "a.txt"]
    assert [line.split()[-1] for line in aws("s3", "ls", f"s3://{bucket}/photos/").splitlines()] == ["old/", "1.jpg", "2.jpg"]
    assert len(aws("s3", "ls", f"s3://{bucket}", "--recursive").splitlines()) == 4


def test_sync_and_rm(aws, bucket, tmp_path, large):
    folder, back = tmp_path / "folder", tmp_path / "back"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    (folder / "sub" / "b c.txt").write_text("bc")
    large.rename(folder / "large.bin")
    for path in folder.rglob("*"):
        os.utime(path, (time.time() - 60,) * 2)  # S3 lists whole seconds, so a file of this second looks newer
    assert aws("s3", "sync", folder, f"s3://{bucket}/site", "--no-progress").count("upload:") == 3
    assert aws("s3", "sync", folder, f"s3://{bucket}/site", "--no-progress") == "", "nothing has changed"
    (folder / "a.txt").write_text("changed")
    (folder / "sub" / "b c.txt").unlink()
    out = aws("s3", "sync", folder, f"s3://{bucket}/site", "--delete", "--no-progress")
    assert out.count("upload:") == 1 and out.count("delete:") == 1
    aws("s3", "sync", f"s3://{bucket}/site", back, "--no-progress")
    assert sorted(p.relative_to(back).as_posix() for p in back.rglob("*") if p.is_file()) == ["a.txt", "large.bin"]
    assert digest(back / "large.bin") == digest(folder / "large.bin")
    aws("s3", "rm", f"s3://{bucket}/site/a.txt")
    assert aws("s3", "rm", f"s3://{bucket}", "--recursive").count("delete:") == 1
    assert aws("s3", "ls", f"s3://{bucket}", "--recursive").strip() == ""


def test_mv(aws, bucket, tmp_path):
    (tmp_path / "m.txt").write_text("moved")
    aws("s3", "mv", tmp_path / "m.txt", f"s3://{bucket}/m.txt")
    aws("s3", "mv", f"s3://{bucket}/m.txt", f"s3://{bucket}/n.txt")
    assert aws("s3", "cp", f"s3://{bucket}/n.txt", "-") == "moved"
    assert not (tmp_path / "m.txt").exists() and "m.txt" not in aws("s3", "ls", f"s3://{bucket}")


def test_presign(aws, server, bucket):
    aws("s3api", "put-object", "--bucket", bucket, "--key", "p", "--content-type", "text/plain")
    url = aws("s3", "presign", f"s3://{bucket}/p").strip()
    assert server.http("GET", url.replace(server.endpoint, "")).headers["Content-Type"] == "text/plain"
