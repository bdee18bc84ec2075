"""The form of a person's choice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from bodies.models import MailChoice
from bodies.web.forms import InWords, NHSDateField, Radios

LONGEST_PAUSE = timedelta(days=366)


class ChoiceForm(InWords, forms.Form):
    """How often, and whether mail is paused."""

    frequency = forms.ChoiceField(
        label="How often do you want mail?", choices=MailChoice.Frequency.choices, widget=Radios
    )
    paused_until = NHSDateField(
        label="No mail until", what="the last day without mail", required=False,
        help_text="If you are away, the last day on which you want none. Leave it empty otherwise.",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_paused_until(self) -> date | None:
        """A pause has an end that is not far away; a day that has passed is none."""
        day: date | None = self.cleaned_data["paused_until"]
        if day is None or day < self.today:
            return None
        if day > self.today + LONGEST_PAUSE:
            raise forms.ValidationError("The last day without mail must be within a year", code="far")
        return day
