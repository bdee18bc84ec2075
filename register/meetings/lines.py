"""A meeting as a line of a list, of a month and of a feed shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bodies.models import Body
from bodies.web.text import date_long
from duties.words import Words
from evidence.texts.words import Snippet
from meetings import shown
from meetings.models import Meeting
from meetings.querysets import MeetingQuerySet
from register.meetings import words


@dataclass(frozen=True)
class Named:
    """A body that meets, as it was called on the day."""

    code: str
    name: str


@dataclass(frozen=True)
class Line:
    """What anybody may know of a meeting once it is announced, without agenda and record."""

    pk: int
    kind: str
    what: str
    bodies: tuple[Named, ...]
    on: date
    hours: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    link: str
    attend: str
    ask: str
    ask_by: date | None
    state_why: str
    state: Words
    is_planned: bool
    is_put_off: bool
    is_invented: bool
    version: int
    paper: str = ""  # in which the words of a search stand, and where in it
    snippet: Snippet = ()

    @property
    def names(self) -> list[str]:
        return [body.name for body in self.bodies]

    @property
    def title(self) -> str:
        return words.title_words(self.what, self.names, date_long(self.on))

    @property
    def path(self) -> str:
        return f"/meetings/{self.pk}/"


def announced(today: date) -> MeetingQuerySet:
    """The meetings that anybody may know of, with what a line shows: five statements for any number."""
    return Meeting.objects.published(today).for_lines()


def line_of(meeting: Meeting, today: date) -> Line:
    """Copy out of a meeting of `announced()` what is public of it; asks nothing."""
    bodies = [meeting.body, *(one.body for one in meeting.joint.all())]
    return Line(
        pk=meeting.pk,
        kind=meeting.kind,
        what=words.what_words(meeting.kind, meeting.what, in_public=meeting.in_public),
        bodies=tuple(_named(body, min(meeting.on, today)) for body in bodies),
        on=meeting.on,
        hours=shown.hours(meeting.starts, meeting.ends),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        link=meeting.link,
        attend=meeting.attend,
        ask=meeting.ask,
        ask_by=meeting.ask_by,
        state_why=meeting.state_why if meeting.is_put_off else "",
        state=shown.standing(meeting, today),
        is_planned=meeting.state == Meeting.State.PLANNED,
        is_put_off=meeting.is_put_off,
        is_invented=meeting.is_invented,
        version=meeting.version,
    )


def _named(body: Body, day: date) -> Named:
    return Named(body.code, body.name_on(min(day, body.closed_on or day)))
