"""Every obligation of a year: what it is, when it was due, who fixed that, and where it stood on the day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from assurance.exports.asked import Scope
from assurance.exports.kinds import Kind, Teller, Values
from assurance.exports.labels import CACHED, PLACE, SUBJECT, Labels, about, known
from assurance.files import FIXED_BY
from duties.models import Obligation
from duties.querysets import ObligationQuerySet
from duties.status import Facts, status
from duties.words import evidence_words, status_words

HEADER = (
    "Year", "As at", *PLACE, *SUBJECT, "Due", "State", "Days late", "Evidence", "Done", "Achieved", "Sent in",
    "Sent back", "Met", "Closed", "Who fixed the date", "Date confirmed", "Set by", "Source of the date",
    "No date because", "First due", "Later date agreed by", "Date disputed", "Owner", "Reason", "Expected",
    "Obligation",
)  # fmt: skip
FACTS = tuple(Facts.__dataclass_fields__)
# What the words and days follow from, beside the day: rows that share all of it are told alike.
TOLD_BY = (*FACTS, "achieved", "date_basis", "date_confirmed")
FIELDS = (
    "held_by_id", "body_id", "pk", "owed_by", "duty_id", "step", "subject", "period_year", "period", "date_set_by",
    "date_source", "no_date_reason", "first_due_on", "later_agreed_by", "disputed_on", "owner__post", "reason",
    "expected_on", *TOLD_BY,
)  # fmt: skip


def found(scope: Scope) -> ObligationQuerySet:
    """What falls due in the year, of bodies and of NHS England itself."""
    return scope.narrowed(Obligation.objects.of_year(scope.asked.year.start_year))


def teller(scope: Scope) -> Teller:
    """How a row is told. Bodies and duties are read once, and what facts come to is worked out once."""
    labels, as_at = Labels(scope), scope.asked.as_at
    first = (str(scope.asked.year), as_at)

    @lru_cache(CACHED)
    def stands(*told_by: object) -> tuple[object, ...]:
        return _stands(told_by, as_at)

    def tell(row: Values) -> tuple[object, ...]:
        (
            holder, body, pk, owed_by, duty, step, subject, year, period, set_by, source, no_date, first_due, agreed_by,
            disputed, owner, reason, expected, *told_by,
        ) = row  # fmt: skip
        return (
            *first, *labels.place(holder, body, owed_by), *labels.duty(duty), step, about(subject, year, period),
            *stands(*told_by), set_by, source, no_date, first_due, agreed_by, disputed, owner, reason, expected, pk,
        )  # fmt: skip

    return tell


def _stands(told_by: tuple[object, ...], as_at: date) -> tuple[object, ...]:
    """The cells from "Due" to "Date confirmed"."""
    of = dict(zip(TOLD_BY, told_by, strict=True))
    facts = Facts(**{name: of[name] for name in FACTS})  # type: ignore[arg-type]
    stood = status(facts, as_at)
    basis, confirmed, achieved = str(of["date_basis"]), bool(of["date_confirmed"]), of["achieved"]
    words = status_words(stood, basis, confirmed=confirmed, achieved=achieved)  # type: ignore[arg-type]
    is_done = bool(known(facts.sent_on, as_at) or known(facts.met_on, as_at))
    return (
        facts.due_on, words.word, stood.days_late, evidence_words(stood).word, facts.done_on if is_done else None,
        achieved if is_done else None, known(facts.sent_on, as_at), known(facts.sent_back_on, as_at),
        known(facts.met_on, as_at), known(facts.closed_on, as_at), FIXED_BY[basis], confirmed if facts.due_on else None,
    )  # fmt: skip


OBLIGATIONS = Kind(
    name="obligations",
    title="Every obligation of a year",
    hint="One row each: body, duty, due date, who fixed it, where it stands, days late, the body's reason.",
    header=HEADER,
    fields=FIELDS,
    order=("duty__position", "period_first_on", "pk"),
    found=found,
    teller=teller,
)
