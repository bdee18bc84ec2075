"""What the stories leave out of review: one of each way in which a round waits, and what is asked of bodies.

Done through the real actions, at the sign-ins' body and at others of its region.
"""

from __future__ import annotations

from datetime import date

from django.db.models import F

from bodies.access import Reach, reach_of
from bodies.models import Body, Office, User
from duties.models import Obligation
from duties.querysets import ObligationQuerySet
from evidence import actions
from evidence.demonstration.asides import INVENTED
from evidence.demonstration.people import DOMAIN, HOME, REGION
from evidence.demonstration.stories import A_CHECK
from evidence.models import CallIn, Submission


def act(*, today: date) -> None:
    """Let rounds come again, be re-opened, withdrawn and called in, and draw the samples that are due."""
    assurer = User.objects.get(email=f"region@{DOMAIN}")
    reach = reach_of(assurer, today)
    here = _of_the_region(today)
    _come_again(_sent_back(_waiting(here), reach, by=assurer, today=today), today=today)
    _reopen(here.filter(met_how="seen"), reach, by=assurer, today=today)
    _withdraw(_waiting(Obligation.objects.owed_by_body().for_pages().exclude(body__code=HOME)), today=today)
    certified = here.filter(met_how="certified")
    asked = _call_in(certified.exclude(submissions__items=[]), reach, by=assurer, today=today)
    if asked is not None:
        lead = _lead_of(asked.obligation)
        actions.answer_call(
            call=asked, reach=reach_of(lead, today), note=INVENTED, by=lead, today=today, invented=True
        )  # fmt: skip
    at_home = Obligation.objects.owed_by_body().filter(body__code=HOME, met_how="certified", proof="certified")
    _call_in(at_home, reach, by=assurer, today=today)
    actions.draw_due_samples(today=today, invented=True)


def _of_the_region(today: date) -> ObligationQuerySet:
    """What the other bodies of the sign-ins' region answer for, the latest due first."""
    bodies = Body.objects.in_office(Office.objects.get(code=REGION), today).exclude(code=HOME).values("pk")
    found = Obligation.objects.owed_by_body().for_pages().filter(held_by__in=bodies)
    return found.order_by(F("due_on").desc(nulls_last=True), "pk")


def _waiting(among: ObligationQuerySet) -> ObligationQuerySet:
    return among.filter(proof="reviewed", met_on=None).exclude(sent_on=None)


def _lead_of(obligation: Obligation) -> User:
    return User.objects.get(memberships__body=obligation.held_by, memberships__role="lead", is_demonstration=True)


def _sent_back(waiting: ObligationQuerySet, reach: Reach, *, by: User, today: date) -> Obligation | None:
    row = waiting.first()
    if row is not None:
        last = Submission.objects.for_pages().get(obligation=row, decision="")
        actions.send_back(
            submission=last, reach=reach, missing=last.checks[-1:], reason=f"{A_CHECK} {INVENTED}", by=by, today=today
        )
    return row


def _come_again(row: Obligation | None, *, today: date) -> None:
    if row is not None:
        told = {"by": _lead_of(row), "today": today, "invented": True}
        content = actions.Content(text=f"What was missing is on page 4 now. {INVENTED}")
        actions.add_evidence(obligation=row, content=content, title="What was missing", about_on=today, **told)
        actions.send_in(obligation=row, done_on=today, note=INVENTED, achieved=row.achieved, **told)


def _reopen(seen: ObligationQuerySet, reach: Reach, *, by: User, today: date) -> None:
    row = seen.first()
    if row is not None:
        last = Submission.objects.for_pages().filter(obligation=row, decision="seen").latest("number")
        why = f"The report that was seen is that of the year before. {INVENTED}"
        actions.reopen_decision(submission=last, reach=reach, why=why, by=by, today=today)


def _withdraw(waiting: ObligationQuerySet, *, today: date) -> None:
    row = waiting.filter(submissions__decision="", submissions__reopens=None, submissions__number=1).last()
    if row is not None:
        lead, last = _lead_of(row), Submission.objects.for_pages().get(obligation=row, decision="")
        why = f"It is the wrong file. {INVENTED}"
        actions.withdraw_round(submission=last, reach=reach_of(lead, today), why=why, by=lead, today=today)


def _call_in(certified: ObligationQuerySet, reach: Reach, *, by: User, today: date) -> CallIn | None:
    row = certified.order_by("-met_on", "pk").first()
    if row is None:
        return None
    why = f"Two neighbours certified this and had nothing to show. {INVENTED}"
    return actions.call_in(obligation=row, reach=reach, why=why, by=by, today=today, invented=True)
