"""What a person's home tells of assessments: what waits for the lead's comment, what waits for a second assurer."""

from __future__ import annotations

from datetime import date

from assessments.models import Assessment
from assessments.querysets import AssessmentQuerySet
from bodies.access import Reach
from bodies.history import heirs
from bodies.models import Body, Office


def waiting_for_comment(body: Body, today: date) -> list[Assessment]:
    """What was sent to a body, or to one that it answers for now, and waits for its comment: the first to end first.

    Three statements.
    """
    theirs = {body.pk} | {closed for closed, heir in heirs(today).items() if heir == body.pk}
    rows = Assessment.objects.of_bodies(theirs).waiting_for_comment(today)
    return list(rows.select_related("body").order_by("comment_by_on", "pk"))


def to_moderate(office: Office, reach: Reach, today: date) -> AssessmentQuerySet:
    """What others proposed of the bodies of an office, and waits for a second assurer."""
    own = {membership.user_id for membership in reach.memberships}
    rows = Assessment.objects.proposed().exclude(proposed_by__in=own)
    return rows if office.kind == Office.Kind.NATIONAL else rows.filter(body__in=Body.objects.in_office(office, today))
