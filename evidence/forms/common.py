"""What several forms of this room ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bodies.web.forms import InWords, Radios


class NotFuture:
    """Mix in: `done_on` is no later than `today`."""

    today: date

    def clean_done_on(self) -> date:
        done_on: date = self.cleaned_data["done_on"]  # type: ignore[attr-defined]
        if done_on > self.today:
            raise ValidationError("The date it was done must be today or in the past")
        return done_on


def achieved_field(help_text: str) -> forms.TypedChoiceField:
    """The question whether it was achieved, which is another one than whether it was done."""
    return forms.TypedChoiceField(
        label="Was it achieved?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=Radios(inline=True),
        help_text=help_text,
        error_messages={"required": "Say whether it was achieved"},
    )


class WhyForm(InWords, forms.Form):
    """One reason, in words."""

    why = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label, self.fields["why"].help_text = label, hint
        self.fields["why"].error_messages["required"] = "Enter the reason"
