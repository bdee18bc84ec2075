"""Why a case was late, whether a disclosure is published, and the entries of a body's own lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from bodies.web.forms import InWords, Radios
from casework import words
from casework.forms.cases import long_words
from casework.forms.words import NoPersonalData

LINK = URLValidator(schemes=["http", "https"], message="Enter a full web address, like https://www.example.nhs.uk/foi")


class LatenessForm(InWords, NoPersonalData, forms.Form):
    """Why a case is, or was, late."""

    reason = forms.ChoiceField(label="What was the main reason?", choices=words.LATE_REASONS, widget=Radios())
    late_words = long_words("In your own words", "No names of people")


class DisclosureForm(InWords, NoPersonalData, forms.Form):
    """What anybody may read of a disclosure."""

    title = forms.CharField(label="Title", max_length=200, help_text="Public words: what was asked for")
    text = long_words("What was asked, and what was disclosed", "Anybody can read this at once", rows=8)
    link = forms.CharField(
        label="Where can it be read?", max_length=500, required=False, widget=forms.URLInput(),
        help_text="The address of the document on your website, if there is one",
    )  # fmt: skip

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"].strip()
        if link:
            LINK(link)
        return link

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not (given.get("text") or given.get("link")):
            raise ValidationError("Describe what was disclosed, or give the address at which it can be read")
        return given


class WithholdForm(InWords, forms.Form):
    """Why a disclosure is not published."""

    why = forms.ChoiceField(label="Why is it not published?", choices=words.NOT_PUBLISHED, widget=Radios())


class TermForm(InWords, NoPersonalData, forms.Form):
    """One entry for one of a body's lists."""

    list = forms.ChoiceField(label="Which list?", widget=forms.Select())
    name = forms.CharField(label="New entry", max_length=80, help_text="Never a person’s name")

    def __init__(self, *args: Any, lists: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["list"]
        choice.choices = [(name, words.LISTS[name][0]) for name in lists]
