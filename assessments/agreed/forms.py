"""What is asked of an agreed action."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from assessments.actions.agreed import Agreed
from assessments.models import AgreedAction
from bodies.models import Membership
from bodies.web.forms import InWords, NHSDateField, Radios

Side = AgreedAction.Side
LONGEST_NOTE = 2_000
CONFIRM, NOT_YET, DROP = "confirm", "not_yet", "drop"


def _words(label: str, hint: str, most: int = 500, rows: int = 4) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=most, widget=forms.Textarea({"rows": rows}))


class AgreedForm(InWords, forms.Form):
    """What was agreed, who does it, and by when."""

    meeting = forms.CharField(
        label="At which meeting was it agreed?", max_length=120, help_text="For example, Quarter 2 assurance meeting"
    )
    agreed_on = NHSDateField(label="When was that?", what="the day of the meeting", help_text="For example, 14 10 2016")
    what = _words("What was agreed?", "One thing that somebody does, in plain words. Never a name")
    side = forms.ChoiceField(label="Who does it?", choices=Side.choices, widget=Radios(inline=True))
    owner = forms.ChoiceField(label="Owner in the body", required=False, help_text="Leave it empty for NHS England")
    owner_post = forms.CharField(
        label="Owner’s post, in words", max_length=120, required=False,
        help_text="Where nobody in the list does it: for example, Head of assurance. Never a name",
    )  # fmt: skip
    due_on = NHSDateField(label="By when?", what="the agreed date", help_text="The last day, for example, 31 12 2016")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=32767)

    def __init__(self, *args: Any, people: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in people}
        choices = [("", "Nobody in this list"), *((key, one.post) for key, one in self.people.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors:
            self._check_owner(given)
            if given["due_on"] < given["agreed_on"]:
                self.add_error("due_on", "The agreed date must be the day of the meeting, or later")
        return given

    def _check_owner(self, given: dict[str, Any]) -> None:
        owner, post = given.get("owner"), given.get("owner_post", "").strip()
        if owner and post:
            self.add_error("owner_post", "Choose somebody in the list, or write a post, not both")
        elif not owner and not post:
            self.add_error("owner_post", "Choose somebody in the list, or write the owner’s post")
        elif owner and given["side"] != Side.BODY:
            self.add_error("owner", "Somebody in the body can only own what the body does")

    def agreed(self) -> Agreed:
        """What a valid form says."""
        given = self.cleaned_data
        return Agreed(
            meeting=given["meeting"], agreed_on=given["agreed_on"], what=given["what"], side=given["side"],
            due_on=given["due_on"], owner=self.people.get(given["owner"]), owner_post=given["owner_post"],
        )  # fmt: skip


def as_it_stands(action: AgreedAction) -> dict[str, Any]:
    """What the form of a correction begins with."""
    names = ("meeting", "agreed_on", "what", "side", "owner_post", "due_on", "version")
    return {name: getattr(action, name) for name in names} | {"owner": str(action.owner_id or "")}


class NoteForm(InWords, forms.Form):
    """How an action goes on."""

    text = _words("How does it stand?", "Both sides can read this. No names of people", LONGEST_NOTE, 6)


class DoneForm(InWords, forms.Form):
    """The day on which it was done."""

    done_on = NHSDateField(label="When was it done?", what="the day it was done", help_text="For example, 27 9 2016")


class WhyForm(InWords, forms.Form):
    """Why it is opened again."""

    why = _words("Why is it opened again?", "Both sides can read this")


class CloseForm(InWords, forms.Form):
    """What an assurer decides about an action."""

    decision = forms.ChoiceField(label="How does it stand?", widget=Radios(reveals={CONFIRM: "done_on"}))
    done_on = NHSDateField(label="When was it done?", what="the day it was done", required=False)
    why = forms.CharField(
        label="Why?", required=False, max_length=500, widget=forms.Textarea({"rows": 4}),
        help_text="Both sides can read this. Needed where it is not done",
    )  # fmt: skip

    def __init__(self, *args: Any, action: AgreedAction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said: list[tuple[str, str]] = [(NOT_YET, "It is not done yet")] if action.said_on is not None else []
        choices = [(CONFIRM, "It is done"), *said, (DROP, "Close it without its being done")]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        decision = given.get("decision")
        if decision == CONFIRM and not given.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Enter the day it was done")
        if decision in (NOT_YET, DROP) and not given.get("why", "").strip():
            self.add_error("why", "Say why")
        return given

    @property
    def done_on_day(self) -> date:
        """Of a valid form that confirms."""
        return self.cleaned_data["done_on"]
