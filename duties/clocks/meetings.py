"""Notice and minutes of meetings, and interests declared. Pure. Working days are those of England and Wales."""

from dataclasses import replace
from datetime import date

from bodies.web.text import date_long
from duties.clocks.registry import CCG, ICB, MIXED, RECALLED, Basis, Gives, day, number, regime, rule
from duties.counting import Working, clear_days_before, clear_working_days_before, days_after, working_days_after
from duties.inputs import BadInput
from duties.working_days import STANDARD, Calendars

GROUP = "Meetings and interests"
DECLARE_IN = 28
_MEETING = "the day of the meeting"


@rule(
    GROUP,
    "Give notice of a public meeting",
    "Public Bodies (Admission to Meetings) Act 1960 s1(4)(a) for integrated care boards; a group's own standing orders",
    day("meeting", "When is the meeting?"),
    number("clear_days", "How many clear days?", default=3, most=60, hint="Three, unless your own rules ask for more"),
    day("convened", "When was it called?", "Only if it was called at shorter notice", required=False),
    regime(default=None),
    sure=MIXED,
    gives=Gives.DAYS_BY_NAME,
)
def notice_latest(
    meeting: date,
    *,
    clear_days: int = 3,
    convened: date | None = None,
    regime: str | None = None,
    calendars: Calendars = STANDARD,
) -> Working:
    """Clear days leave out the day of the notice and the day of the meeting (general meaning, recalled).

    For boards: three clear days, or when the meeting is called if that is later (Public Bodies (Admission to Meetings)
    Act 1960 s1(4)(a)). That Act never bound groups: theirs is a rule of their own. It does not say whether weekends
    count: `calendar` is the literal reading, `working` the safe one, which local practice prefers (recalled).
    """
    if convened is not None and convened > meeting:
        raise BadInput("convened", f"it cannot be called after {meeting}, when it is held")
    literal = _shorter(clear_days_before(meeting, clear_days, _MEETING), convened)
    safe = _shorter(clear_working_days_before(meeting, clear_days, calendars.england_and_wales, _MEETING), convened)
    section = {
        CCG: "The group's own standing orders; three clear days are borrowed from an Act of 1960 that did not bind it",
        ICB: "Public Bodies (Admission to Meetings) Act 1960 s1(4)(a)",
    }.get(regime or "", "")
    words = f"Counting working days only, the safe reading, the latest day is {date_long(safe.day)}"
    return replace(
        literal,
        section=section,
        notes=(*literal.notes, words),
        value={"calendar": str(literal.on), "working": str(safe.on)},
        also=(replace(safe, title="Give notice of a public meeting: the safe reading", section=section),),
    )


@rule(
    GROUP,
    "Publish draft minutes",
    "Local policy: the law sets no number of days",
    day("meeting", "When was the meeting?"),
    basis=Basis.LOCAL_POLICY,
)
def minutes_draft_due(meeting: date, *, calendars: Calendars = STANDARD) -> Working:
    """Local policy: within 20 working days of the meeting (NHS Act 2006 Sch 1A para 4(2) sets no number of days)."""
    return working_days_after(meeting, 20, calendars.england_and_wales, _MEETING)


@rule(
    GROUP,
    "Publish ratified minutes",
    "Local policy: the law sets no number of days",
    day("next_meeting", "When was the next meeting, which approved them?"),
    basis=Basis.LOCAL_POLICY,
)
def minutes_final_due(next_meeting: date, *, calendars: Calendars = STANDARD) -> Working:
    """Local policy: within 5 working days of the next meeting (NHS Act 2006 Sch 1A para 4(2) sets none)."""
    return working_days_after(next_meeting, 5, calendars.england_and_wales, "the day of the next meeting")


@rule(
    GROUP,
    "Declare an interest",
    "NHS Act 2006 s14O(3) for groups, s14Z30(3) for integrated care boards",
    day("aware", "When did the person become aware of it?"),
    regime(default=None),
)
def interest_due(
    aware: date,
    *,
    regime: str | None = None,
    calendars: Calendars = STANDARD,
) -> Working:
    """Within 28 days of becoming aware (NHS Act 2006 s14O(3)(c); for boards s14Z30(3)). Weekends and holidays count."""
    section = {CCG: "NHS Act 2006 s14O(3)", ICB: "NHS Act 2006 s14Z30(3)"}.get(regime or "", "")
    return replace(days_after(aware, DECLARE_IN, "the day the person became aware of it"), section=section)


@rule(
    GROUP,
    "Declare a gift or hospitality",
    "Local policy: 28 days; guidance under NHS Act 2006 s14O(5) asks for it promptly (recalled in part)",
    day("received", "When was it received or offered?"),
    basis=Basis.LOCAL_POLICY,
    sure=RECALLED,
)
def gift_due(received: date, *, calendars: Calendars = STANDARD) -> Working:
    """Local policy: within 28 days; NHS England's guidance under NHS Act 2006 s14O(5) says promptly."""
    return days_after(received, DECLARE_IN, "the day it was received or offered")


def _shorter(found: Working, convened: date | None) -> Working:
    """At shorter notice the day on which the meeting is called is the last."""
    if convened is None or convened <= found.day:
        return found
    note = f"It was called on {date_long(convened)}, after {date_long(found.day)}, so notice is given on that day"
    return replace(found, on=convened, notes=(note,))
