"""One event of a case: when, until when, with which outcome and exemptions, and why."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bodies.web.forms import Checkboxes, InWords, Radios
from bodies.web.text import date_long
from bodies.web.versions import SeenVersion
from casework.actions.events import Happening, outcomes_of, words_of
from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.exemptions import of_law, weighs_public_interest
from casework.forms.cases import ComplaintForm, day, long_words
from casework.forms.words import NoPersonalData
from casework.models import Case, CaseEvent, Complaint, InformationRequest

OUTCOME = "What was the outcome?"
# What answers an event, and can be recorded with it: of what is long past both days are known.
LEARNED = ("lessons", "action")  # of the complaint itself: the yearly report is made of them
ANSWERED_BY = {r.ASKED: r.CLARIFIED, r.NOTICE: r.PAID}


class _Questions(forms.Form):
    """Asks what an event of this kind says, in the words of the case's own law."""

    def __init__(self, *args: Any, case: Case, kind: str, today: date, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.kind, self.today = words_of(case, kind), kind, today
        self.fields["on"] = day(self.asked.when, "the day", required=True)
        if self.asked.until:
            self.fields["until_on"] = day(self.asked.until, "that day", required=True)
        if is_new and kind in ANSWERED_BY:
            self.fields["then_on"] = day(words_of(case, ANSWERED_BY[kind]).when, "that day")
            self.fields["then_on"].help_text = "Leave it empty while it has not come"
        if outcomes := outcomes_of(case, kind):
            self.fields["code"] = forms.ChoiceField(label=OUTCOME, choices=outcomes, widget=Radios())
        if isinstance(case, InformationRequest) and _names_exemptions(case, kind):
            self.fields["codes"] = _weighed() if kind == r.EXTENDED else _exemptions(case)
        if is_new:
            self._ask_what_was_learned(case)
        if self.asked.words_label:
            self.fields["words"] = long_words(self.asked.words_label, "No names of people")
            self.fields["words"].required = self.asked.words_needed
        if not is_new:
            self.fields["expected"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=case.version
            )  # fmt: skip

    def _ask_what_was_learned(self, case: Case) -> None:
        """Ask what was learned from a complaint that is responded to."""
        if self.kind == c.RESPONDED and isinstance(case, Complaint) and case.kind == c.COMPLAINT:
            for name in LEARNED:
                self.fields[name] = deepcopy(ComplaintForm.base_fields[name])
                self.fields[name].initial = getattr(case, name)


class EventForm(InWords, SeenVersion, NoPersonalData, _Questions):
    """One event."""

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError("The day must be today or earlier")
        return on

    def clean_then_on(self) -> date | None:
        """What answers it cannot come before it; the days of the other events are looked at by the action."""
        on, then_on = self.cleaned_data.get("on"), self.cleaned_data.get("then_on")
        if on is not None and then_on is not None and then_on < on:
            raise ValidationError(f"That cannot be before {date_long(on)}, the day above")
        return then_on

    @property
    def learned(self) -> dict[str, str]:
        """What the yearly report is told of a complaint, where that was asked."""
        return {name: self.cleaned_data[name] for name in LEARNED if name in self.cleaned_data}

    @property
    def happened(self) -> list[tuple[str, Happening]]:
        """What was typed, with what answered it where that was told too."""
        then_on = self.cleaned_data.get("then_on")
        answer = [(ANSWERED_BY[self.kind], Happening(on=then_on))] if then_on else []
        return [(self.kind, self.happening), *answer]

    @property
    def happening(self) -> Happening:
        """What was typed of the event itself."""
        given = self.cleaned_data
        return Happening(
            on=given["on"], until_on=given.get("until_on"), code=given.get("code", ""),
            codes=tuple(given.get("codes", ())), words=given.get("words", ""),
        )  # fmt: skip


def _names_exemptions(case: InformationRequest, kind: str) -> bool:
    """Whether exemptions are asked for: an extension under the regulations names none."""
    return kind == r.ANSWERED or (kind == r.EXTENDED and case.law == r.FOI)


def _exemptions(case: InformationRequest) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Which exceptions were used?" if case.law == r.EIR else "Which exemptions were used?",
        choices=[(one.section, one.words) for one in of_law(case.law)], required=False, widget=Checkboxes(small=True),
        help_text="Only where something was refused. The titles are recalled, to be verified",
    )  # fmt: skip


def _weighed() -> forms.MultipleChoiceField:
    """The exemptions of the Act for which the public interest is weighed: only they give more time (s10(3))."""
    return forms.MultipleChoiceField(
        label="For which exemption is the public interest weighed?",
        choices=[(one.section, one.words) for one in of_law(r.FOI) if weighs_public_interest(r.FOI, [one.section])],
        widget=Checkboxes(small=True),
        error_messages={"required": "Choose the exemption for which the public interest is weighed"},
        help_text="Absolute exemptions are left out: they give no more time. The titles are recalled, to be verified",
    )  # fmt: skip


def as_recorded(event: CaseEvent) -> dict[str, Any]:
    """What the form of an event that is there begins with."""
    return {
        "on": event.on, "until_on": event.until_on, "code": event.code, "codes": event.codes, "words": event.words
    }  # fmt: skip
