"""The demonstration's logs: one of everything at the sign-ins' body, some cases of a few others."""

from __future__ import annotations

from datetime import date
from random import Random

from django.db import transaction

from bodies.models import Body, Membership, User
from casework.actions import suggest_terms
from casework.actions.returning import begin_return, make_return, publish_return, record_sent
from casework.books import COMPLAINTS, REQUESTS
from casework.demonstration import complaints, requests
from casework.demonstration.telling import Teller
from casework.keeping import keep_all
from casework.models import Return, Term
from duties.years import FinancialYear
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
    _returns(body, User.objects.get(email=f"lead@{DOMAIN}"), manager)


def _returns(body: Body, lead: User, manager: User) -> None:
    """Two quarters of figures published, and KO41a of quarter 1 sent; what is due next nobody has made."""
    last_year, this_year = FinancialYear(2015), FinancialYear(2016)
    for year, period, on in ((last_year, "Q4", date(2016, 4, 18)), (this_year, "Q1", date(2016, 7, 18))):
        draft = begin_return(
            body=body, kind=Return.Kind.FOI, year=year, period=period, by=lead, today=on, invented=True
        )  # fmt: skip
        publish_return(made=make_return(draft=draft, by=lead, today=on), by=lead, today=on)
    on = date(2016, 7, 22)
    draft = begin_return(
        body=body, kind=Return.Kind.KO41A, year=this_year, period="Q1", by=manager, today=on, invented=True
    )  # fmt: skip
    record_sent(made=make_return(draft=draft, by=manager, today=on), sent_on=on, by=manager, today=on)


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
