"""What every page is given: the day, the demonstration's strip and the navigation of the reader's role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from bodies.access import CONTRIBUTORS, Role

# At most five a role. The first role that somebody holds, in this order, gives the navigation.
NAVIGATION: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.LEAD: (
        ("Home", "desk:home"),
        ("Year", "desk:year"),
        ("Calendar", "desk:calendar"),
        ("Confirm many", "evidence:confirm_many"),
        ("Register", "register:home"),
    ),
    **dict.fromkeys(
        CONTRIBUTORS,
        (
            ("Home", "desk:home"),
            ("Year", "desk:year"),
            ("Calendar", "desk:calendar"),
            ("Register", "register:home"),
        ),
    ),
    Role.ASSURER: (
        ("Home", "desk:home"),
        ("National page", "assurance:national"),
        ("Review queue", "evidence:queue"),
        ("Weeks", "desk:weeks"),
        ("Register", "register:home"),
    ),
    Role.ADMINISTRATOR: (
        ("Home", "desk:home"),
        ("Administration", "desk:administration"),
        ("Register", "register:home"),
    ),
    Role.LAY_MEMBER: (("Home", "desk:home"), ("Calendar", "desk:calendar"), ("Register", "register:home")),
}
PUBLIC_NAVIGATION = (
    ("Bodies", "register:bodies"),
    ("Meetings", "register:meetings"),
    ("Duties", "register:duties"),
    ("Newly published", "register:published"),
    ("Work out a date", "register:calculator"),
)


@dataclass(frozen=True)
class Demonstration:
    """The demonstration that a page belongs to."""

    today: date


def page(request: HttpRequest) -> dict[str, Any]:
    """Give every page what the base template shows. The door keeper has put `today` and `reach` on the request."""
    today: date = request.today  # type: ignore[attr-defined]
    return {
        "today": today,
        "demonstration": Demonstration(today) if settings.DEMONSTRATION else None,
        "is_signed_in": request.user.is_authenticated,
        "navigation": navigation_for(request),
    }


def navigation_for(request: HttpRequest) -> list[dict[str, str]]:
    """List the links of the reader's role; `active` is "page" on the page itself, "true" below it, else empty."""
    items = [{"text": text, "href": reverse(name)} for text, name in _links(request)]
    # The longest address that the path starts with: on /bodies/07X/ that is Bodies, not Home.
    below = [i["href"] for i in items if i["href"] != "/" and request.path.startswith(i["href"])]
    nearest = max(below, key=len, default="")
    for item in items:
        item["active"] = "page" if item["href"] == request.path else "true" if item["href"] == nearest else ""
    return items


def _links(request: HttpRequest) -> tuple[tuple[str, str], ...]:
    roles = request.reach.roles  # type: ignore[attr-defined]
    return next((links for role, links in NAVIGATION.items() if role in roles), PUBLIC_NAVIGATION)
