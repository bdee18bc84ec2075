"""Telling people: something came back, NHS England asks to see something, what somebody saw is there no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from bodies.access import Role
from bodies.models import Membership, User
from bodies.outbox import Telling, tell, untell
from bodies.querysets import MembershipQuerySet
from duties.models import Obligation
from evidence.models import CallIn, Evidence, Submission

ASKED = "duties whose evidence NHS England asks to see"


def tell_sent_back(submission: Submission, *, by: User, today: date) -> int:
    """Tell who sent it in and who does it (the leads where nobody does) that it came back; returns how many."""
    obligation = submission.obligation
    people = _who_does_it(obligation, today, and_also=[submission.sent_by_id])
    return _tell(
        obligation, people - {by.pk}, today, key=f"sent back {submission.pk}", kind="sent back",
        words=f"{obligation}: sent back", at_once=True,
        url_path=reverse("evidence:obligation", args=[obligation.pk]),
    )  # fmt: skip


def tell_called_in(call: CallIn, *, today: date) -> int:
    """Tell the leads, who answer it, and who does it that NHS England asks to see it; returns how many.

    One that somebody called in is a question, and does not wait; those of a sample come together.
    """
    obligation = call.obligation
    people = _who_does_it(obligation, today) | set(_leads(obligation, today))
    return _tell(
        obligation, people, today, key=_key(call), kind="called in",
        words=f"{obligation}: NHS England asks to see the evidence", at_once=call.sample_id is None,
        together="" if call.sample_id is None else ASKED, url_path=reverse("evidence:call", args=[call.pk]),
    )  # fmt: skip


def untell_called_in(call: CallIn, *, today: date) -> None:
    """Take back what was not mailed yet of a call that is closed."""
    untell([_key(call)], today=today)


def tell_changed(piece: Evidence, obligations: Sequence[Obligation], *, how: str, today: date) -> int:
    """Tell who saw a piece for NHS England that it was withdrawn or replaced (`how`) since; returns how many.

    What they decided stays as it is: whether it should is for them to look at.
    """
    keys = [one.pk for one in obligations]
    rounds = Submission.objects.filter(obligation__in=keys, reopened_on=None).exclude(decision="")
    held = [one for one in rounds if any(item["id"] == piece.pk for item in one.items)]
    seen = {(one.obligation_id, one.decided_by_id) for one in held if one.decision == Submission.Decision.SEEN}
    calls = CallIn.objects.filter(obligation__in=[one.obligation_id for one in held], outcome=CallIn.Outcome.SEEN)
    seen |= set(calls.values_list("obligation", "closed_by"))
    return sum(
        _tell(
            one, {person for key, person in seen if key == one.pk and person}, today,
            key=f"{how} {piece.pk} of {one.pk}", kind="evidence changed",
            words=f"{one}: evidence that you saw was {how}", url_path=reverse("evidence:obligation", args=[one.pk]),
        )
        for one in obligations
    )  # fmt: skip


def _key(call: CallIn) -> str:
    return f"called in {call.pk}"


def _tell(obligation: Obligation, people: Iterable[int], today: date, **said: Any) -> int:
    about = {
        "body_id": obligation.held_by_id or obligation.body_id, "subject_kind": "duties.obligation",
        "subject_id": obligation.pk, "since_on": today,
    }  # fmt: skip
    return tell([Telling(person_id=person, **about, **said) for person in people], today=today)


def _who_does_it(obligation: Obligation, today: date, *, and_also: Iterable[int] = ()) -> set[int]:
    """Its owner, or the leads where it has none, and such others as are in the body that answers for it today."""
    if obligation.owner is not None and obligation.has_owner(today):
        does = {obligation.owner.user_id}
    else:
        does = set(_leads(obligation, today))
    others = _members(obligation, today).filter(user__in=list(and_also)).values_list("user", flat=True)
    return does | set(others)


def _leads(obligation: Obligation, today: date) -> Iterable[int]:
    return _members(obligation, today).filter(role=Role.LEAD.value).values_list("user", flat=True)


def _members(obligation: Obligation, today: date) -> MembershipQuerySet:
    holder = obligation.held_by_id or obligation.body_id
    return Membership.objects.current(today).filter(body=holder, user__is_active=True).order_by()
