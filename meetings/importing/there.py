"""What is there already: the bodies that a list names, and their meetings. Read once, however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from bodies.models import Body, Succession
from bodies.web.text import date_long, join_and
from meetings.importing.saying import NAMES, Said, as_json
from meetings.models import Meeting, Move, Partner

Key = tuple[int, str, str, str]  # body, kind, committee as compared, day


@dataclass
class Bodies:
    """The bodies of some codes, and who followed those that have closed."""

    by_code: dict[str, Body]
    successors: dict[int, list[Body]] = field(default_factory=dict)

    @classmethod
    def of(cls, codes: Iterable[str], today: date) -> Bodies:
        known = Body.objects.known(today).filter(code__in=set(codes)).prefetch_related("names")
        found = cls({body.code: body for body in known})
        ends = Succession.objects.filter(predecessor__in=found.by_code.values(), effective_on__lte=today)
        for one in ends.select_related("successor").prefetch_related("successor__names").order_by("successor__code"):
            found.successors.setdefault(one.predecessor_id, []).append(one.successor)
        return found

    def refusal(self, body: Body, on: date, today: date) -> str:
        """Why a body can have had no meeting on a day, in words; empty where it can."""
        if on < body.opened_on:
            return (
                f"{body.name_on(body.opened_on)} opened on {date_long(body.opened_on)}: it had no meeting on "
                f"{date_long(on)}. Check the date, and the code"
            )
        if body.closed_on is None or not body.has_closed(today) or on <= body.closed_on:
            return ""
        followed = [f"{one.name_on(on)} ({one.code})" for one in self.successors.get(body.pk, ())]
        by = f" It was followed by {join_and(followed)}: use that code." if followed else ""
        name = body.name_on(body.closed_on)
        closed = f"{name} closed on {date_long(body.closed_on)}: it had no meeting on {date_long(on)}."
        return (closed + (by or " Check the date, and the code")).removesuffix(".")


@dataclass
class There:
    """The meetings of some bodies, by how a list can name them."""

    by_key: dict[Key, Meeting] = field(default_factory=dict)
    by_reference: dict[tuple[int, str], Meeting] = field(default_factory=dict)
    moved: dict[Key, Meeting] = field(default_factory=dict)  # by the day on which it was to be
    joint: dict[Key, Meeting] = field(default_factory=dict)  # whose record another body keeps

    @classmethod
    def of(cls, bodies: Iterable[Body]) -> There:
        """Three statements."""
        there, whose = cls(), [body.pk for body in bodies]
        by_pk = {}
        for meeting in Meeting.objects.filter(body__in=whose).select_related("body").order_by("pk"):
            by_pk[meeting.pk] = meeting
            there.by_key.setdefault(key_of(meeting, meeting.on), meeting)
            if meeting.source_key:
                there.by_reference.setdefault((meeting.body_id, meeting.source_key), meeting)
        for move in Move.objects.filter(meeting__in=by_pk).order_by("pk"):
            there.moved[key_of(by_pk[move.meeting_id], move.was_on)] = by_pk[move.meeting_id]
        for one in Partner.objects.filter(body__in=whose).select_related("meeting__body").order_by("pk"):
            _, kind, committee, day = key_of(one.meeting, one.meeting.on)
            there.joint.setdefault((one.body_id, kind, committee, day), one.meeting)
        return there

    def find(self, key: Key, reference: str) -> Meeting | None:
        """The meeting that a row is about: by what its source calls it, else by kind and day, also by the old day."""
        named = self.by_reference.get((key[0], reference)) if reference else None
        unnamed = self.by_reference.get((key[0], reference_of(key)))
        return named or self.by_key.get(key) or unnamed or self.moved.get(key)


def key_of(meeting: Meeting, on: date) -> Key:
    return meeting.body_id, meeting.kind, meeting.committee.casefold(), on.isoformat()


def reference_of(key: Key) -> str:
    """What a meeting is called whose source gives it no reference: its kind and the day that the source gives."""
    _, kind, committee, on = key
    return f"{committee or kind} {on}"


def said_of(meeting: Meeting) -> Said:
    """What the record says of what lists tell."""
    return as_json({name: getattr(meeting, name) for name in NAMES})
