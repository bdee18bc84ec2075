"""The date that a rule gives from the day of an event: for what is opened by hand, and what opens after the last one.

Pure: no Django, no clock. Some rules work the date out, some leave it to the record (the request, the direction), and
some duties have no date at all.
"""

from datetime import date
from enum import StrEnum

from duties.codes import Code, day_of_year, parse
from duties.counting import Working
from duties.event_codes import code_inputs, work_code
from duties.explanation import Explanation
from duties.inputs import InputKind
from duties.working_days import STANDARD, Calendars
from duties.years import FinancialYear

GIVEN = "The day that was given when it was opened"
NOBODY_GAVE = "Nobody gave a date when this was opened"

# The record that gives the date, as a sentence names it.
RECORDS = {
    "BY_REQUEST_DATE": "the request",
    "BY_DIRECTION_DATE": "the direction",
    "BY_CONDITION_DATE": "the condition",
    "BY_OMBUDSMAN_DATE": "the Ombudsman's report",
    "BY_INVOICE_TERMS": "the terms of payment",
}
# No day follows from a proposal: the body sets one, before its decision (NHS Act 2006 s14Z2).
_SET_BY_THE_BODY = ("EACH_PROPOSAL",)
_FIXED = "FIXED_DATE"
_COUNT_WORKING_DAYS = (
    "EVENT_PLUS_WD_UK", "EVENT_PLUS_WD_EW", "MONTHLY_WD_EW", "AFTER_NEXT_MEETING", "ON_REQUEST_REASONABLE",
)  # fmt: skip


class Gives(StrEnum):
    """Who gives the date of a rule that an event opens."""

    RULE = "the rule, from the day of the event"
    RECORD = "the record"
    NOBODY = "nobody, unless the body sets itself a day"


def gives(code: str) -> Gives:
    """Who gives the date. Raises UnknownCode."""
    name = parse(code).name
    if name == _FIXED:
        return Gives.RULE
    if name in RECORDS:
        return Gives.RECORD
    if not parse(code).reason_without_date:  # a code of periods tells nothing of an event
        return Gives.NOBODY
    inputs = code_inputs(code)
    from_the_event = len(inputs) == 1 and inputs[0].name == "event" and name not in _SET_BY_THE_BODY
    counts = from_the_event and inputs[0].kind in (InputKind.DATE, InputKind.MOMENT)
    return Gives.RULE if counts else Gives.NOBODY


def explain_event(
    code: str, *, event_on: date, given: date | None = None, title: str = "", section: str = "",
    calendars: Calendars = STANDARD,
) -> Explanation:  # fmt: skip
    """The date that follows from an event, with its working; `given` is the day where the rule gives none.

    Raises UnknownCode.
    """
    if gives(code) is Gives.RULE:
        return _work(code, event_on, calendars).explained(code, title, section)
    if given is None:
        return Explanation(code, title, section, reason=NOBODY_GAVE)
    name = parse(code).name
    where = f", in {RECORDS[name]}" if name in RECORDS else ""
    return Explanation(code, title, section, answer=given, notes=(f"{GIVEN}{where}",))


def counts_working_days(code: Code) -> bool:
    """Whether a bank holiday can move the dates of this code by itself."""
    return code.plus_working_days > 0 or code.name in _COUNT_WORKING_DAYS


def _work(code: str, event_on: date, calendars: Calendars) -> Working:
    if parse(code).name == _FIXED:
        return _next_fixed_day(parse(code).argument, event_on)
    return work_code(code, {"event": event_on}, calendars=calendars)


def _next_fixed_day(argument: str, event_on: date) -> Working:
    """The first such day after the event: 30 March follows the snapshot on 31 March (SI 2017/353 Sch 1)."""
    year = FinancialYear.containing(event_on)
    on = next(day for day in (day_of_year(y, argument[:5]) for y in (year, year.next())) if day > event_on)
    notes = ("It is the first such day after the event",)
    return Working(on=on, day_0=event_on, day_0_words="the day of the event", notes=notes)
