"""The rules of the Freedom of Information Act 2000, and of the code and practice beside it. Pure."""

from dataclasses import replace
from datetime import date
from typing import Any

from duties.clocks.foi_clock import ANSWER_IN, DAY_1, FEE_LAPSES_AFTER_MONTHS, RECEIVED_THEN, clock, in_order
from duties.clocks.registry import MIXED, RECALLED, Basis, Gives, choice, day, rule
from duties.counting import Working, months_from, working_days_after
from duties.inputs import BadInput, Input, InputKind
from duties.working_days import STANDARD, Calendars

GROUP = "Freedom of information"
DECIDE_IN = 40

_DAY_0_SECTION = "Freedom of Information Act 2000 s10(1), (6)"

WEEKEND = choice(
    "weekend_receipt",
    "If it came on a day that is not a working day",
    (DAY_1, "The next working day is day 1 (the regulator's reading)"),
    (RECEIVED_THEN, "It counts as received on the next working day, which is day 0 (local policy)"),
    default=DAY_1,
)
EVENTS = Input(
    "events",
    InputKind.EVENTS,
    "What happened meanwhile, in order",
    'A list, in place of the four dates: [{"clarification_asked": …, "clarification_received": …}, {"fees_notice": …, '
    '"fee_paid": …}]',
    required=False,
    on_form=False,
)
RECEIVED = day("received", "When was the request received?", "The day it arrived, even if that was at a weekend")
ASKED = day("clarification_asked", "When was the applicant asked to clarify it?", required=False)
CLARIFIED = day("clarification_received", "When did the clarification arrive?", required=False)
NOTICE = day("fees_notice", "When was the fees notice given?", required=False)
PAID = day("fee_paid", "When was the fee received?", required=False)
CLOCK = (RECEIVED, ASKED, CLARIFIED, NOTICE, PAID, EVENTS, WEEKEND)


@rule(GROUP, "Answer a request promptly, and by the twentieth working day", _DAY_0_SECTION, *CLOCK)
def foi_due(received: date, *, calendars: Calendars = STANDARD, **meanwhile: Any) -> Working:
    """Not later than the twentieth working day following the day of receipt (Freedom of Information Act 2000 s10(1)).

    A working day is none of Saturday, Sunday, Christmas Day, Good Friday and the bank holidays of any part of the
    United Kingdom (s10(6)). A clarification that was asked for under s1(3) starts it anew; a fees notice pauses it.
    """
    return clock(received, ANSWER_IN, calendars.any_uk_nation, **meanwhile)


@rule(
    GROUP,
    "Answer a request that had to be clarified",
    "Freedom of Information Act 2000 s1(3), s10(6)",
    RECEIVED,
    ASKED,
    replace(CLARIFIED, required=True),
    NOTICE,
    PAID,
    WEEKEND,
)
def foi_due_clarified(received: date, *, calendars: Calendars = STANDARD, **meanwhile: Any) -> Working:
    """Twenty working days from the day the clarification arrives, which is the day of receipt then (s10(6)(b)).

    It starts the clock again (Freedom of Information Act 2000 s1(3), s10(6)); it does not pause it.
    """
    return clock(received, ANSWER_IN, calendars.any_uk_nation, **meanwhile)


@rule(
    GROUP,
    "Answer a request for which a fee was asked",
    "Freedom of Information Act 2000 s9, s10(2)",
    RECEIVED,
    ASKED,
    CLARIFIED,
    replace(NOTICE, required=True),
    PAID,
    WEEKEND,
)
def foi_due_fee(received: date, *, calendars: Calendars = STANDARD, **meanwhile: Any) -> Working:
    """Twenty working days, without those from the notice to the payment, both included (s10(2)).

    The notice has to be given within the twenty days, and the fee paid within three months beginning with the day of
    the notice (Freedom of Information Act 2000 s9(1), (2)); otherwise nothing has to be answered.
    """
    return clock(received, ANSWER_IN, calendars.any_uk_nation, **meanwhile)


