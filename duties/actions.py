"""What other rooms tell an obligation: with duties.reopening, the only writers of its dated facts.

Every action is one transaction with its audit row inside. `by` is the person, or None for the system; `today` is the
domain's day. A refusal is a `NotNow` whose words can be shown to the person.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from bodies import audit
from bodies.models import Body, Membership, User
from duties import event_dates, events
from duties.changing import change, locked, say
from duties.explaining import freeze
from duties.flags import clear_flags
from duties.markers import UNMARKED
from duties.models import DutyRule, Obligation
from duties.querysets import UNSETTLED
from duties.status import MET_HOW, NOT_APPLICABLE
from duties.years import FinancialYear


class NotNow(Exception):
    """The obligation does not stand so that this can be done; the words say why."""


@transaction.atomic
def mark_gathering(*, obligation: Obligation, by: User | None, today: date) -> None:
    """The first draft of evidence was added. What is settled stays as it is: evidence of it may be asked for."""
    current = locked(obligation)
    if current.gathering_on is None and current.met_on is None:
        change(current, "began gathering", by=by, today=today, gathering_on=today)


@transaction.atomic
def stop_gathering(*, obligation: Obligation, by: User | None, today: date) -> None:
    """The last draft was taken away again, and nothing had been sent in."""
    current = locked(obligation)
    if current.gathering_on is not None and current.met_on is None:
        change(current, "stopped gathering", by=by, today=today, gathering_on=None)


@transaction.atomic
def mark_sent(*, obligation: Obligation, done_on: date, by: User, today: date) -> Obligation:
    """Evidence was sent in: the clock stops on `done_on`, and a late flag is cleared. Raises NotNow."""
    current = locked(obligation)
    _refuse_unless_open(current)
    _refuse_future(done_on, today)
    clear_flags(Obligation.objects.filter(pk=current.pk), today=today)
    return change(
        current, "sent in", by=by, today=today, sent_on=today, sent_back_on=None, done_on=done_on,
        **UNMARKED,
    )  # fmt: skip


@transaction.atomic
def mark_sent_back(*, obligation: Obligation, by: User, today: date) -> Obligation:
    """The round was sent back: the clock runs again, and a passed date counts at once. Raises NotNow."""
    current = locked(obligation)
    _refuse_settled(current)
    if current.sent_on is None:
        raise NotNow("Nothing is waiting for review here.")
    return change(current, "sent back", by=by, today=today, sent_on=None, sent_back_on=today, done_on=None)


@transaction.atomic
def mark_met(
    *, obligation: Obligation, how: str, done_on: date, by: User | None, today: date, achieved: bool | None = None
) -> Obligation:
    """It is proved: `how` is seen, certified or recorded. Done and achieved are two facts. Raises NotNow.

    The working of its date is frozen with it, and what it opens by being published is opened.
    """
    if how not in MET_HOW:
        raise ValueError(f"{how!r} is no way of being met")
    current = locked(obligation)
    if current.met_on is not None or current.closed_on is not None:
        raise NotNow("This was settled already.")
    _refuse_future(done_on, today)
    clear_flags(Obligation.objects.filter(pk=current.pk), today=today)
    freeze(current)
    settled = change(
        current, f"met: {how}", by=by, today=today, met_on=today, met_how=how, done_on=done_on, achieved=achieved,
        sent_on=current.sent_on or today, sent_back_on=None, **UNMARKED,
    )  # fmt: skip
    _open_next(settled, by=by, today=today)
    return settled


@transaction.atomic
def assign(*, obligation: Obligation, owner: Membership | None, by: User | None, today: date) -> Obligation:
    """Name who in the body does it. The owner is a membership of the body that answers for it. Raises NotNow."""
    current = locked(obligation)
    if owner is not None and owner.body_id != current.held_by_id:
        raise NotNow("Choose somebody of the body that answers for this.")
    if owner is not None and not owner.holds(today):
        raise NotNow("Choose somebody who works for the body today.")
    _refuse_settled(current)
    return say(current, "assigned", by=by, today=today, owner=owner)


@transaction.atomic
def explain(*, obligation: Obligation, reason: str, expected_on: date | None, by: User, today: date) -> Obligation:
    """Record the body's own reason and the day it expects to be done. Raises NotNow."""
    current = locked(obligation)
    _refuse_settled(current)
    return say(current, "explained", by=by, today=today, reason=reason, expected_on=expected_on)


@transaction.atomic
def ask_not_applicable(*, obligation: Obligation, why: str, by: User, today: date) -> Obligation:
    """The body says that it does not apply this year; an assurer must agree. Raises NotNow."""
    current = locked(obligation)
    _refuse_unless_open(current)
    return say(
        current, "asked: does not apply", by=by, today=today, not_applicable_asked_on=today, not_applicable_why=why
    )


