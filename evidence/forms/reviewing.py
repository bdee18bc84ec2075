"""What an assurer is asked of a round. What is refused comes back with words that say what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from bodies.web.forms import Checkboxes, InWords, NHSDateField
from evidence.forms.common import NotFuture, achieved_field

SAY_WHAT = "Say what is missing"


def yes_or_no(achieved: bool | None) -> str:
    """What was claimed, as the first answer of the form."""
    return {True: "yes", False: "no", None: ""}[achieved]


CHECK_EACH = "Tick every check, or wait for what the body shows you"
CHECK_ALL = "Tick every check, or send it back saying what is missing"


class ReviewForm(NotFuture, InWords, forms.Form):
    """The duty's checks, the day it was done, and one of two outcomes (the button pressed)."""

    checks = forms.MultipleChoiceField(
        label="Tick what you have checked",
        help_text="If you send it back, the body is told which of these you did not tick.",
        widget=Checkboxes(),
    )
    done_on = NHSDateField(
        label="When was it done?",
        what="the date it was done",
        help_text="The body says this day. Correct it if the evidence shows another.",
    )
    achieved = achieved_field("The body says this. Correct it if the evidence shows otherwise.")
    reason = forms.CharField(
        label="What is missing?",
        max_length=4000,
        help_text="The body reads this. You may leave it empty where the checks that you did not tick say it all.",
        error_messages={"required": SAY_WHAT},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, *args: Any, checks: Sequence[str], today: date, outcome: str = "", asks_done: bool = True,
        asks_achieved: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.today, self.outcome, self.all_checks = today, outcome, list(checks)
        self.fields["checks"].choices = [(str(place), check) for place, check in enumerate(checks)]
        if not checks:
            del self.fields["checks"]
            self.fields["reason"].help_text = "The body reads this."
        if not asks_done:  # what answers a call was certified as done on its day
            del self.fields["done_on"]
        if not asks_achieved:
            del self.fields["achieved"]
        if outcome:  # one button's questions are not the other's
            for name, field in self.fields.items():
                field.required = name in ("done_on", "achieved") and outcome != "sent_back"

    @property
    def ticked(self) -> list[str]:
        return [self.all_checks[int(place)] for place in self.cleaned_data.get("checks", [])]

    @property
    def missing(self) -> list[str]:
        """The checks that were asked and not ticked."""
        ticked = self.ticked
        return [check for check in self.all_checks if check not in ticked]

    def clean_done_on(self) -> date | None:
        if self.outcome == "sent_back":
            return None
        return super().clean_done_on()

    def clean(self) -> None:
        # Nothing ticked and nothing written may be a slip of the hand: it says nothing yet.
        says_nothing = (not self.missing or not self.ticked) and not self.cleaned_data.get("reason")
        if self.outcome == "sent_back" and says_nothing and "reason" not in self.errors:
            self.add_error("reason", SAY_WHAT)
        if self.outcome == "seen" and self.missing and "checks" not in self.errors:
            self.add_error("checks", CHECK_ALL)
        if self.outcome == "seen" and self.cleaned_data.get("reason"):
            self.add_error("reason", "You wrote what is missing. Send it back, or clear this box")
        for field in self.fields.values():
            field.required = True  # if the page comes again, no question may look as if it did not matter


class AnswerForm(InWords, forms.Form):
    """What a body says with the evidence that NHS England asked for."""

    note = forms.CharField(
        label="Note", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Anything that helps who reads it.",
    )  # fmt: skip


class ChecksForm(InWords, forms.Form):
    """The checks alone: what was certified has its day already."""

    checks = forms.MultipleChoiceField(
        label="Tick what you have checked", widget=Checkboxes(), error_messages={"required": CHECK_EACH}
    )

    def __init__(self, *args: Any, checks: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.all_checks = list(checks)
        self.fields["checks"].choices = [(str(place), check) for place, check in enumerate(checks)]
        if not checks:
            del self.fields["checks"]

    @property
    def ticked(self) -> list[str]:
        return [self.all_checks[int(place)] for place in self.cleaned_data.get("checks", [])]

    def clean(self) -> None:
        if "checks" in self.fields and "checks" not in self.errors and len(self.ticked) < len(self.all_checks):
            self.add_error("checks", CHECK_EACH)


class SeenForm(ReviewForm):
    """One of several rounds on a page: its own checks and day, or left for later."""

    later = forms.BooleanField(label="Leave this one for later", required=False)
    field_order = ["later", "checks", "done_on", "achieved"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, outcome="seen", **kwargs)
        del self.fields["reason"]
        if "checks" in self.fields:
            checks = self.fields["checks"]
            checks.help_text, checks.required, checks.error_messages["required"] = "", True, CHECK_ALL

    def clean(self) -> None:
        super().clean()
        self.fields["later"].required = False
        if self.cleaned_data.get("later"):
            self.errors.clear()

    @property
    def is_left(self) -> bool:
        """Whether nothing is to be recorded of it now."""
        return bool(self.cleaned_data.get("later"))
