"""What is undone: evidence that was sent in and withdrawn before review, and a decision that is re-opened.

Nothing is deleted: the obligation's facts stand as before the deed, and the audit trail holds both.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bodies.models import User
from duties import events
from duties.actions import NotNow, clear_flags
from duties.changing import change, locked
from duties.explaining import unfreeze
from duties.markers import UNMARKED
from duties.models import Obligation

SENT_BACK = "sent_back"


@transaction.atomic
def take_back_sent(
    *, obligation: Obligation, why: str, sent_back_on: date | None, by: User, today: date
) -> Obligation:  # fmt: skip
    """What was sent in was withdrawn before anybody decided: the clock runs again as if it had not been sent in.

    `sent_back_on` is the day on which the round before it was sent back: that still stands, and is to be answered. A
    passed date counts at once: the sweep raises the flag that had been cleared, since the same day. Raises NotNow.
    """
    current = locked(obligation)
    if current.met_on is not None or current.closed_on is not None or current.sent_on is None:
        raise NotNow("Nothing is waiting for review here.")
    return change(
        current, "withdrew what was sent in", by=by, today=today, said={"why": why}, sent_on=None, done_on=None,
        sent_back_on=sent_back_on, gathering_on=current.gathering_on or current.sent_on,
    )  # fmt: skip


@transaction.atomic
def reopen(
    *, obligation: Obligation, sent_on: date | None, done_on: date | None, why: str, by: User, today: date
) -> Obligation:
    """A decision was re-opened: seen, certified or sent back is no longer so. Raises NotNow.

    With `sent_on` and the claimed `done_on` of a round it waits for review again, as it did from that day on. Without,
    nothing waits: the body has to do something again, and a passed date counts from today, as when it is sent back.
    Its date stays as it was judged, and its working follows the rule again. The next one of a rolling duty stays open.
    """
    current = locked(obligation)
    if current.closed_on is not None:
        raise NotNow("This is closed.")
    if current.met_on is None and (current.sent_on is not None or current.sent_back_on is None):
        raise NotNow("Nothing was decided here that could be re-opened.")
    clear_flags(Obligation.objects.filter(pk=current.pk), today=today)
    unfreeze(current)
    following = events.opened_by(current)
    said = {"why": why} | ({"next": following.pk} if following else {})
    return change(
        current, f"re-opened: {current.met_how or SENT_BACK}", by=by, today=today, said=said, met_on=None, met_how="",
        achieved=None, sent_on=sent_on, done_on=done_on, sent_back_on=None if sent_on else today, **UNMARKED,
    )  # fmt: skip
