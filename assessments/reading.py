"""What a page tells of an assessment: plain values, copied out of its rows; and what a reader may see of a body.

Each word is told with the framework that it belongs to. Nothing here sets one assessment beside another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assessments.access import stands
from assessments.course import State
from assessments.frameworks import Scale, Unit, Value
from assessments.models import Assessment, Judgement
from assessments.querysets import AssessmentQuerySet
from bodies.access import Reach
from bodies.history import name_as_at
from bodies.models import Body
from duties.words import Words

NO_GRADE = "No grade in this framework"
NO_WORD = "In words alone"
PLAIN = "white"  # the look of a word to which no source gives a colour


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a framework and how it looks, as `duties.words.Words`; `sure` and `note` are those of its scale."""

    word: str
    sign: str = ""
    colour: str = PLAIN
    sure: str = "CONFIRMED"
    note: str = ""


@dataclass(frozen=True, slots=True)
class ToldUnit:
    """What was judged of one unit; `value` is none where the framework has no words for it, or none was chosen."""

    name: str
    value: Word | None
    rationale: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one thing that the law has a yearly assessment look at."""

    name: str
    section: str
    words: str


@dataclass(frozen=True, slots=True)
class Board:
    """A health and wellbeing board that was consulted."""

    name: str
    asked_on: date
    replied_on: date | None
    said: str


@dataclass(frozen=True, slots=True)
class Told:
    """One assessment as its page tells it."""

    pk: int
    body_code: str
    body_name: str
    framework: str
    framework_sure: str
    framework_source: str
    notes: tuple[str, ...]
    called: str
    about: str
    year: int
    period: str
    version: int
    has_headline: bool
    headline_name: str
    headline: Word | None
    summary: str
    units: tuple[ToldUnit, ...]
    found: tuple[Found, ...]
    boards: tuple[Board, ...]
    no_board_why: str
    comment: str
    commented_on: date | None
    published_on: date | None
    replaced_on: date | None
    corrects: str
    state: State
    words: Words
    is_invented: bool

    @property
    def headline_words(self) -> str:
        """The headline, or that there is none to give."""
        return self.headline.word if self.headline else NO_GRADE


def judgements_of(body: Body, reach: Reach, today: date) -> list[Told]:
    """What this reader may see of a body, the newest first; at most nine statements, whatever the number.

    An assurer of the body sees all there is, its own people what was sent to it, and everybody what is published. The
    `offices` and `names` of the body should be prefetched.
    """
    return [told_of(one, today) for one in visible(body, reach, today).for_pages().newest_first()]


def visible(body: Body, reach: Reach, today: date) -> AssessmentQuerySet:
    """The assessments of a body that this reader may see."""
    who, rows = stands(reach, body, today), Assessment.objects.of_bodies([body.pk])
    if who.may_assess:
        return rows
    return rows.seen_in_body(today) if who.is_in_body else rows.published(today)


def told_of(row: Assessment, today: date) -> Told:
    """Copy out what is told; asks nothing of rows of `AssessmentQuerySet.for_pages`."""
    framework, sheet = row.by, row.sheet
    judged = {one.unit: one for one in row.judgements.all()}
    return Told(
        pk=row.pk,
        body_code=row.body.code,
        body_name=name_as_at(row.body, today),
        framework=framework.name,
        framework_sure=framework.sure,
        framework_source=framework.source,
        notes=tuple(note for note in (sheet.note, *framework.notes) if note),
        called=sheet.called,
        about=row.about,
        year=row.year,
        period=row.period,
        version=row.version,
        has_headline=sheet.headline is not None,
        headline_name=sheet.headline_name,
        headline=word_of(row.headline_value, sheet.headline),
        summary=row.summary,
        units=tuple(_unit(unit, judged.get(unit.slug)) for unit in sheet.units),
        found=tuple(
            Found(one.name, one.section, str(row.looked_at.get(one.slug, ""))) for one in row.must_look_at
        ),
        boards=tuple(Board(one.board, one.asked_on, one.replied_on, one.said) for one in row.consultations.all()),
        no_board_why=row.no_board_why,
        comment=row.comment,
        commented_on=row.commented_on,
        published_on=row.published_on,
        replaced_on=row.superseded_on if row.superseded_on and row.superseded_on <= today else None,
        corrects=row.supersedes_why,
        state=row.state(today),
        words=row.words(today),
        is_invented=row.is_invented,
    )  # fmt: skip


def word_of(value: Value | None, scale: Scale | None) -> Word | None:
    """How a value is shown, with how sure its own scale is."""
    if value is None or scale is None:
        return None
    return Word(value.word, value.sign, value.colour or PLAIN, scale.sure, scale.note)


def all_told(rows: Iterable[Assessment], today: date) -> list[Told]:
    return [told_of(row, today) for row in rows]


def _unit(unit: Unit, judged: Judgement | None) -> ToldUnit:
    value = unit.scale.value(judged.value) if judged else None
    return ToldUnit(unit.name, word_of(value, unit.scale), judged.rationale if judged else "")
