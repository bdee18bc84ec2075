"""Calendar entries as iCalendar text (RFC 5545). Pure: no Django, no clock; the same entries give the same bytes.

There is no METHOD, so DTSTAMP says when an entry was last changed, as LAST-MODIFIED does, and never when the feed was
asked for. Days are dates without a time, and moments are in UTC: a meeting at ten is at ten in London in summer and in
winter, and no reader has to know when the clocks changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vDuration

DOMAIN = "accountability-tracker.example"  # the same wherever the tracker runs, so that an entry keeps its name
REMINDER = timedelta(days=-7, hours=9)  # nine in the morning, a week before
ASK_AGAIN = timedelta(hours=12)
# No text of a calendar may hold them (section 3.1), and some readers take a bare carriage return for a new line.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")

Status = Literal["CONFIRMED", "TENTATIVE", "CANCELLED"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One day (`on`) or one stretch of time (from `starts_at`, perhaps to `ends_at`) to remember.

    `version` grows with every change of day, time, place or status, calling off too; `changed_on` is the last day of
    any change. `is_public` is for what anyone may come to, and takes its reader's time; all else is somebody's own
    deadline. `to_do` makes programs ring a week before a day. Raises ValueError for what no calendar can say.
    """

    key: str
    summary: str
    on: date | None
    description: str
    url: str
    categories: tuple[str, ...]
    version: int
    changed_on: date
    status: Status = "CONFIRMED"
    to_do: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    location: str = ""
    is_public: bool = False

    def __post_init__(self) -> None:
        if (self.on is None) == (self.starts_at is None):
            raise ValueError(f"{self.key}: an entry has a day, or a moment at which it starts.")
        if any(moment is not None and moment.utcoffset() is None for moment in (self.starts_at, self.ends_at)):
            raise ValueError(f"{self.key}: a moment needs its time zone.")
        if self.ends_at is not None and (self.starts_at is None or self.ends_at <= self.starts_at):
            raise ValueError(f"{self.key}: an entry ends after it starts.")
        if self.to_do and self.on is None:
            raise ValueError(f"{self.key}: only a day by which something is to be done rings.")

    @property
    def uid(self) -> str:
        return f"{self.key}@{DOMAIN}"

    @property
    def changed_at(self) -> datetime:
        """A moment that grows with every change: facts have days, so moves within one day are told apart by seconds."""
        return datetime.combine(self.changed_on, time(), UTC) + timedelta(seconds=self.version)

    @property
    def begins(self) -> datetime:
        """The moment by which entries are put in order; a day begins with it."""
        if self.on is not None:
            return datetime.combine(self.on, time(), UTC)
        assert self.starts_at is not None
        return self.starts_at.astimezone(UTC)


def write(entries: Iterable[Entry], *, name: str, description: str) -> bytes:
    """The feed, in the order of day, time and key."""
    feed = Calendar()
    feed.add("prodid", "-//Accountability tracker//Calendar feed//EN")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    name = " ".join(_text(name).split())  # the second is no known property, in which a new line could be escaped
    feed.add("name", name)
    feed.add("x-wr-calname", name)
    feed.add("description", _text(description))
    feed.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", vDuration(ASK_AGAIN))
    for entry in sorted(entries, key=lambda one: (one.begins, one.key)):
        feed.add_component(_event(entry))
    return feed.to_ical()


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.version)
    event.add("dtstart", entry.on or entry.begins)
    if entry.ends_at is not None:
        event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", _text(entry.summary))
    for name in ("description", "location"):
        if said := _text(getattr(entry, name)):
            event.add(name, said)
    if entry.url:
        event.add("url", entry.url)
    if entry.categories:
        event.add("categories", [_text(category) for category in entry.categories])
    event.add("status", entry.status)
    event.add("class", "PUBLIC" if entry.is_public else "PRIVATE")
    # A deadline is a day by which, not a day that is taken; nor is a meeting that was called off.
    takes_time = entry.is_public and entry.status != "CANCELLED"
    event.add("transp", "OPAQUE" if takes_time else "TRANSPARENT")
    if entry.to_do and entry.status != "CANCELLED":
        event.add_component(_alarm(entry))
    return event


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(entry.summary))
    alarm.add("trigger", REMINDER)
    return alarm


def _text(said: str) -> str:
    return CONTROL.sub(" ", said.replace("\r\n", "\n"))
