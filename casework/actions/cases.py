"""Logging a request or a complaint, and correcting what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from bodies import audit
from bodies.models import Body, Membership, User
from bodies.web.text import date_long
from casework import words
from casework.actions.common import ChangedMeanwhile, change_facts, check_words, locked, marks, refuse_body, settle
from casework.actions.events import refuse_other_law
from casework.course import complaints as c
from casework.course.request_kinds import FOI
from casework.keeping import case_kind, course_of, keep_case, record_of
from casework.models import Case, Complaint, InformationRequest, Term
from duties import records
from duties.actions import NotNow
from duties.years import FinancialYear

WORDS_OF_REQUEST = ("reference", "subject", "waiting_on")
WORDS_OF_COMPLAINT = (
    "reference", "subject", "waiting_on", "exception_why", "came_from", "lessons", "action",
)  # fmt: skip


@dataclass(frozen=True)
class NewRequest:
    """What is known of a request when it is logged; the fields mean what they mean in InformationRequest."""

    law: str
    received_on: date
    channel: str
    subject: str
    reference: str = ""
    waiting_on: str = ""
    owner: Membership | None = None
    topics: Sequence[Term] = ()


@dataclass(frozen=True)
class NewComplaint:
    """What is known of a complaint when it is logged; the fields mean what they mean in Complaint."""

    received_on: date
    channel: str
    subject: str
    kind: str = c.COMPLAINT
    reference: str = ""
    waiting_on: str = ""
    owner: Membership | None = None
    happened_on: date | None = None
    known_on: date | None = None
    exception_why: str = ""
    came_from: str = ""
    lessons: str = ""
    action: str = ""
    terms: Sequence[Term] = ()


@dataclass(frozen=True)
class Origin:
    """Where a new row comes from. `entry_key` is the form's own, so that a form sent twice logs one case."""

    source: str = ""
    entry_key: str = ""
    is_invented: bool = False


TYPED_HERE = Origin()


@transaction.atomic
def log_request(
    *, body: Body, new: NewRequest, by: User | None, today: date, not_personal: bool = False,
    origin: Origin = TYPED_HERE,
) -> InformationRequest:  # fmt: skip
    """Log one request for information and open what it owes. Raises NotNow."""
    refuse_spoken(new.law, new.channel)
    check_words({name: getattr(new, name) for name in WORDS_OF_REQUEST}, not_personal=not_personal)
    facts = {name: getattr(new, name) for name in NewRequest.__dataclass_fields__ if name != "topics"}
    made, is_new = _log(InformationRequest, body, facts, origin, by, today)
    if is_new:
        made.topics.set(new.topics)
        _opened(made, by, today, not_personal=not_personal, law=new.law, channel=new.channel)
    return made


@transaction.atomic
def log_complaint(
    *, body: Body, new: NewComplaint, by: User | None, today: date, not_personal: bool = False,
    origin: Origin = TYPED_HERE,
) -> Complaint:  # fmt: skip
    """Log one complaint, contact or letter, and open what it owes. Raises NotNow."""
    refuse_days(new.received_on, new.happened_on, new.known_on)
    check_words({name: getattr(new, name) for name in WORDS_OF_COMPLAINT}, not_personal=not_personal)
    facts = {name: getattr(new, name) for name in NewComplaint.__dataclass_fields__ if name != "terms"}
    made, is_new = _log(Complaint, body, facts, origin, by, today)
    if is_new:
        made.terms.set(new.terms)
        _opened(made, by, today, not_personal=not_personal, kind=new.kind, channel=new.channel)
    return made


@transaction.atomic
def change_request(
    *, case: InformationRequest, by: User, today: date, expected: int | None = None,
    topics: Iterable[Term] | None = None, not_personal: bool = False, **facts: Any,
) -> InformationRequest:  # fmt: skip
    """Correct what is known of a request. `expected`: the version that the person saw. Raises NotNow."""
    current = locked(case)
    then = {name: getattr(current, name) for name in ("law", "channel", "received_on")} | facts
    refuse_spoken(then["law"], then["channel"])
    if then["law"] != current.law:
        refuse_other_law(current, then["law"])
    _change(current, facts, WORDS_OF_REQUEST, by, today, expected, not_personal, topics=topics)
    return current


@transaction.atomic
def change_complaint(
    *, case: Complaint, by: User, today: date, expected: int | None = None, terms: Iterable[Term] | None = None,
    not_personal: bool = False, **facts: Any,
) -> Complaint:  # fmt: skip
    """Correct what is known of a complaint. `expected`: the version that the person saw. Raises NotNow."""
    current = locked(case)
    then = {name: getattr(current, name) for name in ("received_on", "happened_on", "known_on")} | facts
    refuse_days(then["received_on"], then["happened_on"], then["known_on"])
    _change(current, facts, WORDS_OF_COMPLAINT, by, today, expected, not_personal, terms=terms)
    return current


