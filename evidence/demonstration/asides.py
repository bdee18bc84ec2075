"""What the stories leave out: does not apply, a disputed date, a later date agreed. Done through the real actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from bodies.actions import mark_seen
from bodies.looking import drawn
from bodies.models import Membership, User
from duties import actions
from duties.models import Flag, Obligation
from evidence.demonstration.people import DOMAIN, HOME

INVENTED = "(Invented for the demonstration.)"


def act(*, today: date) -> None:
    """Give the sign-ins' body, and a few others, one of each state that a day's work brings."""
    lead = User.objects.get(email=f"lead@{DOMAIN}")
    assurer = User.objects.get(email=f"national@{DOMAIN}")
    asked = _at_home("safeguarding-children")
    actions.ask_not_applicable(
        obligation=asked, why=f"The neighbouring group does this for both of us. {INVENTED}", by=lead, today=today
    )
    disputed = _at_home("emergency-preparedness")
    actions.dispute(obligation=disputed, why=f"Our letter names another day. {INVENTED}", by=lead, today=today)
    elsewhere = Obligation.objects.open().exclude(body__code=HOME).order_by("body__code")
    for row in elsewhere.filter(duty__slug="send-joint-commissioning", year=2016)[:3]:
        why = f"Done by the lead group. {INVENTED}"
        its_lead = User.objects.get(memberships__body=row.held_by, memberships__role="lead", is_demonstration=True)
        actions.ask_not_applicable(obligation=row, why=why, by=its_lead, today=today)
        actions.decide_not_applicable(obligation=row, agree=True, why="", by=assurer, today=today)
    later = elsewhere.filter(duty__slug="ko41a-return", period="Q2", period_year=2016)
    for row in later.exclude(due_on=None)[:3]:
        _agree_later(row, by=assurer, today=today)


def look_back(*, today: date) -> None:
    """Let flags bear the moment of their day, and the assurers have looked some days ago: "Since you looked"."""
    for day in set(Flag.objects.order_by().values_list("since_on", flat=True)):
        Flag.objects.filter(since_on=day).update(raised_at=_moment(day, time(1, 0)))
    looked_on = today - timedelta(4)
    page = replace(drawn(looked_on), at=_moment(looked_on, time(17, 0)))
    for membership in Membership.objects.filter(role="assurer", user__is_demonstration=True).select_related("user"):
        mark_seen(membership=membership, page=page, by=membership.user, today=looked_on)


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _agree_later(row: Obligation, *, by: User, today: date) -> None:
    assert row.due_on is not None
    due_on = row.due_on + timedelta(14)
    actions.agree_later_date(obligation=row, due_on=due_on, agreed_by=f"NHS Digital {INVENTED}", by=by, today=today)


def _at_home(slug: str) -> Obligation:
    return Obligation.objects.get(body__code=HOME, duty__slug=slug, year=2016)
