"""Pages that a browser may keep and ask for again: nothing is drawn anew while nothing was recorded since.

Everything that anybody or any job does to a record is on the audit trail, whose chain is written in the order of
commits. So its last link, with the day, the reader and the address, says whether a page could be another one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control

from bodies.models import AuditLink

CODE = (".py", ".html", ".css")


def unless_unchanged(request: HttpRequest, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The page, or that what the browser has of it is still true. It is kept by the reader's own browser alone.

    A page that tells of something just done is drawn, and kept by nobody.
    """
    if len(get_messages(request)):
        return draw()
    tag = tag_of(request)
    if tag in request.headers.get("If-None-Match", "").replace("W/", "").split(", "):
        response: HttpResponse = HttpResponseNotModified()
        # The page that the browser has carries the nonce of its own policy: another policy would stop its script.
        response._csp_exempt = True  # type: ignore[attr-defined]  # noqa: SLF001  the library's own mark
    else:
        response = draw()
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    response.asks_again = True  # type: ignore[attr-defined]
    return response


def tag_of(request: HttpRequest) -> str:
    """The entity tag of an address for its reader: another one when anything was recorded, or on another day."""
    last = AuditLink.objects.order_by("-place").values_list("place", "chain").first()
    roles = [(membership.pk, membership.role) for membership in request.reach.memberships]  # type: ignore[attr-defined]
    said = (last, request.today, request.user.pk, roles, request.get_full_path(), version())  # type: ignore[attr-defined]
    return f'"{sha256(repr(said).encode()).hexdigest()}"'


@cache
def version() -> str:
    """What the code and the pages are, so that an upgrade is seen although nothing was recorded."""
    digest = sha256()
    ours = [Path(settings.BASE_DIR, app) for app in (*settings.INSTALLED_APPS, "templates", "static")]
    for folder in sorted(folder for folder in ours if folder.is_dir()):
        for file in sorted(file for file in folder.rglob("*") if file.suffix in CODE):
            digest.update(file.read_bytes())
    return digest.hexdigest()
