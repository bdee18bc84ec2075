"""What a call is to the rounds that answer it: found, and closed once."""

from __future__ import annotations

from datetime import date

from bodies import audit
from bodies.models import User
from bodies.web.text import date_long
from duties.actions import NotNow
from duties.models import Obligation
from evidence.actions.common import holder_of
from evidence.models import CallIn, Submission
from evidence.notices import untell_called_in


class CallClosed(NotNow):
    """Somebody else was quicker; `fate` says who, when and what."""

    def __init__(self, call: CallIn) -> None:
        self.call = call
        super().__init__(f"{self.fate('Somebody else')} What you typed is still here, but nothing of it was recorded.")

    def fate(self, who: str) -> str:
        """Tell it of somebody by their post."""
        return f"{who} closed this call on {date_long(self.call.closed_on)}: {self.call.get_outcome_display()}."


def open_call_of(obligation: Obligation) -> CallIn | None:
    """The call for its evidence that nobody has closed yet."""
    return obligation.call_ins.open().first()


def certification_of(obligation: Obligation) -> Submission | None:
    """The round by which it is certified now."""
    certified = obligation.submissions.filter(decision="certified", reopened_on=None)
    return certified.order_by("-number").first()


def current_call(call: CallIn, obligation: Obligation) -> CallIn:
    """The call as it stands now, kept from others; its obligation is locked already. Raises CallClosed."""
    current = CallIn.objects.select_for_update(of=("self",)).get(pk=call.pk)
    current.obligation = obligation
    if current.outcome:
        raise CallClosed(current)
    return current


def close_call(call: CallIn, outcome: str, *, by: User, today: date, why: str = "") -> CallIn:
    """Say what came of a call, with its audit row."""
    call.outcome, call.closed_on, call.closed_by, call.closed_why = outcome, today, by, why
    call.save(update_fields=["outcome", "closed_on", "closed_by", "closed_why"])
    say(f"closed a call: {outcome}", call, by=by, today=today, why=why)
    untell_called_in(call, today=today)
    return call


def say(verb: str, call: CallIn, *, by: User | None, today: date, why: str = "") -> None:
    """Record something of a call, so that its obligation's page can tell it."""
    audit.record(
        verb, call, by=by, today=today, body=holder_of(call.obligation), obligation=call.obligation_id,
        **({"why": why} if why else {}),
    )  # fmt: skip
