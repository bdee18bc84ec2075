"""Invented complaints: acknowledged, answered, referred; some spoken and settled at once; letters that are none."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from casework.actions import change_complaint
from casework.demonstration.telling import Teller, office_days, working_day
from casework.models import Term

SUBJECTS = (
    "A decision about funding", "Waiting for continuing healthcare", "Tone of a letter", "Patient transport",
    "Information on the website", "A change of pharmacy", "Delay of an assessment",
)  # fmt: skip
FIRST = date(2015, 10, 1)
LESSON = "Letters now say whom to ring about a decision"
ACTION = "The template of the letter was changed"


def tell(teller: Teller, number: int, chance: Random, terms: list[Term]) -> None:
    """Tell of so many complaints between October 2015 and a fortnight before the demonstration's day."""
    for received_on in office_days(FIRST, teller.today - timedelta(days=14), number, chance):
        _one(teller, received_on, chance, terms)


def _one(teller: Teller, received_on: date, chance: Random, terms: list[Term]) -> None:
    subject = [one for one in terms if one.list == "subject"]
    case = teller.complaint(
        received_on, subject=chance.choice(SUBJECTS), channel=chance.choice(["letter", "email", "email", "phone"]),
        terms=[chance.choice(subject)] if subject else [],
    )  # fmt: skip
    lot = chance.random()
    if case.channel == "phone" and lot < 0.4:
        teller.happen(case, "settled", working_day(received_on, 1))
        return
    teller.happen(case, "acknowledged", working_day(received_on, chance.choice([1, 2, 2, 3, 3, 4])))
    if lot < 0.08:
        teller.happen(case, "passed_on", working_day(received_on, 5), words="The hospital trust")
        return
    responded_on = received_on + timedelta(days=chance.randint(20, 120))
    code = chance.choice(["upheld", "partly", "not_upheld", "not_upheld"])
    if not teller.happen(case, "responded", responded_on, code=code):
        return
    if code != "not_upheld":
        case.refresh_from_db()
        change_complaint(case=case, by=teller.by, today=responded_on, lessons=LESSON, action=ACTION)
    if lot > 0.93:
        teller.happen(case, "ombudsman_referred", responded_on + timedelta(days=40))


def tell_at_home(teller: Teller) -> None:
    """One of each state that a complaints manager meets on the demonstration's day."""
    teller.complaint(date(2016, 10, 13), subject="Waiting for a wheelchair assessment", channel="phone")
    planned = teller.complaint(date(2016, 8, 22), subject="A refused funding request", waiting_on="Quality team")
    teller.happen(planned, "acknowledged", date(2016, 8, 24))
    teller.happen(
        planned, "plan_agreed", date(2016, 8, 30), until_on=date(2016, 10, 28), words="A meeting, then a letter"
    )
    late = teller.complaint(date(2016, 4, 11), subject="Continuing healthcare of a relative")
    teller.happen(late, "acknowledged", date(2016, 4, 13))
    teller.complaint(date(2016, 10, 10), kind="mp_letter", subject="Opening hours of a clinic")
    teller.complaint(date(2016, 10, 11), kind="contact", channel="phone", subject="A question about a pharmacy")
