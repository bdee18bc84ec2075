"""Small real records for tests: each function makes one, with what the test names and plain values for the rest."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from bodies.access import Role
from bodies.models import Body, BodyOffice, Membership, Office, User
from duties.models import Duty, DutyRule, Obligation
from duties.years import FinancialYear

TODAY = date(2016, 10, 17)
_numbers = count(1)


def make_user(email: str = "", *, name: str = "Somebody", password: str | None = "correct horse battery") -> User:
    return User.objects.create_user(email or f"person{next(_numbers)}@example.org", password, name=name)


def make_office(code: str = "", *, kind: str = "region", name: str = "", parent: Office | None = None) -> Office:
    code = code or f"Y{next(_numbers)}"
    office, _ = Office.objects.get_or_create(code=code, defaults={"name": name or code, "kind": kind, "parent": parent})
    return office


def national_office() -> Office:
    return make_office("NHSE", kind="national", name="NHS England")


def make_body(
    code: str = "", *, name: str = "", kind: str = "ccg", opened_on: date = date(2013, 4, 1),
    closed_on: date | None = None, joined_on: date | None = date(2015, 4, 1), region: Office | None = None,
) -> Body:  # fmt: skip
    code = code or f"B{next(_numbers)}"
    name = name or f"NHS {code} CCG"
    body = Body.objects.create(
        code=code, name=name, last_name=name, kind=kind, opened_on=opened_on, closed_on=closed_on,
        joined_on=joined_on,
    )  # fmt: skip
    if region is not None:
        BodyOffice.objects.create(body=body, office=region, kind="region", from_on=opened_on, to_on=closed_on)
    return body


def make_member(
    role: Role, place: Body | Office, *, user: User | None = None, post: str = "", from_on: date = date(2013, 4, 1)
) -> Membership:
    return Membership.objects.create(
        user=user or make_user(name=post or role.label), role=role.value, post=post or role.label, from_on=from_on,
        body=place if isinstance(place, Body) else None, office=place if isinstance(place, Office) else None,
    )  # fmt: skip


def make_duty(slug: str = "", **fields: Any) -> Duty:
    slug = slug or f"duty-{next(_numbers)}"
    defaults = {
        "title": f"Duty {slug}", "category": "Constitution and identity", "theme": "constitution", "tier": "core",
        "nature": "statute", "owed_by": "body", "public_facing": "yes", "evidence": "A document.",
        "checks": ["The date is right", "It is complete"], "plain": "The body must do this.",
    }  # fmt: skip
    return Duty.objects.create(slug=slug, **(defaults | fields))


def make_rule(duty: Duty | None = None, **fields: Any) -> DutyRule:
    defaults = {
        "regime": "CCG", "from_on": date(2013, 4, 1), "to_on": date(2022, 6, 30), "opens": "yearly",
        "code": "STANDING_REVIEW_FY", "when": "By 31 March", "legal_basis": "NHS Act 2006 s14J",
        "confidence": "CONFIRMED", "date_basis": "law", "proof": "reviewed", "lead_days": 42,
    }  # fmt: skip
    return DutyRule.objects.create(duty=duty or make_duty(), **(defaults | fields))


def make_obligation(
    body: Body | None = None,
    rule: DutyRule | None = None,
    *,
    due_on: date | None = TODAY + timedelta(days=90),
    **fields: Any,
) -> Obligation:
    body = body or make_body()
    rule = rule or make_rule()
    year = FinancialYear.containing(due_on or TODAY)
    defaults: dict[str, Any] = {
        "held_by": body, "owed_by": rule.duty.owed_by, "duty": rule.duty, "step": rule.step,
        "period_year": year.start_year, "period_first_on": year.first_day, "period_last_on": year.last_day,
        "year": year.start_year, "soon_on": due_on and due_on - timedelta(days=rule.lead_days),
        "no_date_reason": "" if due_on else "NHS England has not given a date, or nobody has entered it",
        "date_basis": rule.date_basis if due_on else "none", "date_confirmed": rule.confidence == "CONFIRMED",
        "date_set_by": rule.set_by, "tracked_from": body.joined_on, "voluntary": rule.voluntary, "proof": rule.proof,
        "opened_on": date(2015, 4, 1),
    }  # fmt: skip
    return Obligation.objects.create(body=body, rule=rule, due_on=due_on, **(defaults | fields))
