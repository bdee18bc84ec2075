"""The questions about pieces of evidence that are here already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from bodies.web.forms import Checkboxes, InWords, NHSDateField, Radios
from duties.periods import Kind, periods_of
from duties.years import FinancialYear
from evidence.forms.adding import KIND_HINTS, FileForm, LinkForm, StatementForm


class ChosenForm(InWords, forms.Form):
    """Which pieces of evidence are meant."""

    chosen = forms.TypedMultipleChoiceField(
        label="Evidence", coerce=int, error_messages={"required": "Tick at least one piece of evidence"},
        widget=Checkboxes(),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(pk, str(pk)) for pk in choices]
        self.fields["chosen"].error_messages["invalid_choice"] = (
            "One of the pieces was withdrawn, replaced or used meanwhile. Check the list and tick again."
        )


class ConfirmForm(ChosenForm):
    """What still holds, and what was checked."""

    words = forms.CharField(
        label="What did you check?", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example, that no later version was approved. NHS England reads this.",
    )  # fmt: skip


class ReplaceKindForm(InWords, forms.Form):
    """With what a piece is replaced."""

    page_heading = "kind"
    kind = forms.ChoiceField(
        label="What do you replace it with?",
        choices=[("file", "A file"), ("link", "A link"), ("statement", "A statement")],
        widget=Radios(hints=KIND_HINTS),
        error_messages={"required": "Choose a file, a link or a statement"},
    )


class _WhyReplaced(InWords, forms.Form):
    why = forms.CharField(
        label="Why is it replaced?", max_length=4000, help_text="NHS England reads this: do not name patients.",
        error_messages={"required": "Enter the reason"}, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class ReplaceFileForm(FileForm, _WhyReplaced):
    """A newer file, and why."""


class ReplaceLinkForm(LinkForm, _WhyReplaced):
    """A newer link, and why."""


class ReplaceStatementForm(StatementForm, _WhyReplaced):
    """A newer statement, and why."""


REPLACING: dict[str, type[forms.Form]] = {
    "file": ReplaceFileForm,
    "link": ReplaceLinkForm,
    "statement": ReplaceStatementForm,
}


class PeriodForm(InWords, forms.Form):
    """A period that a piece is about: one of the list, or from day to day."""

    named = forms.ChoiceField(label="Which period is it about?", required=False)
    first_on = NHSDateField(
        label="First day", what="the first day", required=False,
        help_text="If it is none of the list. For example, 1 10 2016",
    )  # fmt: skip
    last_on = NHSDateField(label="Last day", what="the last day", required=False)

    def __init__(self, *args: Any, year: FinancialYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = [FinancialYear(start) for start in range(year.start_year + 1, year.start_year - 5, -1)]
        self.periods = {
            f"{one}-{period.number}" if kind is Kind.QUARTERLY else str(one): period
            for one in years
            for kind in (Kind.YEARLY, Kind.QUARTERLY)
            for period in periods_of(kind, one)
        }
        field: Any = self.fields["named"]
        field.choices = [
            ("", "Choose a financial year or a quarter"),
            *((value, period.words[:1].upper() + period.words[1:]) for value, period in self.periods.items()),
        ]

    def clean(self) -> None:
        given = self.cleaned_data
        named, first_on, last_on = given.get("named"), given.get("first_on"), given.get("last_on")
        if self.errors:
            return
        if named and (first_on or last_on):
            self.add_error("named", "Choose a period of the list, or give its first and last day: not both")
        elif named:
            given["first_on"], given["last_on"] = self.periods[named].first_on, self.periods[named].last_on
        elif not first_on and not last_on:
            self.add_error("named", "Choose a period, or give its first and last day")
        elif not first_on or not last_on:
            missing = "last_on" if first_on else "first_on"
            self.add_error(missing, f"Enter the {'last' if first_on else 'first'} day too")
        elif last_on < first_on:
            self.add_error("last_on", "The last day must not be before the first")

    @property
    def days(self) -> tuple[date, date]:
        return self.cleaned_data["first_on"], self.cleaned_data["last_on"]


class ShareForm(InWords, forms.Form):
    """With which body a piece is shared. `names` are those of the bodies that were found, by code."""

    body = forms.ChoiceField(
        label="Share with", widget=Radios(), error_messages={"required": "Find a body, and choose it"}
    )

    def __init__(self, *args: Any, names: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["body"]
        field.choices = [(code, f"{name} ({code})") for code, name in names.items()]
