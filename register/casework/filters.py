"""What the disclosure log is narrowed to, from its address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from bodies.web.asked import LONGEST_WORDS, words_of
from casework.querysets import RequestQuerySet
from duties.years import FinancialYear
from register.casework import disclosures
from register.filters import BodyFilters


class DisclosureFilters(BodyFilters):
    """Words, bodies, and the financial year in which the request was received."""

    q = forms.CharField(
        label="Words in the title or the text", required=False, max_length=LONGEST_WORDS * 4,
        widget=forms.TextInput(attrs={"autocomplete": "off", "width": 20}),
    )  # fmt: skip
    year = forms.ChoiceField(label="Received in the financial year", required=False)

    def __init__(self, asked: Any, today: date) -> None:
        super().__init__(asked, today)
        years = disclosures.years_of(disclosures.disclosed(today))
        choices = [("", "All years"), *((str(year), str(year)) for year in years)]
        self.fields["year"].choices = choices  # type: ignore[attr-defined]

    def clean_q(self) -> str:
        return words_of(self.cleaned_data["q"])

    def narrowed(self, rows: RequestQuerySet) -> RequestQuerySet:
        """Those of the entries that are asked for."""
        self.is_valid()
        asked = self.cleaned_data
        if bodies := asked.get("body"):
            rows = rows.of_bodies(body.pk for body in bodies)
        if asked.get("year"):
            year = FinancialYear.parse(asked["year"])
            rows = rows.received_in(year.first_day, year.last_day)
        return disclosures.with_words(rows, asked["q"], self.today) if asked.get("q") else rows
