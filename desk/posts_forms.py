"""The forms of the posts of a governing body."""

from __future__ import annotations

from typing import Any

from django import forms

from bodies.appointing import NewAppointment, NewPost
from bodies.composition import kinds_of
from bodies.models import Appointment, Post
from bodies.web.forms import InWords, NHSDateField, Radios

YES, NO = "yes", "no"
YES_NO = [(YES, "Yes"), (NO, "No")]


class PostForm(InWords, forms.Form):
    """A post: what it is, and from when to when there is one."""

    kind = forms.ChoiceField(label="What is it by law?")
    title = forms.CharField(
        label="What do you call it?", max_length=120,
        help_text="For example, Lay member for patient and public involvement",
    )  # fmt: skip
    votes = forms.ChoiceField(label="Does it vote?", choices=YES_NO, widget=Radios(inline=True))
    from_on = NHSDateField(
        label="Since when is there such a post?", what="the first day of the post",
        help_text="If you do not know, the day on which your body began",
    )  # fmt: skip
    to_on = NHSDateField(
        label="Last day of the post", what="the last day of the post", required=False,
        help_text="Only where the post itself ends, not where somebody leaves it",
    )  # fmt: skip

    def __init__(self, *args: Any, body_kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, kind.label) for kind in kinds_of(body_kind)]
        self.fields["kind"].choices = [("", "Choose a kind"), *kinds]  # type: ignore[attr-defined]

    @classmethod
    def of(cls, post: Post) -> dict[str, Any]:
        """What the form holds when it is opened."""
        return {
            "kind": post.kind, "title": post.title, "votes": YES if post.votes else NO, "from_on": post.from_on,
            "to_on": post.to_on,
        }  # fmt: skip

    def said(self) -> NewPost:
        given = self.cleaned_data
        return NewPost(given["kind"], given["title"], given["votes"] == YES, given["from_on"], given["to_on"])


class AppointmentForm(InWords, forms.Form):
    """Who holds a post, from when to when."""

    from_on = NHSDateField(
        label="Since when do they hold it?", what="the first day", help_text="For example, 1 4 2016"
    )  # fmt: skip
    to_on = NHSDateField(
        label="Last day", what="the last day", required=False,
        help_text="When they left, or when their term ends. Leave this empty while no end is known",
    )  # fmt: skip
    interim = forms.ChoiceField(label="Are they there for the interim?", choices=YES_NO, widget=Radios(inline=True))
    holder = forms.CharField(
        label="Name", max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="Only as your body publishes it: everybody sees it on the public page. Without a name the page says "
        "that the post is held.",
    )  # fmt: skip

    @classmethod
    def of(cls, appointment: Appointment) -> dict[str, Any]:
        """What the form holds when it is opened."""
        return {
            "from_on": appointment.from_on, "to_on": appointment.to_on, "holder": appointment.holder,
            "interim": YES if appointment.is_interim else NO,
        }  # fmt: skip

    def said(self) -> NewAppointment:
        given = self.cleaned_data
        return NewAppointment(given["from_on"], given["to_on"], given["interim"] == YES, given["holder"])
