"""The financial year and what is due once in it. Pure."""

from datetime import date, timedelta

from bodies.web.text import date_long
from duties.clocks.registry import CCG, ICB, MIXED, Basis, Gives, choice, day, regime, rule, year
from duties.counting import Working
from duties.inputs import BadInput
from duties.working_days import STANDARD, Calendars
from duties.years import FinancialYear

GROUP = "The financial year"
FY = year("fy", "Which financial year?")
GROUPS_FROM = date(2013, 4, 1)
GROUPS_TO = date(2022, 6, 30)
BOARDS_FROM = date(2022, 7, 1)

_ONE_DAY = timedelta(days=1)
_LAST_OF_GROUPS = FinancialYear.containing(GROUPS_TO)
_FIRST_OF_BOARDS = FinancialYear.containing(BOARDS_FROM)
_FIRST_AUDITED_BY_CHOICE = FinancialYear(2017)
_TOOLKIT_REPLACED = FinancialYear(2018)

# The days that NHS Digital gave, by the first calendar year of the financial year. A test holds them to the data file.
DSPT = {
    **{start: date(start + 1, 3, 31) for start in range(2013, 2019)},
    2019: date(2020, 9, 30),
    2020: date(2021, 6, 30),
    2021: date(2022, 6, 30),
}
DSPT_CONFIRMED_FROM = 2019
KO41A = {
    (2015, "Q4"): date(2016, 4, 27),
    (2016, "Q1"): date(2016, 7, 27),
    (2016, "Q2"): date(2016, 10, 28),
    (2016, "Q3"): date(2017, 1, 27),
    (2017, "Q1"): date(2017, 7, 28),
    (2017, "Q2"): date(2017, 10, 27),
    (2017, "Q3"): date(2018, 1, 26),
    (2017, "Q4"): date(2018, 4, 28),
    (2024, ""): date(2025, 6, 27),
}
_KO41A_QUARTERLY = range(2015, 2022)
_QUARTERS = tuple((f"Q{number}", f"Quarter {number}") for number in range(1, 5))


@rule(
    GROUP,
    "In which financial year does a day lie?",
    "NHS Act 2006 s14Z24 for groups, s14Z52(8) for integrated care boards",
    day("date", "Which day?"),
    gives=Gives.YEAR,
)
def fy_of(date: date, *, calendars: Calendars = STANDARD) -> Working:
    """A financial year runs from 1 April to 31 March (NHS Act 2006 s14Z24; for boards s14Z52(8))."""
    found = FinancialYear.containing(date)
    return Working(reason=f"{date_long(date)} lies in the financial year {found}", value=str(found))


@rule(
    GROUP,
    "Which days does a body's financial year cover?",
    "NHS Act 2006 s14Z24 for groups, s14Z52(8) for integrated care boards",
    FY,
    regime(default=None),
    day("established", "When was the body established?", "Only if that was within the year", required=False),
    day("closed", "What was its last day?", "Only if that was within the year", required=False),
    gives=Gives.FIRST_AND_LAST,
)
def fy_period(
    fy: FinancialYear,
    *,
    regime: str | None = None,
    established: date | None = None,
    closed: date | None = None,
    calendars: Calendars = STANDARD,
) -> Working:
    """From 1 April to 31 March, or the part of it in which the body existed (NHS Act 2006 s14Z24; boards s14Z52(8)).

    The groups' last year ended on 30 June 2022 (s14Z27), and the boards' first began on the day after.
    """
    _existed(fy, regime)
    first, last = fy.first_day, fy.last_day
    if regime == CCG:
        last = min(last, GROUPS_TO)
    if regime == ICB:
        first = max(first, BOARDS_FROM)
    first = max(first, established or first)
    last = min(last, closed or last)
    if first > last:
        raise BadInput("fy", f"the body did not exist in {fy}")
    reason = f"{fy} runs from {date_long(first)} to {date_long(last)} for it"
    return Working(reason=reason, value=(first.isoformat(), last.isoformat()))


@rule(
    GROUP,
    "Prepare the plan for a year",
    "NHS Act 2006 s14Z11(1) for groups, s14Z52(1) for integrated care boards",
    FY,
    regime(),
)
def plan_due(fy: FinancialYear, *, regime: str = CCG, calendars: Calendars = STANDARD) -> Working:
    """Before the start of the year, so by 31 March (NHS Act 2006 s14Z11(1)).

    For boards: before the start of each year after their first (s14Z52(1)).
    """
    _existed(fy, regime)
    section = "NHS Act 2006 s14Z52(1)" if regime == ICB else "NHS Act 2006 s14Z11(1)"
    if regime == ICB and fy == _FIRST_OF_BOARDS:
        return Working(reason="No plan is owed before the boards' first year, 2022/23", section=section)
    notes = (
        ("In the groups' first year NHS England directed the day (recalled)",) if fy.first_day == GROUPS_FROM else ()
    )
    return Working(on=fy.first_day - _ONE_DAY, section=section, notes=notes)


