"""Files in S3-compatible storage, by settings alone (EVIDENCE_S3_BUCKET and what follows it in dotenv-sample)."""

from __future__ import annotations

import base64
import errno
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from evidence.files.storage import Lying, StoreAway

NOT_THERE = {"404", "NoSuchKey", "NotFound"}
FULL = {"QuotaExceeded", "XMinioStorageFull"}
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 5, 60, 4


class S3Store(S3Storage):
    """A bucket. Writing a key is all or nothing there; the bucket checks what arrives against the digest."""

    def __init__(self, **options: Any) -> None:
        # Servers of other makers seldom answer under a host name for each bucket.
        style = "path" if options.get("endpoint_url") else "auto"
        client_config = Config(
            signature_version="s3v4", s3={"addressing_style": style},
            connect_timeout=CONNECT_SECONDS, read_timeout=READ_SECONDS,
            retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
            request_checksum_calculation="when_required", response_checksum_validation="when_required",
        )  # fmt: skip
        super().__init__(client_config=client_config, **options)

    def put(self, hidden: Path, name: str) -> None:
        digest = base64.b64encode(bytes.fromhex(name.rpartition("/")[2])).decode()
        with hidden.open("rb") as body, _told(name):
            self._client.put_object(Bucket=self.bucket_name, Key=name, Body=body, ChecksumSHA256=digest)

    def read(self, name: str) -> File[bytes]:
        with _told(name):
            found = self._client.get_object(Bucket=self.bucket_name, Key=name)
        opened: File[bytes] = File(_Body(found["Body"], name), name="")
        opened.size = found["ContentLength"]
        return opened

    def exists(self, name: str) -> bool:
        with _told(name):
            return bool(super().exists(name))

    def delete(self, name: str) -> None:
        with _told(name):
            super().delete(name)

    def lying(self) -> Iterator[Lying]:
        with _told(self.bucket_name):
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name):
                for one in page.get("Contents", ()):
                    yield Lying(one["Key"], one["LastModified"])

    @property
    def _client(self) -> Any:
        return self.connection.meta.client


class _Body(io.RawIOBase):
    """What a bucket sends, read as it comes."""

    def __init__(self, body: Any, name: str) -> None:
        self._body, self._name = body, name

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        with _told(self._name):
            return self._body.read(None if size < 0 else size)

    def close(self) -> None:
        self._body.close()
        super().close()


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Tell of a bucket's trouble as a disk would."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in NOT_THERE:
            raise FileNotFoundError(errno.ENOENT, "No such file in the bucket", name) from error
        if code in FULL:
            raise OSError(errno.ENOSPC, "The bucket is full", name) from error
        raise StoreAway(f"{name}: {error}") from error
    except BotoCoreError as error:
        raise StoreAway(f"{name}: {error}") from error
