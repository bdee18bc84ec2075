"""The rules of the complaints regulations, SI 2009/309. Pure. Working days are those of England and Wales."""

from dataclasses import replace
from datetime import date

from bodies.web.text import date_long
from duties.clocks.registry import MIXED, RECALLED, Gives, day, rule
from duties.counting import Working, months_after, months_from, working_days_after
from duties.inputs import BadInput
from duties.working_days import STANDARD, Calendars

GROUP = "Complaints"
RECEIVED = day("received", "When was the complaint received?")
_RECEIVED_WORDS = "the day the complaint was received"


@rule(
    GROUP,
    "Acknowledge a complaint",
    "SI 2009/309 reg 13(3) (wording recalled; the time limit was seen)",
    RECEIVED,
    sure=MIXED,
)
def complaint_ack_due(received: date, *, calendars: Calendars = STANDARD) -> Working:
    """Not later than three working days after the day of receipt (SI 2009/309 reg 13(3), wording recalled).

    Only the holidays of England and Wales are left out.
    """
    return working_days_after(received, 3, calendars.england_and_wales, _RECEIVED_WORDS)


@rule(
    GROUP,
    "Respond to a complaint",
    "SI 2009/309 reg 14(3) to (5) (recalled; a sister regulation with the same words was seen)",
    RECEIVED,
    day("agreed_on", "When was a longer period agreed?", required=False),
    day("agreed_until", "Until when was it agreed?", required=False),
    sure=MIXED,
)
def complaint_response_due(
    received: date,
    *,
    agreed_on: date | None = None,
    agreed_until: date | None = None,
    calendars: Calendars = STANDARD,
) -> Working:
    """Six months commencing on the day of receipt, or a longer period agreed before they end (SI 2009/309 reg 14).

    The day of receipt is the first day, so 15 January leads to 14 July. Where the sixth month has no such date, the
    period ends with that month. It is not moved from a weekend.
    """
    found = months_from(received, 6, _RECEIVED_WORDS)
    if agreed_on is None and agreed_until is None:
        return found
    if agreed_on is None or agreed_until is None:
        raise BadInput("agreed_on", "give both the day of the agreement and the day until which it holds")
    if not received <= agreed_on <= found.day:
        raise BadInput("agreed_on", f"a longer period is agreed between {received} and {found.day}, before the limit")
    if agreed_until <= found.day:
        raise BadInput("agreed_until", f"a longer period ends after {found.day}")
    note = f"The six months would end on {date_long(found.day)}; a longer period was agreed on {date_long(agreed_on)}"
    return replace(found, on=agreed_until, notes=(note,))


@rule(
    GROUP,
    "Was a complaint made within twelve months?",
    "SI 2009/309 reg 12 (recalled)",
    day("event", "When did it happen?"),
    day("made", "When was the complaint made?"),
    day("known", "When did the complainant come to know of it?", "Only if that was later", required=False),
    sure=RECALLED,
    gives=Gives.YES_OR_NO,
)
def complaint_in_time(
    event: date,
    made: date,
    *,
    known: date | None = None,
    calendars: Calendars = STANDARD,
) -> Working:
    """Not later than twelve months after the event, or after the complainant knew of it (SI 2009/309 reg 12, recalled).

    The later of the two days is day 0. A later complaint may be taken where there was a good reason.
    """
    if made < event:
        raise BadInput("made", f"a complaint cannot be made before {event}, when it happened")
    if known is not None and not event <= known <= made:
        raise BadInput("known", f"it must lie between {event}, when it happened, and {made}, when it was complained of")
    words = "the day it happened" if known is None else "the day the complainant came to know of it"
    found = months_after(known or event, 12, words)
    in_time = made <= found.day
    note = () if in_time else ("A later complaint can still be taken where there was a good reason",)
    return replace(found, value=in_time, notes=note)


@rule(
    GROUP,
    "Is a spoken complaint that was settled at once outside the rules?",
    "SI 2009/309 reg 8(1)(c)",
    day("made", "When was the complaint made?"),
    day("resolved", "When was it settled?"),
    gives=Gives.YES_OR_NO,
)
def complaint_oral_excluded(made: date, resolved: date, *, calendars: Calendars = STANDARD) -> Working:
    """Outside the rules if settled not later than the next working day after it was made (SI 2009/309 reg 8(1)(c))."""
    if resolved < made:
        raise BadInput("resolved", f"it cannot be settled before {made}, when it was made")
    found = working_days_after(made, 1, calendars.england_and_wales, "the day the complaint was made")
    return replace(found, value=resolved <= found.day)
