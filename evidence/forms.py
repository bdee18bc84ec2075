"""The questions of this room. What is refused comes back with words that say what to do, and with what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import HttpRequest
from django.utils.functional import lazy

from bodies.models import Membership
from bodies.web.forms import Checkboxes, InWords, NHSDateField, Radios
from duties.models import Obligation
from evidence import kinds, uploads

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


class NotFuture:
    """Mix in: `done_on` is no later than `today`."""

    today: date

    def clean_done_on(self) -> date:
        done_on: date = self.cleaned_data["done_on"]  # type: ignore[attr-defined]
        if done_on > self.today:
            raise ValidationError("The date it was done must be today or in the past")
        return done_on


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


class DoneForm(NotFuture, InWords, forms.Form):
    """When it was done, and whether it was achieved where that is another question."""

    done_on = NHSDateField(
        label="When was it done?",
        what="the date it was done",
        help_text="The day it was done, not the day you send it in. For example, 27 3 2017",
    )
    achieved = achieved_field(
        "Done and achieved are two facts: accounts can be in on time and show that a limit was passed."
    )
    note = forms.CharField(
        label="Note", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Anything that helps who reads it.",
    )  # fmt: skip

    def __init__(self, *args: Any, obligation: Obligation, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not obligation.duty.asks_achieved:
            del self.fields["achieved"]


class ManyForm(NotFuture, InWords, forms.Form):
    """Which duties are confirmed, and one day for all."""

    chosen = forms.TypedMultipleChoiceField(
        label="Duties", coerce=int, error_messages={"required": "Tick at least one duty"}, widget=Checkboxes()
    )
    done_on = NHSDateField(
        label="When were they done?",
        what="the date they were done",
        help_text="One date for all that you tick. For example, 27 3 2017",
    )

    def __init__(self, *args: Any, choices: Iterable[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["chosen"].choices = [(pk, str(pk)) for pk in choices]
        self.fields["chosen"].error_messages["invalid_choice"] = (
            "One of the duties was settled or sent in meanwhile. Check the list and tick again."
        )


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


class WhyForm(InWords, forms.Form):
    """One reason, in words."""

    why = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label, self.fields["why"].help_text = label, hint
        self.fields["why"].error_messages["required"] = "Enter the reason"


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
