"""What arrives at the door: too much is turned away while it arrives, before anything keeps it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

from evidence.files.arriving import NotStored, told_in_words, too_large_words

# How much a form may weigh beside its file, in bytes.
ROOM_FOR_THE_FORM = 1024 * 1024


def skipped(request: HttpRequest, field: str) -> str:
    """Why the file of a field was not let in, in words; empty where none was turned away."""
    return getattr(request, "skipped_uploads", {}).get(field, "")


def _say(request: HttpRequest, field: str, words: str) -> None:
    request.skipped_uploads = {**getattr(request, "skipped_uploads", {}), field: words}  # type: ignore[attr-defined]


def _skip(request: HttpRequest, field: str, words: str) -> None:
    """Leave a file out and say why; the rest of the form is kept."""
    _say(request, field, words)
    raise SkipFile


class CappedUploads(FileUploadHandler):
    """Skips a file that is too large, or that somebody who is not signed in sends; the form then says so."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.received = 0
        self.is_too_much = False

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        # Said before a byte is read: then nothing of it is written anywhere.
        self.is_too_much = content_length > settings.MAX_UPLOAD_BYTES + ROOM_FOR_THE_FORM

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0
        if self.is_too_much:
            self._skip()
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.MAX_UPLOAD_BYTES:
            self._skip()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the keeping to the handlers that follow."""

    def _skip(self) -> None:
        _skip(self.request, self.field_name, too_large_words(settings.MAX_UPLOAD_BYTES))


class RoomyUploads(TemporaryFileUploadHandler):
    """Keeps what arrives in a temporary file; leaves it out, and says so, where the disk has no room for that."""

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        self.field_name = field_name
        try:
            with told_in_words():
                super().new_file(field_name, *args, **kwargs)
        except NotStored as refusal:
            _skip(self.request, field_name, str(refusal))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            with told_in_words():
                super().receive_data_chunk(raw_data, start)
        except NotStored as refusal:
            self._close()
            _skip(self.request, self.field_name, str(refusal))

    def file_complete(self, file_size: int) -> UploadedFile | None:
        try:
            with told_in_words():
                return super().file_complete(file_size)  # writes the rest
        except NotStored as refusal:
            self._close()
            _say(self.request, self.field_name, str(refusal))
            return None

    def _close(self) -> None:
        with suppress(OSError):  # it would write the rest once more
            self.file.close()
