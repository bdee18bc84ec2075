"""The words of a survey: its scales, where it stands, and what everybody is told of how answers are kept. Pure."""

from __future__ import annotations

from enum import StrEnum

from duties.words import Words

DUTY = "ccg-assessment-of-nhse"  # the voluntary duty that a survey is about; answering never touches it
CANNOT_SAY = 0
VALUES = (5, 4, 3, 2, 1)  # the best first, as they are asked and shown
CANNOT_SAY_WORDS = "Not applicable, or cannot say"


class Scale(StrEnum):
    """How a question is answered: five values in words, the best first."""

    HOW_WELL = "how_well"
    AGREE = "agree"


SCALE_NAMES = {
    Scale.HOW_WELL: "How well (very well to very poorly)",
    Scale.AGREE: "Agreement (strongly agree to strongly disagree)",
}
SCALE_WORDS: dict[str, tuple[str, ...]] = {
    Scale.HOW_WELL: ("Very well", "Well", "Neither well nor poorly", "Poorly", "Very poorly"),
    Scale.AGREE: ("Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"),
}


def choices_of(scale: str) -> list[tuple[str, str]]:
    """What can be answered, as a form offers it: the five values, then that one cannot say."""
    named = [(str(value), words) for value, words in zip(VALUES, SCALE_WORDS[scale], strict=True)]
    return [*named, (str(CANNOT_SAY), CANNOT_SAY_WORDS)]


def value_words(scale: str, value: int) -> str:
    """One answer in words."""
    return dict(choices_of(scale))[str(value)]


class State(StrEnum):
    """Where a survey stands on a day."""

    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


STATE_WORDS = {
    State.COMING: Words("Not open yet", "○", "white", 7),
    State.OPEN: Words("Open", "●", "blue", 5),
    State.CLOSED: Words("Closed", "✓", "grey", 8),
}

VOLUNTARY = "It is voluntary: a body that does not answer is never late, and nothing counts against it."
OURS = "The questions are our own wording, written for this tracker. The law asks for no such survey and sets no questions."
SECRET = (
    "Nobody at NHS England, and no administrator of this tracker, can see what a body answered, or whether it answered."
)
