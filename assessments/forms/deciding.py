"""The questions of moderation, of consulting boards, of the body's comment, and of publishing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from assessments.actions.consulting import LONGEST_NAME
from assessments.forms.writing import long_words
from assessments.models import Assessment, Consultation
from bodies.web.dates import DateParts
from bodies.web.forms import InWords, NHSDateField, Radios
from evidence.forms.publishing import AtElections
from evidence.pre_election import Period, period_on

AGREE, BACK = "agree", "back"
NOW, LATER = "now", "later"
DAYS_TO_COMMENT = 10  # local policy: no law gives a number
EXAMPLE = "For example, 27 3 2017"


def _initial(day: date | None) -> DateParts | None:
    return DateParts.of(day) if day else None


class ModerateForm(InWords, forms.Form):
    """Agree, or send back saying why."""

    decision = forms.ChoiceField(
        label="What do you decide?", widget=Radios(),
        choices=[(AGREE, "Agree"), (BACK, "Send it back")],
    )  # fmt: skip
    reason = long_words("Why, or a note", "Needed where you send it back. The body and the public do not see it")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("decision") == BACK and not (given.get("reason") or "").strip():
            self.add_error("reason", "Say why you send it back")
        return given


class ReasonForm(InWords, forms.Form):
    """Why something is done."""

    why = long_words("Why?", required=True)

    def __init__(self, *args: Any, label: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label, self.fields["why"].help_text = label, hint
        self.fields["why"].error_messages["required"] = f"Answer “{label}”"


class BoardForm(InWords, forms.Form):
    """One health and wellbeing board."""

    board = forms.CharField(label="Which health and wellbeing board?", max_length=LONGEST_NAME)
    asked_on = NHSDateField(label="When was it consulted?", what="the day it was consulted", help_text=EXAMPLE)
    replied_on = NHSDateField(
        label="When did it reply?", what="the day it replied", required=False, help_text="Leave it empty until it has"
    )
    said = long_words("What did it say?", "Anybody can read it once the assessment is published")

    def __init__(self, *args: Any, row: Consultation | None = None, **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {
                "board": row.board, "asked_on": _initial(row.asked_on), "replied_on": _initial(row.replied_on),
                "said": row.said,
            }  # fmt: skip
        super().__init__(*args, **kwargs)


class SendForm(InWords, forms.Form):
    """Until when the body can comment, and under which embargo."""

    comment_by_on = NHSDateField(
        label="Until when can the body comment?", what="the last day for the comment",
        help_text="No law gives a number of days: these are a suggestion of ours (local policy)",
    )  # fmt: skip
    embargo_until = NHSDateField(
        label="Until when is it under embargo?", what="the day on which the embargo ends", required=False,
        help_text="On that day it can be public, and not before. Leave it empty for none",
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["comment_by_on"].initial = _initial(today + timedelta(days=DAYS_TO_COMMENT))

    def clean_comment_by_on(self) -> date:
        return self._not_past("comment_by_on")

    def clean_embargo_until(self) -> date | None:
        return self._not_past("embargo_until") if self.cleaned_data["embargo_until"] else None

    def _not_past(self, name: str) -> date:
        day: date = self.cleaned_data[name]
        if day < self.today:
            raise ValidationError("Enter today or a later day")
        return day


class CommentForm(InWords, forms.Form):
    """What the body has to say."""

    words = long_words(
        "What does the body say of it?", "In the body’s own words. They are published beside the assessment", rows=8,
        required=True,
    )  # fmt: skip


class PublishForm(AtElections):
    """From which day anybody may read it."""

    when = forms.ChoiceField(
        label="When can anybody read it?", choices=[(NOW, "Now"), (LATER, "From a later day")],
        widget=Radios(reveals={LATER: "from_on"}),
        error_messages={"required": "Choose when it is published"},
    )  # fmt: skip
    from_on = NHSDateField(
        label="From which day?", what="the day from which anybody can read it", required=False,
        help_text="It is published by itself on that day. For example, 27 3 2017",
    )  # fmt: skip
    field_order = ["when", "from_on", "anyway"]

    def __init__(self, *args: Any, assessment: Assessment, today: date, **kwargs: Any) -> None:
        until = assessment.embargo_until
        is_held = until is not None and until > today
        self.embargo_until = until if is_held else None
        kwargs["initial"] = {"when": LATER if is_held else NOW, "from_on": _initial(until) if is_held else None}
        super().__init__(*args, today=today, **kwargs)

    @property
    def day(self) -> date | None:
        """The day that was given; today where it is now."""
        return self.today if self.cleaned_data["when"] == NOW else self.cleaned_data["from_on"]

    def clean_from_on(self) -> date | None:
        day: date | None = self.cleaned_data["from_on"]
        if self.cleaned_data.get("when") != LATER:
            return None
        if day is None:
            raise ValidationError("Enter the day from which anybody can read it, like 27 3 2017")
        if day < self.today:
            raise ValidationError("Enter today or a later day")
        return day

    def period_asked(self) -> Period | None:
        """The pre-election period of the day that is asked for."""
        if not self.is_bound:
            return period_on(self.embargo_until or self.today)
        if self.data.get("when") != LATER:
            return period_on(self.today)
        field = self.fields["from_on"]
        try:
            day = field.clean(field.widget.value_from_datadict(self.data, self.files, "from_on"))
        except ValidationError:
            return None
        return period_on(day) if day else None
