"""Working days in the two calendars that the law uses. Pure: no Django, no clock; the holidays are an offline package.

ANY_UK_NATION is the Freedom of Information calendar: a bank holiday anywhere in the United Kingdom is no working day
(Freedom of Information Act 2000 s10(6)). ENGLAND_AND_WALES serves everything else, complaints among it.

Bank holidays are data, not a formula: some are fixed by the Banking and Financial Dealings Act 1971 Sch 1, the rest are
proclaimed year by year. Each nation is asked for by itself and the answers are put together, because the package's list
for the whole kingdom holds only the days that its nations share (it lacks even Easter Monday). A holiday proclaimed
since the package was made is added with `Calendar.with_extra`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from itertools import accumulate

from holidays.countries.united_kingdom import UnitedKingdom

from duties.explanation import Pause, SkippedDay

ENGLAND = "England"
WALES = "Wales"
SCOTLAND = "Scotland"
NORTHERN_IRELAND = "Northern Ireland"
NATIONS = (ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND)

# The calendar years whose bank holidays were checked day by day against a second list. Later ones are only partly
# proclaimed, and another jubilee or funeral may come.
CHECKED_YEARS = range(2012, 2029)
# Days that this package has and the second list has not (yet): a date that passes over one says so.
IN_ONE_LIST_ONLY = (date(2026, 6, 15),)

# The calendar years that can be counted in at all.
KNOWN_YEARS = range(1989, 2101)

_PACKAGE_CODES = {ENGLAND: "ENG", WALES: "WLS", SCOTLAND: "SCT", NORTHERN_IRELAND: "NIR"}
# The package reads its words from files, so the whole table is made here, once: counting reads nothing.
_TABLE: dict[str, dict[date, str]] = {
    nation: dict(UnitedKingdom(subdiv=code, years=KNOWN_YEARS))  # type: ignore[no-untyped-call]
    for nation, code in _PACKAGE_CODES.items()
}
_PACKAGE_VERSION = f"holidays {version('holidays')}"
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Holiday:
    """A bank holiday, and the nations of the calendar that keep it under this name."""

    name: str
    nations: tuple[str, ...]


Extra = Mapping[date, Holiday]


@dataclass(frozen=True)
class Calendar:
    """The nations whose bank holidays count, and holidays proclaimed that the package does not know.

    Two calendars of the same name with other extra days are two values; make one once and keep it, because it keeps
    the days off that it has worked out.
    """

    name: str
    nations: tuple[str, ...]
    extra: tuple[tuple[date, Holiday], ...] = ()
    _off: dict[int, Mapping[date, SkippedDay]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def with_extra(self, extra: Extra) -> "Calendar":
        """This calendar, knowing further holidays too. One that only other nations keep changes nothing here.

        Raises ValueError for a nation that is not one of NATIONS, and for a holiday that no nation keeps.
        """
        for day, holiday in extra.items():
            unknown = set(holiday.nations) - set(NATIONS)
            if unknown or not holiday.nations:
                raise ValueError(f"the holiday on {day} must name nations among {', '.join(NATIONS)}")
        ours = {day: holiday for day, holiday in extra.items() if set(holiday.nations) & set(self.nations)}
        return Calendar(self.name, self.nations, tuple(sorted((dict(self.extra) | ours).items())))

    @property
    def table_version(self) -> str:
        """Which table its answers rest on, to be kept beside a date that was worked out with it."""
        if not self.extra:
            return _PACKAGE_VERSION
        days = ", ".join(day.isoformat() for day, _ in self.extra)
        return f"{_PACKAGE_VERSION}, with {days} added"

    def days_off(self, year: int) -> Mapping[date, SkippedDay]:
        """Every day of one calendar year that is no working day, with its reason."""
        found = self._off.get(year)
        if found is None:
            found = self._off[year] = _days_off(self, year)
        return found


ENGLAND_AND_WALES = Calendar("England and Wales", (ENGLAND, WALES))
ANY_UK_NATION = Calendar("any nation of the United Kingdom", NATIONS)


@dataclass(frozen=True)
class Calendars:
    """The two calendars together, as the rules are given them."""

    england_and_wales: Calendar = ENGLAND_AND_WALES
    any_uk_nation: Calendar = ANY_UK_NATION

    @classmethod
    def with_extra(cls, extra: Extra) -> "Calendars":
        """Both calendars with further holidays; the same as `Calendars()` where there are none. Raises ValueError."""
        return cls(ENGLAND_AND_WALES.with_extra(extra), ANY_UK_NATION.with_extra(extra))


STANDARD = Calendars()


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether the day is neither a Saturday, a Sunday nor a holiday of the calendar.

    The Freedom of Information Act 2000 s10(6) names Christmas Day and Good Friday; every nation's table holds them.
    """
    return day not in calendar.days_off(day.year)


def reason_not_working(day: date, calendar: Calendar) -> str:
    """Why the day is skipped, in words: "Saturday", or "Summer Bank Holiday (Scotland)". Empty for a working day."""
    found = calendar.days_off(day.year).get(day)
    return found.reason if found else ""


