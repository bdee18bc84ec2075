"""The forms of the desk: a pasted link, a directed date, who holds what a split body left."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from bodies.models import Body
from bodies.web.forms import Checkboxes, InWords, NHSDateField, Radios
from bodies.web.text import MONTHS
from duties.directed_keys import DIRECTED_KEYS
from duties.working_days import NATIONS
from duties.years import FinancialYear, years_back

WEB_ADDRESS = "Paste a web address that begins with http:// or https://"


class LinkForm(InWords, forms.Form):
    """One address; nothing but http and https."""

    url = forms.URLField(
        label="Link", max_length=500, assume_scheme="https", error_messages={"invalid": WEB_ADDRESS},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if not url.lower().startswith(("http://", "https://")):
            raise forms.ValidationError(WEB_ADDRESS, code="invalid")
        return url


class WhichDuty(InWords, forms.Form):
    """Which of the likely duties the link proves."""

    page_heading = "obligation"
    obligation = forms.ChoiceField(label="Which duty does it prove?", widget=Radios)

    def __init__(
        self, *args: Any, choices: list[tuple[str, str]], hints: dict[str, str], help_text: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["obligation"]
        field.help_text = help_text
        field.choices = choices  # type: ignore[attr-defined]
        field.widget.hints = hints  # type: ignore[attr-defined]
        field.error_messages["required"] = "Choose the duty that the link proves"


class DirectedDateForm(InWords, forms.Form):
    """A date that NHS England, or another authority, set for a year."""

    key = forms.ChoiceField(
        label="What is the date for?",
        choices=[("", "Choose what it is for"), *((k.key, f"{k.title} ({k.set_by})") for k in DIRECTED_KEYS.values())],
    )
    year = forms.ChoiceField(
        label="Which financial year is it about?", help_text="The year of the accounts, plan or return"
    )
    period = forms.ChoiceField(label="Part of the year", required=False)
    due_on = NHSDateField(label="The last day allowed", what="the last day allowed", help_text="For example, 31 5 2017")
    set_by = forms.CharField(label="Who set it?", max_length=120, error_messages={"required": "Enter who set it"})
    source = forms.CharField(
        label="Where is it written?",
        max_length=300,
        help_text="Title, date and web address of the letter or guidance",
        error_messages={"required": "Enter where it is written"},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = FinancialYear.containing(today)
        years = years_back(current.next().next())
        self.fields["year"].choices = [("", "Choose a year"), *((str(y), str(y)) for y in years)]  # type: ignore[attr-defined]
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            ("", "The whole year"),
            *((f"Q{n}", f"Quarter {n}") for n in range(1, 5)),
            *((f"{n:02}", f"{date(2000, n, 1):%B}") for n in (*range(4, 13), *range(1, 4))),
        ]

    def clean_year(self) -> FinancialYear:
        return FinancialYear.parse(self.cleaned_data["year"])

    def clean(self) -> dict[str, Any]:
        """Write a month as the key within its year: April of 2016/17 is 2016-04."""
        given = self.cleaned_data
        month, year = given.get("period", ""), given.get("year")
        if month.isdigit() and year:
            given["period"] = f"{year.start_year + (int(month) < 4)}-{month}"
        return given


class HolidayForm(InWords, forms.Form):
    """A bank holiday that was proclaimed, which the table in use does not know."""

    on = NHSDateField(label="Which day is it?", what="the day of the holiday", help_text="For example, 19 9 2022")
    nations = forms.MultipleChoiceField(
        label="Where is it a bank holiday?", choices=[(nation, nation) for nation in NATIONS], widget=Checkboxes,
        error_messages={"required": "Choose where it is a bank holiday"},
        help_text="Answers to Freedom of Information requests count a holiday of any nation; the rest counts England "
        "and Wales.",
    )  # fmt: skip
    title = forms.CharField(
        label="What is it called?", max_length=80, error_messages={"required": "Enter what it is called"}
    )
    source = forms.CharField(
        label="Where is it written?", max_length=300, help_text="The proclamation, with its date and web address",
        error_messages={"required": "Enter where it is written"},
    )  # fmt: skip


class HolderForm(InWords, forms.Form):
    """Which body answers for what a split body left open."""

    holder = forms.ModelChoiceField(
        label="Which body answers for it now?", queryset=Body.objects.none(), widget=Radios,
        error_messages={"invalid_choice": "Choose one of the bodies that followed it"},
    )  # fmt: skip

    def __init__(self, *args: Any, followers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["holder"].queryset = followers  # type: ignore[attr-defined]
        self.fields["holder"].empty_label = None  # type: ignore[attr-defined]


class ReviewMonthForm(InWords, forms.Form):
    """The month by whose end a body looks at its standing reviews, and how many moves the person was shown."""

    month = forms.TypedChoiceField(
        label="By the end of which month?", coerce=int,
        choices=[(str(number), MONTHS[number - 1]) for number in (*range(4, 13), *range(1, 4))],
    )  # fmt: skip
    expected = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
