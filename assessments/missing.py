"""What an assessment still lacks before it can be proposed, and before it can be published. No statement of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from assessments.course import is_past_comment
from assessments.frameworks import Unit
from assessments.models import Assessment, Consultation, Judgement
from bodies.web.text import date_long

NO_BOARD = "Name a health and wellbeing board that was consulted, or say why none was"


def missing_to_propose(assessment: Assessment, judgements: Mapping[str, Judgement], today: date) -> list[str]:
    """What has to be done first, each a sentence without its full stop. `judgements` by unit.

    A yearly assessment says what was found of everything that the law has it look at (`frameworks.law`).
    """
    return list(_missing_to_propose(assessment, judgements, today))


def _missing_to_propose(assessment: Assessment, judgements: Mapping[str, Judgement], today: date) -> Iterator[str]:
    headline, name = assessment.sheet.headline, assessment.sheet.headline_name
    if assessment.last_on >= today:
        yield f"Wait until the period is over: it runs until {date_long(assessment.last_on)}"
    if headline is not None and headline.must_choose and assessment.headline_value is None:
        yield f"Choose the {name.lower()}"
    if not assessment.summary.strip():
        yield "Write the summary"
    for unit in assessment.sheet.units:
        yield from _missing_of(unit, judgements.get(unit.slug))
    for one in assessment.must_look_at:
        if not str(assessment.looked_at.get(one.slug, "")).strip():
            yield f"Write what was found of “{one.name}”, which the law has a yearly assessment look at"


def _missing_of(unit: Unit, judged: Judgement | None) -> Iterator[str]:
    if unit.scale.must_choose and (judged is None or not judged.value):
        yield f"Choose what was judged of “{unit.name}”"
    if judged is None or not judged.rationale.strip():
        yield f"Write the reasons for “{unit.name}”"


def missing_to_publish(assessment: Assessment, consulted: Sequence[Consultation], today: date) -> list[str]:
    """What has to be done first. The law has every relevant board consulted on a yearly assessment (s14Z16, s14Z59)."""
    return list(_missing_to_publish(assessment, consulted, today))


def _missing_to_publish(assessment: Assessment, consulted: Sequence[Consultation], today: date) -> Iterator[str]:
    if assessment.agreed_on is None:
        yield "Have a second assurer agree it in moderation"
    elif assessment.shown_on is None:
        yield "Send it to the body, so that it can comment"
    elif not is_past_comment(assessment.facts, today):
        yield f"Wait for the body’s comment, or until its time is over on {date_long(assessment.comment_by_on)}"
    if not assessment.period and not consulted and not assessment.no_board_why:
        yield NO_BOARD
