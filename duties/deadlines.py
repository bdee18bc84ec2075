"""The law of dates: each due-rule code gives a date, or says why there is none. Pure: no Django, no clock.

Each rule is a small function that cites its section, and carries the year in which it falls due, which holds even where
nobody has given a date yet. A statute is cited as law, "guidance" as such, and "local policy" is our own suggestion:
never a legal date. `duties.codes` holds the vocabulary, `duties.lookups` the dates entered so far.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duties.answers import Answer, Directed, Due, Lookup, NotYetSet, SetByRecord
from duties.codes import UnknownCode, day_of_year, parse
from duties.counting import Working, months_after, working_day_of_month, working_days_after
from duties.directed_keys import DIRECTED_KEYS, Falls
from duties.periods import Kind, Period, owed_part, periods_of, shorten, single_day
from duties.years import FinancialYear

__all__ = [
    "Answer",
    "Directed",
    "Due",
    "Lookup",
    "NotYetSet",
    "Period",
    "SetByRecord",
    "UnknownCode",
    "due",
    "falls_due_in",
    "in_words",
    "owed_part",
    "periods_due_in",
    "shorten",
]

LOCAL_POLICY = "local policy"

_ONE_DAY = timedelta(days=1)
_Rule = Callable[[str, Period, Lookup], Answer]
_Year = Callable[[str, Period], FinancialYear]


@dataclass(frozen=True, slots=True)
class _Known:
    due: _Rule
    year: _Year


RULES: dict[str, _Known] = {}


def due(code: str, *, period: Period, lookup: Lookup) -> Answer:
    """When the rule is due for the period: a date, or the reason why there is none. Raises UnknownCode."""
    parsed = parse(code)
    if parsed.reason_without_date:
        return SetByRecord(parsed.reason_without_date)
    answer = RULES[parsed.name].due(parsed.argument or parsed.directed_key, period, lookup)
    if parsed.plus_working_days and isinstance(answer, Due):
        calendar = lookup.calendars.england_and_wales
        found = working_days_after(answer.on, parsed.plus_working_days, calendar, "the day of the duty it follows")
        return _counted(found, replace(answer, strictly_before=None))
    return answer


def falls_due_in(code: str, *, period: Period, answer: Answer | None = None) -> FinancialYear:
    """The financial year in which it falls due: that of its date, else the one the rule gives without a date.

    Pass the answer of `due` where there is one: a known date always wins. Raises UnknownCode.
    """
    if isinstance(answer, Due):
        return FinancialYear.containing(answer.on)
    parsed = parse(code)
    if parsed.reason_without_date:
        return period.year
    return RULES[parsed.name].year(parsed.argument or parsed.directed_key, period)


def periods_due_in(opens: str, code: str, year: FinancialYear) -> list[Period]:
    """The whole periods for which a rule that opens so falls due in the year, by the rule alone.

    Empty for rows that open nothing by themselves: records, by hand, rolling, schedule and rule. Raises UnknownCode.
    """
    day = parse(code).once_on
    if opens == Kind.ONCE and day is not None:
        return [single_day(day)] if day in year else []
    if opens not in (Kind.YEARLY, Kind.QUARTERLY, Kind.MONTHLY):
        return []
    near = (year.previous(), year, year.next())
    periods = (period for about in near for period in periods_of(Kind(opens), about))
    return [replace(period, falls_due_in=year) for period in periods if falls_due_in(code, period=period) == year]


def in_words(code: str) -> str:
    """The rule of a code in words, with the section it reads: what its function says of itself. Raises UnknownCode."""
    parsed = parse(code)
    if parsed.reason_without_date:
        return f"{parsed.reason_without_date}."
    words = " ".join((RULES[parsed.name].due.__doc__ or "").replace("*", "").split())
    if parsed.plus_working_days:
        words += f" Then {parsed.plus_working_days} working days in England and Wales."
    return words


def _counted(found: Working, answer: Due | None = None, source: str = "") -> Due:
    """The day that was counted to, with its working; else as in `answer`."""
    return replace(answer or Due(found.day, source=source), on=found.day, working=found)


def _rule(name: str, *, year: _Year) -> Callable[[_Rule], _Rule]:
    """Register the rule of one code, and the year in which it falls due."""

    def register(rule: _Rule) -> _Rule:
        RULES[name] = _Known(rule, year)
        return rule

    return register


def _same_year(_argument: str, period: Period) -> FinancialYear:
    return period.year


def _year_before(_argument: str, period: Period) -> FinancialYear:
    return period.year.previous()


def _year_after(_argument: str, period: Period) -> FinancialYear:
    """The year of the day after the whole period: for quarter 4 and for March that is the next financial year."""
    return FinancialYear.containing(period.ends_on + _ONE_DAY)


# Dates that need nothing but the period.


@_rule("STANDING_REVIEW_FY", year=_same_year)
def _standing_review(_argument: str, period: Period, _lookup: Lookup) -> Answer:
    """Local policy: a duty that holds every day is looked at once a year, by 31 March or by the body's last day."""
    return Due(period.last_on, source=LOCAL_POLICY)


