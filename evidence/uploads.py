"""What arrives at the door: too much is turned away while it arrives, before anything keeps it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

# How much a form may weigh beside its file, in bytes.
ROOM_FOR_THE_FORM = 1024 * 1024


class CappedUploads(FileUploadHandler):
    """Skips a file that is too large, or that somebody who is not signed in sends; the rest of the form is kept.

    What was skipped is told in `request.skipped_uploads`, by field: the form then says so (evidence.forms).
    """

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
        skipped = getattr(self.request, "skipped_uploads", set())
        self.request.skipped_uploads = {*skipped, self.field_name}  # type: ignore[union-attr]
        raise SkipFile
