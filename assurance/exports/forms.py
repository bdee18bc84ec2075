"""The form of an export: what, of which year, region and theme, as at which day, as which file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from assurance.exports.asked import QUARTERS, Asked
from assurance.exports.kinds import Kind, kinds
from assurance.heat import THEMES
from assurance.models import Export
from bodies.web.forms import InWords, NHSDateField, Radios
from duties.years import FinancialYear, years_back

Options = list[tuple[str, str]]


class ExportForm(InWords, forms.Form):
    """What somebody wants to have made."""

    what = forms.ChoiceField(label="What do you want to take away?", widget=Radios)
    quarter = forms.ChoiceField(label="Part of the year", required=False)
    year = forms.ChoiceField(
        label="Financial year", help_text="Obligations and rounds by the year in which they fall due; flags by the day."
    )
    region = forms.ChoiceField(label="Region", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    as_at = NHSDateField(
        label="As at", what="the day as at which it is shown", required=False,
        help_text="Today if you leave it empty. An earlier day shows what was opened, sent in, done and decided by "
        "then; due dates, owners and reasons are those known today.",
    )  # fmt: skip
    form = forms.ChoiceField(label="As which file?", choices=Export.Form, initial="xlsx", widget=Radios(inline=True))

    def __init__(self, *args: Any, today: date, regions: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today, this_year = today, FinancialYear.containing(today)
        offered = kinds().values()
        what = self.fields["what"]
        what.choices = [(kind.name, kind.title) for kind in offered]  # type: ignore[attr-defined]
        what.widget.hints = {kind.name: kind.hint for kind in offered}
        what.widget.reveals = {kind.name: "quarter" for kind in offered if kind.takes_quarter}
        years = [str(year) for year in years_back(this_year.next())]
        self._choose("year", [(year, year) for year in years])
        self.fields["year"].initial = str(this_year)
        self._choose("quarter", [("", "The whole year"), *((key, f"Quarter {key[1:]}") for key in QUARTERS)])
        self._choose("theme", [("", "All duties"), *((theme.slug, theme.title) for theme in THEMES)])
        self._choose("region", [("", "All that you reach"), *regions])
        if not regions:
            del self.fields["region"]

    def _choose(self, name: str, options: Options) -> None:
        self.fields[name].choices = options  # type: ignore[attr-defined]

    def clean_as_at(self) -> date:
        day: date = self.cleaned_data["as_at"] or self._today
        if day > self._today:
            raise forms.ValidationError("The day as at which it is shown must be today or earlier")
        return day

    @property
    def kind(self) -> Kind:
        return kinds()[self.cleaned_data["what"]]

    @property
    def asked(self) -> Asked:
        """What was asked, once the form is valid. A quarter counts only for what can be asked of one."""
        given = self.cleaned_data
        quarter = given["quarter"] if self.kind.takes_quarter else ""
        year = FinancialYear.parse(given["year"])
        return Asked(year, given["as_at"], given.get("region", ""), given["theme"], quarter)