@_rule("FY_END", year=_same_year)
def _end_of_year(_argument: str, period: Period, _lookup: Lookup) -> Answer:
    """Local policy: done or measured once in the financial year, by 31 March or by the body's last day."""
    return Due(period.last_on, source=LOCAL_POLICY)


@_rule("QUARTERLY", year=_same_year)
def _end_of_quarter(_argument: str, period: Period, _lookup: Lookup) -> Answer:
    """Local policy: once a quarter, by its last day or the body's."""
    return Due(period.last_on, source=LOCAL_POLICY)


@_rule("BEFORE_FY_START", year=_year_before)
def _before_the_year(_argument: str, period: Period, _lookup: Lookup) -> Answer:
    """Before the year starts, so by 31 March (NHS Act 2006 s14Z11(1); for boards s14Z52(1), s14Z56)."""
    return Due(period.year.first_day - _ONE_DAY)


def _fixed_date_year(argument: str, period: Period) -> FinancialYear:
    return period.year.previous() if argument.endswith("_PRECEDING_FY") else period.year


@_rule("FIXED_DATE", year=_fixed_date_year)
def _fixed_date(argument: str, period: Period, _lookup: Lookup) -> Answer:
    """The same day in every year.

    Auditor: not later than 31 December of the year before (Local Audit and Accountability Act 2014 s7(1)). Gender pay:
    30 March, within the twelve months that begin with the snapshot on 31 March (SI 2017/353 Sch 1).
    """
    return Due(day_of_year(_fixed_date_year(argument, period), argument[:5]))


@_rule("ON_DATE", year=_same_year)
def _on_date(argument: str, _period: Period, _lookup: Lookup) -> Answer:
    """One single day: the groups' last (NHS Act 2006 s14Z27), or a board's first auditor (SI 2022/734 reg 35)."""
    return Due(date.fromisoformat(argument))


@_rule("BY_LOCAL_DATE", year=_year_after)
def _by_local_date(argument: str, period: Period, _lookup: Lookup) -> Answer:
    """Local policy: a target in the year after the period.

    The meeting that presents the annual report has no date in the Act (NHS Act 2006 s14Z15(6)(b)); 30 September is
    habit.
    """
    return Due(day_of_year(period.year.next(), argument), source=LOCAL_POLICY)


@_rule("AFTER_FY_END_ASAP", year=_year_after)
def _soon_after_the_year(_argument: str, period: Period, _lookup: Lookup) -> Answer:
    """Local policy: 30 June, for what is owed as soon as practicable after 31 March (SI 2009/309 reg 18, recalled)."""
    return Due(date(period.year.last_day.year, 6, 30), source=LOCAL_POLICY)


@_rule("QUARTERLY_AFTER", year=_year_after)
def _month_after_the_quarter(_argument: str, period: Period, _lookup: Lookup) -> Answer:
    """Local policy: the same day one month after the quarter's end: 30 July, 30 October, 31 January, 30 April.

    The Code of 2018 under s45 of the Freedom of Information Act 2000 (guidance) asks for the figures and names no day.
    """
    return _counted(months_after(period.ends_on, 1, f"the last day of {period.words}"), source=LOCAL_POLICY)


@_rule("MONTHLY_WD_EW", year=_year_after)
def _working_day_of_next_month(argument: str, period: Period, lookup: Lookup) -> Answer:
    """The n-th working day of the month after: the 15th for spending over £25,000 (HM Treasury guidance)."""
    after = period.ends_on + _ONE_DAY
    return _counted(working_day_of_month(after, int(argument), lookup.calendars.england_and_wales))