@transaction.atomic
def explain_lateness(
    *, case: Case, reason: str, late_words: str, by: User, today: date, not_personal: bool = False
) -> Case:
    """Record why a case is, or was, late. Raises NotNow."""
    check_words({"late_words": late_words}, not_personal=not_personal)
    current = locked(case)
    said = change_facts(current, {"late_reason": reason, "late_words": late_words})
    if said:
        settle(current, "explained the lateness", by=by, today=today, not_personal=not_personal, **said)
    return current


def _log(
    model: type[Any], body: Body, facts: dict[str, Any], origin: Origin, by: User | None, today: date
) -> tuple[Any, bool]:
    """Write the row; returns it and whether it is new."""
    holder = Body.objects.select_for_update().get(pk=body.pk)  # one reference after the other
    if origin.entry_key:
        there = model.objects.filter(body=holder, entry_key=origin.entry_key).first()
        if there is not None:
            return there, False
    refuse_body(holder, facts["received_on"], today)
    number = None
    if not facts["reference"]:
        number, reference = _next_reference(model, holder, facts["received_on"])
        facts = facts | {"reference": reference}
    elif model.objects.filter(body=holder, reference__iexact=facts["reference"]).exists():
        raise NotNow(f"The reference {facts['reference']} is in the log already. Give this one another.")
    made = model.objects.create(
        body=holder, number=number, entered_by=by, entered_on=today, changed_at=timezone.now(), source=origin.source,
        entry_key=origin.entry_key, is_invented=origin.is_invented, **facts,
    )  # fmt: skip
    return made, True


def _next_reference(model: type[Any], body: Body, received_on: date) -> tuple[int, str]:
    """The next free number of the year, and the reference made of it, such as 1617-012."""
    year = FinancialYear.containing(received_on)
    prefix = f"{year.start_year % 100:02}{(year.start_year + 1) % 100:02}"
    rows = model.objects.filter(body=body, received_on__gte=year.first_day, received_on__lte=year.last_day)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    while model.objects.filter(body=body, reference=f"{prefix}-{number:03}").exists():
        number += 1
    return number, f"{prefix}-{number:03}"


def _opened(made: Case, by: User | None, today: date, *, not_personal: bool, **said: str) -> None:
    told = {"received_on": made.received_on.isoformat(), **said, **marks(made, not_personal=not_personal)}
    audit.record(f"logged a {case_kind(made)}", made, by=by, today=today, body=made.body, **told)
    keep_case(made, course_of(made), by=by, today=today)


def _change(
    case: Case, facts: dict[str, Any], in_words: tuple[str, ...], by: User, today: date, expected: int | None,
    not_personal: bool, **lists: Iterable[Term] | None,
) -> None:  # fmt: skip
    if expected is not None and expected != case.version:
        raise ChangedMeanwhile
    check_words({name: facts[name] for name in in_words if name in facts}, not_personal=not_personal)
    if "received_on" in facts:
        refuse_body(case.body, facts["received_on"], today)
    if "reference" in facts and facts["reference"].lower() != case.reference.lower():
        _refuse_taken(case, facts["reference"])
    said = change_facts(case, facts)
    for name, chosen in lists.items():
        if chosen is not None and set(chosen) != set(getattr(case, name).all()):
            getattr(case, name).set(chosen)
            said = said | {"changed": sorted({*said.get("changed", ()), name})}
    if not said:
        return
    if "reference" in said["changed"] or "law" in said["changed"]:
        records.rename(record_of(case))  # before anything follows it: the trail would keep both references for ever
    settle(case, f"changed a {case_kind(case)}", by=by, today=today, not_personal=not_personal, **said)


def _refuse_taken(case: Case, reference: str) -> None:
    rows = type(case).objects.filter(body=case.body, reference__iexact=reference).exclude(pk=case.pk)
    if not reference:
        raise NotNow("Enter the reference.")
    if rows.exists():
        raise NotNow(f"The reference {reference} is in the log already. Give this one another.")


def refuse_spoken(law: str, channel: str) -> None:
    """Refuse a request under the Act that was only spoken. Raises NotNow."""
    if law == FOI and channel in words.SPOKEN:
        raise NotNow(
            "A request under the Freedom of Information Act is made in writing (section 8). Choose how it came in "
            "writing, or the environmental regulations."
        )


def refuse_days(received_on: date, happened_on: date | None, known_on: date | None) -> None:
    """Refuse days of what a complaint is about that cannot be. Raises NotNow."""
    if happened_on is not None and happened_on > received_on:
        raise NotNow(f"It happened before the complaint was received, so by {date_long(received_on)}. Check the days.")
    if known_on is not None and happened_on is None:
        raise NotNow("Enter also when it happened.")
    if known_on is not None and happened_on is not None and not happened_on <= known_on <= received_on:
        raise NotNow("The complainant came to know of it after it happened and before complaining. Check the days.")
