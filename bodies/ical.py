"""Calendar entries as iCalendar text (RFC 5545). Pure: no Django, no clock; the same entries give the same bytes.

There is no METHOD, so DTSTAMP says when an entry was last changed, as LAST-MODIFIED does, and never when the feed was
asked for. Days are dates without a time, and moments are in UTC, so no time zone is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event
from icalendar.prop import vDuration

DOMAIN = "accountability-tracker.example"  # the same wherever the tracker runs, so that an entry keeps its name
REMINDER = timedelta(days=-7, hours=9)  # nine in the morning, a week before
ASK_AGAIN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Entry:
    """One day to remember. `version` grows with every move of the day; `changed_on` is the last day of any change."""

    key: str
    summary: str
    on: date
    description: str
    url: str
    categories: tuple[str, ...]
    version: int
    changed_on: date
    is_cancelled: bool = False
    to_do: bool = True

    @property
    def uid(self) -> str:
        return f"{self.key}@{DOMAIN}"

    @property
    def sequence(self) -> int:
        """How often it was moved, and once more when it is called off."""
        return self.version + self.is_cancelled

    @property
    def changed_at(self) -> datetime:
        """A moment that grows with every change: facts have days, so moves within one day are told apart by seconds."""
        return datetime.combine(self.changed_on, time(), UTC) + timedelta(seconds=self.sequence)


def write(entries: Iterable[Entry], *, name: str, description: str) -> bytes:
    """The feed, in the order of day and key."""
    feed = Calendar()
    feed.add("prodid", "-//Accountability tracker//Calendar feed//EN")
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("name", name)
    feed.add("x-wr-calname", name)
    feed.add("description", description)
    feed.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", vDuration(ASK_AGAIN))
    for entry in sorted(entries, key=lambda one: (one.on, one.key)):
        feed.add_component(_event(entry))
    return feed.to_ical()


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.on)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("url", entry.url)
    event.add("categories", list(entry.categories))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # a day by which, not a day that is taken
    if entry.to_do and not entry.is_cancelled:
        event.add_component(_alarm(entry))
    return event


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", entry.summary)
    alarm.add("trigger", REMINDER)
    return alarm