# Dates that somebody gives. They are entered, with their source, and never computed.


def _directed_year(key: str, period: Period) -> FinancialYear:
    known = DIRECTED_KEYS[key]
    if known.falls is Falls.BEFORE:
        return period.year.previous()
    within = known.falls is Falls.WITHIN or (known.after_from is not None and period.year < known.after_from)
    return period.year if within else _year_after(key, period)


def _entered(key: str, period: Period, lookup: Lookup) -> Answer:
    known = DIRECTED_KEYS[key]
    found = lookup.directed(key, period.year, period.label)
    if found is None:
        return NotYetSet(f"{known.set_by} has not given a date for {period.words}, or nobody has entered it")
    on, strictly_before = (found.on - _ONE_DAY, found.on) if known.strict else (found.on, None)
    return Due(on, strictly_before, found.set_by, found.source, found.confirmed, found.is_demonstration)


@_rule("NHSE_DIRECTED", year=_directed_year)
def _directed_by_nhs_england(key: str, period: Period, lookup: Lookup) -> Answer:
    """The day in NHS England's directions (NHS Act 2006 s14Z15(5)); a plan goes *before* that day (s14Z11(5))."""
    return _entered(key, period, lookup)


@_rule("TABLE", year=_directed_year)
def _yearly_timetable(key: str, period: Period, lookup: Lookup) -> Answer:
    """Guidance: NHS Digital's day for the data security toolkit, and for complaints return KO41a while it is yearly."""
    return _entered(key, period, lookup)


@_rule("QUARTERLY_TABLE", year=_directed_year)
def _quarterly_timetable(key: str, period: Period, lookup: Lookup) -> Answer:
    """Guidance: NHS Digital's day for each quarter's complaints return KO41a, 2015/16 to 2021/22."""
    return _entered(key, period, lookup)


@_rule("COLLECTION_TABLE", year=_directed_year)
def _collection_timetable(key: str, period: Period, lookup: Lookup) -> Answer:
    """The timetable of the national data collections (Health and Social Care Act 2012 s254 to s259, recalled)."""
    return _entered(key, period, lookup)


@_rule("MONTHLY_RETURN", year=_directed_year)
def _monthly_return(key: str, period: Period, lookup: Lookup) -> Answer:
    """NHS England's timetable for the monthly finance return (NHS Act 2006 s223G(7); for boards s14Z60)."""
    return _entered(key, period, lookup)


@_rule("NHSE_PUBLISH", year=_directed_year)
def _nhs_england_publishes(key: str, period: Period, lookup: Lookup) -> Answer:
    """NHS England's own act: a yearly assessment and its published summary (NHS Act 2006 s14Z16, s14Z59)."""
    return _entered(key, period, lookup)


# Dates that follow another duty, "not yet set" included.

# The duties that others follow, and their codes, so that the year is known without the catalogue (which is held to it).
FOLLOWED = {
    "annual-report-publish": "NHSE_DIRECTED:annual_report_publish",
    "annual-report-submit": "NHSE_DIRECTED:accounts_final",
    "commissioning-plan": "BEFORE_FY_START",
    "joint-forward-plan-icb": "BEFORE_FY_START",
    "nhse-annual-assessment": "NHSE_PUBLISH",
}


def _others_year(slug: str, period: Period) -> FinancialYear:
    if slug not in FOLLOWED:
        raise UnknownCode(f"no duty can follow {slug!r} until duties/deadlines.py knows the year in which it falls due")
    return falls_due_in(FOLLOWED[slug], period=period)


@_rule("WITH", year=_others_year)
def _with_another(slug: str, period: Period, lookup: Lookup) -> Answer:
    """Together with another duty: what the annual report must tell is due with it (NHS Act 2006 s14Z15(1) to (4))."""
    return lookup.other(slug, period)


@_rule("BEFORE", year=_others_year)
def _before_another(slug: str, period: Period, lookup: Lookup) -> Answer:
    """Before another duty's last day: consultation precedes plan and report (NHS Act 2006 s14Z13, s14Z15(3))."""
    answer = lookup.other(slug, period)
    if isinstance(answer, Due):
        return replace(answer, on=answer.on - _ONE_DAY, strictly_before=answer.on)
    return answer
