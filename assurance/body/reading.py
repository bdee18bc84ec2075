"""Everything that the page of a body, its report and its tables tell of one year: read once, in few statements."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.models import AgreedAction
from assessments.reading import Told, judgements_of
from assurance.body import records
from assurance.body.asking import Around, Asked, around
from assurance.body.figures import InFigures, in_figures
from assurance.body.past import Past, past
from assurance.body.rounds import OfReview, of_review
from assurance.body.timeline import Timeline, timeline
from assurance.body.urgent import OldestLate, agreed_actions, oldest_late, owed_about
from assurance.reads import Behind
from bodies.access import Reach
from bodies.posts import Standing, standing_of

MOST_JUDGED = 8  # assessments; the body's own list has all


@dataclass(frozen=True, slots=True)
class BodyYear:
    """One body's year as at a day."""

    asked: Asked
    near: Around
    name: str
    late: OldestLate
    governing: Standing
    agreed: tuple[AgreedAction, ...]
    figures: InFigures
    months: Timeline
    judged: tuple[Told, ...]
    review: OfReview
    meetings: records.InPublic
    logs: tuple[records.OfLog, ...]
    questions: tuple[records.Asking, ...]
    own_duties: Behind
    past: Past


def body_year(asked: Asked, reach: Reach) -> BodyYear:
    """Read it; the number of statements is the same for any body and any number of rows."""
    near = around(asked)
    return BodyYear(
        asked=asked, near=near, name=asked.body.name_on(asked.year_day), late=oldest_late(asked),
        governing=standing_of(asked.body, asked.day), agreed=tuple(agreed_actions(asked)),
        judged=tuple(judged(asked, reach)),
        figures=in_figures(asked, near), months=timeline(asked), review=of_review(asked, near),
        meetings=records.in_public(asked, near), logs=records.of_logs(asked, near),
        questions=tuple(records.reached_nhs_england(asked)), own_duties=owed_about(asked), past=past(asked),
    )  # fmt: skip


def judged(asked: Asked, reach: Reach) -> list[Told]:
    """What NHS England judged of the year and of those before it, as this reader may see it; the newest first.

    As at a past day only what was public by then: how far another one had come is not known any more.
    """
    found = [one for one in judgements_of(asked.body, reach, asked.day) if one.year <= asked.year.start_year]
    if asked.is_past:
        found = [one for one in found if one.published_on is not None and one.published_on <= asked.day]
    return found[:MOST_JUDGED]
