"""Reads a calendar (iCalendar, RFC 5545) as the rows of a list of meetings: one for each event and each repeat.

Whatever somebody made of the file, reading ends soon: its size, its events and how often one repeats are bounded. What
an event describes, and whom it invites, is not read; nor is an event that its owner marked as private.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import IO, Any

from django.conf import settings
from icalendar import Calendar, Event
from icalendar.prop import vDDDLists

from bodies.imports import cells
from bodies.imports.sheets import Line, Sheet, Unreadable
from bodies.web.dates import EARLIEST_YEAR, LATEST_YEAR
from meetings.importing.columns import COLUMNS, LONGEST_REFERENCE
from meetings.importing.repeats import Rule, days_of
from meetings.models.records import LONDON

MOST_BYTES = 2_000_000
MOST_REPEATS = 200  # of one event
MOST_REPEATING = 300  # events
AHEAD = timedelta(days=2 * 365)
LONGEST_RUN = timedelta(days=10 * 366)
KEYS = tuple(column.key for column in COLUMNS)
DAMAGED = "The calendar cannot be read: it is damaged, or not what its first line says. Export it again as .ics."
_PUT_OFF = re.compile(r"^\W*(cancelled|canceled|postponed)\b\W*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Happening:
    """One time at which an event takes place. `starts` is a date where it lasts all day."""

    event: Event
    starts: date | datetime
    reference: str


def is_one(stream: IO[bytes]) -> bool:
    """Whether a file begins as a calendar does. It is left at its beginning."""
    stream.seek(0)
    head = stream.read(200).removeprefix(b"\xef\xbb\xbf").lstrip()
    stream.seek(0)
    return head[:15].upper() == b"BEGIN:VCALENDAR"


def read(stream: IO[bytes], today: date) -> Sheet:
    """The events as rows under the titles of a list of meetings, by day. Raises Unreadable."""
    if stream.seek(0, 2) > MOST_BYTES:
        raise Unreadable(f"The calendar is larger than {MOST_BYTES // 1_000_000} MB. Export a shorter time.")
    stream.seek(0)
    events = _events(stream.read())
    most = settings.MAX_IMPORT_ROWS
    if sum("RRULE" in event for event in events) > MOST_REPEATING:
        raise Unreadable(f"The calendar has more than {MOST_REPEATING} events that repeat. Export a shorter time.")
    try:
        rows = list(islice((_cells(one) for one in _happenings(events, today)), most + 1))
    except Unreadable:
        raise
    except Exception as fault:  # the library says in many ways that it cannot read something
        raise Unreadable(DAMAGED) from fault
    if len(rows) > most:
        raise Unreadable(f"The calendar has more than {most:,} events with their repeats. Export a shorter time.")
    if not rows:
        raise Unreadable("The calendar has no event that is for everybody. Export the calendar that has the meetings.")
    rows.sort(key=lambda row: (row["date"], row["time"]))
    lines = [Line(number, tuple(row[key] for key in KEYS)) for number, row in enumerate(rows, 2)]
    return Sheet(Line(1, KEYS), lines)


def _events(content: bytes) -> list[Event]:
    """The events that are for everybody."""
    if content.upper().count(b"BEGIN:VEVENT") > settings.MAX_IMPORT_ROWS:
        raise Unreadable(f"The calendar has more than {settings.MAX_IMPORT_ROWS:,} events. Export a shorter time.")
    try:
        text = content.decode("utf-8-sig", errors="replace").lstrip()
        calendars = Calendar.from_ical(text, multiple=True)
        found = [event for one in calendars for event in one.walk("VEVENT") if isinstance(event, Event)]
    except Exception as fault:  # as above
        raise Unreadable(DAMAGED) from fault
    return [event for event in found if _text(event, "CLASS").upper() in ("", "PUBLIC")]


def _happenings(events: list[Event], today: date) -> Iterator[Happening]:
    """Every time at which an event takes place; one that was changed by itself stands for its repeat."""
    changed = {(_uid(event), _day_of(event, "RECURRENCE-ID")) for event in events if "RECURRENCE-ID" in event}
    for event in events:
        uid, starts = _uid(event), _moment(event, "DTSTART")
        if starts is None:
            yield Happening(event, date.min, uid)  # shown with what is wrong
        elif "RECURRENCE-ID" in event:
            yield Happening(event, starts, _reference(uid, _day_of(event, "RECURRENCE-ID")))
        elif not ({"RRULE", "RDATE"} & event.keys()):
            yield Happening(event, starts, uid)
        else:
            for repeat in _repeats(event, starts, today):
                if (uid, _as_day(repeat)) not in changed:
                    yield Happening(event, repeat, _reference(uid, _as_day(repeat)))


def _repeats(event: Event, starts: date | datetime, today: date) -> list[date | datetime]:
    """When an event repeats, without its exceptions; the clock of its own place decides, in summer and winter."""
    zone = starts.tzinfo if isinstance(starts, datetime) else None
    first = _bare(starts, zone)
    days = {first, *_listed(event, "RDATE", zone)}
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        days.update(_by_rule(event, rule, first, zone, today))
    days -= _listed(event, "EXDATE", zone)
    if len(days) > MOST_REPEATS:
        raise Unreadable(_too_often(event))
    return [day.replace(tzinfo=zone) if isinstance(starts, datetime) else day.date() for day in sorted(days)]


def _by_rule(event: Event, rule: Any, first: datetime, zone: tzinfo | None, today: date) -> list[datetime]:
    """The repeats of one rule, at the time of day of the first."""
    try:
        parts = {name.upper(): value if isinstance(value, list) else [value] for name, value in rule.items()}
        found = Rule.of(parts)
        until, number = (parts.get("UNTIL") or [None])[0], int((parts.get("COUNT") or [MOST_REPEATS + 1])[0])
    except Exception as fault:  # the library gives what it could not read, and raises when it is looked at
        raise Unreadable(_not_followed(event)) from fault
    if not EARLIEST_YEAR <= first.year <= LATEST_YEAR or number < 1:
        raise Unreadable(_not_followed(event))
    has_end = until is not None or "COUNT" in parts
    last = (first + LONGEST_RUN).date() if has_end else today + AHEAD
    if isinstance(until, date):
        last = min(last, _bare(until, zone).date())
    days = islice(days_of(found, first.date(), last), min(number, MOST_REPEATS + 1))
    return [datetime.combine(day, first.time()) for day in days]


def _not_followed(event: Event) -> str:
    return f"“{_name(event)}” repeats in a way that we cannot follow. Give each of its days an event."


def _too_often(event: Event) -> str:
    return f"“{_name(event)}” repeats more than {MOST_REPEATS} times. Give it an end, or export a shorter time."


def _cells(one: Happening) -> dict[str, str]:
    """The cells of one row, as text."""
    event, said = one.event, _text(one.event, "SUMMARY")
    put_off = _PUT_OFF.match(said)
    status = "cancelled" if _text(event, "STATUS").upper() == "CANCELLED" else put_off[1].lower() if put_off else ""
    row = dict.fromkeys(KEYS, "") | {
        "kind": _PUT_OFF.sub("", said), "place": _text(event, "LOCATION"), "note": _text(event, "COMMENT"),
        "status": status or "scheduled", "reference": one.reference,
    }  # fmt: skip
    if one.starts != date.min:
        row |= {"date": _as_day(one.starts).isoformat(), "time": _times(one)}
    return row


def _times(one: Happening) -> str:
    """From when to when; without an end that is on another day."""
    if not isinstance(one.starts, datetime):
        return ""
    starts = _here(one.starts)
    first, end = _moment(one.event, "DTSTART"), _moment(one.event, "DTEND")
    try:
        length = one.event.decoded("DURATION", None) if end is None else end - first  # type: ignore[operator]
        ends = starts + length if isinstance(length, timedelta) else starts
    except (TypeError, ValueError, OverflowError):
        ends = starts
    until = f"-{ends:%H:%M}" if ends.date() == starts.date() and ends > starts else ""
    return f"{starts:%H:%M}{until}"


def _moment(event: Event, name: str) -> date | datetime | None:
    """A day or moment of an event; None where it gives none that can be read."""
    try:
        found = event.decoded(name, None)
    except Exception:  # noqa: BLE001  as above: what cannot be read is not there
        return None
    return found if isinstance(found, date) else None


def _day_of(event: Event, name: str) -> date | None:
    found = _moment(event, name)
    return None if found is None else _as_day(found)


def _listed(event: Event, name: str, zone: tzinfo | None) -> set[datetime]:
    """The days that a property lists, on the clock of the event's place."""
    found = event.get(name, [])
    lists = found if isinstance(found, list) else [found]
    days = [one.dt for some in lists if isinstance(some, vDDDLists) for one in some.dts]
    return {_bare(day, zone) for day in days if isinstance(day, date)}


