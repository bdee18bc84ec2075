"""Plain requests alone, from where they come, the door keeper and the demonstration's mark."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from bodies import clock
from bodies.access import NOBODY, Permission, reach_of
from bodies.doors import DOORS
from bodies.origin import coming_from
from bodies.web.errors import needs_a_button

Respond = Callable[[HttpRequest], HttpResponse]


METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class PlainRequests:
    """Refuses what no browser of a person sends: another encoding than UTF-8, another method."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Django decodes by the encoding that the request names: "unicode_escape" makes text that nothing can write.
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.strip("\"'").lower() not in ("utf-8", "utf8", "us-ascii"):
            raise BadRequest("Only UTF-8 is read here.")
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class FromWhere:
    """Lets the audit trail tell from which address something was done."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with coming_from(lambda: _from_where(request)):
            return self.get_response(request)


def _from_where(request: HttpRequest) -> str:
    """Tell the address that the sign-in limits count by too; no more than "web" where a proxy does not say it."""
    try:
        return f"web {get_adapter().get_client_ip(request)}"
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return "web"


class DoorKeeper:
    """Closed by default: a URL opens only by its row in `bodies.doors.DOORS`.

    Puts `request.today` and `request.reach` where views and templates find them. What it shows to somebody who is
    signed in is kept by nobody on the way.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.today = clock.today()  # type: ignore[attr-defined]
        request.reach = reach_of(request.user, request.today) if request.user.is_authenticated else NOBODY  # type: ignore[attr-defined]
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            response = needs_a_button(request, response["Allow"])
        asks_again = getattr(response, "asks_again", False)  # bodies.web.unchanged
        if (was_signed_in or request.user.is_authenticated) and not asks_again:
            add_never_cache_headers(response)  # for this reader alone, and not kept: computers are shared
        return response

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponseBase | None:
        needed = DOORS.get(request.resolver_match.view_name) if request.resolver_match else None
        if needed is None:
            raise PermissionDenied("This address is not open to anybody.")
        if needed is Permission.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(_page_of(request))
        if needed is Permission.SIGNED_IN or request.reach.holds(needed):  # type: ignore[attr-defined]
            return None
        raise PermissionDenied(f"This page needs somebody who may {needed.value}.")


def _page_of(request: HttpRequest) -> str:
    """Where to go on after signing in: the page asked for, or the page whose button was pressed."""
    came_from = request.headers.get("Referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return urlunsplit(("", "", *urlsplit(came_from)[2:4], ""))
    return request.get_full_path()


class DemonstrationMark:
    """Keeps a demonstration's pages, files and feeds out of search engines."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEMONSTRATION:
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response
