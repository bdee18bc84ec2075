"""The rules of the Environmental Information Regulations 2004, SI 2004/3391. Pure.

All of them are recalled and still to be verified. Working days are those of freedom of information: the regulations
take them over (reg 2(1), recalled). They say "particulars" and "charge" where the Act says clarification and fee.
"""

from dataclasses import replace
from datetime import date
from typing import Any

from duties.clocks.foi import EVENTS, WEEKEND
from duties.clocks.foi_clock import ANSWER_IN, FeeRule, clock
from duties.clocks.registry import RECALLED, day, rule
from duties.counting import Working, working_days_after
from duties.inputs import BadInput
from duties.working_days import STANDARD, Calendars

GROUP = "Environmental information"
EXTENDED_TO = 40
REVIEWED_IN = 40
CHARGE_LAPSES_AFTER = 60

RECEIVED = day("received", "When was the request received?", "The day it arrived, even if that was at a weekend")
ASKED = day("clarification_asked", "When was the applicant asked for more particulars?", required=False)
CLARIFIED = day("clarification_received", "When did the particulars arrive?", required=False)
NOTICE = day("fees_notice", "When was a charge asked for in advance?", required=False)
PAID = day("fee_paid", "When was the charge paid?", required=False)
CLOCK = (RECEIVED, ASKED, CLARIFIED, NOTICE, PAID, EVENTS, WEEKEND)


def charge_rule(calendars: Calendars) -> FeeRule:
    """A charge may be paid within sixty working days of the day it was asked for (reg 8(5), recalled)."""

    def last_day(notice: date) -> date:
        return working_days_after(notice, CHARGE_LAPSES_AFTER, calendars.any_uk_nation).day

    return FeeRule(last_day, "sixty working days")


@rule(
    GROUP,
    "Answer a request for environmental information",
    "SI 2004/3391 reg 5(2), reg 8(6), reg 9(4) (recalled)",
    *CLOCK,
    sure=RECALLED,
)
def eir_due(received: date, *, calendars: Calendars = STANDARD, **meanwhile: Any) -> Working:
    """Not later than twenty working days after the day of receipt (SI 2004/3391 reg 5(2), recalled).

    Particulars that were asked for start it anew (reg 9(4)); a charge asked for in advance pauses it (reg 8(6)).
    """
    return clock(received, ANSWER_IN, calendars.any_uk_nation, fee=charge_rule(calendars), **meanwhile)


@rule(
    GROUP,
    "Answer a complex and voluminous request for environmental information",
    "SI 2004/3391 reg 7 (recalled)",
    *CLOCK,
    day("extension_notice", "When was the applicant told that it needs longer?"),
    sure=RECALLED,
)
def eir_extended_due(
    received: date, *, extension_notice: date, calendars: Calendars = STANDARD, **meanwhile: Any
) -> Working:
    """Forty working days where the request is complex and voluminous (SI 2004/3391 reg 7, recalled).

    The applicant must be told so within the first twenty (reg 7(3)).
    """
    charge = charge_rule(calendars)
    first = clock(received, ANSWER_IN, calendars.any_uk_nation, fee=charge, **meanwhile)
    if extension_notice < received:
        raise BadInput("extension_notice", f"it cannot be before {received}, when the request was received")
    if first.on is not None and extension_notice > first.on:
        raise BadInput("extension_notice", f"it has to be given within the first 20 working days, so by {first.on}")
    return clock(received, EXTENDED_TO, calendars.any_uk_nation, fee=charge, **meanwhile)


@rule(
    GROUP,
    "The last day to pay a charge before the request lapses",
    "SI 2004/3391 reg 8(5) (recalled)",
    replace(NOTICE, required=True),
    sure=RECALLED,
)
def eir_charge_lapses(fees_notice: date, *, calendars: Calendars = STANDARD) -> Working:
    """The sixtieth working day after the day the charge was asked for (SI 2004/3391 reg 8(5), recalled)."""
    words = "the day the charge was asked for"
    return working_days_after(fees_notice, CHARGE_LAPSES_AFTER, calendars.any_uk_nation, words)


@rule(
    GROUP,
    "Reconsider a request for environmental information",
    "SI 2004/3391 reg 11(4) (recalled)",
    day("received", "When were the representations received?"),
    WEEKEND,
    sure=RECALLED,
)
def eir_review_due(received: date, *, calendars: Calendars = STANDARD, **policy: Any) -> Working:
    """Not later than forty working days after the representations were received (SI 2004/3391 reg 11(4), recalled)."""
    words = "the day the representations were received"
    return clock(received, REVIEWED_IN, calendars.any_uk_nation, words=words, **policy)