def _bare(moment: date | datetime, zone: tzinfo | None) -> datetime:
    """A moment as the clock of the event's place shows it, without its zone; a day is its midnight."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time())
    if moment.tzinfo is not None and zone is not None:
        moment = moment.astimezone(zone)
    return moment.replace(tzinfo=None)


def _here(moment: datetime) -> datetime:
    """A moment as clocks in England show it; one without a zone is meant so."""
    try:
        return moment.astimezone(LONDON) if moment.tzinfo is not None else moment
    except (ValueError, OverflowError):  # at the ends of time
        return moment


def _as_day(moment: date | datetime) -> date:
    return _here(moment).date() if isinstance(moment, datetime) else moment


def _uid(event: Event) -> str:
    """What the calendar calls an event; cut to a digest where it is long."""
    uid = " ".join(_text(event, "UID").split())
    return uid if len(uid) <= LONGEST_REFERENCE - 11 else hashlib.sha256(uid.encode()).hexdigest()


def _reference(uid: str, day: date | None) -> str:
    return f"{uid} {day}" if uid and day else uid


def _name(event: Event) -> str:
    return cells.short(_text(event, "SUMMARY") or "An event")


def _text(event: Event, name: str) -> str:
    found = event.get(name, "")
    return cells.tidy(str(found[0] if isinstance(found, list) and found else found or ""))
