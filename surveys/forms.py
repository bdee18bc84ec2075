"""The forms of a survey: what a body says of one office, and what an administrator keeps of the questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django import forms

from bodies.web.forms import InWords, NHSDateField, Radios
from duties.years import FinancialYear
from surveys.actions.answering import Said
from surveys.models import Question
from surveys.words import SCALE_NAMES, choices_of

LONGEST_COMMENT = 3000


class OfficeForm(InWords, forms.Form):
    """What a body says of one office. Each question may be left out."""

    comment = forms.CharField(
        label="What would you like to add?", required=False, max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Write no names of people, and nothing by which somebody, or your body, can be recognised.",
    )  # fmt: skip
    may_be_told = forms.BooleanField(
        label="Anybody may read this comment, without our name, once the survey has closed", required=False,
        help_text="Without this tick nobody but you can read it.",
    )  # fmt: skip

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for one in questions:
            self.fields[_name(one.pk)] = forms.ChoiceField(
                label=one.text, required=False, choices=choices_of(one.scale), widget=Radios(small=True),
                error_messages={"invalid_choice": "Choose one of the answers, or none"},
            )  # fmt: skip

    @staticmethod
    def first(said: Said) -> dict[str, Any]:
        """What the form shows of what was said before."""
        values = {_name(question): str(value) for question, value in said.values.items()}
        return {**values, "comment": said.comment, "may_be_told": said.may_be_told}

    def said(self) -> Said:
        """What the form says; only of a valid one."""
        given = {one.pk: self.cleaned_data[_name(one.pk)] for one in self.questions}
        values = {question: int(value) for question, value in given.items() if value != ""}
        return Said(values, self.cleaned_data["comment"].strip(), self.cleaned_data["may_be_told"])

    def sections(self) -> Iterator[tuple[str, list[Any]]]:
        """The questions as they are drawn: each section with its fields."""
        for section, rows in groupby(self.questions, key=lambda one: one.section):
            yield section, [self[_name(one.pk)] for one in rows]


class DaysForm(InWords, forms.Form):
    """From when to when a survey can be answered."""

    opens_on = NHSDateField(label="When does it open?", what="the day it opens")
    closes_on = NHSDateField(
        label="What is its last day?", what="its last day", help_text="Results are told from the day after"
    )


class StartForm(DaysForm):
    """A survey about another year."""

    year = forms.TypedChoiceField(
        label="Which financial year is it about?", coerce=FinancialYear.parse, widget=Radios()
    )
    field_order = ("year", "opens_on", "closes_on")

    def __init__(self, *args: Any, years: Sequence[FinancialYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["year"]
        choice.choices = [(str(year), str(year)) for year in years]


class SurveyForm(DaysForm):
    """The head of a questionnaire, and its days."""

    title = forms.CharField(label="Title", max_length=120)
    intro = forms.CharField(
        label="What is it about?", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    field_order = ("title", "intro", "opens_on", "closes_on")


class ClosingForm(InWords, forms.Form):
    """Another last day of an open survey."""

    closes_on = NHSDateField(
        label="What is its last day?", what="its last day", help_text="Today or later; results are told the day after"
    )


class QuestionForm(InWords, forms.Form):
    """One question."""

    section = forms.CharField(label="Section", max_length=80, help_text="A section that is there already, or a new one")
    text = forms.CharField(
        label="Question", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Short, neutral, and about one thing. It is asked about each office",
    )  # fmt: skip
    scale = forms.ChoiceField(label="How is it answered?", choices=list(SCALE_NAMES.items()), widget=Radios())


def _name(question: int) -> str:
    """The name of a question's field."""
    return f"question-{question}-value"
