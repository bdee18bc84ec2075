"""The record of a meeting: its notice, its agenda, what happened at it.

What is recorded here is for the body alone until its step is published (meetings.actions.publishing). Where that was
done already, what is put right is public at once, and the audit trail keeps what stood before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from bodies.models import User
from bodies.web.text import date_long
from duties.actions import NotNow
from meetings.actions.common import change, locked, tell_public
from meetings.models import AgendaItem, Change, InterestDeclared, Meeting

# What save_record takes of a meeting's own facts.
HAPPENED = frozenset(
    {
        "voting_present", "voting_members", "quorate", "posts_present", "posts_absent", "public_present",
        "no_interests", "had_part2", "resolution", "resolution_why", "presents_year", "report_presented",
        "report_published_on",
    }
)  # fmt: skip


class ChangedMeanwhile(NotNow):
    """Somebody else saved the record since this person opened it."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else saved this record meanwhile. What you typed is still here, but nothing of it was saved. Open"
            " the record in another window, compare, and save again."
        )


@dataclass(frozen=True)
class Interest:
    """An interest as it was declared: by which post, what, and how it was handled."""

    post: str
    interest: str
    handled: str = ""


@transaction.atomic
def record_notice(*, meeting: Meeting, on: date, where: str, by: User | None, today: date) -> Meeting:
    """Record when and where notice of a meeting was published; said again, it is put right. Raises NotNow."""
    current = locked(meeting)
    refuse_put_off(current)
    if on > today:
        raise NotNow("The day on which notice was published must be today or earlier.")
    if on > current.on:
        raise NotNow(f"The meeting is on {date_long(current.on)}: notice is published on that day or before.")
    is_news = current.notice_on != on
    current = change(current, "recorded the notice", by=by, today=today, notice_on=on, notice_where=where)
    if is_news:
        words = f"Notice published on {date_long(on)}: {current.label}"
        tell_public(current, Change.Kind.NOTICE, words, today=today)
    return current


@transaction.atomic
def take_out_notice(*, meeting: Meeting, by: User | None, today: date) -> Meeting:
    """Take out a notice that was recorded wrongly; what is gone already stays gone."""
    return change(locked(meeting), "took out the notice", by=by, today=today, notice_on=None, notice_where="")


@transaction.atomic
def add_item(
    *, meeting: Meeting, title: str, by: User | None, today: date, summary: str = "", is_part2: bool = False
) -> AgendaItem:
    """Put an item at the end of its part of the agenda."""
    current = locked(meeting)
    last = current.items.filter(is_part2=is_part2).aggregate(last=Max("position"))["last"] or 0
    made = AgendaItem.objects.create(
        meeting=current, position=last + 1, title=title, summary=summary, is_part2=is_part2
    )  # fmt: skip
    change(current, "added an agenda item", by=by, today=today, said=_told(made))
    return made


@transaction.atomic
def add_items(
    *, meeting: Meeting, titles: Iterable[str], is_part2: bool, by: User | None, today: date
) -> list[AgendaItem]:  # fmt: skip
    """Put several items at the end of one part, in their order; all of them or none."""
    return [
        add_item(meeting=meeting, title=title, is_part2=is_part2, by=by, today=today) for title in titles
    ]  # fmt: skip


@transaction.atomic
def change_item(
    *, item: AgendaItem, title: str, summary: str, is_part2: bool, by: User | None, today: date
) -> AgendaItem:  # fmt: skip
    """Correct an item, or put it at the end of the other part. Raises NotNow."""
    current = locked(item.meeting)
    row = _item(current, item)
    if (row.title, row.summary, row.is_part2) == (title, summary, is_part2):
        return row
    if row.is_part2 != is_part2:
        if row.papers.exists():
            raise NotNow("It has papers: take them away from it before it goes to the other part.")
        row.position = (current.items.filter(is_part2=is_part2).aggregate(last=Max("position"))["last"] or 0) + 1
    before = _told(row)
    row.title, row.summary, row.is_part2 = title, summary, is_part2
    row.save(update_fields=["title", "summary", "is_part2", "position"])
    change(current, "changed an agenda item", by=by, today=today, said=_told(row) | {"was": before})
    return row


@transaction.atomic
def move_item(*, item: AgendaItem, up: bool, by: User | None, today: date) -> None:
    """Let an item change places with its neighbour in its part; the first stays first and the last last."""
    current = locked(item.meeting)
    row = _item(current, item)
    rows = list(current.items.filter(is_part2=row.is_part2))
    place = next(place for place, one in enumerate(rows) if one.pk == row.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, one in enumerate(rows, start=1):
        one.position = position
    AgendaItem.objects.bulk_update(rows, ["position"])
    change(current, "moved an agenda item", by=by, today=today, said={"item": row.pk, "to": other + 1})


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User | None, today: date) -> None:
    """Take an item off the agenda. Raises NotNow where it has papers or a decision."""
    current = locked(item.meeting)
    row = current.items.filter(pk=item.pk).first()
    if row is None:
        return
    if row.papers.exists():
        raise NotNow(f"“{row.title}” has papers. Take them away, or put them with another item, first.")
    if row.decision:
        raise NotNow(f"A decision is recorded for “{row.title}”. It stays on the agenda.")
    said = _told(row)
    row.delete()
    change(current, "removed an agenda item", by=by, today=today, said=said)


