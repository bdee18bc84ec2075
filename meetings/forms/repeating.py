"""The form of meetings that come round: the first date, the rule, the last date, and what is left out."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bodies.contacts import contact_of
from bodies.imports import cells
from bodies.models import Body
from bodies.web.forms import NHSDateField, Radios
from bodies.web.text import MONTHS, WEEKDAYS
from meetings.forms.planning import WhatForm
from meetings.models import Meeting
from meetings.repeating import MOST, Repeat, TooMany, dates_of, is_last_of_month

WEEKS = "weeks"
OFTEN = (
    ("1", "Every month, on the same weekday"),
    ("2", "Every 2 months, on the same weekday"),
    ("3", "Every 3 months, on the same weekday"),
    (WEEKS, "Every so many weeks"),
)
LONGEST_LIST = 2000
AS_LAST_TIME = ("in_public", "starts", "ends", "place", "link", "attend", "access", "ask")


class YearForm(WhatForm):
    """A year's dates, or whatever time lies between the first and the last."""

    first = NHSDateField(label="When is the first?", what="the first date", help_text="For example, 17 1 2017")
    often = forms.ChoiceField(
        label="How often?", choices=OFTEN, initial="1",
        widget=Radios(
            hints={"1": "The first date says which: a third Tuesday is followed by third Tuesdays"},
            reveals={WEEKS: "weeks"},
        ),
    )  # fmt: skip
    weeks = forms.IntegerField(
        label="How many weeks?", min_value=1, max_value=52, required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a number of weeks from 1 to 52"),
    )  # fmt: skip
    is_last = forms.BooleanField(label="Always the last such weekday of the month", required=False)
    until = NHSDateField(
        label="Until when?", what="the last day", help_text=f"No date is later than this. At most {MOST} dates at once"
    )
    leave_out = forms.CharField(
        label="Dates to leave out", required=False, max_length=LONGEST_LIST, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line, like 15/8/2017. You can leave out more on the next page",
    )  # fmt: skip
    ask_days = forms.IntegerField(
        label="How many days before are questions to be in?", min_value=0, max_value=60, required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Enter a number of days from 0 to 60"),
    )  # fmt: skip
    field_order = [
        "kind", "committee", "presents_year", "first", "often", "weeks", "is_last", "until", "leave_out", "starts",
        "ends", "place", "link", "in_public", "attend", "access", "ask", "ask_days", "partners",
    ]  # fmt: skip

    def day(self) -> date | None:
        return self.cleaned_data.get("first")

    def clean_leave_out(self) -> list[date]:
        typed = [part.strip() for part in re.split(r"[\n,;]", self.cleaned_data["leave_out"]) if part.strip()]
        try:
            return [cells.day(part) for part in typed]
        except cells.Wrong as wrong:
            raise ValidationError(str(wrong)) from None

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("often") == WEEKS and "weeks" in given and given["weeks"] is None:
            self.add_error("weeks", "Enter a number of weeks from 1 to 52")
        first, until = given.get("first"), given.get("until")
        if first is not None and given.get("is_last") and given.get("often") != WEEKS and not is_last_of_month(first):
            name, month = WEEKDAYS[first.weekday()], MONTHS[first.month - 1]
            self.add_error("is_last", f"The first date is not the last {name} of {month}: change it, or untick this")
        if first is not None and until is not None and until < first:
            self.add_error("until", "The last day must be the first date or later")
        if not self.errors:
            self._clean_days()
        return given

    def _clean_days(self) -> None:
        try:
            if not self.days():
                self.add_error("leave_out", "This leaves no date")
        except TooMany:
            self.add_error("until", f"These are more than {MOST} dates: choose an earlier day, and plan the rest later")

    @property
    def repeat(self) -> Repeat:
        """The rule that was chosen."""
        given = self.cleaned_data
        if given["often"] == WEEKS:
            return Repeat(weeks=given["weeks"])
        return Repeat(months=int(given["often"]), is_last=given["is_last"])

    def days(self) -> list[date]:
        """The dates of a valid form."""
        given = self.cleaned_data
        return dates_of(given["first"], self.repeat, given["until"], given["leave_out"])

    def typed(self) -> list[tuple[str, str]]:
        """What was typed, to be sent again by the page on which it is checked."""
        parts = ("", "_day", "_month", "_year")
        names = [f"{name}{part}" for name in self.fields for part in parts]
        return [(name, str(self.data[name])) for name in names if self.data.get(name)]


def as_last_time(body: Body) -> dict[str, Any]:
    """What need not be typed again: as at the body's latest meeting, else as it says that anybody reaches it."""
    last = Meeting.objects.filter(body=body).order_by("-on", "-pk").first()
    if last is not None:
        said = {True: "yes", False: "no", None: None}
        return {name: getattr(last, name) for name in AS_LAST_TIME} | {"in_public": said[last.in_public]}
    contact = contact_of(body)
    return {"in_public": "yes"} | ({"attend": contact.attend, "ask": contact.ask} if contact else {})
