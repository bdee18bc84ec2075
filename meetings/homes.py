"""What a person's home tells of the meetings of a body: the next one in public, and the facts of the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from bodies.models import Body
from meetings.facts import Fact
from meetings.models import Meeting
from meetings.reading import facts_of
from meetings.shown import when

State = Meeting.State


@dataclass(frozen=True, slots=True)
class AtHome:
    """The next meeting, and the last one with its facts; None where nobody recorded one."""

    next: Meeting | None
    last: Meeting | None
    facts: tuple[Fact, ...]
    held: Meeting | None = None  # the last one of which it is recorded that it was held

    @property
    def next_when(self) -> str:
        """The day and time of the next one."""
        return when(self.next) if self.next else ""

    @property
    def missing(self) -> list[str]:
        """What of the last one is not recorded, as words within a sentence."""
        titles = [fact.title for fact in self.facts if fact.is_missing]
        return [title if title == "Part 2" else title[0].lower() + title[1:] for title in titles]


def at_home(body: Body, today: date, *, inside: bool = False) -> AtHome:
    """Its own meetings and those it meets in jointly, without those that are not held in public; nine statements.

    `inside`: drafts as well, for who sees them. What was put off is neither the next one nor the last.
    """
    rows = Meeting.objects.of_body(body) if inside else Meeting.objects.of_body(body).published(today)
    rows = rows.exclude(in_public=False).for_lines()
    coming = rows.filter(state=State.PLANNED).coming(today).first()
    was_held = Q(state=State.HELD, on__lte=today)
    latest = rows.order_by("-on", "-starts", "-pk")
    last = latest.filter(was_held | Q(state=State.PLANNED, on__lt=today)).first()
    held = last if last is None or last.state == State.HELD else latest.filter(was_held).first()
    facts = facts_of([last], today, inside=inside)[last.pk] if last else []
    return AtHome(coming, last, tuple(facts), held)
