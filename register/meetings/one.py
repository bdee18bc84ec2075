"""One meeting: all that is public of it on a day, step by step, copied out of its record.

The meeting is public from its announcement, its agenda and each published paper from the agenda's day, what happened
from the record's day; a public question from its own. Of Part 2 the resolution and its reason alone, never an item.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from evidence.models import Evidence
from meetings.facts import Fact, facts
from meetings.facts.in_time import papers_needed_by
from meetings.facts.law import Law
from meetings.models import AgendaItem, InterestDeclared, Meeting, Paper, PublicQuestion, Question
from meetings.reading import law_applied, told_of
from register.meetings.lines import Line, announced, line_of

Role = Paper.Role
ON_AGENDA = (Role.PAPER, Role.SLIDES)
MINUTES = (Role.MINUTES, Role.DRAFT_MINUTES)


@dataclass(frozen=True)
class Document:
    """A published document of a meeting, and when it was published."""

    role: str
    evidence: Evidence
    on: date
    at: time | None
    is_late: bool
    late_why: str


@dataclass(frozen=True)
class Interest:
    """An interest that was declared, by post."""

    post: str
    interest: str
    handled: str
    about: str


@dataclass(frozen=True)
class Item:
    """An item of Part 1 with its published papers; its decision once the record is public.

    It says nothing of its number, whose gaps would tell how much was taken in private.
    """

    title: str
    summary: str
    decision: str
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Earlier:
    """A day that the meeting was announced for before it was moved or put off."""

    on: date
    at: time | None
    now_on: date | None
    moved_on: date
    why: str


@dataclass(frozen=True)
class Details:
    """What a line does not say: access, notice, minutes, since when it stands so, and where the record comes from."""

    in_public: bool | None
    access: str
    state_on: date
    notice_on: date | None
    notice_where: str
    minutes_draft_on: date | None
    minutes_on: date | None
    ratified_on: date | None
    presents: str
    report_published_on: date | None
    taken_from: str
    source_note: str


@dataclass(frozen=True)
class Record:
    """What happened, once the body made its record public."""

    voting_present: int | None
    voting_members: int | None
    quorate: bool | None
    posts_present: tuple[str, ...]
    posts_absent: tuple[str, ...]
    public_present: int | None
    no_interests: bool | None
    interests: tuple[Interest, ...]
    keeps_interests_of_part2: bool
    had_part2: bool | None
    resolution: str
    resolution_why: str
    report_presented: bool | None


@dataclass(frozen=True)
class Asked:
    """A question and its answer; of a lay member's the point that it is about."""

    question: str
    answer: str
    answered_on: date | None
    point: str = ""


@dataclass(frozen=True)
class Shown:
    """All that anybody may see of one meeting."""

    line: Line
    details: Details
    facts: tuple[Fact, ...]
    law: Law
    earlier: tuple[Earlier, ...]
    agenda_on: date | None
    agenda_at: time | None
    items: tuple[Item, ...]
    documents: tuple[Document, ...]
    record: Record | None
    questions: tuple[Asked, ...]
    lay_questions: tuple[Asked, ...]

    def of(self, *roles: str) -> list[Document]:
        """The documents of these roles that belong to no item."""
        return [one for one in self.documents if one.role in roles]

    @property
    def others(self) -> list[Document]:
        return self.of(*ON_AGENDA)

    @property
    def minutes(self) -> list[Document]:
        return self.of(*MINUTES)


def found(pk: int, today: date) -> Meeting | None:
    """The meeting at this address, if anybody may know of it."""
    return announced(today).filter(pk=pk).first()


