"""What a list of meetings is narrowed to, from its address."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef, Q

from bodies.models import Body, Office
from bodies.web.asked import LONGEST_WORDS, code_of, words_of
from bodies.web.forms import InWords
from meetings.models import Meeting, Paper, Partner
from meetings.querysets import MeetingQuerySet
from register.meetings.searching import with_words

MOST_BODIES = 50  # of one search for a name
_DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y"]


def _day(label: str, what: str) -> forms.DateField:
    return forms.DateField(
        label=f"{label}, like 27/3/2017", required=False, input_formats=_DAYS,
        widget=forms.DateInput(attrs={"autocomplete": "off", "width": 10}),
        error_messages={"invalid": f"Enter {what}, like 27/3/2017"},
    )  # fmt: skip


class PlaceFilters(InWords, forms.Form):
    """Where: a region, or bodies by name or code. Every answer may be left out, and what is wrong narrows nothing."""

    region = forms.ChoiceField(label="Region", required=False)
    body = forms.CharField(
        label="Body, by name or code", required=False, max_length=LONGEST_WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "width": 20}),
    )  # fmt: skip

    def __init__(self, asked: Any, today: date) -> None:
        super().__init__(asked, auto_id="filter-%s")
        self.today = today
        regions = Office.objects.filter(kind=Office.Kind.REGION).order_by("name")
        self.offices = {office.code: office for office in regions}
        choices = [("", "All regions"), *((code, office.name) for code, office in self.offices.items())]
        self.fields["region"].choices = choices  # type: ignore[attr-defined]

    def clean_body(self) -> list[Body]:
        """The bodies meant: the one with this code, else those whose name holds every word."""
        typed = words_of(self.cleaned_data["body"])
        if not typed:
            return []
        known = Body.objects.known(self.today)
        bodies = list(known.filter(code=code_of(typed))) or list(known.search(typed)[:MOST_BODIES])
        if not bodies:
            raise forms.ValidationError("No body has this name or code. Use fewer words, or the code, like 10H")
        return bodies

    @property
    def given(self) -> dict[str, str]:
        """What the address says of this form, as it was typed."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}

    @property
    def is_asked(self) -> bool:
        return bool(self.given)

    def query(self, **more: str) -> str:
        """The question of an address with these filters, from its mark; empty without any."""
        asked = urlencode({name: value for name, value in (self.given | more).items() if value})
        return f"?{asked}" if asked else ""

    def narrowed(self, rows: MeetingQuerySet) -> MeetingQuerySet:
        """Those of the meetings that are asked for."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("region"):
            rows = rows.in_office(self.offices[asked["region"]], self.today)
        if bodies := asked.get("body"):
            joint = Partner.objects.filter(meeting=OuterRef("pk"), body__in=bodies)
            rows = rows.filter(Q(body__in=bodies) | Exists(joint))
        return rows


class MeetingFilters(PlaceFilters):
    """All that the national list may be narrowed to."""

    kind = forms.ChoiceField(
        label="Kind of meeting", required=False, choices=[("", "All kinds"), *Meeting.Kind.choices]
    )
    since = _day("From", "the first day")
    until = _day("To", "the last day")
    q = forms.CharField(
        label="Words in the title, the agenda or a published paper", required=False, max_length=LONGEST_WORDS * 4,
        widget=forms.TextInput(attrs={"autocomplete": "off", "width": 20}),
    )  # fmt: skip
    papers = forms.BooleanField(label="With published papers", required=False)
    private = forms.BooleanField(label="With a private part (Part 2)", required=False)

    def clean_q(self) -> str:
        return words_of(self.cleaned_data["q"])

    def clean_until(self) -> date | None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data["until"]
        if since and until and until < since:
            raise forms.ValidationError("Enter a last day that is not before the first day")
        return until

    def narrowed(self, rows: MeetingQuerySet) -> MeetingQuerySet:
        rows = super().narrowed(rows)
        asked, today = self.cleaned_data, self.today
        if asked.get("kind"):
            rows = rows.filter(kind=asked["kind"])
        if asked.get("since"):
            rows = rows.filter(on__gte=asked["since"])
        if asked.get("until"):
            rows = rows.filter(on__lte=asked["until"])
        if asked.get("papers"):
            papers = Paper.objects.published(today).filter(meeting=OuterRef("pk"), role=Paper.Role.PAPER)
            rows = rows.filter(Exists(papers))
        if asked.get("private"):
            # Whether there was one is part of the record: it is not asked before the record is public.
            rows = rows.filter(had_part2=True, record_on__lte=today)
        return with_words(rows, asked["q"], today) if asked.get("q") else rows
