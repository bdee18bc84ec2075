"""Requests as they arrive: one that names an encoding nobody has is a bad request, not an error of ours."""

from __future__ import annotations

from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http.multipartparser import MultiPartParserError

UNREADABLE = "unreadable"


class PlainRequest(WSGIRequest):
    """Django's request, which Python's encodings that are none of text ("hex") would stop before any page is asked."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)
        except (LookupError, ValueError):
            self._encoding = None
            # The middleware PlainRequests refuses it, with a page.
            self.content_type, self.content_params = "", {"charset": UNREADABLE}

    def parse_file_upload(self, meta: dict[str, Any], post_data: Any) -> Any:
        try:
            return super().parse_file_upload(meta, post_data)
        except (LookupError, UnicodeError) as unreadable:
            raise MultiPartParserError(f"A part of the form cannot be read: {unreadable}") from None


class PlainHandler(WSGIHandler):
    """Answers plain requests."""

    request_class = PlainRequest
