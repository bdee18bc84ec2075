"""The vocabulary of due-rule codes, and how one is taken apart. Pure.

A code is a name, perhaps an argument, perhaps working days to add: WITH:nhse-annual-assessment+20WD_EW. Codes whose
date follows from an event are known here by name and answer with a reason; the others are rules of `duties.deadlines`.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from duties.directed_keys import DIRECTED_KEYS
from duties.years import FinancialYear

RECORD = "The date comes from the record that opens it"
BY_HAND = "The person who opens it gives the date"
ROLLING = "The date runs from the day it was last published"

_NUMBER = r"[1-9]\d{0,2}"
_WORD = r"[a-z]+(?:-[a-z]+)*"
_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_DAY_OF_YEAR = r"\d\d-\d\d"
_DAY = r"\d{4}-\d\d-\d\d"
_BY_DIRECTION = "|".join(key for key, known in DIRECTED_KEYS.items() if known.by_direction)

# The form of the argument of every code that `duties.deadlines` works out.
COMPUTED: dict[str, str] = {
    "STANDING_REVIEW_FY": "",
    "FY_END": "",
    "QUARTERLY": "",
    "BEFORE_FY_START": "",
    "FIXED_DATE": _DAY_OF_YEAR + "(?:_PRECEDING_FY)?",
    "ON_DATE": _DAY,
    "BY_LOCAL_DATE": _DAY_OF_YEAR,
    "AFTER_FY_END_ASAP": "",
    "QUARTERLY_AFTER": "1M",
    "MONTHLY_WD_EW": "[1-9]|1[0-8]",
    "NHSE_DIRECTED": _BY_DIRECTION,
    "TABLE": "dspt|ko41a",
    "QUARTERLY_TABLE": "ko41a",
    "COLLECTION_TABLE": "",
    "MONTHLY_RETURN": "",
    "NHSE_PUBLISH": "",
    "WITH": _SLUG,
    "BEFORE": _SLUG,
}

# Every code that follows from an event: the form of its argument, and what it says in place of a date.
FROM_EVENTS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("CLEAR_DAYS_BEFORE", "EVENT_PLUS_WD_UK", "EVENT_PLUS_WD_EW"), (_NUMBER, RECORD)),
    **dict.fromkeys(("EVENT_PLUS_DAYS", "EVENT_PLUS_HOURS", "EVENT_PLUS_MONTHS"), (_NUMBER, RECORD)),
    "EVENT_MONTHS_INCL": (_NUMBER, RECORD),
    "AFTER_NEXT_MEETING": (f"(?:{_NUMBER})?", RECORD),
    **dict.fromkeys(("RESTART_ON", "PAUSE_WD"), (_WORD, RECORD)),
    **dict.fromkeys(("BEFORE_EFFECT", "EACH_MEETING", "AT_EVENT", "ON_REQUEST_REASONABLE"), ("", RECORD)),
    **dict.fromkeys(("ON_EVENT", "ON_APPOINTMENT", "EACH_PROPOSAL", "EACH_AWARD"), ("", BY_HAND)),
    **dict.fromkeys(("BY_REQUEST_DATE", "BY_DIRECTION_DATE", "BY_CONDITION_DATE"), ("", BY_HAND)),
    **dict.fromkeys(("BY_OMBUDSMAN_DATE", "BY_INVOICE_TERMS"), ("", BY_HAND)),
    "ROLLING_YEARS": ("[1-9]", ROLLING),
}

_ARGUMENTS = {
    name: re.compile(form, re.ASCII)
    for name, form in (COMPUTED | {name: form for name, (form, _) in FROM_EVENTS.items()}).items()
}
_CODE = re.compile(r"([A-Z][A-Z_]*)(?::([^+]+))?(?:\+([1-9]\d?)WD_EW)?", re.ASCII)
_KEY_OF_CODE = {"NHSE_PUBLISH": "nhse_publish", "MONTHLY_RETURN": "monthly_return", "COLLECTION_TABLE": "collection"}
_KEY_IS_ARGUMENT = ("NHSE_DIRECTED", "TABLE", "QUARTERLY_TABLE")


class UnknownCode(ValueError):
    """A due-rule code that no rule answers. The message names it."""


@dataclass(frozen=True, slots=True)
class Code:
    """A due-rule code, taken apart."""

    name: str
    argument: str = ""
    plus_working_days: int = 0

    @property
    def directed_key(self) -> str:
        """The key of the directed date that it looks up; empty where it looks up none."""
        return self.argument if self.name in _KEY_IS_ARGUMENT else _KEY_OF_CODE.get(self.name, "")

    @property
    def tied_to(self) -> str:
        """The slug of the duty whose date it follows; empty where it follows none."""
        return self.argument if self.name in ("WITH", "BEFORE") else ""

    @property
    def once_on(self) -> date | None:
        """The one day of a rule that opens once; None for any other rule."""
        return date.fromisoformat(self.argument) if self.name == "ON_DATE" else None

    @property
    def reason_without_date(self) -> str:
        """Why a code that follows from an event has no date by itself; empty for the others."""
        return FROM_EVENTS[self.name][1] if self.name in FROM_EVENTS else ""


@cache
def parse(code: str) -> Code:
    """The code taken apart and its argument checked. Raises UnknownCode, naming the code."""
    match = _CODE.fullmatch(code)
    form = _ARGUMENTS.get(match[1]) if match else None
    if match is None or form is None:
        raise UnknownCode(f"the due-rule code {code!r} is not known")
    argument = match[2] or ""
    if not form.fullmatch(argument) or not _day_exists(argument):
        raise UnknownCode(f"the due-rule code {code!r} is not known: {argument!r} cannot stand after {match[1]}")
    return Code(match[1], argument, int(match[3] or 0))


def day_of_year(year: FinancialYear, month_and_day: str) -> date:
    """The day MM-DD that lies in the financial year. Raises ValueError where there is none."""
    month, day = int(month_and_day[:2]), int(month_and_day[3:])
    return date(year.start_year + (month < 4), month, day)


def _day_exists(argument: str) -> bool:
    """Whether a day named in the argument is in every calendar, so 29 February is not."""
    try:
        if re.fullmatch(_DAY, argument):
            date.fromisoformat(argument)
        elif re.match(_DAY_OF_YEAR, argument):
            day_of_year(FinancialYear(2021), argument[:5])
    except ValueError:
        return False
    return True