def add_working_days(
    start: date,
    number: int,
    calendar: Calendar,
    skipped: list[SkippedDay] | None = None,
    pauses: Sequence[Pause] = (),
) -> date:
    """The `number`-th working day after `start`, which is day 0 whether or not it is a working day itself.

    Working days within a pause, both ends included, do not count. The days passed over are added to `skipped` as they
    are met. Raises ValueError where `number` is less than 1.
    """
    return _count(start, number, calendar, _ONE_DAY, [] if skipped is None else skipped, pauses)


def subtract_working_days(
    start: date, number: int, calendar: Calendar, skipped: list[SkippedDay] | None = None
) -> date:
    """The `number`-th working day before `start`, which is not counted. Raises ValueError as `add_working_days`."""
    return _count(start, number, calendar, -_ONE_DAY, [] if skipped is None else skipped)


def nth_working_day_of_month(
    year: int, month: int, number: int, calendar: Calendar, skipped: list[SkippedDay] | None = None
) -> date:
    """The `number`-th working day of the month. Raises ValueError where the month has none such."""
    day = add_working_days(date(year, month, 1) - _ONE_DAY, number, calendar, skipped)
    if (day.year, day.month) != (year, month):
        raise ValueError(f"{year}-{month:02} has fewer than {number} working days")
    return day


def working_days_between(after: date, until: date, calendar: Calendar) -> int:
    """How many working days come after one day, up to another that counts too; 0 where that is not later.

    It costs the same for a week and for ten years.
    """
    if until <= after:
        return 0
    whole = sum(_running(calendar, year)[-1] for year in range(after.year, until.year))
    return whole + _so_far(until, calendar) - _so_far(after, calendar)


def _so_far(day: date, calendar: Calendar) -> int:
    """How many working days of its calendar year there are up to a day, itself included."""
    return _running(calendar, day.year)[day.timetuple().tm_yday - 1]


@cache
def _running(calendar: Calendar, year: int) -> tuple[int, ...]:
    """For each day of a calendar year, how many working days there are up to it."""
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    return tuple(accumulate(is_working_day(day, calendar) for day in days if day.year == year))


@cache
def holidays_of(calendar: Calendar, year: int) -> Mapping[date, tuple[Holiday, ...]]:
    """The calendar's holidays of one calendar year, those on a weekend too, and each nation's name for them.

    Raises ValueError outside KNOWN_YEARS.
    """
    if year not in KNOWN_YEARS:
        raise ValueError(f"bank holidays are known from {KNOWN_YEARS.start} to {KNOWN_YEARS.stop - 1}, not in {year}")
    found: dict[date, dict[str, list[str]]] = {}
    for nation in calendar.nations:
        for day, name in _TABLE[nation].items():
            if day.year == year:
                found.setdefault(day, {}).setdefault(name, []).append(nation)
    for day, holiday in calendar.extra:
        if day.year == year:
            _add(found.setdefault(day, {}), holiday, calendar.nations)
    return {
        day: tuple(Holiday(name, tuple(nations)) for name, nations in names.items())
        for day, names in sorted(found.items())
    }


def holiday_table_version() -> str:
    """Which table the answers rest on where no holiday was added to it."""
    return _PACKAGE_VERSION


def _count(
    start: date,
    number: int,
    calendar: Calendar,
    step: timedelta,
    skipped: list[SkippedDay],
    pauses: Sequence[Pause] = (),
) -> date:
    if number < 1:
        raise ValueError(f"the number of working days must be 1 or more, not {number}")
    day = start
    year, off = start.year, calendar.days_off(start.year)
    while number:
        day += step
        if day.year != year:
            year, off = day.year, calendar.days_off(day.year)
        not_counted = off.get(day)
        if not_counted is None and pauses:
            not_counted = _paused(day, pauses)
        if not_counted is None:
            number -= 1
        else:
            skipped.append(not_counted)
    return day


def _paused(day: date, pauses: Sequence[Pause]) -> SkippedDay | None:
    """The day as one that does not count, where it lies in a pause."""
    return next((SkippedDay(day, one.reason) for one in pauses if one.first_on <= day <= one.last_on), None)


def _add(names: dict[str, list[str]], holiday: Holiday, nations: tuple[str, ...]) -> None:
    """Add a proclaimed holiday for the nations that do not have that day off already."""
    has_it = {nation for known in names.values() for nation in known}
    keep = [nation for nation in nations if nation in holiday.nations and nation not in has_it]
    if keep:
        names.setdefault(holiday.name, []).extend(keep)


def _days_off(calendar: Calendar, year: int) -> Mapping[date, SkippedDay]:
    """The weekends and holidays of a year. A holiday on a weekend is skipped as the weekend that it is."""
    found = {}
    for day, kept in holidays_of(calendar, year).items():
        reason = "; ".join(f"{holiday.name} ({', '.join(holiday.nations)})" for holiday in kept)
        nations = {nation for holiday in kept for nation in holiday.nations}
        found[day] = SkippedDay(day, reason, tuple(nation for nation in NATIONS if nation in nations))
    day = date(year, 1, 1)
    while day.year == year:
        if day.weekday() >= _SATURDAY:
            found[day] = SkippedDay(day, "Saturday" if day.weekday() == _SATURDAY else "Sunday")
        day += _ONE_DAY
    return found
