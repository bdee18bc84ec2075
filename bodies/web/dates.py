"""The NHS.UK date question: day, month and year typed into three boxes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from bodies.web.text import MONTHS, join_and

EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


class DateParts(NamedTuple):
    """What somebody typed, kept as typed so that a wrong date comes back for correction."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def of(cls, day: date) -> DateParts:
        return cls(str(day.day), str(day.month), str(day.year))

    def is_empty(self) -> bool:
        return not any(self)

    def missing(self) -> list[str]:
        return [name for name, typed in zip(self._fields, self, strict=True) if not typed]


class NHSDateWidget(forms.Widget):
    """Reads `name_day`, `name_month` and `name_year`. Drawn by templates/nhsuk_form/field.html."""

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> DateParts:
        return DateParts(*(str(data.get(f"{name}_{part}") or "").strip() for part in DateParts._fields))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        return all(f"{name}_{part}" not in data for part in DateParts._fields)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the id of the first box, where links of the error summary lead."""
        return f"{id_}_day" if id_ else id_


class NHSDateField(forms.Field):
    """A date typed in three boxes; cleans to `datetime.date`, or None when optional and left empty.

    `what` finishes the sentence "Enter …": NHSDateField(label="When was it done?", what="the date it was done") answers
    "Enter the date it was done, like 27 3 2017". A month may be a number or an English name.
    """

    widget = NHSDateWidget
    default_error_messages = {
        "required": "Enter {what}, like 27 3 2017",
        "incomplete": "{What} must include a {missing}",
        "not_a_number": "Enter {what} in numbers, like 27 3 2017",
        "short_year": "Enter the year of {what} with four digits, like 2017",
        "not_real": "{What} must be a real date, like 27 3 2017",
    }

    def __init__(self, *, what: str = "the date", **options: Any) -> None:
        super().__init__(**options)
        self.what = what
        # Filled in here and not in validate(), because Django raises "required" itself.
        self.error_messages["required"] = self._words("required")

    def _words(self, code: str, missing: str = "") -> str:
        what_first = self.what[:1].upper() + self.what[1:]
        return str(self.error_messages[code]).format(what=self.what, What=what_first, missing=missing)

    def _refuse(self, code: str, missing: str = "") -> ValidationError:
        return ValidationError(self._words(code, missing), code=code)

    def prepare_value(self, value: date | DateParts | None) -> DateParts:
        if isinstance(value, DateParts):
            return value
        if isinstance(value, datetime):
            value = value.date()
        return DateParts.of(value) if value else DateParts()

    def to_python(self, value: date | DateParts | None) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if value.is_empty():
            return None
        if missing := value.missing():
            raise self._refuse("incomplete", join_and(missing).replace(" and ", " and a "))
        day, month, year = _number(value.day), month_number(value.month), _number(value.year)
        if day is None or month is None or year is None:
            raise self._refuse("not_a_number")
        if len(value.year) < 4:
            raise self._refuse("short_year")
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise self._refuse("not_real")
        try:
            return date(year, month, day)
        except ValueError:
            raise self._refuse("not_real") from None

    def has_changed(self, initial: date | None, data: DateParts | None) -> bool:
        return self.prepare_value(initial) != self.prepare_value(data)


def wrong_parts(typed: DateParts) -> list[str]:
    """Name the boxes to mark: the empty or wrong ones where that can be told, else all three."""
    found = [
        name
        for name, wrong in (
            ("day", not _within(_number(typed.day), 1, 31)),
            ("month", not _within(month_number(typed.month), 1, 12)),
            ("year", len(typed.year) < 4 or not _within(_number(typed.year), EARLIEST_YEAR, LATEST_YEAR)),
        )
        if wrong
    ]
    return found or list(DateParts._fields)


def _within(number: int | None, low: int, high: int) -> bool:
    return number is not None and low <= number <= high


def _number(typed: str) -> int | None:
    # isascii: int() would also take digits of other scripts, which nobody could check by eye.
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else None


def month_number(typed: str) -> int | None:
    """The number of a month that was typed as a number or as an English name, cut to three letters or more."""
    if (number := _number(typed)) is not None:
        return number
    name = typed.lower().rstrip(".")
    starts = [i for i, month in enumerate(MONTHS, start=1) if len(name) >= 3 and month.lower().startswith(name)]
    return 9 if name == "sept" else starts[0] if len(starts) == 1 else None
