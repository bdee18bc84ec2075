"""What a meeting is, when and where; to move one, and to put one off."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bodies.models import Body
from bodies.web.forms import InWords, NHSDateField, Radios
from duties.years import FinancialYear
from meetings.forms.fields import LONGEST_TEXT, TimeOfDay, WebAddress, bodies_typed, long_text
from meetings.models import Meeting

YES_NO = {"yes": True, "no": False}


def _kinds(body: Body) -> list[tuple[str, str]]:
    """The kinds of meetings; a board's governing body is called its board."""
    names = dict(Meeting.Kind.choices)
    if body.kind == Body.Kind.ICB:
        names[Meeting.Kind.GOVERNING_BODY.value] = "Board"
    return list(names.items())


class _Times:
    """Mix in: a meeting ends after it starts."""

    def clean_times(self, given: dict[str, Any]) -> None:
        starts: time | None = given.get("starts")
        ends: time | None = given.get("ends")
        if ends is not None and "starts" in given and (starts is None or ends <= starts):
            self.add_error("ends", "The meeting must end after it starts")  # type: ignore[attr-defined]


class WhatForm(InWords, _Times, forms.Form):
    """Which meeting it is, where it is, and how to take part."""

    kind = forms.ChoiceField(
        label="What meeting is it?", widget=Radios(reveals={"other": "committee", "annual": "presents_year"})
    )
    committee = forms.CharField(label="What is the committee called?", max_length=120, required=False)
    presents_year = forms.ChoiceField(label="Which year's annual report does it present?", required=False)
    in_public = forms.ChoiceField(
        label="Is it held in public?", choices=[("yes", "Yes"), ("no", "No")], widget=Radios(inline=True)
    )
    starts = TimeOfDay(label="Starts", what="the time it starts", required=False, help_text="For example, 1:30pm")
    ends = TimeOfDay(label="Ends", what="the time it ends", required=False)
    place = forms.CharField(
        label="Place", max_length=300, required=False, help_text="With the postcode, so that people find it"
    )
    link = WebAddress(label="Link", required=False, help_text="Where it can be joined or watched")
    attend = long_text("How to attend", "The public reads this, as the next three", required=False)
    access = long_text("Access needs", "What the place offers, and whom to ask for more", required=False)
    ask = long_text("How to ask a question", required=False)
    partners = long_text(
        "Other bodies that meet jointly with yours", "One a line, by code or name. Each owes notice and minutes.",
        required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, body: Body, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body, self.today = body, today
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = _kinds(body)
        last = FinancialYear.containing(today).start_year + 1
        first = FinancialYear.containing(body.opened_on).start_year
        fields["presents_year"].choices = [
            ("", "Not known yet"), *((str(year), str(FinancialYear(year))) for year in range(last, first - 1, -1))
        ]  # fmt: skip

    def day(self) -> date | None:
        """The day of the meeting, where it is known by now."""
        raise NotImplementedError

    def clean_in_public(self) -> bool:
        return YES_NO[self.cleaned_data["in_public"]]

    def clean_presents_year(self) -> int | None:
        return int(self.cleaned_data["presents_year"]) if self.cleaned_data["presents_year"] else None

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self.clean_times(given)
        if given.get("kind") == Meeting.Kind.OTHER and "committee" in given and not given["committee"]:
            self.add_error("committee", "Enter what the committee is called")
        day = self.day()
        if day is not None and "partners" in given:
            self._clean_partners(given, day)
        return given

    def _clean_partners(self, given: dict[str, Any], day: date) -> None:
        try:
            given["partners"] = [one for one in bodies_typed(given["partners"], day, self.today) if one != self.body]
        except ValidationError as wrong:
            self.add_error("partners", wrong)

    def facts(self) -> dict[str, Any]:
        """What was answered, as facts of a meeting; what does not go with its kind is left out."""
        given = self.cleaned_data
        facts = {
            name: given[name]
            for name in ("kind", "in_public", "starts", "ends", "place", "link", "attend", "access", "ask")
        }
        is_other, is_annual = given["kind"] == Meeting.Kind.OTHER, given["kind"] == Meeting.Kind.ANNUAL
        facts["committee"] = given["committee"] if is_other else ""
        facts["presents_year"] = given["presents_year"] if is_annual else None
        return facts


class _AskBy(WhatForm):
    """One meeting, so one last day for questions."""

    ask_by = NHSDateField(
        label="Last day for questions", what="the last day for questions", required=False,
        help_text="For example, 27 3 2017",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        day, by = self.day(), given.get("ask_by")
        if day is not None and by is not None and by > day:
            self.add_error("ask_by", "The last day for questions must be the day of the meeting or earlier")
        return given

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"ask_by": self.cleaned_data["ask_by"]}


class NewForm(_AskBy):
    """One meeting more."""

    on = NHSDateField(label="When is it?", what="the day of the meeting", help_text="For example, 27 3 2017")
    announce = forms.BooleanField(
        label="Show it on the public site now", required=False, initial=True,
    )  # fmt: skip
    field_order = [
        "kind", "committee", "presents_year", "on", "starts", "ends", "place", "link", "in_public", "attend", "access",
        "ask", "ask_by", "partners", "announce",
    ]  # fmt: skip

    def day(self) -> date | None:
        return self.cleaned_data.get("on")

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"on": self.cleaned_data["on"]}


class DetailsForm(_AskBy):
    """What may be corrected of a meeting without saying why."""

    convened_on = NHSDateField(
        label="If it was called at shorter notice: when?", what="the day on which it was called", required=False,
        help_text="Only if something urgent left no time for the usual notice",
    )  # fmt: skip
    field_order = [
        "kind", "committee", "presents_year", "starts", "ends", "place", "link", "in_public", "attend", "access", "ask",
        "ask_by", "convened_on", "partners",
    ]  # fmt: skip

    def __init__(self, *args: Any, meeting: Meeting, today: date, **kwargs: Any) -> None:
        self.meeting = meeting
        initial = {name: getattr(meeting, name) for name in self.base_fields if hasattr(meeting, name)} | {
            "in_public": {True: "yes", False: "no", None: None}[meeting.in_public],
            "partners": "\n".join(one.body.code for one in meeting.joint.all()),
            "presents_year": meeting.presents_year or "",
        }
        super().__init__(*args, initial=initial, body=meeting.body, today=today, **kwargs)

    def day(self) -> date | None:
        return self.meeting.on

    def clean_convened_on(self) -> date | None:
        day: date | None = self.cleaned_data["convened_on"]
        if day is not None and day > self.meeting.on:
            raise ValidationError("The day on which it was called must be the day of the meeting or earlier")
        return day

    def facts(self) -> dict[str, Any]:
        return super().facts() | {"convened_on": self.cleaned_data["convened_on"]}


class MoveForm(InWords, _Times, forms.Form):
    """Another day, or another time."""

    on = NHSDateField(label="What is the new day?", what="the new day", help_text="For example, 27 3 2017")
    starts = TimeOfDay(label="Starts", what="the time it starts", required=False, help_text="For example, 1:30pm")
    ends = TimeOfDay(label="Ends", what="the time it ends", required=False)
    why = forms.CharField(
        label="Why is it moved?", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="If the meeting is on the public site, the public reads this: name no patients or staff.",
        error_messages={"required": "Enter the reason"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self.clean_times(given)
        return given
