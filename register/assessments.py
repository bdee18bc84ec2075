"""NHS England's published assessments of bodies: plain values, copied out of what is published and of nothing else.

In the order of names, each word with its framework: nobody is ranked, and no framework is set beside another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assessments.evidence_seen import published_of
from assessments.models import Assessment
from assessments.reading import Told, all_told
from bodies.models import Body
from bodies.web.workbook import Sheet
from duties.years import FinancialYear
from evidence.models import Evidence


@dataclass(frozen=True, slots=True)
class Shown:
    """One published assessment, and of the evidence looked at what is published itself."""

    told: Told
    evidence: tuple[Evidence, ...]


def of_body(body: Body, today: date) -> list[Shown]:
    """Everything published about a body, the newest first, replaced versions too; a constant number of statements."""
    rows = list(Assessment.objects.of_bodies([body.pk]).published(today).for_pages().newest_first())
    pieces = published_of([row.pk for row in rows], today)
    return [Shown(told, tuple(pieces.get(told.pk, ()))) for told in all_told(rows, today)]


def latest_of(body: Body, today: date) -> Told | None:
    """The last yearly assessment that stands; a constant number of statements."""
    rows = Assessment.objects.of_bodies([body.pk]).standing(today).filter(period="").for_pages().newest_first()
    return next(iter(all_told(rows[:1], today)), None)


def of_year(year: FinancialYear, today: date) -> list[Told]:
    """What stands of a year, of every body, in the order of names; a constant number of statements."""
    rows = Assessment.objects.standing(today).filter(year=year.start_year).for_pages()
    return sorted(all_told(rows, today), key=lambda told: (told.body_name, told.body_code, told.period))


def years(today: date) -> list[FinancialYear]:
    """The years of which anything is published, the latest first."""
    found = Assessment.objects.published(today).order_by("-year").values_list("year", flat=True).distinct()
    return [FinancialYear(year) for year in found]


def sheet_of(year: FinancialYear, told: list[Told]) -> Sheet:
    """One row a unit, and one for each headline: the words of its framework, and no sum of them."""
    header = ["Code", "Body", "Year", "Period", "Framework", "Judged", "Word", "Reasons", "Body’s comment", "Published"]
    return Sheet(f"Assessments {year}", header, list(_lines(told)))


def _lines(told: list[Told]) -> Iterator[list[object]]:
    for one in told:
        judged = [(one.headline_name if one.has_headline else "Summary", one.headline, one.summary)]
        judged += [(unit.name, unit.value, unit.rationale) for unit in one.units]
        for name, word, reasons in judged:
            yield [
                one.body_code, one.body_name, str(FinancialYear(one.year)), one.period or "Year", one.framework, name,
                word.word if word else "", reasons, one.comment, one.published_on,
            ]  # fmt: skip
