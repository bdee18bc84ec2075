"""The form of a body's own rules of its meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bodies.models import Body
from bodies.web.forms import InWords, NHSDateField, Radios
from bodies.web.text import date_long
from meetings.actions.ruling import SAID, too_short
from meetings.dates import GOOD_PRACTICE_DAYS
from meetings.models import MeetingRules

MOST_DAYS = 60
COUNTS = [
    ("clear_days", "Clear days: every day counts"),
    ("clear_working_days", "Clear working days: without weekends and bank holidays"),
]


def _number(label: str, most: int = MOST_DAYS, *, least: int = 1, hint: str = "") -> forms.IntegerField:
    words = f"Enter a number from {least} to {most}"
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, required=False, help_text=hint,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), words),
    )  # fmt: skip


def _count(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=COUNTS, initial="clear_days", widget=Radios(small=True))


class RulesForm(InWords, forms.Form):
    """What the standing orders do not say is left empty."""

    source = forms.CharField(label="Where do they stand?", max_length=300, help_text="For example, Standing orders 3.4")
    from_on = NHSDateField(
        label="From when do they hold?", what="the day from which they hold",
        help_text="The same day again puts right what was recorded of it. For example, 1 4 2016",
    )  # fmt: skip
    notice_days = _number(
        "Notice: how many days before the meeting?",
        least=0,
        hint="Neither the day of the notice nor that of the meeting",
    )
    notice_count = _count("How are the days of notice counted?")
    papers_days = _number("Agenda and papers: how many days before the meeting?", least=0)
    papers_count = _count("How are the days of papers counted?")
    draft_minutes = forms.ChoiceField(
        label="When are draft minutes published?", required=False,
        choices=[("", "They do not say"), *MeetingRules.Minutes.choices],
        widget=Radios(reveals={"working_days": "draft_minutes_days"}),
    )  # fmt: skip
    draft_minutes_days = _number("How many working days after the meeting?")
    ratified_days = _number("Ratified minutes: how many working days after the meeting that approves them?")
    meetings_a_year = _number("How many meetings in public a year, at least?")

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body

    def clean_from_on(self) -> date:
        day: date = self.cleaned_data["from_on"]
        if day < self.body.opened_on:
            raise ValidationError(f"The body did not exist before {date_long(self.body.opened_on)}")
        return day

    def clean_notice_days(self) -> int | None:
        return self._long_enough("notice_days")

    def clean_papers_days(self) -> int | None:
        return self._long_enough("papers_days")

    def _long_enough(self, name: str) -> int | None:
        days: int | None = self.cleaned_data[name]
        if days is not None and days < GOOD_PRACTICE_DAYS:
            raise ValidationError(too_short(self.body))
        return days

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("draft_minutes") != MeetingRules.Minutes.WORKING_DAYS:
            given["draft_minutes_days"] = None
        elif "draft_minutes_days" in given and given["draft_minutes_days"] is None:
            self.add_error("draft_minutes_days", f"Enter a number from 1 to {MOST_DAYS}")
        return given

    def said(self) -> dict[str, Any]:
        """What was answered, as the rules have it."""
        return {name: self.cleaned_data[name] for name in SAID}
