"""What a rule about an event has to be told, and the reading of it. Pure.

An input is read from a date or its text (2016-12-31), a number, a month (2016-12), a financial year (2016/17) or one of
some words. Whatever is wrong is a `BadInput`, which names the input and says in words what to write.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from duties.years import FinancialYear

EARLIEST = date(1990, 1, 1)
LATEST = date(2099, 12, 31)

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d", re.ASCII)


class InputKind(StrEnum):
    """What sort of thing an input is, and so which field a form gives it."""

    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    MONTH = "month"
    YEAR = "year"
    MOMENT = "moment"
    EVENTS = "events"


class BadInput(ValueError):
    """An input that is missing, unreadable or impossible. `name` is the input's, or "" for several together."""

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        self.message = message
        super().__init__(f"{name}: {message}" if name else message)


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that a rule has to be told.

    `choices` are pairs of value and words. `default` is used where an optional choice or number is left out. One that
    is not `on_form` is for files and programs only. A `MOMENT` is a date, or a date and a time in England.
    """

    name: str
    kind: InputKind
    label: str
    hint: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    default: str | int | None = None
    least: int = 1
    most: int = 366
    on_form: bool = True

    def read(self, value: object) -> Any:
        """The value as the rule takes it: a date, FinancialYear, datetime, number or word. Raises BadInput."""
        match self.kind:
            case InputKind.DATE:
                return read_day(self.name, value)
            case InputKind.NUMBER:
                return self._number(value)
            case InputKind.CHOICE:
                return self._choice(value)
            case InputKind.MONTH:
                return _month(self.name, value)
            case InputKind.YEAR:
                return _year(self.name, value)
            case InputKind.MOMENT:
                return _moment(self.name, value)
        return value

    def _number(self, value: object) -> int:
        text = str(value).strip() if isinstance(value, int | str) and not isinstance(value, bool) else ""
        if not (text.isascii() and text.isdigit() and len(text) <= 6 and self.least <= int(text) <= self.most):
            raise BadInput(self.name, f"write a whole number from {self.least} to {self.most}")
        return int(text)

    def _choice(self, value: object) -> str:
        for allowed, _words in self.choices:
            if value == allowed:
                return allowed
        raise BadInput(self.name, f"use one of {', '.join(allowed for allowed, _ in self.choices)}")


def read_inputs(inputs: tuple[Input, ...], given: Mapping[str, object]) -> dict[str, Any]:
    """All inputs of a rule, read and by name; those left out have their default, or None. Raises BadInput.

    An empty cell of a form, "" or None, counts as left out.
    """
    found: dict[str, Any] = {}
    told = 0
    for one in inputs:
        value = given.get(one.name)
        told += one.name in given
        if value is None or value == "":
            if one.required:
                raise BadInput(one.name, f"this rule needs it: {one.label[:1].lower()}{one.label[1:]}")
            found[one.name] = one.default
        else:
            found[one.name] = one.read(value)
    if told < len(given):
        _refuse_unknown(inputs, given)
    return found


def _refuse_unknown(inputs: tuple[Input, ...], given: Mapping[str, object]) -> None:
    known = {one.name for one in inputs}
    name = next(str(name) for name in given if name not in known)
    raise BadInput(name, f"this rule takes no such input; it takes {', '.join(sorted(known))}")


def read_day(name: str, value: object) -> date:
    """A date, or its text written 2016-12-31. Raises BadInput."""
    day = value if isinstance(value, date) and not isinstance(value, datetime) else None
    if isinstance(value, str) and _DAY.fullmatch(value.strip()):
        try:
            day = date.fromisoformat(value.strip())
        except ValueError:
            raise BadInput(name, f"there is no {value.strip()} in the calendar") from None
    if day is None:
        raise BadInput(name, "write a date as 2016-12-31")
    if not EARLIEST <= day <= LATEST:
        raise BadInput(name, f"give a date from {EARLIEST.year} to {LATEST.year}")
    return day


def _month(name: str, value: object) -> date:
    """The first day of the month."""
    if isinstance(value, str) and _MONTH.fullmatch(value.strip()):
        value = f"{value.strip()}-01"
    try:
        return read_day(name, value).replace(day=1)
    except BadInput:
        raise BadInput(name, "write a month as 2016-12") from None


def _year(name: str, value: object) -> FinancialYear:
    if isinstance(value, str):
        with suppress(ValueError):
            value = FinancialYear.parse(value.strip())
    if not isinstance(value, FinancialYear):
        raise BadInput(name, "write a financial year as 2016/17")
    if not EARLIEST.year <= value.start_year < LATEST.year:
        raise BadInput(name, f"give a financial year from {EARLIEST.year} to {LATEST.year}")
    return value


def _moment(name: str, value: object) -> date | datetime:
    """A date, or a date and a time of day in England, without its seconds."""
    if isinstance(value, datetime) and value.tzinfo is None:
        moment = value
    elif isinstance(value, str) and _MOMENT.fullmatch(value.strip()):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            raise BadInput(name, f"there is no {value.strip()} in the calendar") from None
    else:
        return read_day(name, value)
    read_day(name, moment.date())
    return moment