@transaction.atomic
def decide_not_applicable(*, obligation: Obligation, agree: bool, why: str, by: User, today: date) -> Obligation:
    """An assurer agrees, which closes it, or does not, which leaves it due. Raises NotNow.

    What was sent in meanwhile is decided first: the round would wait for ever for something that is closed.
    """
    current = locked(obligation)
    if current.not_applicable_asked_on is None or current.closed_on is not None:
        raise NotNow("Nobody asks that this does not apply.")
    _refuse_unless_open(current)
    if agree:
        return close(
            obligation=current, reason=NOT_APPLICABLE, why=why or current.not_applicable_why, by=by, today=today
        )
    return change(
        current, "not agreed: does not apply", by=by, today=today, not_applicable_asked_on=None, not_applicable_why=why
    )


@transaction.atomic
def close(*, obligation: Obligation, reason: str, why: str, by: User | None, today: date) -> Obligation:
    """Close it with the reason kept: nothing is deleted, and the working of its date is frozen with it.

    Raises NotNow where it is settled, or waits for review.
    """
    current = locked(obligation)
    _refuse_unless_open(current)
    clear_flags(Obligation.objects.filter(pk=current.pk), today=today)
    freeze(current)
    return change(
        current, f"closed: {reason}", by=by, today=today, closed_on=today, closed_reason=reason, closed_why=why,
        **UNMARKED,
    )  # fmt: skip


@transaction.atomic
def dispute(*, obligation: Obligation, why: str, by: User, today: date) -> Obligation:
    """The body disputes the date. The date stands until somebody moves it; the page says so. Raises NotNow."""
    current = locked(obligation)
    _refuse_settled(current)
    return say(current, "disputed the date", by=by, today=today, disputed_on=today, dispute=why)


@transaction.atomic
def agree_later_date(*, obligation: Obligation, due_on: date, agreed_by: str, by: User, today: date) -> Obligation:
    """Record a later date agreed for this body, and who agreed it; the first date is kept. Raises NotNow."""
    current = locked(obligation)
    _refuse_unless_open(current)
    if current.due_on is None or due_on <= current.due_on:
        raise NotNow("The agreed date must be later than the date it had.")
    # What the old date had raised is cleared; the sweep raises it again if it is true of the new one.
    clear_flags(Obligation.objects.filter(pk=current.pk), today=today)
    return change(
        current, "agreed a later date", by=by, today=today, first_due_on=current.first_due_on or current.due_on,
        later_agreed_on=today, later_agreed_by=agreed_by, due_on=due_on,
        soon_on=due_on - timedelta(days=current.rule.lead_days), strictly_before=None,
        year=FinancialYear.containing(due_on).start_year, **UNMARKED,
        date_version=current.date_version + 1, date_moved_on=today,
    )  # fmt: skip


@transaction.atomic
def open_by_hand(
    *, body: Body, rule: DutyRule, subject: str, event_on: date, due_on: date | None, by: User | None, today: date
) -> Obligation:
    """Open a duty that nothing opens by itself, with its event's date. Raises NotNow.

    `due_on` is the day that the record gives (the request, the direction); a rule that works its date out takes none.
    """
    _refuse_future(event_on, today)
    if not body.is_open(event_on) or not body.is_open(today):
        raise NotNow(f"{body.name} did not exist on that day. Check the date.")
    if due_on is not None and event_dates.gives(rule.code) is event_dates.Gives.RULE:
        raise NotNow("The rule works this date out by itself.")
    if due_on is not None and due_on < event_on:
        raise NotNow("The date by which it must be done cannot be before it happened.")
    _refuse_second_rolling(body, rule)
    made, created = events.open_for_event(
        body=body, holder=body, rule=rule, subject=subject, event_on=event_on, given=due_on, today=today
    )
    if not created:
        raise NotNow("This was opened already: same duty, same subject, same year.")
    audit.record(
        "opened by hand", made, by=by, today=today, body=body, event_on=event_on.isoformat(), about=subject,
        due_on=made.due_on and made.due_on.isoformat(),
    )  # fmt: skip
    return made


def _refuse_second_rolling(body: Body, rule: DutyRule) -> None:
    """A rolling duty has one obligation open at a time: publishing it opens the next."""
    if rule.opens != events.ROLLING:
        return
    current = Obligation.objects.filter(UNSETTLED, held_by=body, duty=rule.duty_id, step=rule.step).first()
    if current is not None:
        raise NotNow(f"This is open already ({current.about}). When it is met, the next one opens by itself.")


def _open_next(settled: Obligation, *, by: User | None, today: date) -> None:
    """Open what follows a rolling duty that was published, on the day it was published."""
    assert settled.done_on is not None
    opened = events.next_after(settled, settled.done_on, today)
    if opened is not None:
        audit.record(
            "opened the next", opened, by=by, today=today, body=opened.body, after=settled.pk,
            event_on=opened.event_on and opened.event_on.isoformat(),
            due_on=opened.due_on and opened.due_on.isoformat(),
        )  # fmt: skip


def _refuse_settled(obligation: Obligation) -> None:
    if obligation.closed_on is not None:
        raise NotNow("This is closed.")
    if obligation.met_on is not None:
        raise NotNow("This is settled already.")


def _refuse_unless_open(obligation: Obligation) -> None:
    _refuse_settled(obligation)
    if obligation.sent_on is not None:
        raise NotNow("This was sent in and is waiting for review.")


def _refuse_future(day: date, today: date) -> None:
    if day > today:
        raise NotNow("The date cannot be in the future.")
