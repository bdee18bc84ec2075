"""Decisions on publishing, in words: for the history of an obligation and beside the piece itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from bodies.web.text import date_long
from evidence.models import Evidence

DECISIONS = ("published", "embargoed", "unpublished", "ended the embargo", "withheld")


def told(verb: str, detail: dict[str, Any], what: str) -> str:
    """What follows the person: "published it.", "took it off the public site: personal data."."""
    after, before = detail.get("after") or {}, detail.get("before") or {}
    why, until = _reason(after.get("withheld") or detail.get("why")), _day(after.get("withheld_until"))
    held = f"{': ' if why else ''}{why}{f', until {until}' if until else ''}."
    if verb == "published":
        return f"published {what}{_known(detail)}."
    if verb == "embargoed":
        day, until_then = _day(after.get("published_on")), f"; until then: {why}" if why else ""
        return f"decided that {what} is published on {day}{_known(detail)}{until_then}."
    if verb == "unpublished":
        return f"took {what} off the public site{held}"
    if verb == "ended the embargo":
        return f"took back that {what} is published on {_day(before.get('published_on'))}{held}"
    return f"said why {what} is not published{held}"


def _known(detail: dict[str, Any]) -> str:
    return ", knowing of the pre-election period" if detail.get("pre_election") else ""


def _reason(value: str | None) -> str:
    return Evidence.Withheld(value).label.lower() if value in Evidence.Withheld.values else ""


def _day(value: str | None) -> str:
    return date_long(date.fromisoformat(value)) if value else ""
