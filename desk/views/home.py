"""The first page: each role's own, in the order in which a person holds them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bodies.access import CONTRIBUTORS, Role
from desk.hats import chosen, hats_of
from desk.views import administration, assurer, lay, lead

HOMES = {
    Role.LEAD: lead.home,
    **dict.fromkeys(CONTRIBUTORS, lead.contributor),
    Role.LAY_MEMBER: lay.home,
    Role.ASSURER: assurer.home,
    Role.ADMINISTRATOR: administration.home,
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Whoever is not signed in is sent to the public register."""
    if not request.user.is_authenticated:
        return redirect("register:home")
    hats = hats_of(request.reach)  # type: ignore[attr-defined]
    hat = chosen(hats, request.GET)
    if hat is None:
        return render(request, "desk/no_role.html")
    return HOMES[hat.role](request, hat, hats)
