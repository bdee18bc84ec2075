"""What a body's records tell in figures: its meetings in public, its two logs, and questions that reached NHS England.

Never a case, and no meeting that anybody may not know of.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assurance.body.asking import Around, Asked
from assurance.casework import columns
from assurance.casework.periods import Chosen
from assurance.casework.reading import COMPLAINTS, REQUESTS, Log, Made, Row, kept_logs, returns_made
from assurance.casework.sums import summed, summed_rates
from assurance.meetings import COLUMNS, cells_of
from casework.figures.bands import Share
from duties.periods import Kind, periods_of
from duties.words import Words
from meetings.models import Question
from meetings.tables import totals_by_body
from meetings.tallies import Totals, sum_of

MEETING_HEADS = ("Held in public", *COLUMNS.values(), "Put off")


@dataclass(frozen=True, slots=True)
class InPublic:
    """A body's meetings of the year and those of its region, of `bodies` that announced any."""

    own: Totals
    region: Totals
    bodies: int

    @property
    def rows(self) -> tuple[tuple[str, Words, Words], ...]:
        """Fact by fact: its head, the body's cell, the region's."""
        return tuple(zip(MEETING_HEADS, cells_of(self.own), cells_of(self.region), strict=True))


@dataclass(frozen=True, slots=True)
class OfLog:
    """One log of a body over the year, and those of its region together, of `bodies` that keep one here."""

    slug: str
    title: str
    heads: tuple[str, ...]
    own: tuple[Words, ...]
    region: tuple[Words, ...]
    bodies: int
    is_kept: bool

    @property
    def rows(self) -> tuple[tuple[str, Words, Words], ...]:
        """Figure by figure; of a body without a log the region's alone would compare with nothing."""
        return tuple(zip(self.heads, self.own, self.region, strict=True)) if self.is_kept else ()


@dataclass(frozen=True, slots=True)
class Asking:
    """A lay member's question that NHS England may read: how it came to it, and whether it is answered."""

    pk: int
    meeting: str
    asked_on: date
    reached_on: date
    sent_on: bool  # the lay member sent it on; else it waited too long
    answered_on: date | None

    @property
    def how(self) -> str:
        return "The lay member sent it on" if self.sent_on else "It had waited 20 working days"


def in_public(asked: Asked, near: Around) -> InPublic:
    """Nine statements, however many meetings."""
    by_body = totals_by_body(asked.year, asked.day)
    mine = [by_body[pk] for pk in near.bodies if pk in by_body]
    return InPublic(by_body.get(asked.body.pk, Totals()), sum_of(mine), len(mine))


def of_logs(asked: Asked, near: Around) -> tuple[OfLog, ...]:
    """Both logs over the whole year; a constant number of statements. None of a year that is to come."""
    if asked.year.first_day > asked.day:
        return ()
    quarters = tuple(one for one in periods_of(Kind.QUARTERLY, asked.year) if one.first_on <= asked.day)
    chosen = Chosen(periods_of(Kind.YEARLY, asked.year)[0], quarters, asked.day)
    return tuple(_of_log(log, chosen, asked, near) for log in (REQUESTS, COMPLAINTS))


def reached_nhs_england(asked: Asked) -> list[Asking]:
    """The questions about its meetings that were asked in the year and reached NHS England by the day, oldest first."""
    rows = Question.objects.of_body(asked.body).open_to_nhs_england(asked.day)
    of_year = rows.filter(asked_on__gte=asked.year.first_day, asked_on__lte=asked.year.last_day)
    return [_asking(one, asked.day) for one in of_year.select_related("meeting__body").order_by("asked_on", "pk")]


def _of_log(log: Log, chosen: Chosen, asked: Asked, near: Around) -> OfLog:
    made: dict[int, Made] = returns_made(log, chosen)
    kept = kept_logs(log, chosen, made)
    rates = log.rates([(one.first_on, one.last_on) for one in chosen.trend], asked.day)
    none = tuple(Share(0, 0) for _ in chosen.trend)
    own, mine = asked.body.pk, [pk for pk in near.bodies if pk in kept]
    row = Row("", "", kept.get(own), made.get(own), rates.get(own, none))
    total = summed(log.kind, (kept[pk] for pk in mine), chosen.period.last_on) if mine else None
    trend = summed_rates((rates.get(pk, none) for pk in mine), len(chosen.trend))
    region = Row("", "", total, None, trend)
    return OfLog(
        log.slug, log.title, tuple(columns.heads(log, chosen)), columns.cells(row, log, chosen),
        columns.cells(region, log, chosen, is_total=True), len(mine), own in kept,
    )  # fmt: skip


def _asking(one: Question, day: date) -> Asking:
    sent = one.sent_on_on is not None and one.sent_on_on <= day
    waited = one.waited_on if one.waited_on and one.waited_on <= day else None
    reached = min(on for on in (one.sent_on_on if sent else None, waited) if on is not None)
    answered = one.answered_on if one.answered_on and one.answered_on <= day else None
    return Asking(one.pk, one.meeting.label, one.asked_on, reached, sent and reached == one.sent_on_on, answered)
