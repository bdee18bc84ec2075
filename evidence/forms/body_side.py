"""The body's side of an obligation: who does it, and why it is late."""

from __future__ import annotations

from typing import Any

from django import forms

from bodies.models import Membership
from bodies.web.forms import InWords, NHSDateField


class OwnerForm(InWords, forms.Form):
    owner = forms.ModelChoiceField(
        label="Who does this?", queryset=Membership.objects.none(), required=False, empty_label="Nobody yet"
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = members
        field.label_from_instance = lambda one: (
            one.post if one.post == one.user.name else f"{one.post}: {one.user.name}"
        )


class ExplainForm(InWords, forms.Form):
    reason = forms.CharField(
        label="Why is it not done yet?",
        max_length=4000,
        help_text="The body's own words. NHS England reads them, and the public may: do not name patients.",
        error_messages={"required": "Enter the reason"},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    expected_on = NHSDateField(
        label="When do you expect it to be done?", what="the date you expect", required=False,
        help_text="For example, 27 3 2017",
    )  # fmt: skip
