"""Every round of review of a year: what was sent in for what falls due in it, and what was decided."""

from __future__ import annotations

from assurance.exports.asked import Scope
from assurance.exports.kinds import Kind, Teller, Values
from assurance.exports.labels import PLACE, SUBJECT, Labels, about, known
from duties.models import Obligation
from evidence.models import Submission
from evidence.querysets import SubmissionQuerySet

HEADER = (
    "Year", "As at", *PLACE, *SUBJECT, "Due", "Round", "Kind", "Sent in", "Done, as sent in", "Achieved, as sent in",
    "Decision", "Decided", "Days until decided", "Done, as decided", "Achieved, as decided", "Reason", "Re-opened",
    "Re-opened because", "Obligation",
)  # fmt: skip
OF = ("held_by_id", "body_id", "pk", "owed_by", "duty_id", "step", "subject", "period_year", "period", "due_on")
FIELDS = (
    *(f"obligation__{name}" for name in OF), "number", "call_in_id", "reopens_id", "sent_on", "done_on", "achieved",
    "decision", "decided_on", "decided_done_on", "decided_achieved", "reason", "reopened_on", "reopened_why",
)  # fmt: skip
DECISIONS = {value: str(label) for value, label in Submission.Decision.choices}


def found(scope: Scope) -> SubmissionQuerySet:
    """Rounds sent in by the day, of obligations that fall due in the year."""
    owed = scope.narrowed(Obligation.objects.of_year(scope.asked.year.start_year))
    return Submission.objects.filter(obligation__in=owed, sent_on__lte=scope.asked.as_at)


def teller(scope: Scope) -> Teller:
    """How a row is told; what was decided after the day is not known yet."""
    labels, as_at = Labels(scope), scope.asked.as_at
    first = (str(scope.asked.year), as_at)

    def tell(row: Values) -> tuple[object, ...]:
        holder, body, pk, owed_by, duty, step, subject, year, period, due, number, call, reopens, *rest = row
        sent, done, achieved, decision, decided, decided_done, decided_achieved, reason, reopened, why = rest
        if known(decided, as_at) is None:
            decision, decided, decided_done, decided_achieved, reason = "", None, None, None, ""
        if known(reopened, as_at) is None:
            reopened, why = None, ""
        return (
            *first, *labels.place(holder, body, owed_by), *labels.duty(duty), step, about(subject, year, period), due,
            number, _kind(number, called=call is not None, reopens=reopens is not None), sent, done, achieved,
            DECISIONS[decision], decided, (decided - sent).days if decided else None, decided_done, decided_achieved,
            reason, reopened, why, pk,
        )  # fmt: skip

    return tell


def _kind(number: int, *, called: bool, reopens: bool) -> str:
    """As `Submission.kind_words`; the first one says so."""
    if called:
        return "Called in"
    if reopens:
        return "Re-opened"
    return "Came again" if number > 1 else "First round"


ROUNDS = Kind(
    name="rounds",
    title="Every round of review of a year",
    hint="One row each: what was sent in and when, what was decided, when and why. No evidence and no draft.",
    header=HEADER,
    fields=FIELDS,
    order=("obligation__duty__position", "obligation__pk", "number"),
    found=found,
    teller=teller,
    path="obligation__",
)
