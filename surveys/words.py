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
OURS = "The questions are our own wording, written for this tracker. No law asks for this survey or sets its questions."
HIDDEN = (
    "No page, file or letter of this tracker shows NHS England’s people, or an administrator, what a body answered or "
    "whether it answered."
)
TOLD_HOW = (
    "Results of an office are told once the survey has closed, for each question that at least five bodies answered. "
    "Shares are rounded to the nearest ten per cent and cut off at both ends, so they may not add up to 100%. How many "
    "answered is not told, nor which bodies did. “Not applicable, or cannot say” is not counted."
)
NOT_SHOWN_WHY = (
    "“Not shown” means that too few bodies answered, or that the figures could tell what one body said or that it "
    "answered. Both look the same on purpose."
)
