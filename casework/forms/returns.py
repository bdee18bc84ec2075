"""The questions of returns: what the yearly complaints report says in words, and when KO41a was sent."""

from __future__ import annotations

from django import forms

from bodies.web.forms import InWords, NHSDateField
from bodies.web.versions import SeenVersion
from casework.actions.returning import LONGEST
from casework.forms.words import NoPersonalData
from casework.returns_words import COMPLAINTS, PARTS

NO_NAMES = "Nobody’s name, and nothing by which somebody could be recognised"


def part(name: str) -> forms.CharField:
    """One part of the report; it may be left empty until it is known."""
    asked = PARTS[COMPLAINTS][name]
    return forms.CharField(
        label=asked.title, help_text=f"{asked.hint}. {NO_NAMES}", required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


class ReportForm(InWords, SeenVersion, NoPersonalData):
    """The parts of the yearly complaints report that are words."""

    expected = forms.CharField(widget=forms.HiddenInput, required=False)
    subjects, importance, action = part("subjects"), part("importance"), part("action")

    @property
    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PARTS[COMPLAINTS]}


class SentForm(InWords, forms.Form):
    """When KO41a was sent."""

    page_heading = "sent_on"
    sent_on = NHSDateField(
        label="When was it sent to NHS Digital?",
        what="the day on which it was sent",
        help_text="For example, 27 3 2017",
    )