@transaction.atomic
def save_record(
    *, meeting: Meeting, by: User | None, today: date, interests: Iterable[Interest] | None = None,
    decisions: Mapping[int, str] | None = None, seen_at: datetime | None = None, **facts: Any,
) -> Meeting:  # fmt: skip
    """Save what happened: `facts` are those of HAPPENED; `interests` and `decisions` (by item) take the place of those
    that stand, None leaves them. `seen_at`: when the record was changed last, as the person saw it.

    It is a draft until the record is published; then it is put right before everybody. Raises NotNow.
    """
    if wrong := facts.keys() - HAPPENED:
        raise TypeError(f"not of the record: {', '.join(sorted(wrong))}")
    current = locked(meeting)
    refuse_before_it(current, today)
    if seen_at is not None and seen_at != current.changed_at:
        raise ChangedMeanwhile
    rows = None if interests is None else list(interests)
    if rows:
        facts = facts | {"no_interests": False}
    _refuse_contradictions(current, facts, rows, today)
    said = _write_interests(current, rows) | _write_decisions(current, decisions or {})
    is_news = bool(said) or any(getattr(current, name) != value for name, value in facts.items())
    current = change(current, "recorded what happened", by=by, today=today, said=said, **facts)
    if is_news and current.shows_record(today):
        tell_public(current, Change.Kind.RECORD, f"Record put right: {current.label}", today=today)
    return current


def refuse_put_off(meeting: Meeting) -> None:
    """Raise NotNow of a meeting that was postponed or cancelled."""
    if meeting.is_put_off:
        raise NotNow(f"This meeting was {meeting.get_state_display().lower()}. Give it a new day first.")


def refuse_before_it(meeting: Meeting, today: date) -> None:
    """Raise NotNow where nothing can have happened yet."""
    refuse_put_off(meeting)
    if meeting.on > today:
        raise NotNow(f"The meeting is on {date_long(meeting.on)}: what happened is recorded on that day or later.")


def _refuse_contradictions(meeting: Meeting, facts: dict[str, Any], rows: list[Interest] | None, today: date) -> None:
    def then(name: str) -> Any:
        return facts.get(name, getattr(meeting, name))

    present, members = then("voting_present"), then("voting_members")
    if present is not None and members is not None and present > members:
        raise NotNow("No more voting members can be present than there are.")
    declared = rows if rows is not None else meeting.interests.exists()
    if then("no_interests") and declared:
        raise NotNow("Interests are listed, so it cannot be that none were declared.")
    if (then("resolution") or then("resolution_why")) and not then("had_part2"):
        raise NotNow("A resolution is recorded: say that there was a Part 2.")
    published_on = then("report_published_on")
    if published_on is not None and published_on > today:
        raise NotNow("The day on which the report was published must be today or earlier.")


def _write_interests(meeting: Meeting, rows: list[Interest] | None) -> dict[str, Any]:
    """Let these interests take the place of those that stand; what the audit trail says of it."""
    if rows is None:
        return {}
    there = list(meeting.interests.all())
    before = [Interest(one.post, one.interest, one.handled) for one in there]
    if before == rows:
        return {}
    items = {(one.post, one.interest): one.item_id for one in there}
    meeting.interests.all().delete()
    InterestDeclared.objects.bulk_create(
        InterestDeclared(meeting=meeting, item_id=items.get((one.post, one.interest)), **asdict(one)) for one in rows
    )
    return {"interests_before": [asdict(one) for one in before], "interests_after": [asdict(one) for one in rows]}


def _write_decisions(meeting: Meeting, decisions: Mapping[int, str]) -> dict[str, Any]:
    """Write what was decided; of Part 2 the audit trail says only that it was changed. Raises NotNow."""
    items = {one.pk: one for one in meeting.items.all()}
    if decisions.keys() - items.keys():
        raise NotNow("An item was taken off the agenda meanwhile. Look at the agenda, and save again.")
    changed = [items[pk] for pk, words in decisions.items() if items[pk].decision != words]
    said = []
    for one in changed:
        words = decisions[one.pk]
        said.append({"item": one.pk} | ({} if one.is_part2 else {"before": one.decision, "after": words}))
        one.decision = words
    AgendaItem.objects.bulk_update(changed, ["decision"])
    return {"decisions": said} if said else {}


def _item(meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """The item as it stands now. Raises NotNow where somebody removed it."""
    row = meeting.items.filter(pk=item.pk).first()
    if row is None:
        raise NotNow("This item was taken off the agenda meanwhile.")
    return row


def _told(item: AgendaItem) -> dict[str, Any]:
    """What the audit trail says of an item: of Part 2 no words."""
    return {"item": item.pk, "part": 2} if item.is_part2 else {"item": item.pk, "part": 1, "title": item.title}
