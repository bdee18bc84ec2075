"""The rows of a survey's results for a spreadsheet: the same as its pages tell."""

from __future__ import annotations

from bodies.web.workbook import Sheet
from surveys.figures import NOT_SHOWN
from surveys.reading import SurveyTold
from surveys.words import NOT_SHOWN_WHY, SCALE_WORDS, TOLD_HOW, Scale

KINDS = {"national": "Centre", "region": "Region", "area_team": "Area team"}
HEADER = (
    "Financial year", "Kind of office", "Code", "Office", "Section", "Question", "Answers",
    *(f"{well} / {agree.lower()}" for well, agree in zip(
        SCALE_WORDS[Scale.HOW_WELL], SCALE_WORDS[Scale.AGREE], strict=True
    )),
)  # fmt: skip


def sheet_of(told: SurveyTold) -> Sheet:
    """One row for each question about each office, whether or not anything is told of it."""
    rows = [
        [
            told.year_words, KINDS[office.kind], office.code, office.name, one.section, one.text, one.base,
            *(one.shares or [NOT_SHOWN] * 5),
        ]
        for office in told.offices
        for one in office.questions
    ]  # fmt: skip
    title = f"Survey {told.year_words}".replace("/", "-")
    return Sheet(title, HEADER, rows, notes=(TOLD_HOW, NOT_SHOWN_WHY))