@rule(
    GROUP,
    "Appoint an auditor for a year",
    "Local Audit and Accountability Act 2014 s7(1); for the boards' first year SI 2022/734 reg 35",
    FY,
    regime(),
)
def auditor_appointment_due(
    fy: FinancialYear,
    *,
    regime: str = CCG,
    calendars: Calendars = STANDARD,
) -> Working:
    """Not later than 31 December in the preceding financial year (Local Audit and Accountability Act 2014 s7(1)).

    For the boards' first year: before 1 October 2022 (SI 2022/734 reg 35).
    """
    _existed(fy, regime)
    if regime == ICB and fy == _FIRST_OF_BOARDS:
        before = date(2022, 10, 1)
        return Working(on=before - _ONE_DAY, strictly_before=before, section="SI 2022/734 reg 35")
    early = fy < _FIRST_AUDITED_BY_CHOICE
    notes = ("For years before 2017/18 auditors were appointed for groups, not by them (recalled)",) if early else ()
    section = "Local Audit and Accountability Act 2014 s7(1)"
    return Working(on=date(fy.start_year - 1, 12, 31), section=section, notes=notes)


@rule(
    GROUP,
    "Publish the data security toolkit",
    "Guidance: NHS Digital's day for each year (to 2018/19 recalled)",
    FY,
    regime(default=None),
    basis=Basis.GUIDANCE,
    sure=MIXED,
)
def dspt_due(
    fy: FinancialYear,
    *,
    regime: str | None = None,
    calendars: Calendars = STANDARD,
) -> Working:
    """Guidance: NHS Digital's day, year by year; moved for 2019/20, and in the next financial year since then.

    Information Governance Toolkit to 2017/18 (31 March, recalled), Data Security and Protection Toolkit after it.
    """
    _existed(fy, regime)
    on = DSPT.get(fy.start_year)
    if on is None:
        return Working(reason=f"NHS Digital has not given a date for {fy}, or it is not entered here")
    old = fy < _TOOLKIT_REPLACED
    title = "Publish the Information Governance Toolkit" if old else "Publish the Data Security and Protection Toolkit"
    recalled = fy.start_year < DSPT_CONFIRMED_FROM
    notes = ("The day is recalled, to be verified",) if recalled else ()
    return Working(on=on, title=title, notes=notes)


@rule(
    GROUP,
    "Send the complaints return KO41a",
    "Guidance: NHS Digital's timetable",
    FY,
    choice(
        "quarter", "Which quarter?", *((f"Q{n}", f"Quarter {n}") for n in range(1, 5)), hint="From 2015/16 to 2021/22"
    ),
    basis=Basis.GUIDANCE,
)
def ko41a_due(fy: FinancialYear, *, quarter: str | None = None, calendars: Calendars = STANDARD) -> Working:
    """Guidance: NHS Digital's day; yearly to 2014/15 (recalled), quarterly from 2015/16 to 2021/22, yearly after."""
    quarterly = fy.start_year in _KO41A_QUARTERLY
    if quarterly and quarter is None:
        raise BadInput("quarter", f"the return was quarterly in {fy}; say which quarter")
    if not quarterly and quarter is not None:
        raise BadInput("quarter", f"the return was yearly in {fy}; leave the quarter out")
    on = KO41A.get((fy.start_year, quarter or ""))
    if on is None:
        about = f"quarter {quarter[1:]} of {fy}" if quarter else str(fy)
        return Working(reason=f"NHS Digital's day for {about} was not found")
    return Working(on=on)


@rule(
    GROUP,
    "Does a body prepare an annual report in a year?",
    "NHS Act 2006 s14Z15(1) for groups, s14Z58(1) for integrated care boards",
    day("ccg_established", "When was the body established?", "A merged group is a new group"),
    year("in_fy", "In which financial year?"),
    gives=Gives.YES_OR_NO,
)
def annual_report_required(
    ccg_established: date,
    in_fy: FinancialYear,
    *,
    calendars: Calendars = STANDARD,
) -> Working:
    """In each financial year but its first a body reports on the year before (NHS Act 2006 s14Z15(1), s14Z58(1)).

    A merged group starts again; the report on its predecessors' last year passes to it.
    """
    first = FinancialYear.containing(ccg_established)
    if in_fy < first:
        return Working(value=False, reason=f"It did not exist yet in {in_fy}")
    if in_fy == first:
        return Working(value=False, reason=f"{in_fy} is its first financial year; it reports on it in {in_fy.next()}")
    if ccg_established <= GROUPS_TO and in_fy > _LAST_OF_GROUPS:
        reason = (
            f"The groups ended on {date_long(GROUPS_TO)}; what they still owed passed to the integrated care boards"
        )
        return Working(value=False, reason=reason)
    return Working(value=True, reason=f"In {in_fy} it reports on {in_fy.previous()}")


def _existed(fy: FinancialYear, regime: str | None) -> None:
    """Refuse a year in which there was no such body."""
    if regime == CCG and not FinancialYear.containing(GROUPS_FROM) <= fy <= _LAST_OF_GROUPS:
        raise BadInput(
            "fy", f"there were no clinical commissioning groups in {fy}; they existed from 2013/14 to 2022/23"
        )
    if regime == ICB and fy < _FIRST_OF_BOARDS:
        raise BadInput("fy", f"there were no integrated care boards in {fy}; they began on {BOARDS_FROM}")
