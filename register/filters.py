"""What the address of a public list narrows it to. Every answer may be left out; what is wrong narrows nothing."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms

from bodies.models import Body
from bodies.web.asked import LONGEST_WORDS, code_of, words_of
from bodies.web.forms import InWords

MOST_BODIES = 50  # of one search for a name


class BodyFilters(InWords, forms.Form):
    """Bodies, by name or code."""

    body = forms.CharField(
        label="Body, by name or code", required=False, max_length=LONGEST_WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "width": 20}),
    )  # fmt: skip

    def __init__(self, asked: Any, today: date) -> None:
        super().__init__(asked, auto_id="filter-%s")
        self.today = today

    def clean_body(self) -> list[Body]:
        """The bodies meant: the one with this code, else those whose name holds every word."""
        typed = words_of(self.cleaned_data["body"])
        if not typed:
            return []
        known = Body.objects.known(self.today)
        bodies = list(known.filter(code=code_of(typed))) or list(known.search(typed)[:MOST_BODIES])
        if not bodies:
            raise forms.ValidationError("No body has this name or code. Use fewer words, or the code, like 10H")
        return bodies

    @property
    def given(self) -> dict[str, str]:
        """What the address says of this form, as it was typed."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}

    @property
    def is_asked(self) -> bool:
        return bool(self.given)

    def query(self, **more: str) -> str:
        """The question of an address with these filters, from its mark; empty without any."""
        asked = urlencode({name: value for name, value in (self.given | more).items() if value})
        return f"?{asked}" if asked else ""
