"""The two places where files may lie, for tests: a folder, and a bucket of a server that plays S3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from moto.server import ThreadedMotoServer

DISK = {"BACKEND": "evidence.files.storage.DiskStore"}
KEYS = {"AWS_ACCESS_KEY_ID": "tests", "AWS_SECRET_ACCESS_KEY": "tests", "AWS_DEFAULT_REGION": "eu-west-2"}
BUCKET = "evidence"


@dataclass
class Place:
    """A store as somebody sees it who looks past the tracker: what it holds, and how to write there."""

    kind: str
    names: Callable[[], list[str]]
    write: Callable[[str, bytes], object]
    remove: Callable[[str], object]


def on_disk(root: Path) -> Place:
    def write(name: str, content: bytes) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)

    return Place("disk", lambda: names_below(root), write, lambda name: (root / name).unlink())


def in_bucket(endpoint: str, arriving: Path) -> Place:
    """A bucket made anew, and the folder in which files arrive."""
    empty(endpoint)
    one = client(endpoint)

    def names() -> list[str]:
        found = one.list_objects_v2(Bucket=BUCKET).get("Contents", ())
        return sorted([each["Key"] for each in found] + names_below(arriving))

    return Place(
        "s3", names, lambda name, content: one.put_object(Bucket=BUCKET, Key=name, Body=content),
        lambda name: one.delete_object(Bucket=BUCKET, Key=name),
    )  # fmt: skip


def names_below(root: Path) -> list[str]:
    return sorted(file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())


@contextmanager
def s3_server() -> Iterator[str]:
    """Run the server on a free port and yield its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def s3(endpoint: str) -> dict[str, Any]:
    """The settings of the bucket."""
    options = {"bucket_name": BUCKET, "endpoint_url": endpoint, "region_name": "eu-west-2"}
    return {"BACKEND": "evidence.files.s3.S3Store", "OPTIONS": options}


def client(endpoint: str) -> Any:
    """Look into the bucket from outside; the keys are in the environment."""
    return boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-2")


def empty(endpoint: str) -> None:
    """Make the bucket anew."""
    s3_client = client(endpoint)
    if BUCKET in {one["Name"] for one in s3_client.list_buckets()["Buckets"]}:
        for one in s3_client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
            s3_client.delete_object(Bucket=BUCKET, Key=one["Key"])
    else:
        s3_client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
