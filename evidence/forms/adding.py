"""Adding evidence: a file, a link, a statement, or something already here."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import HttpRequest
from django.utils.functional import lazy

from bodies.web.forms import InWords, NHSDateField, Radios
from evidence.files import kinds, uploads

KIND_HINTS = {
    "file": lazy(kinds.kinds_in_words, str)(),
    "link": "The address of a page or document on the web",
    "statement": "What was done, in your own words",
    "here": "Evidence that is in the tracker, for another duty or from a body that shares it with you",
}
LINK = URLValidator(
    schemes=["http", "https"], message="Enter a full web address, like https://www.example.nhs.uk/report"
)


def checked_address(url: str) -> str:
    """The address of a link, if it can be one. Raises ValidationError."""
    LINK(url)
    if urlsplit(url).username is not None:
        raise ValidationError("Enter an address without a user name or password")
    return url


class KindForm(InWords, forms.Form):
    """What somebody wants to add."""

    page_heading = "kind"
    kind = forms.ChoiceField(
        label="What do you want to add?",
        choices=[
            ("file", "A file"), ("link", "A link"), ("statement", "A statement"), ("here", "Something already here"),
        ],
        widget=Radios(hints=KIND_HINTS),
        error_messages={"required": "Choose a file, a link or a statement, or something already here"},
    )  # fmt: skip


class _AboutForm(InWords, forms.Form):
    """What every piece of evidence says of itself."""

    title = forms.CharField(
        label="Title", max_length=200, help_text="For example, “Annual report 2015/16, as published”"
    )
    about_on = NHSDateField(
        label="What date is it about?",
        what="the date it is about",
        help_text="The day of the meeting, the report or the event: not today. For example, 27 3 2017",
    )


class FileForm(_AboutForm):
    file = forms.FileField(
        label="File",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Upload the file again."},
        widget=forms.FileInput,
    )
    field_order = ["file", "title", "about_on"]

    def __init__(self, *args: Any, request: HttpRequest, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if refusal := uploads.skipped(request, "file"):
            self.fields["file"].error_messages["required"] = refusal
        self.fields["file"].help_text = f"{KIND_HINTS['file']}, up to {limit // 1024 // 1024} MB"
        self.fields["file"].widget.attrs["accept"] = kinds.accepted_endings()


class LinkForm(_AboutForm):
    url = forms.CharField(
        label="Web address",
        max_length=500,
        help_text="For example, https://www.example.nhs.uk/annual-report",
        error_messages={"required": "Enter the web address"},
        widget=forms.URLInput,
    )
    field_order = ["url", "title", "about_on"]

    def clean_url(self) -> str:
        return checked_address(self.cleaned_data["url"])


class StatementForm(_AboutForm):
    text = forms.CharField(
        label="Statement",
        max_length=20_000,
        help_text="Say what was done, when and by whom. Do not name patients.",
        widget=forms.Textarea,
    )
    field_order = ["text", "title", "about_on"]
