"""The door keeper and the demonstration's mark."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from bodies import clock
from bodies.access import DOORS, NOBODY, Permission, reach_of

Respond = Callable[[HttpRequest], HttpResponse]


class DoorKeeper:
    """Closed by default: a URL opens only by its row in `bodies.access.DOORS`.

    Puts `request.today` and `request.reach` where views and templates find them.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.today = clock.today()  # type: ignore[attr-defined]
        request.reach = reach_of(request.user, request.today) if request.user.is_authenticated else NOBODY  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: list, kwargs: dict) -> HttpResponseBase | None:
        needed = DOORS.get(request.resolver_match.view_name) if request.resolver_match else None
        if needed is None:
            raise PermissionDenied("This address is not open to anybody.")
        if needed is Permission.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if needed is Permission.SIGNED_IN or request.reach.holds(needed):  # type: ignore[attr-defined]
            return None
        raise PermissionDenied(f"This page needs somebody who may {needed.value}.")


class DemonstrationMark:
    """Keeps a demonstration's pages, files and feeds out of search engines."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEMONSTRATION:
            response["X-Robots-Tag"] = "noindex, nofollow"
        return response
