"""What a list of meetings is narrowed to, from its address."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q

from bodies.models import Office
from bodies.web.asked import LONGEST_WORDS, words_of
from meetings.models import Meeting, Paper, Partner
from meetings.querysets import MeetingQuerySet
from register.filters import BodyFilters
from register.meetings.searching import with_words

_DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d %m %Y"]


def _day(label: str, what: str) -> forms.DateField:
    return forms.DateField(
        label=f"{label}, like 27/3/2017", required=False, input_formats=_DAYS,
        widget=forms.DateInput(attrs={"autocomplete": "off", "width": 10}),
        error_messages={"invalid": f"Enter {what}, like 27/3/2017"},
    )  # fmt: skip


class PlaceFilters(BodyFilters):
    """Where: a region, or bodies by name or code."""

    region = forms.ChoiceField(label="Region", required=False)

    def __init__(self, asked: Any, today: date) -> None:
        super().__init__(asked, today)
        regions = Office.objects.filter(kind=Office.Kind.REGION).order_by("name")
        self.offices = {office.code: office for office in regions}
        choices = [("", "All regions"), *((code, office.name) for code, office in self.offices.items())]
        self.fields["region"].choices = choices  # type: ignore[attr-defined]

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
