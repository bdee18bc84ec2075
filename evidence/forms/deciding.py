"""What NHS England decides: that a duty does not apply, that a later date is agreed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bodies.web.forms import InWords, NHSDateField, Radios


class DecideNotApplicableForm(InWords, forms.Form):
    agree = forms.ChoiceField(
        label="Do you agree that it does not apply?",
        choices=[("yes", "Yes, it does not apply"), ("no", "No, it applies")],
        widget=Radios(hints={"yes": "It is closed, with the reason on its page", "no": "It stays due"}),
        error_messages={"required": "Say whether you agree"},
    )
    why = forms.CharField(
        label="Why?", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Needed if you do not agree. The body reads this.",
    )  # fmt: skip

    @property
    def agrees(self) -> bool:
        return self.cleaned_data.get("agree") == "yes"

    def clean(self) -> None:
        if self.cleaned_data.get("agree") == "no" and not self.cleaned_data.get("why"):
            self.add_error("why", "Say why it applies")


class LaterDateForm(InWords, forms.Form):
    due_on = NHSDateField(label="What is the later date?", what="the later date", help_text="For example, 27 3 2017")
    agreed_by = forms.CharField(
        label="Who agreed it?", max_length=120, help_text="A post and an office.",
        error_messages={"required": "Enter who agreed it"},
    )  # fmt: skip

    def __init__(self, *args: Any, due_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_due_on = due_on

    def clean_due_on(self) -> date:
        later: date = self.cleaned_data["due_on"]
        if later <= self.was_due_on:
            raise ValidationError("The later date must be after the date it has now")
        return later
