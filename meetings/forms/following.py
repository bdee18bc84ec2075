"""What somebody who wants letters is asked."""

from __future__ import annotations

from django import forms

from bodies.web.forms import InWords

LONGEST = 254  # characters, RFC 5321 section 4.5.3.1.3
HOW = "Enter an e-mail address, like name@example.org"


class SubscribeForm(InWords, forms.Form):
    address = forms.EmailField(
        label="E-mail address", max_length=LONGEST, widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": HOW, "invalid": HOW},
    )  # fmt: skip
