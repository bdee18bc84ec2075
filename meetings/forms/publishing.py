"""When something of a meeting was published: now, or before on the body's own site; and why it was late."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bodies.web.forms import InWords, NHSDateField, Radios
from evidence.forms.publishing import AtElections
from evidence.pre_election import Period, period_on
from meetings.forms.fields import TimeOfDay, long_text

NOW, BEFORE = "now", "before"


class WhenForm(AtElections):
    """When, and what goes with it. `late`: what is published now is late; `ratifies`: who approved it is asked."""

    when = forms.ChoiceField(
        label="When was it published?",
        choices=[(NOW, "Now, here"), (BEFORE, "Before, on our own website")],
        initial=NOW,
        widget=Radios(reveals={BEFORE: "on"}),
        error_messages={"required": "Choose when it was published"},
    )
    on = NHSDateField(
        label="On which day?", what="the day on which it was published", required=False,
        help_text="For example, 27 3 2017",
    )  # fmt: skip
    at = TimeOfDay(
        label="At what time?", what="the time at which it was published", required=False,
        help_text="If it was before, and you know it. For example, 9:30am",
    )  # fmt: skip
    late_why = long_text(
        "Why is it late?", "Anybody can read this. Left empty, the page says “no reason stated”.", required=False
    )
    ratified_on = NHSDateField(
        label="Which meeting approved these minutes?", what="the day of the meeting that approved them",
        required=False, help_text="The day of that meeting. For example, 27 3 2017",
    )  # fmt: skip
    field_order = ["when", "on", "at", "late_why", "ratified_on", "anyway"]

    def __init__(self, *args: Any, today: date, late: bool = False, ratifies: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        if not late:
            del self.fields["late_why"]
        if not ratifies:
            del self.fields["ratified_on"]

    def period_asked(self) -> Period | None:
        return period_on(self.today)  # from today anybody can read it here, whenever it was published elsewhere

    def clean_on(self) -> date | None:
        return _not_ahead(self.cleaned_data["on"], self.today)

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("when") == BEFORE and "on" in given and given["on"] is None:
            self.add_error("on", "Enter the day on which it was published, like 27 3 2017")

    def moment(self, now: time) -> dict[str, Any]:
        """The day and time that was meant; `now` is the time of day in England."""
        given = self.cleaned_data
        if given["when"] == NOW:
            return {"on": self.today, "at": now.replace(second=0, microsecond=0)}
        return {"on": given["on"], "at": given["at"]}

    def more(self) -> dict[str, Any]:
        """What else was asked and answered."""
        names = ("late_why", "ratified_on", "anyway")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class AgendaForm(WhenForm):
    """When the agenda was published, and whether the papers were published with it."""

    papers = forms.BooleanField(label="Publish the papers of Part 1 too", required=False, initial=True)
    field_order = ["when", "on", "at", "papers", "late_why", "anyway"]

    def __init__(self, *args: Any, drafts: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if drafts:
            self.fields["papers"].label = f"Publish the {f'{drafts} papers' if drafts > 1 else 'paper'} of Part 1 too"
        else:
            for name in ("papers", "anyway", "late_why"):
                self.fields.pop(name, None)

    def asks_for_anyway(self) -> bool:
        return self.with_papers

    @property
    def with_papers(self) -> bool:
        return bool(self.cleaned_data.get("papers"))


class PutRightForm(InWords, forms.Form):
    """When a published paper was published, why it was late, and to which item it belongs."""

    on = NHSDateField(label="On which day was it published?", what="the day on which it was published")
    at = TimeOfDay(label="At what time?", what="the time at which it was published", required=False)
    late_why = long_text("Why was it late?", "Kept only of a late paper. Anybody can read it.", required=False)
    item = forms.TypedChoiceField(label="Item of the agenda", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, today: date, items: list[tuple[int | str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field: Any = self.fields["item"]
        field.choices = items

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        _not_ahead(day, self.today)
        return day


def _not_ahead(day: date | None, today: date) -> date | None:
    if day is not None and day > today:
        raise ValidationError("The day on which it was published must be today or earlier")
    return day
