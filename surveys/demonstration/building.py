"""The demonstration's surveys: one about 2015/16 that has closed, one about 2016/17 that is open. All invented.

Enough bodies of the South and of the Midlands and East answered for results; of London too few, so that it is seen how
nothing is told of it. With a few bodies only all of them answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from django.db import transaction

from bodies.models import Body, BodyOffice, Membership, User
from duties.years import FinancialYear
from evidence.demonstration.building import SEED
from evidence.demonstration.people import DOMAIN, HOME
from surveys.actions import keep_answers, send_answers, start_survey
from surveys.actions.answering import Said
from surveys.models import Question, Survey
from surveys.offices import offices_of

STARTED_ON, OPENED_ON, SENT_ON, CLOSED_ON = date(2016, 4, 4), date(2016, 4, 18), date(2016, 5, 3), date(2016, 5, 27)
NEXT_STARTED_ON, NEXT_OPENED_ON, NEXT_CLOSES_ON = date(2016, 9, 19), date(2016, 10, 3), date(2016, 12, 16)
# How many bodies of each region answered; the others answered nothing.
ANSWERED = {"Y57": 24, "Y55": 11, "Y54": 7, "Y56": 3}
FEW = 10  # of so many bodies of a demonstration all answer
VALUES = (5, 4, 3, 2, 1, 0)
MOODS = ((2, 5, 3, 2, 1, 1), (1, 3, 4, 3, 1, 1), (3, 4, 2, 1, 1, 0))  # how often each value is given
COMMENTS = (
    "Requests for the same figures reach us from three teams in one week (invented).",
    "The regional team answered our questions on the plan within days (invented).",
    "We would like to hear of changes to specialised services before they are decided (invented).",
    "Quarterly meetings are better prepared than they were a year ago (invented).",
)


@dataclass(frozen=True)
class _Telling:
    """A survey, what it asks, and the day on which a body answers it."""

    survey: Survey
    questions: list[Question]
    on: date


def tell(*, today: date) -> None:
    """Tell of both surveys."""
    with transaction.atomic():
        administrator = User.objects.get(email=f"administrator@{DOMAIN}")
        leads = _leads()
        last = start_survey(
            year=FinancialYear(2015), opens_on=OPENED_ON, closes_on=CLOSED_ON, by=administrator, today=STARTED_ON,
            invented=True,
        )  # fmt: skip
        chosen = _chosen(last, leads)
        _answered(_Telling(last, list(last.questions.all()), SENT_ON), chosen, leads)
        this = start_survey(
            year=FinancialYear(2016), opens_on=NEXT_OPENED_ON, closes_on=NEXT_CLOSES_ON, by=administrator,
            today=NEXT_STARTED_ON, invented=True,
        )  # fmt: skip
        # The sign-ins' body is left to answer, so that its lead is invited.
        others = [body for body in chosen if body.code != HOME]
        _answered(_Telling(this, list(this.questions.all()), NEXT_OPENED_ON), others[::3], leads)


def follow(*, today: date) -> None:
    """A day brings nothing to a survey: it opens and closes by its dates."""


def _leads() -> dict[int, User]:
    rows = Membership.objects.filter(role="lead", user__is_demonstration=True, body__isnull=False)
    return {row.body_id: row.user for row in rows.select_related("user") if row.body_id is not None}


def _chosen(survey: Survey, leads: dict[int, User]) -> list[Body]:
    """The bodies that answered, the sign-ins' body first in its region."""
    places = BodyOffice.objects.filter(
        kind="region", body__in=leads, from_on__lte=survey.day, body__opened_on__lte=survey.day
    ).exclude(to_on__lt=survey.day)  # fmt: skip
    rows = list(places.select_related("body", "office").order_by("body__code"))
    rows.sort(key=lambda row: row.body.code != HOME)
    if len(rows) <= FEW:
        return [row.body for row in rows]
    found: list[Body] = []
    for code, number in ANSWERED.items():
        found += [row.body for row in rows if row.office.code == code][:number]
    return found


def _answered(telling: _Telling, bodies: list[Body], leads: dict[int, User]) -> None:
    for place, body in enumerate(bodies):
        chance, by = Random(f"{SEED}-survey-{telling.survey.year}-{body.code}"), leads[body.pk]
        for number, office in enumerate(offices_of(body, telling.survey)):
            mood = chance.choice(MOODS)
            values = {one.pk: chance.choices(VALUES, mood)[0] for one in telling.questions if chance.random() < 0.95}
            comment = COMMENTS[(place // 5 + number) % len(COMMENTS)] if place % 5 == 0 else ""
            said = Said(values, comment, may_be_told=place % 2 == 0)
            keep_answers(
                survey=telling.survey, body=body, office=office, said=said, by=by, today=telling.on
            )  # fmt: skip
        send_answers(survey=telling.survey, body=body, by=by, today=telling.on)
