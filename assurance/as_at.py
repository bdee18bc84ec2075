"""The day as at which a page looks, as somebody types it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from bodies.web.dates import DateParts
from bodies.web.forms import NHSDateField
from bodies.web.text import date_long
from duties.years import FIRST_YEAR

BOXES = tuple(f"on_{part}" for part in DateParts._fields)


class AsAtForm(forms.Form):
    """A day that has come. `today` is the domain's day."""

    on = NHSDateField(label="As at", what="the day as at which to look")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(f"Enter a day that has come: today is {date_long(self.today)}")
        if day < FIRST_YEAR.first_day:
            raise forms.ValidationError(
                f"Enter {date_long(FIRST_YEAR.first_day)} or a later day: there were no groups before"
            )
        return day


def typed(address: Mapping[str, str], day: date, today: date) -> tuple[AsAtForm, date | None]:
    """The boxes to show, and the day that was typed into them: today where they were emptied, none where an address has
    no boxes, or what stands in them is no day that has come. Then the form is bound, and says so.
    """
    parts = [address[box] for box in BOXES if box in address]
    if not parts:
        return AsAtForm(initial={"on": DateParts.of(day)}, today=today), None
    form = AsAtForm(address, today=today)
    if not any(parts):
        return form, today
    return form, form.cleaned_data["on"] if form.is_valid() else None
