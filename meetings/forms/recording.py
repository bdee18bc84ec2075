"""The questions about a meeting's notice and its agenda, and about what the public asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bodies.web.forms import InWords, NHSDateField, Radios
from evidence.forms.adding import checked_address
from meetings.forms.fields import long_text
from meetings.forms.happened import lines_of
from meetings.models import Meeting

MOST_ITEMS = 60


class NoticeForm(InWords, forms.Form):
    """When and where notice of the meeting was published."""

    on = NHSDateField(
        label="On which day was notice published?", what="the day on which notice was published",
        help_text="For example, 27 3 2017",
    )  # fmt: skip
    where = forms.CharField(
        label="Where?", max_length=500, required=False,
        help_text="A web address, or words, such as “At the offices and in the library”",
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Meeting, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting, self.today = meeting, today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError("The day on which notice was published must be today or earlier")
        if on > self.meeting.on:
            raise ValidationError("Notice is published on the day of the meeting or before")
        return on

    def clean_where(self) -> str:
        where: str = self.cleaned_data["where"]
        return checked_address(where) if where.lower().startswith(("http:", "https:")) else where


class ItemsForm(InWords, forms.Form):
    """New items of the agenda, at the end of their part."""

    titles = long_text("Add items", "One a line, in their order", rows=4)
    part = forms.ChoiceField(
        label="Which part?", choices=[("1", "Part 1, in public"), ("2", "Part 2, in private")], initial="1",
        widget=Radios(hints={"2": "Nobody outside the body ever sees these"}, inline=False),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["titles"].error_messages["required"] = "Enter at least one item"

    def clean_titles(self) -> list[str]:
        return lines_of(self.cleaned_data["titles"], most=MOST_ITEMS, longest=300)


class ItemForm(InWords, forms.Form):
    """One item of the agenda."""

    title = forms.CharField(label="Title", max_length=300)
    summary = long_text("Summary", "What it is about, in a few lines", rows=3, required=False)
    part = forms.ChoiceField(
        label="Which part?", choices=[("1", "Part 1, in public"), ("2", "Part 2, in private")],
        widget=Radios(hints={"2": "Nobody outside the body ever sees these"}),
    )  # fmt: skip


class QuestionForm(InWords, forms.Form):
    """A question that a member of the public asked, and its answer."""

    question = long_text("Question", "Without the name of who asked it", rows=4)
    answer = long_text("Answer", "Leave it empty until there is one", rows=4, required=False)
    answered_on = NHSDateField(
        label="When was it answered?", what="the day of the answer", required=False,
        help_text="For example, 27 3 2017",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> None:
        given = self.cleaned_data
        answered_on = given.get("answered_on")
        if answered_on is not None and not given.get("answer"):
            self.add_error("answer", "Enter the answer, or leave its day empty")
        elif answered_on is not None and answered_on > self.today:
            self.add_error("answered_on", "The day of the answer must be today or earlier")
