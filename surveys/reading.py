"""What may be told of a survey that has closed: the only way from answers to anybody outside the body.

What comes out are plain values, without a row behind them that could be asked for more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bodies.models import Office
from surveys.figures import NOT_SHOWN, Told, told
from surveys.models import Answer, Comment, Question, Survey
from surveys.offices import offices_with_bodies
from surveys.words import SCALE_WORDS


@dataclass(frozen=True, slots=True)
class QuestionTold:
    """One question about one office: the words of its five values, and what may be told."""

    section: str
    text: str
    scale: str
    figures: Told | None

    @property
    def values(self) -> tuple[str, ...]:
        return SCALE_WORDS[self.scale]

    @property
    def shares(self) -> tuple[str, ...]:
        """Five shares in words; none where they are not told."""
        return self.figures.words if self.figures else ()

    @property
    def base(self) -> str:
        return self.figures.base if self.figures else NOT_SHOWN


@dataclass(frozen=True, slots=True)
class OfficeTold:
    """One office: what may be told of each question, and comments where anything is."""

    code: str
    name: str
    kind: str
    questions: tuple[QuestionTold, ...]
    comments: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        return any(one.figures for one in self.questions)

    @property
    def sections(self) -> list[tuple[str, list[QuestionTold]]]:
        return [(name, list(rows)) for name, rows in groupby(self.questions, key=lambda one: one.section)]


@dataclass(frozen=True, slots=True)
class SurveyTold:
    """A closed survey as anybody may read it."""

    year: int
    year_words: str
    title: str
    intro: str
    opens_on: date
    closes_on: date
    is_invented: bool
    offices: tuple[OfficeTold, ...]

    def of_kind(self, kind: str) -> list[OfficeTold]:
        return [office for office in self.offices if office.kind == kind]


def results_of(year: int, today: date) -> SurveyTold | None:
    """What may be told of the survey about a year; None while it has not closed. Seven statements."""
    survey = Survey.objects.published(today).filter(year=year).first()
    if survey is None:
        return None
    questions = list(survey.questions.all())
    counts = _counts(survey)
    comments = _comments(survey)
    offices = [
        _told(office, bodies, questions, counts, comments[office.pk])
        for office, bodies in offices_with_bodies(survey)
    ]  # fmt: skip
    return SurveyTold(
        survey.year, str(survey.financial_year), survey.title, survey.intro, survey.opens_on, survey.closes_on,
        survey.is_invented, tuple(offices),
    )  # fmt: skip


def _told(
    office: Office, bodies: int, questions: list[Question], counts: Mapping[tuple[int, int], dict[int, int]],
    comments: list[str],
) -> OfficeTold:  # fmt: skip
    rows = tuple(
        QuestionTold(one.section, one.text, one.scale, told(counts.get((office.pk, one.pk), {}), bodies))
        for one in questions
    )
    is_shown = any(row.figures for row in rows)
    return OfficeTold(office.code, office.name, office.kind, rows, tuple(comments) if is_shown else ())


def _counts(survey: Survey) -> dict[tuple[int, int], dict[int, int]]:
    """How many gave each value, by office and question."""
    found: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
    for row in Answer.objects.tallies(survey):
        found[row["office_id"], row["question_id"]][row["value"]] = row["count"]
    return found


def _comments(survey: Survey) -> dict[int, list[str]]:
    """By office what a body agreed to have told, by its own letters: no order tells whose a comment is."""
    agreed = Comment.objects.filter(may_be_told=True, response__survey=survey, response__sent_on__isnull=False)
    found: dict[int, list[str]] = defaultdict(list)
    for office, text in agreed.order_by().values_list("office_id", "text"):
        found[office].append(text)
    return defaultdict(list, {office: sorted(texts, key=str.casefold) for office, texts in found.items()})
