"""Everything that the page of a body, its report and its tables tell of one year: read once, in few statements."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.models import AgreedAction
from assurance.body import records
from assurance.body.asking import Around, Asked, around
from assurance.body.figures import InFigures, in_figures
from assurance.body.past import Past, past
from assurance.body.rounds import OfReview, of_review
from assurance.body.timeline import Timeline, timeline
from assurance.body.urgent import OldestLate, agreed_actions, oldest_late, owed_about
from assurance.reads import Behind


@dataclass(frozen=True, slots=True)
class BodyYear:
    """One body's year as at a day."""

    asked: Asked
    near: Around
    name: str
    late: OldestLate
    agreed: tuple[AgreedAction, ...]
    figures: InFigures
    months: Timeline
    review: OfReview
    meetings: records.InPublic
    logs: tuple[records.OfLog, ...]
    questions: tuple[records.Asking, ...]
    own_duties: Behind
    past: Past


def body_year(asked: Asked) -> BodyYear:
    """Read it; the number of statements is the same for any body and any number of rows."""
    near = around(asked)
    return BodyYear(
        asked=asked, near=near, name=asked.body.name_on(asked.year_day), late=oldest_late(asked),
        agreed=tuple(agreed_actions(asked)),
        figures=in_figures(asked, near), months=timeline(asked), review=of_review(asked, near),
        meetings=records.in_public(asked, near), logs=records.of_logs(asked, near),
        questions=tuple(records.reached_nhs_england(asked)), own_duties=owed_about(asked), past=past(asked),
    )  # fmt: skip
