"""Invented requests for information: most answered in time, and one of everything that can happen."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from casework.actions import publish_disclosure
from casework.demonstration.telling import Teller, office_days, working_day
from casework.models import InformationRequest

SUBJECTS = (
    "Spending on agency staff", "Contracts for software", "Waiting times for continuing healthcare", "Car park income",
    "Policy on individual funding requests", "Minutes of a procurement panel", "Number of practices by locality",
    "Prescribing budget", "Translation services", "Structure of the commissioning team", "Cost of an office move",
    "Mental health transport contract",
)  # fmt: skip
FIRST = date(2015, 10, 1)
EXEMPTIONS = (("s40",), ("s43",), ("s22",), ("s21",), ("s40", "s43"))


def tell(teller: Teller, number: int, chance: Random) -> None:
    """Tell of so many requests between October 2015 and a month before the demonstration's day."""
    for received_on in office_days(FIRST, teller.today - timedelta(days=30), number, chance):
        _one(teller, received_on, chance)


def _one(teller: Teller, received_on: date, chance: Random) -> None:
    case = teller.request(
        received_on, subject=chance.choice(SUBJECTS), channel=chance.choice(["email", "email", "web", "letter"]),
        waiting_on=chance.choice(["Finance", "Contracts", "Medicines management", ""]),
    )  # fmt: skip
    lot = chance.random()
    start = received_on
    if lot < 0.10:
        teller.happen(case, "clarification_asked", working_day(received_on, 3))
        start = working_day(received_on, 8)
        if not teller.happen(case, "clarification_received", start):
            return
    elif lot < 0.13:
        teller.happen(case, "transferred", working_day(received_on, 4), words="The neighbouring authority")
        return
    elif lot < 0.16:
        teller.happen(case, "withdrawn", working_day(received_on, 6))
        return
    taken = chance.randint(4, 20) if chance.random() < 0.9 else chance.randint(21, 31)
    _answer(teller, case, working_day(start, taken), chance, late=taken > 20)


def _answer(teller: Teller, case: InformationRequest, on: date, chance: Random, *, late: bool) -> None:
    code = chance.choice(["granted"] * 6 + ["part"] * 2 + ["refused", "not_held"])
    codes = chance.choice(EXEMPTIONS) if code in ("part", "refused") else ()
    if teller.happen(case, "answered", on, code=code, codes=codes) and late:
        teller.was_late(case, chance.choice(["waiting", "sign_off", "complex", "capacity"]), on)


def tell_at_home(teller: Teller) -> None:
    """One of each state that an officer meets on the demonstration's day."""
    today = teller.today
    waits = teller.request(date(2016, 9, 26), subject="Correspondence about a merger", waiting_on="Corporate office")
    teller.happen(waits, "clarification_asked", date(2016, 9, 29))
    fee = teller.request(date(2016, 9, 12), subject="All invoices of three years")
    teller.happen(fee, "fees_notice", date(2016, 9, 20))
    longer = teller.request(date(2016, 9, 1), subject="Price of a community contract", waiting_on="Contracts")
    teller.happen(
        longer, "extended", date(2016, 9, 27), until_on=date(2016, 10, 26), codes=("s43",),
        words="The balance between the provider’s interest and openness",
    )  # fmt: skip
    teller.request(date(2016, 9, 14), subject="Complaints about patient transport", waiting_on="Quality team")  # late
    teller.request(date(2016, 9, 22), subject="Spending on agency staff, by quarter", waiting_on="Finance")
    teller.request(date(2016, 10, 12), subject="Policy on hospitality", waiting_on="Corporate office")
    air = teller.request(date(2016, 10, 6), law="eir", channel="phone", subject="Energy used in the head office")
    assert air.law == "eir"
    reviewed = teller.request(date(2016, 8, 15), subject="Evaluation of a tender")
    teller.happen(reviewed, "answered", date(2016, 9, 8), code="refused", codes=("s43",))
    teller.happen(reviewed, "review_asked", date(2016, 9, 30))
    told = teller.request(date(2016, 8, 1), subject="Gifts and hospitality of the year")
    teller.happen(told, "answered", date(2016, 8, 19), code="granted")
    publish_disclosure(
        case=told, title="Gifts and hospitality in 2015/16 (invented for the demonstration)",
        text="Asked for: the register of gifts and hospitality of 2015/16. Disclosed: the whole register, invented.",
        link="", by=teller.by, today=min(today, date(2016, 8, 22)),
    )  # fmt: skip
