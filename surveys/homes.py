"""What a governance lead's home tells of surveys: that one is open, and nothing of lateness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bodies.access import Reach
from bodies.models import Body
from surveys.access import may_answer
from surveys.models import Response, Survey
from surveys.offices import may_take_part


@dataclass(frozen=True, slots=True)
class Invitation:
    """A survey that a body may answer now, and how far its answers have come."""

    survey: Survey
    standing: str


def invitations(reach: Reach, body: Body, today: date) -> list[Invitation]:
    """The surveys that this person may answer for a body now; two statements at most."""
    if body.pk not in may_answer(reach):
        return []
    open_now = [one for one in Survey.objects.open_on(today) if may_take_part(body, one, today)]
    if not open_now:
        return []
    begun = {one.survey_id: one for one in Response.objects.filter(survey__in=open_now, body=body)}
    return [Invitation(one, standing_words(begun.get(one.pk))) for one in open_now]


def standing_words(response: Response | None) -> str:
    """How far a body's answers have come, in words."""
    if response is None:
        return "Not begun"
    return "A draft is kept" if response.sent_on is None else "Sent"
