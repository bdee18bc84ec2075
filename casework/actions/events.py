"""Recording what happened in a case, correcting it, and taking out what was recorded by mistake.

The order in which events are entered makes no difference: what follows is worked out from all of them, by their days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction

from bodies import audit
from bodies.models import User
from bodies.web.text import date_long
from casework import words
from casework.actions.common import ChangedMeanwhile, change_facts, check_words, locked, marks, settle
from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.course.request_kinds import FOI
from casework.exemptions import of_law, weighs_public_interest
from casework.models import Case, CaseEvent, InformationRequest
from casework.words import EventWords
from duties.actions import NotNow

OUTCOMES_OF = {
    r.REVIEW_ANSWERED: words.REVIEW_OUTCOMES, r.REGULATOR_DECIDED: words.REGULATOR_OUTCOMES,
    c.RESPONDED: words.COMPLAINT_OUTCOMES, c.DECIDED: words.OMBUDSMAN_OUTCOMES,
}  # fmt: skip


@dataclass(frozen=True)
class Happening:
    """What is recorded of one event: its day, the day told or agreed, its outcome, exemptions, and words."""

    on: date
    until_on: date | None = None
    code: str = ""
    codes: tuple[str, ...] = ()
    words: str = ""


def words_of(case: Case, kind: str) -> EventWords:
    """How an event of this kind is told and asked for this case. Raises KeyError for a kind that it has not."""
    return (words.REQUEST_EVENTS[case.law] if isinstance(case, InformationRequest) else words.COMPLAINT_EVENTS)[kind]


def outcomes_of(case: Case, kind: str) -> tuple[tuple[str, str], ...]:
    """The outcomes that an event of this kind may have; none where it has no outcome."""
    if kind == r.ANSWERED and isinstance(case, InformationRequest):
        return words.OUTCOMES[case.law]
    return OUTCOMES_OF.get(kind, ())


@transaction.atomic
def add_event(
    *, case: Case, kind: str, happening: Happening, by: User | None, today: date, not_personal: bool = False
) -> CaseEvent:
    """Record one event. The same said twice is one. Raises NotNow, in words for an order that cannot have happened."""
    [made] = add_events(case=case, happened=[(kind, happening)], by=by, today=today, not_personal=not_personal)
    return made


@transaction.atomic
def add_events(
    *, case: Case, happened: Sequence[tuple[str, Happening]], by: User | None, today: date, not_personal: bool = False,
    learned: Mapping[str, str] | None = None,
) -> list[CaseEvent]:  # fmt: skip
    """Record several events at once: what makes sense only together can be recorded so. Raises as `add_event`.

    `learned`: what the complaint says for the yearly report, `lessons` and `action`, where that was told too.
    """
    current = locked(case)
    check_words(learned or {}, not_personal=not_personal)
    changed = change_facts(current, learned or {})
    there: Any = current.events  # type: ignore[attr-defined]
    rows: list[CaseEvent] = []
    new: list[tuple[str, dict[str, Any]]] = []
    for kind, happening in happened:
        check_happening(current, kind, happening, today, not_personal=not_personal)
        row = _twin(there, kind, happening)
        if row is None:
            row = there.create(kind=kind, entered_by=by, entered_on=today, **_columns(happening))
            new.append((f"recorded: {kind}", {"event": row.pk, **_told(happening)}))
        rows.append(row)
    for verb, told in new[:-1]:
        said = told | marks(current, not_personal=not_personal)
        audit.record(verb, current, by=by, today=today, body=current.body, **said)
    if new:
        verb, told = new[-1]
        settle(current, verb, by=by, today=today, not_personal=not_personal, **told, **changed)
    elif changed:
        settle(current, "changed a complaint", by=by, today=today, not_personal=not_personal, **changed)
    return rows


def _twin(there: Any, kind: str, happening: Happening) -> CaseEvent | None:
    """The same event, where it is recorded already."""
    said = _columns(happening)
    words, codes = said.pop("words"), said.pop("codes")
    rows = there.filter(kind=kind, **said)
    return next((row for row in rows if list(row.codes) == codes and row.words == words), None)


@transaction.atomic
def change_event(
    *, event: CaseEvent, happening: Happening, by: User, today: date, not_personal: bool = False,
    expected: int | None = None,
) -> CaseEvent:  # fmt: skip
    """Correct what was recorded of an event; the audit trail keeps the days that stood before.

    `expected`: the version of the case that the person saw. Raises NotNow.
    """
    current = locked(event.case)  # type: ignore[attr-defined]
    if expected is not None and expected != current.version:
        raise ChangedMeanwhile
    row = _row(current, event)
    check_happening(current, row.kind, happening, today, not_personal=not_personal)
    before = Happening(row.on, row.until_on, row.code, tuple(row.codes), row.words)
    if before == happening:
        return row
    for name, value in _columns(happening).items():
        setattr(row, name, value)
    row.save(update_fields=list(_columns(happening)))
    settle(
        current, f"corrected: {row.kind}", by=by, today=today, not_personal=not_personal, event=row.pk,
        was=_told(before), **_told(happening),
    )  # fmt: skip
    return row


@transaction.atomic
def remove_event(*, event: CaseEvent, by: User, today: date) -> None:
    """Take out an event that was recorded by mistake; what is gone already stays gone. Raises NotNow."""
    current = locked(event.case)  # type: ignore[attr-defined]
    row = current.events.filter(pk=event.pk).first()
    if row is None:
        return
    was, number = _told(Happening(row.on, row.until_on, row.code, tuple(row.codes))), row.pk
    row.delete()
    settle(current, f"took out: {event.kind}", by=by, today=today, event=number, was=was)


def check_happening(case: Case, kind: str, happening: Happening, today: date, *, not_personal: bool) -> None:
    """Refuse what an event of this kind cannot say; of a request only its law is asked. Raises NotNow."""
    asked = words_of(case, kind)
    check_words({"words": happening.words}, not_personal=not_personal)
    if happening.on > today:
        raise NotNow("It must have happened today or earlier.")
    if asked.until and happening.until_on is None:
        raise NotNow(f"Answer “{asked.until}”")
    if asked.words_needed and not happening.words.strip():
        raise NotNow(f"Answer “{asked.words_label}”")
    allowed = outcomes_of(case, kind)
    if allowed and happening.code not in dict(allowed):
        raise NotNow("Choose the outcome.")
    if isinstance(case, InformationRequest):
        _check_exemptions(case.law, kind, happening)


def _check_exemptions(law: str, kind: str, happening: Happening) -> None:
    known = {one.section for one in of_law(law)}
    if not set(happening.codes) <= known:
        raise NotNow("Choose the exemptions from the list.")
    if kind == r.ANSWERED and happening.code in words.NAMES_EXEMPTION and not happening.codes:
        raise NotNow("Choose the exemption under which information was refused (section 17(1)).")
    if kind == r.ANSWERED and happening.code == "granted" and happening.codes:
        raise NotNow("Nothing was refused if all was granted: take out the exemptions, or choose “Granted in part”.")
    if kind == r.EXTENDED and law == FOI and not weighs_public_interest(law, happening.codes):
        raise NotNow(
            "Choose the exemption for which the public interest is weighed. An absolute exemption gives no more time."
        )


def refuse_other_law(case: InformationRequest, law: str) -> None:
    """Refuse another law for a request of which something is recorded that only its present law knows. Raises NotNow.

    Else the figures would count an exemption of the Act among the exceptions of the regulations.
    """
    known, outcomes = {one.section for one in of_law(law)}, dict(words.OUTCOMES[law])
    for row in case.events.all():
        fits = set(row.codes) <= known and (row.kind != r.ANSWERED or row.code in outcomes)
        if row.kind == r.EXTENDED and law == FOI:
            fits = fits and weighs_public_interest(law, row.codes)
        if not fits:
            title = words_of(case, row.kind).title
            raise NotNow(
                f"“{title}” of {date_long(row.on)} says what the other law does not know. Take it out, change the law, "
                "and record it again."
            )


def _row(case: Case, event: CaseEvent) -> Any:
    row = case.events.filter(pk=event.pk).first()  # type: ignore[attr-defined]
    if row is None:
        raise NotNow("This was taken out meanwhile.")
    return row


def _columns(happening: Happening) -> dict[str, Any]:
    return asdict(happening) | {"codes": list(happening.codes)}


def _told(happening: Happening) -> dict[str, Any]:
    """What the audit trail keeps: days and codes, no words."""
    told = {"on": happening.on, "until_on": happening.until_on, "code": happening.code, "codes": list(happening.codes)}
    return {name: value for name, value in told.items() if value}
