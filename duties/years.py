"""The financial year of the NHS in England: 1 April to 31 March (NHS Act 2006 s14Z24 for groups, s14Z52(8) for boards).

Pure: no Django and no clock.
"""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

_WRITTEN = re.compile(r"(\d{4})/(\d{2})", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class FinancialYear:
    """One financial year, ordered by time. `start_year` is the calendar year of its 1 April; it prints as 2016/17."""

    start_year: int

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """The year written as 2016/17. Raises ValueError for all else: 2016/18, or 9999/00 that no calendar has."""
        match = _WRITTEN.fullmatch(text)
        start = int(match[1]) if match else 0
        if match is None or (start + 1) % 100 != int(match[2]) or not MINYEAR <= start < MAXYEAR:
            raise ValueError(f"{text!r} is not a financial year; write it as 2016/17")
        return cls(start)

    @classmethod
    def containing(cls, day: date) -> "FinancialYear":
        """The financial year in which the day falls."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.start_year, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March of the calendar year after."""
        return date(self.start_year + 1, 3, 31)

    def next(self) -> "FinancialYear":
        """The financial year after this one."""
        return FinancialYear(self.start_year + 1)

    def previous(self) -> "FinancialYear":
        """The financial year before this one."""
        return FinancialYear(self.start_year - 1)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        return f"{self.start_year:04}/{(self.start_year + 1) % 100:02}"


FIRST_YEAR = FinancialYear(2013)  # clinical commissioning groups were established on 1 April 2013


def years_back(last: FinancialYear, first: FinancialYear = FIRST_YEAR) -> list[FinancialYear]:
    """The years from one back to another, the latest first; none where the last comes before the first."""
    return [FinancialYear(start) for start in range(last.start_year, first.start_year - 1, -1)]
