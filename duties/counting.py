"""Counting days, months and years, keeping the working as it goes. Pure: no Django, no clock.

Every function gives a `Working`: the day and how it was found, together. There is no second way to find the day, so an
explanation cannot tell another story than the date.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bodies.web.text import date_long
from duties.explanation import Explanation, Pause, SkippedDay
from duties.working_days import (
    CHECKED_YEARS,
    IN_ONE_LIST_ONLY,
    Calendar,
    add_working_days,
    is_working_day,
    nth_working_day_of_month,
    subtract_working_days,
)

_ONE_DAY = timedelta(days=1)
_MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Working:
    """What a rule found, and how. The fields mean what they mean in `Explanation`.

    `value` is the answer where it is no single day: true or false, a financial year, several days by name. `title` and
    `section` stand where a rule of many versions has to say which it used. `also` are further counts of one answer.
    """

    on: date | None = None
    strictly_before: date | None = None
    reason: str = ""
    day_0: date | None = None
    day_0_words: str = ""
    includes_day_0: bool = False
    counted: int = 0
    unit: str = ""
    calendar: Calendar | None = None
    skipped: tuple[SkippedDay, ...] = ()
    pauses: tuple[Pause, ...] = ()
    restarted_on: date | None = None
    notes: tuple[str, ...] = ()
    value: bool | str | tuple[str, ...] | Mapping[str, str] | None = None
    title: str = ""
    section: str = ""
    also: tuple["Working", ...] = field(default=())

    @property
    def day(self) -> date:
        """The day that was counted to. Only for a count, which always ends on one."""
        assert self.on is not None
        return self.on

    def explained(self, rule: str, title: str, section: str) -> Explanation:
        """The same as an explanation, under the name, title and section of the rule that counted."""
        return Explanation(
            rule=rule,
            title=self.title or title,
            section=self.section or section,
            answer=self.on,
            strictly_before=self.strictly_before,
            reason=self.reason,
            day_0=self.day_0,
            day_0_words=self.day_0_words,
            includes_day_0=self.includes_day_0,
            counted=self.counted,
            unit=self.unit,
            calendar=self.calendar.name if self.calendar else "",
            table_version=self.calendar.table_version if self.calendar else "",
            skipped=self.skipped,
            pauses=self.pauses,
            restarted_on=self.restarted_on,
            notes=self.notes + _unsure(self.skipped) + _unproclaimed(self.calendar, self.day_0, self.on),
        )


def working_days_after(
    day_0: date, number: int, calendar: Calendar, words: str = "", pauses: Sequence[Pause] = ()
) -> Working:
    """The `number`-th working day after day 0, which does not count whether or not it is a working day.

    Working days within a pause, both ends included, do not count either.
    """
    skipped: list[SkippedDay] = []
    on = add_working_days(day_0, number, calendar, skipped, pauses)
    return Working(
        on=on,
        day_0=day_0,
        day_0_words=words,
        counted=number,
        unit="working days",
        calendar=calendar,
        skipped=tuple(skipped),
        pauses=tuple(pauses),
    )


def working_day_of_month(first_of_month: date, number: int, calendar: Calendar) -> Working:
    """The n-th working day of a month. Raises ValueError where the month has none such."""
    skipped: list[SkippedDay] = []
    on = nth_working_day_of_month(first_of_month.year, first_of_month.month, number, calendar, skipped)
    before = first_of_month.replace(day=1) - timedelta(days=1)
    return Working(
        on=on,
        day_0=before,
        day_0_words="the day before the month begins",
        counted=number,
        unit="working days",
        calendar=calendar,
        skipped=tuple(skipped),
    )


def days_after(day_0: date, number: int, words: str = "") -> Working:
    """`number` calendar days after day 0, which does not count. Weekends and holidays count, and so may the last."""
    return Working(on=day_0 + timedelta(days=number), day_0=day_0, day_0_words=words, counted=number, unit="days")


def months_after(day_0: date, number: int, words: str = "") -> Working:
    """The same date `number` months later; where that month has no such date, its last day."""
    return Working(on=add_months(day_0, number), day_0=day_0, day_0_words=words, counted=number, unit="months")


def months_from(first_day: date, number: int, words: str = "") -> Working:
    """The last day of a period of months that begins with `first_day`: the day before the same date months later.

    Where that month has no such date the period ends on its last day: six months from 31 August end on 28 February.
    """
    same_date = add_months(first_day, number)
    on = same_date - _ONE_DAY if same_date.day == first_day.day else same_date
    return Working(on=on, day_0=first_day, day_0_words=words, includes_day_0=True, counted=number, unit="months")


def years_from(first_day: date, number: int, words: str = "") -> Working:
    """The last day of a period of years that begins with `first_day`."""
    found = months_from(first_day, number * _MONTHS_IN_A_YEAR, words)
    return Working(on=found.on, day_0=first_day, day_0_words=words, includes_day_0=True, counted=number, unit="years")


def clear_days_before(event: date, number: int, words: str = "") -> Working:
    """The latest day that leaves `number` whole days between itself and the event, neither of them counted."""
    on = event - timedelta(days=number + 1)
    return Working(on=on, day_0=event, day_0_words=words, counted=number, unit="clear days")


def clear_working_days_before(event: date, number: int, calendar: Calendar, words: str = "") -> Working:
    """The latest working day that leaves `number` working days between itself and the event, neither counted."""
    skipped: list[SkippedDay] = []
    on = subtract_working_days(event, number + 1, calendar, skipped)
    return Working(
        on=on,
        day_0=event,
        day_0_words=words,
        counted=number,
        unit="clear working days",
        calendar=calendar,
        skipped=tuple(skipped),
    )


def clear_days_between(first: date, second: date) -> int:
    """How many whole days lie between two days, neither of them counted. Negative where the second is not later."""
    return (second - first).days - 1


def clear_working_days_between(first: date, second: date, calendar: Calendar) -> int:
    """How many working days lie between two days, neither of them counted."""
    return sum(is_working_day(first + timedelta(days=n), calendar) for n in range(1, (second - first).days))


def add_months(day: date, number: int) -> date:
    """The same date `number` months later; where that month has no such date, its last day."""
    years, month = divmod(day.year * _MONTHS_IN_A_YEAR + day.month - 1 + number, _MONTHS_IN_A_YEAR)
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def _unsure(skipped: Sequence[SkippedDay]) -> tuple[str, ...]:
    """The note that a day was left out which only one list of bank holidays has. A pause leaves it out anyhow."""
    doubtful = [day for day in skipped if day.on in IN_ONE_LIST_ONLY]
    return tuple(
        f"{date_long(day.on)}, {day.reason}, is in one list of holidays only: to be verified" for day in doubtful
    )


def _unproclaimed(calendar: Calendar | None, first: date | None, last: date | None) -> tuple[str, ...]:
    """The note that a count with holidays leaves the years for which they were checked."""
    if calendar is None or all(day is None or day.year in CHECKED_YEARS for day in (first, last)):
        return ()
    years = f"{CHECKED_YEARS.start} to {CHECKED_YEARS.stop - 1}"
    return (f"Bank holidays were checked for {years}; those of other years may differ",)
