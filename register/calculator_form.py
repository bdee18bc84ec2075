"""The form of one rule of the calculator, read from an address."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from bodies.web.forms import InWords
from duties.clocks import EventRule
from duties.explanation_words import days_in_words
from duties.inputs import BadInput, InputKind
from duties.working_days import CHECKED_YEARS
from register.calculator import Answer, work_out
from register.calculator_fields import fields_of, plain, time_name

_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)", re.ASCII)
_KNOWN = f"The bank holidays of {CHECKED_YEARS[0]} to {CHECKED_YEARS[-1]} are known here, and no others"


class CalculatorForm(InWords, forms.Form):
    """What one rule has to be told: typed into its boxes, or standing in a link as `name=value`."""

    answer: Answer | None = None

    def __init__(self, rule: EventRule, address: QueryDict | None = None) -> None:
        self.rule = rule
        self.inputs = [one for one in rule.inputs if one.on_form]
        defaults = {one.name: str(one.default) for one in self.inputs if one.default is not None}
        self.base_fields = {name: field for one in self.inputs for name, field in fields_of(one).items()}  # type: ignore[misc]
        super().__init__(None if address is None else self._filled_in(address, defaults), initial=defaults)

    def _filled_in(self, address: QueryDict, defaults: dict[str, str]) -> QueryDict:
        """What the address says, with the defaults for what it leaves out and a moment taken apart for its boxes."""
        data = address.copy()
        for name, default in defaults.items():
            if not data.get(name):
                data[name] = default
        for one in self.inputs:
            match = _MOMENT.fullmatch(data.get(one.name, "")) if one.kind is InputKind.MOMENT else None
            if match:
                data[one.name], data[time_name(one.name)] = match[1], match[2]
        return data

    def clean(self) -> dict[str, Any]:
        """Work the answer out; what the rule refuses stands at the question that it names."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            answer = work_out(self.rule, self.given())
        except BadInput as refusal:
            self._refuse(refusal.name, days_in_words(refusal.message))
            return cleaned
        if not self._leaves_the_tables(answer):
            self.answer = answer
        return cleaned

    def given(self) -> dict[str, str]:
        """What was answered, as plain values in the order of the questions; what was left out is absent."""
        found = {}
        for one in self.inputs:
            value = self.cleaned_data.get(one.name)
            if value not in (None, ""):
                at = self.cleaned_data.get(time_name(one.name))
                found[one.name] = f"{plain(value)}T{at}" if at else plain(value)
        return found

    def _refuse(self, name: str, words: str) -> None:
        if name in self.fields:
            self.add_error(name, f"“{self.fields[name].label}”: {words}")
        else:
            self.add_error(None, words[:1].upper() + words[1:])

    def _leaves_the_tables(self, answer: Answer) -> bool:
        """Refuse what would need the bank holidays of years that are not known; true where it was refused."""
        counted = [told.explanation for told in answer.parts if told.explanation.calendar]
        days = [day.on for one in counted for day in one.skipped] + [one.answer for one in counted if one.answer]
        if counted:
            days += [value for value in self.cleaned_data.values() if isinstance(value, date)]
        if all(day.year in CHECKED_YEARS for day in days):
            return False
        outside = [n for n, v in self.cleaned_data.items() if isinstance(v, date) and v.year not in CHECKED_YEARS]
        for name in outside:
            self._refuse(name, f"{_KNOWN[:1].lower()}{_KNOWN[1:]}. Enter a day in one of these years")
        if not outside:
            self.add_error(None, f"{_KNOWN}. Counting from these dates goes beyond them")
        return True


def is_asked(rule: EventRule, address: QueryDict) -> bool:
    """Whether the address answers any of the rule's questions, so that it is no longer an empty form."""
    names = {one.name for one in rule.inputs}
    return any(name in names or name.rsplit("_", 1)[0] in names for name in address)
