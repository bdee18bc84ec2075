"""Fields that forms of meetings share: a time of day, a web address, other bodies."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from bodies.imports.cells import short
from bodies.models import Body, BodyName
from bodies.web.asked import code_of
from bodies.web.text import time_of_day

LINK = URLValidator(
    schemes=["http", "https"], message="Enter a full web address, like https://www.example.nhs.uk/meetings"
)
MOST_PARTNERS = 30
LONGEST_TEXT = 4000
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?", re.IGNORECASE | re.ASCII)
_WORDS = {"midday": time(12, 0), "noon": time(12, 0)}


def read_time(typed: str) -> time | None:
    """The time of day that was typed, as 1:30pm, 13.30, 9am or midday; None for what is none."""
    typed = typed.strip().lower()
    found = _TIME.fullmatch(typed)
    if found is None:
        return _WORDS.get(typed)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half is None and found[2] is None:
        return None  # "9" may be morning or evening
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


class TimeOfDay(forms.CharField):
    """A time typed in one box; cleans to `datetime.time`, or None where it is optional and left empty.

    `what` finishes "Enter …": "the time it starts".
    """

    def __init__(self, *, what: str, **options: Any) -> None:
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"width": 5, "autocomplete": "off"}), **options)
        self.what = what
        self.error_messages["max_length"] = self._words()

    def _words(self) -> str:
        return f"Enter {self.what}, like 1:30pm or 13:30"

    def prepare_value(self, value: Any) -> Any:
        return time_of_day(value) if isinstance(value, time) else value  # type: ignore[arg-type]

    def clean(self, value: Any) -> time | None:
        typed = super().clean(value)
        if not typed:
            return None
        found = read_time(typed)
        if found is None:
            raise ValidationError(self._words())
        return found


class WebAddress(forms.CharField):
    """An address of the web that anybody may be led to; empty where it is optional."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=500, widget=forms.URLInput(attrs={"autocomplete": "off"}), **options)

    def clean(self, value: Any) -> str:
        url: str = super().clean(value)
        if url:
            LINK(url)
            if urlsplit(url).username is not None:
                raise ValidationError("Enter an address without a user name or password")
        return url


def long_text(label: str, hint: str = "", *, rows: int = 2, **options: Any) -> forms.CharField:
    """A few lines of plain text."""
    return forms.CharField(
        label=label, help_text=hint, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **options
    )


def bodies_typed(typed: str, on: date, today: date) -> list[Body]:
    """The bodies named in lines, by code or by a name they bore, that existed on a day.

    A closing that has not come by `today` is not known. Raises ValidationError naming the first that is none.
    """
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) > MOST_PARTNERS:
        raise ValidationError(f"Name at most {MOST_PARTNERS} bodies")
    open_then = Body.objects.known(today).open_on(min(on, today)).prefetch_related("names")
    found: list[Body] = []
    for line in lines:
        body = open_then.filter(code=code_of(line)).first() or open_then.filter(names__in=_names(line)).first()
        if body is None:
            raise ValidationError(f"“{short(line)}” was no body on that day. Give its code, like 07M, or its full name")
        if body not in found:
            found.append(body)
    return found


def _names(line: str) -> Any:
    return BodyName.objects.filter(name__iexact=line)
