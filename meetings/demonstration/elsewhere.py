"""A few invented meetings of other bodies, so that lists of the nation and of a region have something in them."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from bodies.models import Body, Membership
from meetings.actions.planning import plan_meeting
from meetings.demonstration.telling import INVENTED, Teller
from meetings.models import Meeting

JOINT = "10Y"  # NHS Aylesbury Vale CCG, the neighbour, where the demonstration tells of it
MOST = 12
FIRST = date(2016, 9, 20)
NEXT = date(2016, 11, 1)


def tell(home: Teller) -> None:
    """A joint meeting of the sign-ins' body and a neighbour, and at some others one past meeting and the next."""
    told = Body.objects.exclude(pk=home.body.pk).exclude(joined_on=None).order_by("code")
    partner = told.filter(code=JOINT).first() or told.first()
    if partner is not None:
        plan_meeting(
            body=home.body, partners=[partner], by=home.lead, today=date(2016, 9, 5), announce=True, invented=True,
            kind=Meeting.Kind.OTHER, committee="Joint commissioning committee", in_public=True, on=date(2016, 12, 1),
            starts=time(10, 0), ends=time(12, 0), place=f"Online {INVENTED}", link=home.page("join"),
        )  # fmt: skip
    for number, body in enumerate(_some(list(told))):
        lead = Membership.objects.filter(body=body, role="lead", user__is_demonstration=True).first()
        if lead is not None:
            _two(Teller(body, lead.user), number)


def _some(bodies: list[Body]) -> list[Body]:
    """At most MOST of them, from all over the list."""
    return bodies[:: max(1, len(bodies) // MOST)][:MOST]


def _two(teller: Teller, number: int) -> None:
    """One that was held, with notice in time at most of them, and the next one."""
    said: dict[str, Any] = {
        "body": teller.body, "by": teller.lead, "announce": True, "invented": True, "in_public": True,
        "kind": Meeting.Kind.GOVERNING_BODY, "starts": time(13, 30), "place": f"The board room {INVENTED}",
    }  # fmt: skip
    past = plan_meeting(on=FIRST + timedelta(days=number % 9), today=date(2016, 6, 1), **said)
    teller.notice(past, past.on - timedelta(days=2 if number % 5 == 4 else 8))
    teller.held(past)
    plan_meeting(on=NEXT + timedelta(days=7 * (number % 5)), today=date(2016, 6, 1), **said)
