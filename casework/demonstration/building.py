"""The demonstration's logs: one of everything at the sign-ins' body, some cases of a few others."""

from __future__ import annotations

from datetime import date
from random import Random

from django.db import transaction

from bodies.models import Body, Membership, User
from casework.actions import suggest_terms
from casework.books import COMPLAINTS, REQUESTS
from casework.demonstration import complaints, requests
from casework.demonstration.telling import Teller
from casework.keeping import keep_all
from casework.models import Term
from evidence.demonstration.building import SEED
from evidence.demonstration.people import DOMAIN, HOME

MOST = 12  # other bodies with a log
AT_HOME, ELSEWHERE = (30, 14), (8, 4)  # requests and complaints


def tell(*, today: date) -> None:
    """Tell of requests and complaints up to the demonstration's first day."""
    with transaction.atomic():
        _at_home(today)
        others = Body.objects.exclude(code=HOME).exclude(joined_on=None).order_by("code")
        for body in _some(list(others)):
            _elsewhere(body, today)
    follow(today=today)


def follow(*, today: date) -> None:
    """Bring what the day brings: fees lapse, holidays are proclaimed."""
    keep_all(today)


def _at_home(today: date) -> None:
    body, chance = Body.objects.get(code=HOME), Random(f"{SEED}-cases-{HOME}")
    foi, manager = (User.objects.get(email=f"{who}@{DOMAIN}") for who in ("foi", "contributor"))
    officers = {m.user_id: m for m in Membership.objects.filter(body=body, user__in=[foi, manager])}
    asked, complained = (Teller(body, who, officers[who.pk], today) for who in (foi, manager))
    suggest_terms(body=body, lists=REQUESTS.lists, by=foi, today=requests.FIRST)
    suggest_terms(body=body, lists=COMPLAINTS.lists, by=manager, today=requests.FIRST)
    requests.tell(asked, AT_HOME[0], chance)
    requests.tell_at_home(asked)
    complaints.tell(complained, AT_HOME[1], chance, list(Term.objects.filter(body=body)))
    complaints.tell_at_home(complained)


def _elsewhere(body: Body, today: date) -> None:
    lead = Membership.objects.filter(body=body, role="lead", user__is_demonstration=True).select_related("user").first()
    if lead is None:
        return
    teller, chance = Teller(body, lead.user, lead, today), Random(f"{SEED}-cases-{body.code}")
    requests.tell(teller, ELSEWHERE[0], chance)
    complaints.tell(teller, ELSEWHERE[1], chance, [])


def _some(bodies: list[Body]) -> list[Body]:
    """At most MOST of them, from all over the list."""
    return bodies[:: max(1, len(bodies) // MOST)][:MOST]
