"""The meetings of a financial year with their facts and totals: of one body, and of every body at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bodies.models import Body
from duties.years import FinancialYear
from meetings.facts import Fact
from meetings.keeping import rules_of
from meetings.models import Meeting, MeetingRules, Partner
from meetings.reading import facts_of
from meetings.tallies import COLUMNS, OneMeeting, Totals, totals_of


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting of a yearly table, with the facts of its columns."""

    meeting: Meeting
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class YearTable:
    """The meetings of a body in one financial year."""

    year: FinancialYear
    rows: tuple[Row, ...]
    totals: Totals


def year_table(body: Body, year: FinancialYear, today: date, *, inside: bool = False) -> YearTable:
    """A body's year: its own meetings and those it meets in jointly, the first of the year first.

    Of announced meetings only, as anybody may see them; `inside`: of all, as somebody who sees drafts may.
    """
    rows = Meeting.objects.of_body(body).of_year(year.start_year)
    rows = rows.for_lines() if inside else rows.for_lines().published(today)
    meetings = list(rows.order_by("on", "starts", "pk"))
    facts = facts_of(meetings, today, inside=inside)
    asked = rules_of(body, min(year.last_day, today)).meetings_a_year
    return YearTable(
        year,
        tuple(Row(one, tuple(fact for fact in facts[one.pk] if fact.key in COLUMNS)) for one in meetings),
        totals_of((_counted(one, facts[one.pk]) for one in meetings), today, asked),
    )


def totals_by_body(year: FinancialYear, today: date) -> dict[int, Totals]:
    """A year's totals by the number of the body, of announced meetings only; nine statements, however many.

    A joint meeting counts for every body that takes part.
    """
    meetings = list(Meeting.objects.published(today).of_year(year.start_year))
    facts = facts_of(meetings, today, columns=COLUMNS)
    jointly: dict[int, list[int]] = defaultdict(list)
    for meeting, body in Partner.objects.filter(meeting__in=facts).values_list("meeting", "body"):
        jointly[meeting].append(body)
    found: dict[int, list[OneMeeting]] = defaultdict(list)
    for one in meetings:
        for body in (one.body_id, *jointly[one.pk]):
            found[body].append(_counted(one, facts[one.pk]))
    asked = _asked(min(year.last_day, today))
    return {body: totals_of(rows, today, asked.get(body)) for body, rows in found.items()}


def years_of(body: Body, today: date, *, inside: bool = False) -> list[FinancialYear]:
    """The financial years in which a body has meetings that the reader may know of, the latest first."""
    rows = Meeting.objects.of_body(body) if inside else Meeting.objects.of_body(body).published(today)
    return sorted({FinancialYear.containing(on) for on in rows.values_list("on", flat=True)}, reverse=True)


def _asked(day: date) -> dict[int, int | None]:
    """How many meetings a year the rules in force on a day ask for, by body."""
    rows = MeetingRules.objects.filter(from_on__lte=day).order_by("from_on")
    return dict(rows.values_list("body", "meetings_a_year"))


def _counted(meeting: Meeting, facts: Iterable[Fact]) -> OneMeeting:
    return OneMeeting(
        meeting.state, meeting.on, meeting.kind == Meeting.Kind.GOVERNING_BODY, meeting.in_public, tuple(facts)
    )
