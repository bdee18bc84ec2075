"""Meetings for calendar programs and feed readers: of all bodies, of a region, of a body, and one by itself.

A year back (in the calendar of all bodies, which are many, a month) and all that is to come. An entry keeps its name
for ever; a calendar's is `meeting-<id>`, whatever is edited or moved. A demonstration says so in the feed's name and
in every entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Prefetch, Subquery, Sum
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from bodies.ical import DOMAIN, Entry, Status
from bodies.web.text import date_long, date_prose
from meetings.models import Change, Meeting
from meetings.querysets import MeetingQuerySet
from meetings.shown import UNSAID
from register.meetings.lines import Line, line_of

BACK, BACK_OF_ALL = timedelta(days=365), timedelta(days=31)
FORM = 1  # of what is written: another number, and everybody fetches it anew
MOST_NEWS = 100  # entries of a feed for readers: the latest changed
NEVER = datetime(2013, 4, 1, tzinfo=UTC)  # when a feed without any entry was changed last
# What XML cannot hold.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
Address = Callable[[str], str]  # a path as a full address


@dataclass(frozen=True)
class Told:
    """A meeting with what became public of it, the latest first, and when it was changed last."""

    line: Line
    announced_on: date
    changes: tuple[Change, ...]

    @property
    def changed_on(self) -> date:
        days = [self.announced_on, *(change.on for change in self.changes)]
        if self.line.state is UNSAID:
            days.append(self.line.on + timedelta(days=1))
        return max(days)

    @property
    def updated_at(self) -> datetime:
        return self.changes[0].at if self.changes else _morning(self.announced_on)


@dataclass(frozen=True)
class Feed:
    """What is told, and how a path becomes an address."""

    told: list[Told]
    address: Address
    demonstration: bool

    def entries(self) -> list[Entry]:
        """The meetings as entries of a calendar."""
        return [self._entry(told) for told in self.told]

    def atom(self, *, name: str, path: str) -> bytes:
        """The meetings as a feed for readers, the latest changed first."""
        feed = _Atom(
            title=name, link=self.address("/meetings/"), description="", feed_url=self.address(path),
            language="en-gb", author_name="Accountability tracker", feed_guid=f"tag:{DOMAIN},2016:{path}",
            subtitle=_DEMONSTRATION if self.demonstration else None,
        )  # fmt: skip
        for told in self.told:
            feed.add_item(
                title=_xml(self._title(told.line)), link=self.address(told.line.path),
                description=escape(_xml(self._description(told))).replace("\n", "<br>"),
                unique_id=f"tag:{DOMAIN},2016:meeting-{told.line.pk}", updateddate=told.updated_at,
                pubdate=_morning(told.announced_on), categories=[_xml(told.line.what)],
            )  # fmt: skip
        return feed.writeString("utf-8").encode()

    def _entry(self, told: Told) -> Entry:
        line = told.line
        link = self.address(line.path)
        return Entry(
            f"meeting-{line.pk}", self._title(line), None if line.starts_at else line.on,
            f"{self._description(told)}\n{link}", link, (line.what,), version=line.version,
            changed_on=told.changed_on, status=_status(line), starts_at=line.starts_at, ends_at=line.ends_at,
            location=line.place or line.link, is_public=True,
        )  # fmt: skip

    def _title(self, line: Line) -> str:
        mark = "Demonstration (invented): " if self.demonstration and line.is_invented else ""
        put_off = f"{line.state.word}: " if line.is_put_off else ""
        return f"{mark}{put_off}{line.title}"

    def _description(self, told: Told) -> str:
        line = told.line
        said = [f"{line.state.word}. {line.state_why}".strip() if line.is_put_off else f"{line.state.word}."]
        said.append(f"When: {date_prose(line.on)}, {line.hours or 'time not recorded'}.")
        said += [f"Where: {where}" for where in (line.place, line.link) if where]
        said += [f"How to attend: {line.attend}"] if line.attend else []
        if line.ask:
            said.append(f"How to ask a question: {line.ask}" + (f" By {date_long(line.ask_by)}." * bool(line.ask_by)))
        said += [f"{date_long(change.on)}: {change.words}" for change in told.changes]
        if self.demonstration:
            said.append(_DEMONSTRATION)
        return "\n".join(said)


_DEMONSTRATION = "This is a demonstration: what it says of a body may be invented."


class _Atom(Atom1Feed):
    """Django's, but that without entries says the same each time it is asked."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


@dataclass(frozen=True)
class State:
    """What a feed is made of, without making it: its tag, and when any of it was changed last."""

    tag: str
    changed_at: datetime


def state_of(rows: MeetingQuerySet, today: date, *more: object) -> State:
    """The state of the feed of announced meetings, in two statements; `more` is what else it depends on.

    What a day alone changes (a meeting's day passes, a body's name ends) was changed at that midnight.
    """
    meetings = rows.order_by().aggregate(
        number=Count("pk"), versions=Sum("version"), last=Max("pk"), changed_at=Max("changed_at")
    )
    changes = _changes(today).filter(meeting__in=rows.order_by().values("pk"))
    news = changes.order_by().aggregate(number=Count("pk"), last=Max("pk"), changed_at=Max("at"))
    moments = [_morning(today), meetings["changed_at"], news["changed_at"]]
    said = repr((FORM, today, meetings, news, more))
    return State(sha256(said.encode()).hexdigest()[:32], max(moment for moment in moments if moment))


def within(rows: MeetingQuerySet, today: date, back: timedelta = BACK) -> MeetingQuerySet:
    """The part of the meetings that feeds tell of."""
    return rows.filter(on__gte=today - back)


def newest(rows: MeetingQuerySet, today: date) -> MeetingQuerySet:
    """The meetings of which something became public last, the latest first."""
    last = _changes(today).filter(meeting=OuterRef("pk")).order_by("-pk").values("at")[:1]
    changed = rows.annotate(told_at=Subquery(last))
    return changed.order_by(F("told_at").desc(nulls_last=True), "-announced_on", "-pk")[:MOST_NEWS]


def feed_of(rows: MeetingQuerySet, today: date, address: Address, *, demonstration: bool) -> Feed:
    """The feed of announced meetings; six statements for any number."""
    found = list(rows.prefetch_related(Prefetch("changes", _changes(today).order_by("-pk"), to_attr="told_changes")))
    return Feed([_told(row, today) for row in found], address, demonstration)


def _told(row: Any, today: date) -> Told:
    return Told(line_of(row, today), row.announced_on, tuple(row.told_changes))


def _changes(today: date) -> Any:
    return Change.objects.filter(on__lte=today)


def _status(line: Line) -> Status:
    """A meeting that was put off is not to be counted on, nor one of which nobody knows whether it was held."""
    if line.state.word == Meeting.State.CANCELLED.label:
        return "CANCELLED"
    return "TENTATIVE" if line.is_put_off or line.state is UNSAID else "CONFIRMED"


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _xml(text: str) -> str:
    return _NO_XML.sub(" ", text)