@rule(
    GROUP,
    "Weigh the public interest: notice by day 20, decision by day 40",
    "Freedom of Information Act 2000 s10(3), s17(2); day 40 is the regulator's practice (recalled)",
    *CLOCK,
    sure=MIXED,
    gives=Gives.DAYS_BY_NAME,
)
def foi_pit_alert(received: date, *, calendars: Calendars = STANDARD, **meanwhile: Any) -> Working:
    """The exemption notice, with an estimate, is still due by day 20 (Freedom of Information Act 2000 s17(1), (2)).

    For the decision s10(3) gives a reasonable time; forty working days in all are the regulator's practice (guidance,
    recalled), so the second day is an alert and no limit of law.
    """
    notice = clock(received, ANSWER_IN, calendars.any_uk_nation, **meanwhile)
    decision = clock(received, DECIDE_IN, calendars.any_uk_nation, **meanwhile)
    if notice.on is None or decision.on is None:
        return notice
    title = "Decide where the public interest lies, by the fortieth working day"
    section = "Guidance: the regulator's practice under the Freedom of Information Act 2000 s10(3) (recalled)"
    return replace(
        notice,
        title="Give the exemption notice, with an estimate of when the decision will be made",
        section="Freedom of Information Act 2000 s17(1), (2)",
        value={"notice_due": notice.on.isoformat(), "decision_alert": decision.on.isoformat()},
        also=(replace(decision, title=title, section=section),),
    )


@rule(
    GROUP,
    "Was a request answered in time?",
    _DAY_0_SECTION,
    *CLOCK,
    day("replied", "When was it answered?"),
    gives=Gives.YES_OR_NO,
)
def foi_on_time(received: date, *, replied: date, calendars: Calendars = STANDARD, **meanwhile: Any) -> Working:
    """In time is an answer not later than the day that `foi_due` gives (Freedom of Information Act 2000 s10(1))."""
    if replied < received:
        raise BadInput("replied", f"it cannot be answered before it was received on {received}")
    found = clock(received, ANSWER_IN, calendars.any_uk_nation, **meanwhile)
    return replace(found, value=found.on is None or replied <= found.on)


@rule(
    GROUP,
    "The last day to pay a fee before the request lapses",
    "Freedom of Information Act 2000 s9(2)",
    replace(NOTICE, required=True),
)
def foi_fee_lapses(fees_notice: date, *, calendars: Calendars = STANDARD) -> Working:
    """The last day of three months beginning with the day of the notice (Freedom of Information Act 2000 s9(2))."""
    return months_from(fees_notice, FEE_LAPSES_AFTER_MONTHS, "the day the fees notice was given")


@rule(
    GROUP,
    "Carry out an internal review",
    "Guidance: code of practice of 4 July 2018 under s45 of the Freedom of Information Act 2000 (days recalled)",
    day("received", "When was the review asked for?"),
    day(
        "extension_notice",
        "When was the applicant told that it needs longer?",
        "Only for a complex case; leave it empty otherwise",
        required=False,
    ),
    WEEKEND,
    basis=Basis.GUIDANCE,
    sure=MIXED,
)
def foi_internal_review_due(
    received: date, *, extension_notice: date | None = None, calendars: Calendars = STANDARD, **policy: Any
) -> Working:
    """Guidance: 20 working days, or 40 for a complex case if the applicant is told so within the 20.

    Code of practice of 4 July 2018 under s45 of the Freedom of Information Act 2000 (the days are recalled).
    """
    words = "the day the review was asked for"
    found = clock(received, ANSWER_IN, calendars.any_uk_nation, words=words, **policy)
    if extension_notice is None:
        return found
    in_order("extension_notice", received, extension_notice, "the review was asked for")
    if found.on is not None and extension_notice > found.on:
        raise BadInput("extension_notice", f"it has to be given within the first 20 working days, so by {found.on}")
    return clock(received, DECIDE_IN, calendars.any_uk_nation, words=words, **policy)


@rule(
    GROUP,
    "The last day to ask for an internal review",
    "Guidance: code of practice of 4 July 2018 under s45 of the Freedom of Information Act 2000 (recalled)",
    day("answered", "When was the request answered?"),
    basis=Basis.GUIDANCE,
    sure=RECALLED,
)
def foi_review_request_by(answered: date, *, calendars: Calendars = STANDARD) -> Working:
    """Guidance: a request for review is normally taken up to 40 working days after the answer (s45 code, recalled)."""
    return working_days_after(answered, DECIDE_IN, calendars.any_uk_nation, "the day of the answer")
