"""Gives each request an id: the proxy's, where it gives a sound one, else a new one. It goes back with the answer."""

from __future__ import annotations

import logging
import re
from time import monotonic
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from bodies.logs import in_request
from bodies.web.middleware import Respond

HEADER = "X-Request-ID"
SOUND = re.compile(r"[A-Za-z0-9._-]{8,64}")  # no more: it is written into logs as it came

log = logging.getLogger(__name__)


class RequestIds:
    """Comes before everything else, so that nothing of a request is logged without its id."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        name = given if SOUND.fullmatch(given) else uuid4().hex
        started = monotonic()
        with in_request(name):
            response = self.get_response(request)
            _tell(request, response, monotonic() - started)
        response[HEADER] = name
        return response


def _tell(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Log the page by its name, not its address: an address can be a secret (calendar feeds), or what was searched."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    if not page.startswith("health:"):
        said = {"method": request.method, "page": page, "status": response.status_code, "ms": round(seconds * 1000)}
        log.info("%s %s %s", request.method, page or "?", response.status_code, extra=said)
