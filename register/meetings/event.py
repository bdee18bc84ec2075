"""A meeting as schema.org's Event, for machines that read the page. Only what is recorded is said."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from register.meetings.one import Shown

_UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}  # no text may end the block
_ONLINE = {"virtual", "online"}  # what sources write for a place
_STATUS = {"Postponed": "EventPostponed", "Cancelled": "EventCancelled"}


def event_data(shown: Shown, address: str, full: Callable[[str], str], *, demonstration: bool) -> SafeString:
    """The event as JSON that may stand in a script block. `full` makes a path a full address."""
    line = shown.line
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": line.title,
        "startDate": line.starts_at.isoformat() if line.starts_at else line.on.isoformat(),
        "eventStatus": f"https://schema.org/{_status(shown)}",
        "organizer": [
            {"@type": "Organization", "name": body.name, "url": full(f"/bodies/{body.code}/")} for body in line.bodies
        ],
    }
    if line.ends_at:
        said["endDate"] = line.ends_at.isoformat()
    if _status(shown) == "EventRescheduled":
        said["previousStartDate"] = [earlier.on.isoformat() for earlier in shown.earlier]
    if line.attend:
        said["description"] = line.attend
    if demonstration and line.is_invented:
        said["disambiguatingDescription"] = "Invented for a demonstration."
    return mark_safe(json.dumps(said | _where(shown), indent=1).translate(_UNSAFE))  # noqa: S308  every < is written \u003c


def _status(shown: Shown) -> str:
    if not shown.line.is_put_off and any(earlier.now_on for earlier in shown.earlier):
        return "EventRescheduled"
    return _STATUS.get(shown.line.state.word, "EventScheduled")


def _where(shown: Shown) -> dict[str, Any]:
    """The place, the address on the web, or both; nothing where neither is recorded."""
    line = shown.line
    places: list[dict[str, str]] = []
    if line.place.casefold() in _ONLINE:
        places.append({"@type": "VirtualLocation", "name": line.place} | ({"url": line.link} if line.link else {}))
    elif line.place:
        places.append({"@type": "Place", "name": line.place, "address": line.place})
    if line.link and line.place.casefold() not in _ONLINE:
        places.append({"@type": "VirtualLocation", "url": line.link})
    if not places:
        return {}
    mode = {"Place": "Offline", "VirtualLocation": "Online"}[places[0]["@type"]] if len(places) == 1 else "Mixed"
    location = places[0] if len(places) == 1 else places
    return {"location": location, "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode"}
