"""The forms of the survey, with answers that are taken, for the tests that put junk into every form."""

from __future__ import annotations

from typing import Any

from surveys.models import Question
from tests.house.people import Records

# Answers by choice: what is none of the choices does not come back.
BY_CHOICE = {"may_be_told", "value"}


def on(name: str, day: int, month: int, year: int) -> dict[str, object]:
    """A day as the three boxes post it."""
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def of_the_survey(ours: Records) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """What a body says of an office, and what an administrator keeps of an open survey and of the next one."""
    question = Question.objects.filter(survey__year=2016).earliest("position")
    said = {f"question-{question.pk}-value": "4", "comment": "Fewer returns", "may_be_told": "on"}
    days = {**on("opens_on", 2, 10, 2017), **on("closes_on", 15, 12, 2017)}
    return {
        "say something of an office": ("lead", ours.address("surveys:office"), said),
        "start a survey": ("administrator", "/administration/surveys/start/", {"year": "2017/18", **days}),
        "move the last day of a survey": (
            "administrator", ours.address("surveys:closing"), on("closes_on", 20, 12, 2016),
        ),
    }  # fmt: skip
