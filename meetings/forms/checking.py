"""What a lay member says of a meeting's record, and what the body answers."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from django import forms

from bodies.web.forms import InWords, Radios
from meetings.points import Point

LONGEST = 4000  # characters
TRUE, ASK = "true", "question"


class _IfAsked(forms.CharField):
    """Needed where its point is in question: the form asks for it then, and no label calls it optional."""

    def validate(self, value: str) -> None:
        """Take an empty answer too."""


class _CheckForm(InWords, forms.Form):
    """Each point is true, or leads to a question; `check_form` gives it the points of one meeting."""

    points: Sequence[Point] = ()

    def clean(self) -> None:
        for point in self.points:
            outcome, text = self._said(point)
            if outcome == ASK and not text and f"{point.key}-text" not in self.errors:
                self.add_error(f"{point.key}-text", f"Type your question about “{_short(point.words)}”")
            if outcome == TRUE and text:
                words = f"You typed a question about “{_short(point.words)}”: choose it, or take the question out"
                self.add_error(f"{point.key}-outcome", words)

    @property
    def answers(self) -> dict[str, str]:
        """For each point its question, empty where it is true."""
        return {point.key: self._said(point)[1] for point in self.points}

    def _said(self, point: Point) -> tuple[str, str]:
        given = self.cleaned_data
        return given.get(f"{point.key}-outcome", ""), given.get(f"{point.key}-text", "")


def check_form(points: Sequence[Point]) -> type[_CheckForm]:
    """The form of these points, and a note at the end."""
    fields: dict[str, object] = {"points": tuple(points)}
    for point in points:
        fields |= _fields_of(point)
    fields["note"] = forms.CharField(
        label="Note", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For yourself. Nobody is told of it.",
    )  # fmt: skip
    return type("CheckForm", (_CheckForm,), fields)


def _fields_of(point: Point) -> dict[str, forms.Field]:
    text = f"{point.key}-text"
    refusal = f"Choose “True” or “I have a question” for “{_short(point.words)}”"
    return {
        f"{point.key}-outcome": forms.ChoiceField(
            label=point.words, choices=[(TRUE, "True"), (ASK, "I have a question")], widget=Radios(reveals={ASK: text}),
            error_messages={"required": refusal, "invalid_choice": refusal},
        ),
        text: _IfAsked(
            label="Your question", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
        ),
    }  # fmt: skip


class AnswerForm(InWords, forms.Form):
    answer = forms.CharField(
        label="Answer", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="It stays as you give it. The lay member is told at once.",
    )  # fmt: skip


def _short(words: str) -> str:
    return shorten(words, 70, placeholder=" …")
