"""A quarter worked by hand: July to September 2016, with every way in which a request or a complaint can go.

Holidays in it: 12 July (Northern Ireland) and 1 August (Scotland) stop the clock of requests alone; 29 August stops
both clocks.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.actions import add_term, explain_lateness
from casework.models import Complaint, InformationRequest
from tests.casework.conftest import TODAY, happen, make_complaint, make_request

FIRST, LAST = date(2016, 7, 1), date(2016, 9, 30)


def answered(body, received_on: date, on: date, code: str, *, law: str = "foi", codes: tuple[str, ...] = ()) -> Any:
    case = make_request(body, received_on, law=law)
    return happen(case, "answered", on, code=code, codes=codes)


def requests_of_the_quarter(body) -> dict[str, InformationRequest]:
    """Fourteen requests, by what becomes of them. In brackets the twentieth working day."""
    made = {
        # (4 July) answered on day 20
        "brought forward": answered(body, date(2016, 6, 6), date(2016, 7, 4), "granted"),
        # (2 August) answered on day 12: 4-8, 11, 13-15, 18-20 July
        "in part": answered(body, date(2016, 7, 1), date(2016, 7, 20), "part", codes=("s43",)),
        # (3 August) answered on day 25: 4, 5, 8, 9, 10 August after it
        "late": answered(body, date(2016, 7, 4), date(2016, 8, 10), "refused", codes=("s40",)),
        # (29 September) under the regulations, answered on day 20
        "environmental": answered(body, date(2016, 9, 1), date(2016, 9, 29), "granted", law="eir"),
        # answered on day 3
        "vexatious": answered(body, date(2016, 9, 5), date(2016, 9, 8), "vexatious"),
    }
    made["lapsed"] = happen(make_request(body, date(2016, 6, 13)), "fees_notice", date(2016, 6, 15))  # 14 September
    # (10 August) told on day 20 that it needs until 7 September; answered then, on day 39
    longer = happen(
        make_request(body, date(2016, 7, 11)), "extended", date(2016, 8, 10), until_on=date(2016, 9, 7),
        codes=("s43",), words="A balance to weigh",
    )  # fmt: skip
    made["extended"] = happen(longer, "answered", date(2016, 9, 7), code="part", codes=("s43",))
    # Clarified on 1 August, so that 2 August is day 1 (30 August); answered on day 20
    asked = happen(make_request(body, date(2016, 7, 18)), "clarification_asked", date(2016, 7, 20))
    happen(asked, "clarification_received", date(2016, 8, 1))
    made["clarified"] = happen(asked, "answered", date(2016, 8, 30), code="not_held")
    # 26 July is day 1, 11 August day 2 (7 September); answered on day 17
    charged = happen(make_request(body, date(2016, 7, 25)), "fees_notice", date(2016, 7, 27))
    happen(charged, "fee_paid", date(2016, 8, 10))
    made["charged"] = happen(charged, "answered", date(2016, 9, 2), code="cost")
    made |= _unanswered(body)
    _afterwards(made)
    return made


def _unanswered(body) -> dict[str, InformationRequest]:
    unclear = happen(make_request(body, date(2016, 8, 8)), "clarification_asked", date(2016, 8, 10))
    waiting = happen(make_request(body, date(2016, 9, 12)), "clarification_asked", date(2016, 9, 14))
    happen(waiting, "clarification_received", date(2016, 10, 3))  # after the quarter
    late = make_request(body, date(2016, 8, 15))  # (13 September)
    happen(late, "answered", date(2016, 10, 5), code="granted")  # after the quarter
    return {
        "transferred": happen(
            make_request(body, date(2016, 8, 1)), "transferred", date(2016, 8, 3), words="The county council"
        ),
        "withdrawn": happen(make_request(body, date(2016, 8, 2)), "withdrawn", date(2016, 8, 9)),
        "not clarified": happen(unclear, "not_clarified", date(2016, 9, 12)),
        "open and late": late,
        "open": make_request(body, date(2016, 9, 20)),
        "standing still": waiting,
        "by mistake": happen(make_request(body, date(2016, 9, 5)), "mistake", date(2016, 9, 6), words="Logged twice"),
    }


def _afterwards(made: dict[str, InformationRequest]) -> None:
    """A review in time (by 30 August), one a day late (13 September), a complaint to the regulator, two reasons."""
    happen(made["in part"], "review_asked", date(2016, 8, 1))
    happen(made["in part"], "review_answered", date(2016, 8, 26), code="upheld")
    happen(made["late"], "review_asked", date(2016, 8, 15))
    happen(made["late"], "review_answered", date(2016, 9, 14), code="overturned")
    happen(made["late"], "regulator_asked", date(2016, 9, 20))
    happen(made["late"], "regulator_decided", date(2016, 10, 10), code="requester")
    for name, reason in (("late", "sign_off"), ("open and late", "waiting")):
        explain_lateness(case=made[name], reason=reason, late_words="", by=None, today=TODAY)


def complaints_of_the_quarter(body) -> dict[str, Complaint]:
    """Eight complaints and what is none, by what becomes of them. In brackets the last day for the response."""
    access, words = (
        add_term(body=body, list_name="subject", name=name, by=None, today=TODAY)
        for name in ("Access", "Communication")
    )
    upheld = happen(make_complaint(body, date(2016, 4, 14)), "acknowledged", date(2016, 4, 18))  # (13 October)
    longer = happen(
        make_complaint(body, date(2016, 2, 5)), "plan_agreed", date(2016, 8, 1), until_on=date(2016, 9, 30)
    )  # (4 August, then 30 September)
    late = make_complaint(body, date(2016, 2, 2))  # (1 August)
    spoken = make_complaint(body, date(2016, 7, 6), channel="phone", terms=(access, words))
    happen(spoken, "acknowledged", date(2016, 7, 8))
    withdrawn = happen(make_complaint(body, date(2016, 8, 1), terms=(words,)), "acknowledged", date(2016, 8, 2))
    last = happen(make_complaint(body, date(2016, 9, 29)), "acknowledged", date(2016, 10, 3))
    unwritten = make_complaint(body, date(2016, 7, 12), channel="phone")
    made = {
        "upheld": happen(upheld, "responded", date(2016, 9, 5), code="upheld"),
        "longer": happen(longer, "responded", date(2016, 9, 30), code="not_upheld"),
        "late": happen(late, "responded", date(2016, 9, 20), code="partly"),
        "written down": happen(spoken, "written_down", date(2016, 7, 14)),
        "never written": happen(unwritten, "acknowledged", date(2016, 7, 18)),  # a working day too late
        "withdrawn": happen(withdrawn, "withdrawn", date(2016, 8, 10)),
        "passed on": happen(make_complaint(body, date(2016, 8, 8)), "passed_on", date(2016, 8, 9), words="The trust"),
        "last": last,
        "not taken": happen(
            make_complaint(body, date(2016, 9, 1), happened_on=date(2015, 1, 1)), "not_taken", date(2016, 9, 5),
            words="Too long ago to be found out",
        ),
        "settled": happen(make_complaint(body, date(2016, 9, 5), channel="phone"), "settled", date(2016, 9, 6)),
        "by mistake": happen(make_complaint(body, date(2016, 9, 6)), "mistake", date(2016, 9, 6), words="Twice"),
    }  # fmt: skip
    for kind in ("contact", "mp_letter", "about_a_request"):
        made[kind] = make_complaint(body, date(2016, 9, 7), kind=kind)
    happen(made["late"], "ombudsman_referred", date(2016, 9, 28))
    explain_lateness(case=made["late"], reason="capacity", late_words="", by=None, today=TODAY)
    return made
