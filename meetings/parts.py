"""What the page of a meeting shows of its notice, agenda, papers, minutes and record, to who keeps or works on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from bodies.web.text import date_long, date_short, plural
from meetings.actions.publishing import something_happened
from meetings.models import AgendaItem, Meeting, Paper
from meetings.papers import BEFORE, papers_due
from meetings.shown import hours

NO_REASON = "no reason stated"


@dataclass(frozen=True)
class PaperShown:
    """A document with what is to be said of it."""

    paper: Paper
    words: str
    is_draft: bool
    may_publish: bool  # of Part 1, and nobody did yet
    stands: bool  # published, and neither withdrawn nor taken off


@dataclass
class ItemShown:
    """An item with its documents; `item` is None for those that belong to none."""

    item: AgendaItem | None
    papers: list[PaperShown] = field(default_factory=list)


def moment(on: date | None, at: time | None) -> str:
    """A day, and its time where that is known: "14 Oct 2016, 5:05pm"."""
    return f"{date_short(on)}, {hours(at)}" if on and at else date_short(on)


def parts_of(meeting: Meeting, today: date) -> dict[str, Any]:
    """All of it, in a number of statements that does not follow how much there is."""
    due_on = papers_due(meeting)
    rows = [paper_shown(one, due_on, today) for one in meeting.papers.for_lines()]
    items = list(meeting.items.all())
    return {
        "part1": _grouped([one for one in items if not one.is_part2], rows, is_part2=False),
        "part2": _grouped([one for one in items if one.is_part2], rows, is_part2=True),
        "minutes": [one for one in rows if one.paper.role not in BEFORE],
        "papers_due": due_on, "notice_words": _notice(meeting), "agenda_words": _agenda(meeting),
        "drafts": sum(one.may_publish for one in rows if one.paper.role in BEFORE),
        "declared": list(meeting.interests.all()), "decided": [one for one in items if one.decision],
        "asked": list(meeting.public_questions.all()), "may_publish_record": something_happened(meeting),
    }  # fmt: skip


def paper_shown(paper: Paper, due_on: date | None, today: date) -> PaperShown:
    """One document: a draft, published and when, late and why, taken off, withdrawn."""
    piece = paper.evidence
    is_part2 = paper.is_part2 or (paper.item is not None and paper.item.is_part2)
    is_draft = paper.on is None and piece.withdrawn_on is None
    stands = paper.on is not None and piece.is_published(today)
    words = _words(paper, due_on, is_part2=is_part2, stands=stands)
    return PaperShown(paper, words, is_draft, is_draft and not is_part2, stands)


def _words(paper: Paper, due_on: date | None, *, is_part2: bool, stands: bool) -> str:
    piece = paper.evidence
    if piece.withdrawn_on is not None:
        return f"Withdrawn on {date_short(piece.withdrawn_on)}: {piece.withdrawn_why}"
    if is_part2:
        return "Part 2: for the body alone, never published"
    if paper.on is None:
        return "Draft: nobody outside the body sees it"
    words = f"Published {moment(paper.on, paper.at)}"
    if paper.role in BEFORE and due_on is not None and paper.on > due_on:
        late = plural((paper.on - due_on).days, "day")
        words += f", {late} late: {paper.late_why or NO_REASON}"
    if piece.supersedes_id is not None:
        words += f". Replaced on {date_short(piece.added_on)}: {piece.supersedes_why}"
    return words if stands else f"{words}. Nobody can read it now: it was taken off the public site"


def _grouped(items: list[AgendaItem], rows: list[PaperShown], *, is_part2: bool) -> list[ItemShown]:
    """The items of a part with their papers, and at the end the papers of the part that belong to none."""
    found = {one.pk: ItemShown(one) for one in items}
    rest = ItemShown(None)
    for row in rows:
        if row.paper.role not in BEFORE:
            continue
        if row.paper.item_id in found:
            found[row.paper.item_id].papers.append(row)
        elif row.paper.item_id is None and row.paper.is_part2 == is_part2:
            rest.papers.append(row)
    return [*found.values(), *([rest] if rest.papers else [])]


def _notice(meeting: Meeting) -> str:
    if meeting.notice_on is None:
        return ""
    days = (meeting.on - meeting.notice_on).days - 1  # clear days: neither that day nor the day of the meeting
    before = f", {plural(days, 'clear day')} before" if days > 0 else ""
    return f"Published on {date_long(meeting.notice_on)}{before}"


def _agenda(meeting: Meeting) -> str:
    return f"Published {moment(meeting.agenda_on, meeting.agenda_at)}" if meeting.agenda_on else ""
