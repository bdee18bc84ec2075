"""Opening what an event opens: by hand, and the next of a rolling duty. The one writer of obligations with an event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from bodies.models import Body
from bodies.web.text import date_long
from duties.event_dates import Gives, explain_event, gives
from duties.explanation import Explanation
from duties.models import DutyRule, Obligation
from duties.proclaimed import known_calendars
from duties.working_days import Calendars
from duties.years import FinancialYear

ROLLING = "rolling"


def version_in_force(versions: Iterable[DutyRule], event_on: date) -> DutyRule | None:
    """The version of a rule for an event: the one in force that day.

    Where the next of a rolling duty would fall due after that version has ended and another follows it at once, the one
    that follows: what was published under the regulations of 2011 and ran past 30 March 2017 is next due under those of
    2017.
    """
    in_order = sorted(versions, key=lambda rule: rule.from_on)
    found = next((rule for rule in in_order if rule.in_force(event_on)), None)
    if found is None or found.to_on is None or found.opens != ROLLING:
        return found
    due_on = explain_event(found.code, event_on=event_on).answer
    if due_on is None or due_on <= found.to_on:
        return found
    follows = found.to_on + timedelta(days=1)
    return next((rule for rule in in_order if rule.from_on == follows), found)


def explain_opening(rule: DutyRule, event_on: date, given: date | None = None) -> Explanation:
    """The date of an obligation that this event opens, with its working; at most one statement."""
    return explain_rule(rule, event_on, given, calendars=known_calendars())


def explain_rule(rule: DutyRule, event_on: date, given: date | None = None, *, calendars: Calendars) -> Explanation:
    """The same with the calendars that are given."""
    return explain_event(
        rule.code, event_on=event_on, given=given, title=rule.when, section=rule.legal_basis, calendars=calendars
    )


def open_for_event(
    *, body: Body, holder: Body, rule: DutyRule, subject: str, event_on: date, given: date | None, today: date
) -> tuple[Obligation, bool]:
    """Open one obligation for an event, once: the row, and whether it is new. The caller records it."""
    worked_out = explain_opening(rule, event_on, given)
    return Obligation.objects.get_or_create(
        body=body, duty=rule.duty, step=rule.step, period="", subject=subject,
        period_year=FinancialYear.containing(event_on).start_year,
        defaults={
            "held_by": holder, "owed_by": rule.duty.owed_by, "rule": rule, "event_on": event_on,
            "period_first_on": event_on, "period_last_on": max(event_on, worked_out.answer or event_on),
            "tracked_from": body.joined_on or holder.joined_on, "voluntary": rule.voluntary, "proof": rule.proof,
            "opened_on": today, **event_facts(rule, event_on, worked_out),
        },
    )  # fmt: skip


def event_facts(rule: DutyRule, event_on: date, worked_out: Explanation) -> dict[str, Any]:
    """The dated facts of an obligation with an event; who gave the date decides what is said of it."""
    due_on = worked_out.answer
    return {
        "due_on": due_on, "strictly_before": worked_out.strictly_before,
        "soon_on": due_on and due_on - timedelta(days=rule.lead_days),
        "no_date_reason": "" if due_on else worked_out.reason, "date_basis": rule.date_basis if due_on else "none",
        "date_confirmed": due_on is not None and rule.confidence == "CONFIRMED", "date_set_by": rule.set_by,
        "date_source": _source(rule, worked_out) if due_on else "", "date_is_demonstration": False,
        "year": FinancialYear.containing(due_on or event_on).start_year,
    }  # fmt: skip


def _source(rule: DutyRule, worked_out: Explanation) -> str:
    if gives(rule.code) is Gives.RULE:
        return ""
    return worked_out.notes[0] if worked_out.notes else ""


def next_after(obligation: Obligation, published_on: date, today: date) -> Obligation | None:
    """Open the next of a rolling duty after it was published; None where none opens.

    The body that answers for it owes the next, under its own regime, and counts from what it published last. What it
    took over from a body that closed opens nothing where it has one of its own open.
    """
    body = obligation.held_by
    if obligation.rule.opens != ROLLING or body is None or body.has_closed(today):
        return None
    same = Obligation.objects.filter(held_by=body, duty=obligation.duty_id, step=obligation.step)
    if same.filter(met_on=None, closed_on=None).exclude(pk=obligation.pk).exists():
        return None
    # Of one that was re-opened the next may have been published meanwhile.
    published_on = max([published_on, *same.exclude(met_on=None).values_list("done_on", flat=True)])
    versions = DutyRule.objects.filter(duty=obligation.duty_id, step=obligation.step, regime=body.kind.upper())
    rule = version_in_force(versions.filter(opens=ROLLING).select_related("duty"), published_on)
    if rule is None:
        return None
    opened, is_new = open_for_event(
        body=body, holder=body, rule=rule, subject=f"After publication on {date_long(published_on)}",
        event_on=published_on, given=None, today=today,
    )  # fmt: skip
    return opened if is_new else None


def opened_by(obligation: Obligation) -> Obligation | None:
    """The next of a rolling duty that this one opened when it was met; None where it opened none."""
    if obligation.rule.opens != ROLLING or obligation.met_on is None:
        return None
    same = Obligation.objects.filter(held_by=obligation.held_by_id, duty=obligation.duty_id, step=obligation.step)
    return same.filter(event_on=obligation.done_on).exclude(pk=obligation.pk).first()
