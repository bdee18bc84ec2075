"""The day as at which the national page looks, as somebody types it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from bodies.web.forms import NHSDateField
from bodies.web.text import date_long
from duties.years import FIRST_YEAR


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
