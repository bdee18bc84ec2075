"""What somebody should know before planning a meeting on a day: a day off, another meeting, an election."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bodies.models import Body
from duties.proclaimed import known_calendars
from duties.working_days import reason_not_working
from evidence.pre_election import period_on
from meetings.models import Meeting
from meetings.shown import hours

WEEKEND = ("Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class DayAhead:
    """One date to plan, with what to know of it in sentences; `there`: the same meeting is planned already."""

    on: date
    warnings: tuple[str, ...]
    there: bool = False


def days_ahead(body: Body, days: Iterable[date], wanted: Meeting, today: date) -> list[DayAhead]:
    """What to know of each of several days; three statements. `wanted` says which meeting is to be planned on them."""
    days = list(days)
    calendar = known_calendars().england_and_wales
    there: dict[date, list[Meeting]] = defaultdict(list)
    rows = Meeting.objects.of_body(body).filter(on__in=days, state__in=("planned", "held"))
    for row in rows.select_related("body").order_by("starts", "pk"):
        there[row.on].append(row)
    return [
        DayAhead(
            day, tuple(_warnings(day, reason_not_working(day, calendar), there[day], today)),
            any(_is_same(row, wanted) for row in there[day]),
        )
        for day in days
    ]  # fmt: skip


def _is_same(row: Meeting, wanted: Meeting) -> bool:
    facts = ("body_id", "kind", "starts")
    return row.committee.lower() == wanted.committee.lower() and all(
        getattr(row, name) == getattr(wanted, name) for name in facts
    )


def _warnings(day: date, off: str, there: list[Meeting], today: date) -> Iterable[str]:
    if day < today:
        yield "This day has passed."
    if off in WEEKEND:
        yield f"This is a {off}."
    elif off:
        yield f"This is a bank holiday: {off}."
    for row in there:
        at = hours(row.starts)
        yield f"There is another meeting on this day: {row.what}{f', {at}' if at else ''}."
    if period := period_on(day):
        yield period.sentence
