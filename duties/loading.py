"""Loading the catalogue: idempotent, set-based, in one transaction. Rows are found by their natural keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from bodies import audit
from bodies.csvfile import DataFileError
from bodies.models import LoadedData, User
from duties.catalogue import Catalogue
from duties.models import DirectedDate, Duty, DutyRule, Obligation
from duties.opening import DueDates
from duties.redating import carry_out, following, make_plan

BATCH = 500
RULE_KEY = ("duty", "regime", "from_on", "step")
DIRECTED_KEY = ("key", "year", "period")


@transaction.atomic
def load_catalogue(*, catalogue: Catalogue, digest: str, by: User | None, today: date) -> None:
    """Make the database say what the catalogue says; running it again changes nothing.

    Directed dates that a person entered are left alone; one that is new, or another than before, goes to what is not
    settled. Raises DataFileError where a duty or rule that was loaded before has no row any more: obligations hang on
    it, so its end is written as `to_on`.
    """
    mark, _ = LoadedData.objects.select_for_update().get_or_create(
        name="catalogue", defaults={"digest": "", "loaded_at": timezone.now()}
    )
    _upsert(Duty, _duties(catalogue), ("slug",))
    _refuse_lost("duties.csv", Duty.objects.values_list("slug"), {(duty.slug,) for duty in catalogue.duties})
    ids = dict(Duty.objects.values_list("slug", "pk"))
    _upsert(DutyRule, _rules(catalogue, ids), RULE_KEY)
    _refuse_lost(
        "rules.csv", DutyRule.objects.values_list("duty__slug", "regime", "from_on", "step"),
        {(rule.slug, rule.regime, rule.from_on, rule.step) for rule in catalogue.rules},
    )  # fmt: skip
    entered = set(DirectedDate.objects.exclude(entered_by=None).values_list(*DIRECTED_KEY))
    known = [row for row in _directed(catalogue) if (row.key, row.year, row.period) not in entered]
    there = {
        (key, year, period): on for key, year, period, on in DirectedDate.objects.values_list(*DIRECTED_KEY, "due_on")
    }
    _upsert(DirectedDate, known, DIRECTED_KEY)
    moved = [row for row in known if there.get((row.key, row.year, row.period)) != row.due_on]
    redated = _redate(moved, by=by, today=today) if moved and Obligation.objects.exists() else 0
    before, mark.digest, mark.loaded_at = mark.digest, digest, Now()
    mark.save(update_fields=["digest", "loaded_at"])
    audit.record(
        "catalogue loaded", mark, by=by, today=today, before=before or None, digest=digest,
        duties=len(catalogue.duties), redated=redated,
    )  # fmt: skip


def _redate(moved: list[DirectedDate], *, by: User | None, today: date) -> int:
    """Put dates that came with the catalogue on what is not settled, as if a person had entered them."""
    dates = DueDates.read()
    keys = {row.key for row in moved}
    concerned = following(dates, lambda code: code.directed_key in keys)
    years = Q(period_year__in={row.year for row in moved})
    return carry_out(
        make_plan(dates, concerned, among=years, today=today, lock=True), why="The catalogue gave a date", by=by
    )


def _duties(catalogue: Catalogue) -> list[Duty]:
    return [
        Duty(
            position=position,
            **{name: getattr(row, name) for name in _shared(Duty, row)},
            evidence_kinds=list(row.evidence_kinds),
            checks=list(row.checks),
            source_codes=list(row.source_codes),
        )
        for position, row in enumerate(catalogue.duties)
    ]


def _shared(model: type[models.Model], row: Any) -> list[str]:
    """The plain columns that a row of the catalogue and a model have in common."""
    columns = {field.name for field in model._meta.concrete_fields}
    return [name for name in row.__dataclass_fields__ if name in columns and not isinstance(getattr(row, name), tuple)]


def _rules(catalogue: Catalogue, ids: dict[str, int]) -> list[DutyRule]:
    return [
        DutyRule(duty_id=ids[row.slug], **{name: getattr(row, name) for name in _shared(DutyRule, row)})
        for row in catalogue.rules
    ]


def _directed(catalogue: Catalogue) -> list[DirectedDate]:
    now = timezone.now()
    return [
        DirectedDate(
            key=row.key, year=row.year.start_year, period=row.period, due_on=row.due_on, set_by=row.set_by,
            source=row.source, confidence=row.confidence, entered_at=now,
        )
        for row in catalogue.directed
    ]  # fmt: skip


def _upsert(model: type[Any], rows: Sequence[models.Model], key: tuple[str, ...]) -> None:
    fixed = {"id", *key}
    columns = [field.name for field in model._meta.concrete_fields if field.name not in fixed]
    model.objects.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=list(key), update_fields=columns
    )


def _refuse_lost(file: str, loaded: Any, wanted: set[tuple[Any, ...]]) -> None:
    lost = sorted(str(row[0]) for row in set(loaded) - wanted)
    if lost:
        raise DataFileError(
            file, 1, "slug", f"{', '.join(lost)} was loaded before and has no row any more; end it with to_on instead"
        )