def shown(meeting: Meeting, today: date) -> Shown:
    """Copy out of a meeting that was announced what is public of it; the same number of statements for any meeting."""
    told = told_of([meeting], today)[meeting.pk]
    documents, by_item = _documents(meeting, papers_needed_by(told), today)
    opened = meeting.shows_agenda(today)
    return Shown(
        line=line_of(meeting, today),
        details=_details(meeting),
        facts=tuple(facts(told, today)),
        law=law_applied(meeting),
        earlier=_earlier(meeting, today),
        agenda_on=meeting.agenda_on if opened else None,
        agenda_at=meeting.agenda_at if opened else None,
        items=_items(meeting, by_item, today) if opened else (),
        documents=tuple(documents),
        record=_record(meeting) if meeting.shows_record(today) else None,
        questions=_questions(meeting, today),
        lay_questions=_lay_questions(meeting, today),
    )


def _documents(meeting: Meeting, by: date | None, today: date) -> tuple[list[Document], dict[int, list[Document]]]:
    """What is published: what belongs to no item, and the rest by item. `by`: the day after which a paper is late."""
    rows = Paper.objects.published(today).filter(meeting=meeting).for_lines()
    loose: list[Document] = []
    by_item: dict[int, list[Document]] = defaultdict(list)
    for row in rows:
        if row.on is None:
            continue
        late = by is not None and row.role in (Role.PAPER, Role.AGENDA) and row.on > by
        document = Document(row.role, row.evidence, row.on, row.at, late, row.late_why if late else "")
        (loose if row.item_id is None else by_item[row.item_id]).append(document)
    return loose, by_item


def _items(meeting: Meeting, by_item: dict[int, list[Document]], today: date) -> tuple[Item, ...]:
    decided = meeting.shows_record(today)
    rows = AgendaItem.objects.filter(meeting=meeting, is_part2=False)
    return tuple(
        Item(row.title, row.summary, row.decision if decided else "", tuple(by_item.get(row.pk, ()))) for row in rows
    )


def _details(meeting: Meeting) -> Details:
    year = meeting.presents_year
    return Details(
        **{name: getattr(meeting, name) for name in Details.__dataclass_fields__ if name != "presents"},
        presents=f"{year}/{(year + 1) % 100:02}" if year else "",
    )


def _record(meeting: Meeting) -> Record:
    interests = list(InterestDeclared.objects.filter(meeting=meeting).select_related("item"))
    copied = (
        "voting_present", "voting_members", "quorate", "public_present", "no_interests", "had_part2", "resolution",
        "resolution_why", "report_presented",
    )  # fmt: skip
    return Record(
        posts_present=tuple(map(str, meeting.posts_present)),
        posts_absent=tuple(map(str, meeting.posts_absent)),
        interests=tuple(_interests(interests)),
        keeps_interests_of_part2=any(row.item is not None and row.item.is_part2 for row in interests),
        **{name: getattr(meeting, name) for name in copied},
    )


def _interests(rows: Iterable[InterestDeclared]) -> Iterable[Interest]:
    """Those that are not about an item of Part 2: an interest tells what such an item was about."""
    for row in rows:
        if row.item is None or not row.item.is_part2:
            yield Interest(row.post, row.interest, row.handled, row.item.title if row.item else "")


def _earlier(meeting: Meeting, today: date) -> tuple[Earlier, ...]:
    rows = meeting.moves.filter(was_public=True, moved_on__lte=today)
    return tuple(Earlier(row.was_on, row.was_at, row.now_on, row.moved_on, row.why) for row in rows)


def _questions(meeting: Meeting, today: date) -> tuple[Asked, ...]:
    rows = PublicQuestion.objects.filter(meeting=meeting, published_on__lte=today)
    return tuple(Asked(row.question, row.answer, row.answered_on) for row in rows)


def _lay_questions(meeting: Meeting, today: date) -> tuple[Asked, ...]:
    """Those of lay members that both sides agreed to make public."""
    agreed = Question.objects.filter(meeting=meeting, lay_agrees_on__lte=today, body_agrees_on__lte=today)
    rows = agreed.select_related("point").order_by("pk")
    return tuple(Asked(row.text, row.answer, row.answered_on, row.point.words) for row in rows)
