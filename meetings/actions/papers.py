"""The papers of a meeting: kept as drafts, changed, taken away, and after they were published replaced or withdrawn.

The document itself is evidence. Rows are locked in one order: the meeting, its obligations, then the evidence.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Q

from bodies.models import User
from duties.actions import NotNow
from evidence import actions as evidence_actions
from evidence.actions import Content
from evidence.actions.drafts import gone_if_it_fails
from meetings.actions.common import change, locked, tell_public
from meetings.models import AgendaItem, Change, Meeting, Paper
from meetings.papers import MINUTES, is_late, minutes_facts, names_of, obligations_for, refuse_day

# What became of a paper's evidence and the paper does not say yet.
WITHDRAWN = Q(on__isnull=False, evidence__withdrawn_on__isnull=False)
REPLACED = Q(evidence__superseded_by__published_on__isnull=False)


def add_paper(  # noqa: PLR0913  what a document is to its meeting, and what it is made of
    *, meeting: Meeting, content: Content, title: str, role: str, by: User, today: date,
    item: AgendaItem | None = None, is_part2: bool = False, invented: bool = False,
) -> Paper:  # fmt: skip
    """Keep a document of a meeting as a draft; the same draft given twice is one. Raises NotNow.

    Under an item of Part 2 it is of Part 2, and is never published.
    """
    with gone_if_it_fails(content), transaction.atomic():
        current = locked(meeting)
        facts = {"role": role, "item": _item(current, item), "is_part2": _part2(item, is_part2=is_part2)}
        twin = _same_draft(current, content, title, facts)
        if twin is not None:
            return twin
        kept = evidence_actions.keep_for_record(
            content=content, body=current.body, title=title, about_on=current.on, by=by, today=today, invented=invented
        )
        made = Paper.objects.create(meeting=current, evidence=kept, **facts)
        change(current, "added a paper", by=by, today=today, said={"paper": made.pk, "role": role})
        return made


@transaction.atomic
def change_paper(
    *, paper: Paper, title: str, item: AgendaItem | None, is_part2: bool, by: User, today: date
) -> Paper:  # fmt: skip
    """Correct a draft: its title, its item, its part. Raises NotNow."""
    current = locked(paper.meeting)
    row = draft_of(current, paper)
    piece = row.evidence
    if piece.title != title:
        evidence_actions.change_draft(
            evidence=piece, title=title, about_on=piece.about_on, url=piece.url, text=piece.text, by=by, today=today
        )
    row.item, row.is_part2 = _item(current, item), _part2(item, is_part2=is_part2)
    row.save(update_fields=["item", "is_part2"])
    change(current, "changed a paper", by=by, today=today, said={"paper": row.pk})
    return row


@transaction.atomic
def remove_paper(*, paper: Paper, by: User, today: date) -> None:
    """Take away a draft; what is gone already stays gone. Raises NotNow."""
    current = locked(paper.meeting)
    if not current.papers.filter(pk=paper.pk).exists():
        return
    row = draft_of(current, paper)
    piece, number = row.evidence, row.pk
    row.delete()
    evidence_actions.drop_from_record(evidence=piece, by=by, today=today)
    change(current, "removed a paper", by=by, today=today, said={"paper": number})


@transaction.atomic
def put_right_paper(
    *, paper: Paper, on: date, at: time | None, late_why: str, item: AgendaItem | None, by: User, today: date
) -> Paper:
    """Put right when a published paper was published, why it was late, and under which item. Raises NotNow."""
    current = locked(paper.meeting)
    row = row_of(current, paper)
    if row.on is None:
        raise NotNow("This is not published.")
    refuse_day(current, row.role, on, today)
    if item is not None and item.is_part2:
        raise NotNow("A published paper cannot belong to Part 2. Withdraw it instead.")
    was = [(row.role, row.on)]
    before = when_of(row)
    row.on, row.at, row.item = on, at, _item(current, item)
    row.late_why = late_why if is_late(current, row.role, on) else ""
    row.save(update_fields=["on", "at", "item", "late_why"])
    said = {"paper": row.pk, "was": before, "now": when_of(row)}
    change(current, "put right a paper", by=by, today=today, said=said, **minutes_facts(current, was))
    return row


@transaction.atomic
def withdraw_paper(*, paper: Paper, why: str, by: User, today: date) -> Paper:
    """Withdraw a published document: it stays on record with the reason, and is no paper any more. Raises NotNow."""
    current = locked(paper.meeting)
    row = row_of(current, paper)
    if row.on is None:
        raise NotNow("This is not published: take it away instead.")
    evidence_actions.withdraw_evidence(evidence=row.evidence, why=why, by=by, today=today)
    follow_evidence(meeting=current, by=by, today=today)
    tell_public(current, *_news(row.role, "was withdrawn", current), today=today)
    return row_of(current, paper)


def replace_paper(
    *, paper: Paper, content: Content, title: str, why: str, by: User, today: date, anyway: bool = False,
    invented: bool = False,
) -> Paper:  # fmt: skip
    """Let a newer version take the place of a published document at once; when the first was published stays said.

    Raises NotNow, DuringElection.
    """
    with gone_if_it_fails(content), transaction.atomic():
        current = locked(paper.meeting)
        row = row_of(current, paper)
        if row.on is None:
            raise NotNow("This is not published: take it away, and add the newer version.")
        newer = evidence_actions.supersede(
            evidence=row.evidence, keeper=current.body, content=content, title=title, about_on=current.on, why=why,
            by=by, today=today, invented=invented,
        )  # fmt: skip
        newer = evidence_actions.put_on_record(
            evidence=newer, obligations=obligations_for(current, row.role), by=by, today=today
        )
        evidence_actions.publish(evidence=newer, by=by, today=today, anyway=anyway)
        follow_evidence(meeting=current, by=by, today=today)
        tell_public(current, *_news(row.role, "was replaced by a newer version", current), today=today)
        return row_of(current, paper)


@transaction.atomic
def follow_evidence(*, meeting: Meeting, by: User | None, today: date) -> int:
    """Let papers follow their evidence: withdrawn, or replaced by what is published. Returns how many did.

    Both may be done on the evidence's own pages too.
    """
    current = locked(meeting)
    withdrawn = list(current.papers.filter(WITHDRAWN))
    replaced = list(current.papers.filter(REPLACED).select_related("evidence__superseded_by"))
    if not withdrawn and not replaced:
        return 0
    said = {"withdrawn": [one.pk for one in withdrawn], "replaced": [one.pk for one in replaced]}
    was = [(one.role, one.on) for one in withdrawn]
    for one in replaced:
        one.evidence = one.evidence.superseded_by
        one.save(update_fields=["evidence"])
    for one in withdrawn:
        one.on, one.at = None, None
        one.save(update_fields=["on", "at"])
    change(current, "papers followed their evidence", by=by, today=today, said=said, **minutes_facts(current, was))
    return len(withdrawn) + len(replaced)


def follow_all(today: date) -> int:
    """Let the papers of every meeting follow their evidence; returns how many did."""
    changed = Paper.objects.filter(WITHDRAWN | REPLACED).values("meeting")
    rows = Meeting.objects.filter(pk__in=changed).order_by("pk")
    return sum(follow_evidence(meeting=one, by=None, today=today) for one in rows)


def row_of(meeting: Meeting, paper: Paper) -> Paper:
    """The paper as it stands now, kept from others. Raises NotNow where somebody took it away."""
    row = meeting.papers.select_for_update(of=("self",)).select_related("evidence", "item").filter(pk=paper.pk).first()
    if row is None:
        raise NotNow("This paper was taken away meanwhile.")
    row.meeting = meeting
    return row


def draft_of(meeting: Meeting, paper: Paper) -> Paper:
    """The same of what is still a draft. Raises NotNow."""
    row = row_of(meeting, paper)
    if row.evidence.withdrawn_on is not None:
        raise NotNow("This was withdrawn: it stays on the record as it is.")
    if row.on is not None:
        raise NotNow("This is published. It can be replaced or withdrawn.")
    return row


def when_of(row: Paper) -> dict[str, Any]:
    """What the audit trail says of a paper's publication."""
    return {"on": row.on, "at": row.at, "late_why": row.late_why}


def _news(role: str, what: str, meeting: Meeting) -> tuple[Change.Kind, str]:
    kind = Change.Kind.MINUTES if role in MINUTES else Change.Kind.PAPERS
    return kind, f"{names_of([role])} {what}: {meeting.label}"


def _item(meeting: Meeting, item: AgendaItem | None) -> AgendaItem | None:
    row = meeting.items.filter(pk=item.pk).first() if item is not None else None
    if item is not None and row is None:
        raise NotNow("The item was taken off the agenda meanwhile. Choose another.")
    return row


def _part2(item: AgendaItem | None, *, is_part2: bool) -> bool:
    """An item decides which part its papers are of."""
    return item.is_part2 if item is not None else is_part2


def _same_draft(meeting: Meeting, content: Content, title: str, facts: dict[str, Any]) -> Paper | None:
    """The draft that a form sent twice has made already."""
    same = meeting.papers.filter(
        on=None, evidence__sent_on=None, evidence__kind=content.kind, evidence__title=title,
        evidence__url=content.url, evidence__text=content.text, **facts,
    )  # fmt: skip
    if content.received is not None:
        same = same.filter(evidence__file__sha256=content.received.sha256)
    return same.select_related("evidence").first()
