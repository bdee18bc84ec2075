"""The questions of publishing: when, why not before, why not at all, and whether the pre-election period is known."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bodies.web.forms import InWords, NHSDateField, Radios
from evidence.models import Evidence
from evidence.pre_election import Period, period_on

NOW, LATER = "now", "later"
WHY = {"choices": Evidence.Withheld.choices, "widget": Radios()}


class AtElections(InWords, forms.Form):
    """Mix in: `anyway` is there only where the day lies in a pre-election period, and then it must be ticked."""

    anyway = forms.BooleanField(
        label="Publish all the same", required=False, help_text="It is for the body to decide: this is a warning."
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.period = self.period_asked()
        if self.period is None:
            del self.fields["anyway"]

    def period_asked(self) -> Period | None:
        raise NotImplementedError

    def clean_anyway(self) -> bool:
        ticked: bool = self.cleaned_data["anyway"]
        if not ticked and self.asks_for_anyway():
            raise ValidationError("Tick “Publish all the same”, or choose another day")
        return ticked

    def asks_for_anyway(self) -> bool:
        return True


class PublishForm(AtElections):
    when = forms.ChoiceField(
        label="When?",
        choices=[(NOW, "Now"), (LATER, "From a later day")],
        initial=NOW,
        widget=Radios(hints={LATER: "An embargo: the next page asks for the day, and nobody can read it here before"}),
        error_messages={"required": "Choose when it is published"},
    )
    field_order = ["when", "anyway"]

    def period_asked(self) -> Period | None:
        return period_on(self.today)

    def asks_for_anyway(self) -> bool:
        return self.cleaned_data.get("when") == NOW


class EmbargoForm(AtElections):
    from_on = NHSDateField(
        label="From which day can anybody read it?",
        what="the day from which anybody can read it",
        help_text="It is published by itself on that day. For example, 27 3 2017",
    )
    why = forms.ChoiceField(
        label="Why not before?", error_messages={"required": "Choose why it is not published before"}, **WHY
    )
    field_order = ["from_on", "why", "anyway"]

    def period_asked(self) -> Period | None:
        field = self.fields["from_on"]
        given = field.widget.value_from_datadict(self.data, self.files, self.add_prefix("from_on"))
        try:
            day = field.clean(given) if self.is_bound else self.get_initial_for_field(field, "from_on")
        except ValidationError:
            return None
        return period_on(day) if day is not None else None

    def clean_from_on(self) -> date:
        day: date = self.cleaned_data["from_on"]
        if day <= self.today:
            raise ValidationError("The day must be in the future. To publish it today, go back and choose “Now”")
        return day


class WithholdForm(InWords, forms.Form):
    why = forms.ChoiceField(
        label="Why is it not published?", error_messages={"required": "Choose why it is not published"}, **WHY
    )
    until = NHSDateField(
        label="Until when?", what="the date until which it is held back", required=False,
        help_text="Before this day nobody can publish it. For example, 27 3 2017",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until <= self.today:
            raise ValidationError("The date until which it is held back must be in the future")
        return until

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("why") == Evidence.Withheld.FUTURE and "until" in given and given["until"] is None:
            self.add_error("until", "Enter the date from which it can be published, or choose another reason")
