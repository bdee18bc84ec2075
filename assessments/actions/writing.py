"""Writing an assessment: begun by the framework in force, its judgements, what was looked at, and its corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from assessments.actions.common import (
    ChangedMeanwhile,
    change,
    locked,
    record,
    refuse_published,
    refuse_unless,
    version_of,
    words_in,
)
from assessments.course import WRITABLE, State
from assessments.frameworks import Framework, Sheet, framework_of, value_of
from assessments.models import Assessment, Judgement, LookedAt
from assessments.periods import part_of
from bodies.models import Body, User
from bodies.web.text import date_long
from duties.actions import NotNow
from duties.periods import Period
from duties.years import FinancialYear
from evidence.models import Evidence

NOT_THIS_FRAMEWORK = "Choose out of the words of this framework: those of another year are no answer."


@dataclass(frozen=True, slots=True)
class Judged:
    """What is judged of one unit: the key of a value, or none, and the reasons."""

    value: str = ""
    rationale: str = ""


@transaction.atomic
def begin(
    *, body: Body, year: FinancialYear, period: str = "", by: User, today: date, invented: bool = False
) -> Assessment:
    """Begin the assessment of a body for a year or a quarter. Raises NotNow where one is there, or none can be."""
    current = Body.objects.select_for_update().get(pk=body.pk)  # one after the other
    framework, part = _judged_by(current, year, period, today)
    if Assessment.objects.of_bodies([current.pk]).of_period(year.start_year, period).exists():
        raise NotNow(f"The assessment of {year} {period}".strip() + " was begun already. Go on with that one.")
    made = Assessment.objects.create(
        body=current, framework=framework.slug, year=year.start_year, period=period, first_on=part.first_on,
        last_on=part.last_on, begun_by=by, begun_on=today, changed_at=timezone.now(), is_invented=invented,
    )  # fmt: skip
    record(made, "began an assessment", by=by, today=today)
    return made


@transaction.atomic
def write(
    *, assessment: Assessment, by: User, today: date, headline: str = "", summary: str = "",
    judged: Mapping[str, Judged] | None = None, looked_at: Mapping[str, str] | None = None, expected: str | None = None,
) -> Assessment:  # fmt: skip
    """Keep the headline, the summary, what was judged by unit, and what was found of what the law asks.

    `looked_at` is left as it is where None is given. `expected`: `version_of` the assessment that the person saw.
    Raises NotNow of what is no value or no unit of its own framework.
    """
    current = locked(assessment)
    if expected is not None and expected != version_of(current):
        raise ChangedMeanwhile
    refuse_unless(current, today, *WRITABLE)
    sheet = current.sheet
    if headline and value_of(current.by, sheet.headline, headline) is None:
        raise NotNow(NOT_THIS_FRAMEWORK)
    _keep_judgements(current, judged or {}, sheet)
    facts: dict[str, Any] = {"headline": headline, "summary": words_in(summary, "the summary")}
    if looked_at is not None:
        facts["looked_at"] = _looked_at(current, looked_at)
    change(current, "wrote in an assessment", by=by, today=today, said={"parts": sorted(facts)}, **facts)
    return current


@transaction.atomic
def choose_evidence(*, assessment: Assessment, pieces: Iterable[Evidence], by: User, today: date) -> Assessment:
    """Keep which evidence was looked at: these pieces and no others. Which may be chosen the view asks."""
    current = locked(assessment)
    refuse_published(current)
    wanted = {piece.pk: piece for piece in pieces}
    there = set(current.looked.values_list("evidence", flat=True))
    if there == set(wanted):
        return current
    current.looked.exclude(evidence__in=wanted).delete()
    new = [piece for key, piece in wanted.items() if key not in there]
    LookedAt.objects.bulk_create(
        LookedAt(assessment=current, evidence=piece, added_by=by, added_on=today) for piece in new
    )
    said = {"added": sorted(set(wanted) - there), "taken_out": sorted(there - set(wanted))}
    change(current, "chose the evidence looked at", by=by, today=today, said=said)
    return current


@transaction.atomic
def discard(*, assessment: Assessment, by: User, today: date) -> None:
    """Take away a draft that was never proposed, as one begun by mistake. Raises NotNow of any other."""
    current = locked(assessment)
    if current.state(today) is not State.DRAFT or current.rounds.exists():
        raise NotNow("This was proposed: it stays on the record. Go on with it.")
    record(current, "discarded a draft assessment", by=by, today=today)
    current.delete()


@transaction.atomic
def correct(*, assessment: Assessment, why: str, by: User, today: date) -> Assessment:
    """Begin a new version of a published assessment, with its words to correct. Raises NotNow.

    The published one stands until the new one is published in its turn, and can be read for ever.
    """
    current = locked(assessment)
    refuse_unless(current, today, State.PUBLISHED, State.EMBARGOED)
    same = Assessment.objects.of_bodies([current.body_id]).of_period(current.year, current.period)
    last = same.aggregate(last=Max("version"))["last"]
    if last != current.version:
        raise NotNow("A later version of this was begun already. Go on with that one.")
    made = Assessment.objects.create(
        body=current.body, framework=current.framework, year=current.year, period=current.period,
        first_on=current.first_on, last_on=current.last_on, version=last + 1, supersedes=current,
        supersedes_why=words_in(why, "what is wrong", needed=True), headline=current.headline, summary=current.summary,
        looked_at=current.looked_at, no_board_why=current.no_board_why, begun_by=by, begun_on=today,
        changed_at=timezone.now(), is_invented=current.is_invented,
    )  # fmt: skip
    _copy_parts(current, made)
    record(made, "began a correction", by=by, today=today, of=current.pk)
    return made


def _judged_by(body: Body, year: FinancialYear, period: str, today: date) -> tuple[Framework, Period]:
    """The framework in force and the body's part of the period. Raises NotNow."""
    framework = framework_of(year.start_year, period)
    if framework is None or framework.sheet(period) is None:
        raise NotNow("By the framework of that time nothing is judged of this period.")
    part = part_of(body, year, period)
    if part is None:
        raise NotNow(f"{body.name} was not there in that period.")
    if part.first_on > today:
        raise NotNow(f"The period begins on {date_long(part.first_on)}. Begin then.")
    return framework, part


def _keep_judgements(assessment: Assessment, judged: Mapping[str, Judged], sheet: Sheet) -> None:
    for slug, said in judged.items():
        unit = sheet.unit(slug)
        if unit is None or (said.value and value_of(assessment.by, unit.scale, said.value) is None):
            raise NotNow(NOT_THIS_FRAMEWORK)
        Judgement.objects.update_or_create(
            assessment=assessment, unit=slug,
            defaults={"value": said.value, "rationale": words_in(said.rationale, f"the reasons for “{unit.name}”")},
        )  # fmt: skip


def _looked_at(assessment: Assessment, given: Mapping[str, str]) -> dict[str, str]:
    names = {one.slug: one.name for one in assessment.must_look_at}
    return {slug: words_in(given[slug], f"what was found of “{names[slug]}”") for slug in given if slug in names}


def _copy_parts(old: Assessment, new: Assessment) -> None:
    """Its judgements, boards and evidence, as they stood."""
    for rows in (old.judgements.all(), old.consultations.all(), old.looked.all()):
        for row in rows:
            row.pk, row.assessment, row._state.adding = None, new, True  # noqa: SLF001  Django's way of copying a row
            row.save(force_insert=True)
