"""The form that opens a duty by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from bodies.models import Body
from bodies.web.forms import InWords, NHSDateField
from duties.event_dates import Gives, gives
from duties.events import version_in_force
from duties.models import DutyRule

OPENED_BY_HAND = ("by hand", "rolling")


class OpenByHand(InWords, forms.Form):
    """A duty that nothing opens by itself: which, when it happened, for what, and the day that the record gives."""

    duty = forms.ChoiceField(label="Duty")
    event_on = NHSDateField(
        label="When did it happen?", what="the date it happened",
        help_text="The day of the request, report, award, incident or last publication. For example, 27 3 2017",
    )  # fmt: skip
    subject = forms.CharField(
        label="What is it about?", max_length=120,
        help_text="For example, “Closure of the walk-in centre in Amersham”. The public may see this: "
        "name no patient, and nobody who complained.",
    )  # fmt: skip
    due_on = NHSDateField(
        label="By when must it be done?", what="the date by which it must be done", required=False,
        help_text="The day that the request, direction or report gives. Leave this empty if none is given, or if the "
        "duty's rule works the day out: the next page shows it.",
    )  # fmt: skip

    def __init__(self, *args: Any, body: Body, rules: list[DutyRule], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body, self.rules, self.today = body, rules, today
        names = {_key(rule): name_of(rule) for rule in rules}
        self.fields["duty"].choices = [("", "Choose a duty"), *names.items()]  # type: ignore[attr-defined]

    def clean_event_on(self) -> date:
        event_on: date = self.cleaned_data["event_on"]
        if event_on > self.today:
            raise forms.ValidationError("The date it happened must be today or in the past")
        if not self.body.is_open(event_on):
            raise forms.ValidationError(f"{self.body.name} did not exist on that day. Check the date it happened")
        return event_on

    def clean(self) -> dict[str, Any]:
        """Find the version of the rule that was in force on the day of the event."""
        given = self.cleaned_data
        if {"duty", "event_on"} <= given.keys():
            day = given["event_on"]
            given["rule"] = version_in_force([rule for rule in self.rules if _key(rule) == given["duty"]], day)
            if given["rule"] is None:
                self.add_error("event_on", "This duty did not apply on that day. Check the date")
            elif given.get("due_on"):
                self._check_due(given["rule"], day, given["due_on"])
        return given

    def _check_due(self, rule: DutyRule, event_on: date, due_on: date) -> None:
        if gives(rule.code) is Gives.RULE:
            self.add_error("due_on", "Leave this empty: the rule of this duty works the day out")
        elif due_on < event_on:
            self.add_error("due_on", "The date by which it must be done cannot be before it happened")


def _key(rule: DutyRule) -> str:
    return f"{rule.duty_id}:{rule.step}"


def name_of(rule: DutyRule) -> str:
    """The duty's title with the step, where there are several."""
    return f"{rule.duty.title}: {rule.step}" if rule.step else rule.duty.title
