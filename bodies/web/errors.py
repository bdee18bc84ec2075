"""The pages that say what went wrong. ccgtracker/urls.py names them as handler400, 403, 404 and 500."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from bodies.logs import ids


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form made no sense."""
    return _plain("errors/400.html", 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the door keeper or a view refused. The reason is not shown: it may name what the reader must not know."""
    return _within_site(request, "errors/403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: nothing is there, or nothing that this reader may see."""
    return _within_site(request, "errors/404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: without database, session or address book, any of which may be what failed."""
    return _plain("errors/500.html", 500)


def unavailable() -> HttpResponse:
    """503: something that the page needs does not answer now."""
    return _plain("errors/500.html", 503)


def file_changed() -> HttpResponse:
    """503: the stored file was found not to be the one that was recorded."""
    return _plain("errors/file_changed.html", 503)


def needs_a_button(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: somebody opened the address behind a button, by reloading or after signing in."""
    page = _within_site(request, "errors/405.html", 405)
    page["Allow"] = allowed
    return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form that came without its token: signed out meanwhile, or cookies are off."""
    return _within_site(request, "errors/csrf.html", 403)


def _within_site(request: HttpRequest, template: str, status: int) -> HttpResponse:
    if not hasattr(request, "reach") or not hasattr(request, "user"):
        # A middleware before the door keeper refused: nothing is known about the reader.
        return _plain("errors/400.html", status)
    return HttpResponse(render_to_string(template, request=request), status=status)


def _plain(template: str, status: int) -> HttpResponse:
    return HttpResponse(render_to_string(template, {"number": ids().get("request_id", "")}), status=status)
