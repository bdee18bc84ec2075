"""The calculator's questions: each can be typed into a form, and also stands in a link as one plain value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bodies.web.dates import DateParts, NHSDateField, NHSDateWidget
from bodies.web.forms import Radios
from bodies.web.text import MONTHS
from duties.inputs import Input, InputKind

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d?)", re.ASCII)
_WORDED_MONTH = re.compile(r"([a-z]{3,9}|\d\d?)[ /.-]+(\d{4})", re.ASCII)
_TIME = re.compile(r"(\d\d?)(?:[:.](\d\d))? ?(am|pm)?", re.ASCII)


class LinkDateWidget(NHSDateWidget):
    """Three boxes, or `name=2013-11-11` in a link. What is no such date comes back in the first box."""

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> DateParts:
        typed = super().value_from_datadict(data, files, name)
        plain = str(data.get(name) or "").strip()
        if not typed.is_empty() or not plain:
            return typed
        match = _DAY.fullmatch(plain)
        return DateParts(*(part.lstrip("0") for part in (match[3], match[2], match[1]))) if match else DateParts(plain)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: object, name: str) -> bool:
        return name not in data and super().value_omitted_from_data(data, files, name)


class LinkDateField(NHSDateField):
    """A day, from its boxes or from a link."""

    widget = LinkDateWidget


class MonthField(forms.CharField):
    """A month typed as "5 2014", "May 2014" or "2014-05"; cleans to "2014-05"."""

    def clean(self, value: str) -> str:
        typed = super().clean(value).lower()
        year, month = _month(typed)
        if typed and not 1 <= month <= len(MONTHS):
            raise ValidationError(f"Answer “{self.label}” with a month and a year, like 5 2014", code="invalid")
        return f"{year:04}-{month:02}" if typed else ""


def _month(typed: str) -> tuple[int, int]:
    """The year and the month; 0 where there is none such."""
    if match := _MONTH.fullmatch(typed):
        return int(match[1]), int(match[2])
    if not (match := _WORDED_MONTH.fullmatch(typed)):
        return 0, 0
    if match[1].isdigit():
        return int(match[2]), int(match[1])
    return int(match[2]), next((n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(match[1])), 0)


class TimeField(forms.CharField):
    """A time of day typed as "14:30", "2:30pm" or "2pm"; cleans to "14:30"."""

    def clean(self, value: str) -> str:
        typed = super().clean(value).lower()
        if not typed:
            return ""
        match = _TIME.fullmatch(typed)
        hour, minute, half = (int(match[1]), int(match[2] or 0), match[3]) if match else (99, 0, "")
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half or (match and match[2] is None):
            hour = 99  # "14pm", and "14", which could be a day
        if hour > 23 or minute > 59:
            raise ValidationError("Enter the time of day, like 14:30 or 2:30pm", code="invalid")
        return f"{hour:02}:{minute:02}"


def time_name(name: str) -> str:
    """The name of the box for the time of day that goes with a day."""
    return f"{name}_time"


def fields_of(one: Input) -> dict[str, forms.Field]:
    """The form's fields for one thing that a rule has to be told; a moment has a day and a time."""
    asked: dict[str, Any] = {"label": one.label, "help_text": one.hint, "required": one.required}
    if one.kind in (InputKind.DATE, InputKind.MOMENT):
        day = LinkDateField(what=f"the answer to “{one.label}”", **asked)
        if one.kind is InputKind.DATE:
            return {one.name: day}
        at = TimeField(label="At what time of day?", help_text="For example 14:30 or 2:30pm", required=False)
        at.widget.attrs["width"] = 5
        return {one.name: day, time_name(one.name): at}
    if one.kind is InputKind.CHOICE:
        return {one.name: _choice(one, asked)}
    if one.kind is InputKind.NUMBER:
        return {one.name: _number(one, asked)}
    if one.kind is InputKind.MONTH:
        asked["help_text"] = asked["help_text"] or "For example 5 2014"
    field = MonthField(**asked) if one.kind is InputKind.MONTH else forms.CharField(max_length=20, **asked)
    field.widget.attrs["width"] = 10
    return {one.name: field}


def _choice(one: Input, asked: dict[str, Any]) -> forms.Field:
    words = f"Choose one of the answers to “{one.label}”"
    return forms.ChoiceField(
        choices=one.choices, widget=Radios(), error_messages={"invalid_choice": words},
        **(asked | {"required": one.required or one.default is not None}),
    )  # fmt: skip


def _number(one: Input, asked: dict[str, Any]) -> forms.Field:
    words = f"Answer “{one.label}” with a whole number from {one.least} to {one.most}"
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), words)
    return forms.IntegerField(min_value=one.least, max_value=one.most, error_messages=errors, **asked)


def plain(value: object) -> str:
    """The value as it stands in a link and as the rules read it."""
    return value.isoformat() if isinstance(value, date) else str(value)
