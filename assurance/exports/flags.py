"""Every flag that was raised in a year or a quarter: about what, since when, and until when."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from assurance.exports.asked import Scope
from assurance.exports.kinds import Kind, Teller, Values
from assurance.exports.labels import PLACE, SUBJECT, Labels, about, known
from assurance.files import FIXED_BY
from duties.models import Flag, Obligation

HEADER = (
    "As at", *PLACE, *SUBJECT, "Due", "Who fixed the date", "Flag", "Since", "Raised at", "Cleared", "Obligation",
)  # fmt: skip
OF = (
    "held_by_id", "body_id", "pk", "owed_by", "duty_id", "step", "subject", "period_year", "period", "due_on",
    "date_basis",
)  # fmt: skip
FIELDS = (*(f"obligation__{name}" for name in OF), "kind", "since_on", "raised_at", "cleared_on")
KINDS = {value: str(label) for value, label in Flag.Kind.choices}


def found(scope: Scope) -> QuerySet[Any]:
    """Flags of what became so within the period, whatever day the sweep ran, and by the day."""
    first, last = scope.asked.period
    flags = Flag.objects.filter(since_on__gte=first, since_on__lte=min(last, scope.asked.as_at))
    return flags.filter(obligation__in=scope.narrowed(Obligation.objects.all()))


def teller(scope: Scope) -> Teller:
    """How a row is told; a flag that was cleared after the day was still up on it."""
    labels, as_at = Labels(scope), scope.asked.as_at

    def tell(row: Values) -> tuple[object, ...]:
        holder, body, pk, owed_by, duty, step, subject, year, period, due, basis, kind, since, raised, cleared = row
        return (
            as_at, *labels.place(holder, body, owed_by), *labels.duty(duty), step, about(subject, year, period), due,
            FIXED_BY[basis], KINDS[kind], since, raised, known(cleared, as_at), pk,
        )  # fmt: skip

    return tell


FLAGS = Kind(
    name="flags",
    title="Every flag raised in a year or a quarter",
    hint="One row each: due soon, late, escalated, told to NHS England, published page gone; since when, until when.",
    header=HEADER,
    fields=FIELDS,
    order=("obligation__duty__position", "obligation__pk", "since_on", "pk"),
    found=found,
    teller=teller,
    path="obligation__",
    takes_quarter=True,
)
