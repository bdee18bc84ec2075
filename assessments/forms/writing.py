"""The questions of writing an assessment: those of its own framework, and of what the law has it look at."""

from __future__ import annotations

from typing import Any

from django import forms

from assessments.actions import Judged, version_of
from assessments.actions.common import LONGEST
from assessments.frameworks import PERIODS, Scale, framework_of
from assessments.models import Assessment
from bodies.web.forms import Checkboxes, InWords, Radios
from bodies.web.versions import SeenVersion
from duties.years import FinancialYear

NONE_FITS = "None of these words: the reasons say it"
PERIOD_WORDS = {"": "The whole year", "Q1": "Quarter 1", "Q2": "Quarter 2", "Q3": "Quarter 3", "Q4": "Quarter 4"}


def long_words(label: str, hint: str = "", *, rows: int = 4, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class BeginForm(InWords, forms.Form):
    """For which year or quarter."""

    year = forms.ChoiceField(label="Which financial year?")
    period = forms.ChoiceField(label="The whole year, or a quarter?", required=False, widget=Radios())

    def __init__(self, *args: Any, years: list[FinancialYear], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given: Any = self.fields["year"]
        given.choices = [(str(year), f"{year}: {_framework(year)}") for year in years]
        period: Any = self.fields["period"]
        period.choices = [(key, PERIOD_WORDS[key]) for key in PERIODS]


def _framework(year: FinancialYear) -> str:
    found = framework_of(year.start_year)
    return found.name if found else "no framework"


class _Questions(forms.Form):
    """The questions of one assessment, by its framework."""

    expected = forms.CharField(widget=forms.HiddenInput, required=False)
    summary = long_words(
        "Summary", "What is strong, and what should improve. Anybody can read it once published", rows=6
    )

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        self.assessment, self.sheet = assessment, assessment.sheet
        super().__init__(*args, initial=self._as_it_stands(), **kwargs)
        self.has_headline = self.sheet.headline is not None
        if self.sheet.headline is not None:
            self.fields["headline"] = _choice(self.sheet.headline, self.sheet.headline_name)
        for unit in self.sheet.units:
            if unit.scale.values:
                self.fields[f"value_{unit.slug}"] = _choice(unit.scale, f"What was judged of “{unit.name}”?")
            self.fields[f"why_{unit.slug}"] = long_words(f"Reasons for “{unit.name}”")
        for one in assessment.must_look_at:
            section = f"Section {one.section}. " if one.section else ""
            self.fields[f"look_{one.slug}"] = long_words(one.name, f"{section}What did you find?", rows=3)

    def _as_it_stands(self) -> dict[str, str]:
        one = self.assessment
        found = {"expected": version_of(one), "headline": one.headline, "summary": one.summary}
        for judged in one.judgements.all():
            found |= {f"value_{judged.unit}": judged.value, f"why_{judged.unit}": judged.rationale}
        return found | {f"look_{slug}": words for slug, words in one.looked_at.items()}


class WriteForm(InWords, SeenVersion, _Questions):
    """Everything that is judged, by the framework in force; what is not known yet may be left out until it is."""

    @property
    def unit_fields(self) -> list[tuple[str, list[str]]]:
        """By unit the names of its questions, for the page."""
        names = [(unit.name, [f"value_{unit.slug}", f"why_{unit.slug}"]) for unit in self.sheet.units]
        return [(name, [field for field in fields if field in self.fields]) for name, fields in names]

    @property
    def look_fields(self) -> list[str]:
        return [name for name in self.fields if name.startswith("look_")]

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as `actions.write` takes it."""
        given = self.cleaned_data
        judged = {
            unit.slug: Judged(given.get(f"value_{unit.slug}", ""), given[f"why_{unit.slug}"])
            for unit in self.sheet.units
        }
        return {
            "headline": given.get("headline", ""), "summary": given["summary"], "judged": judged,
            "looked_at": {one.slug: given[f"look_{one.slug}"] for one in self.assessment.must_look_at},
            "expected": given["expected"],
        }  # fmt: skip


def _choice(scale: Scale, label: str) -> forms.ChoiceField:
    """The words of one scale, in the order of their source."""
    choices = [(value.key, value.word) for value in scale.values]
    if not scale.is_whole:
        choices.append(("", NONE_FITS))
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=Radios(), help_text=scale.note)


class EvidenceForm(InWords, forms.Form):
    """Which evidence was looked at."""

    pieces = forms.MultipleChoiceField(label="Which evidence did you look at?", required=False, widget=Checkboxes())

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given: Any = self.fields["pieces"]
        given.choices = choices
