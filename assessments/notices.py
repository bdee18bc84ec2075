"""Telling people: what became of a proposal, that something waits for the body's comment, that it is published."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from assessments.access import answering
from assessments.models import Assessment, Moderation
from bodies.access import Role
from bodies.models import Membership, User
from bodies.outbox import Telling, tell
from bodies.web.text import date_long


def tell_moderated(assessment: Assessment, moderation: Moderation, *, today: date) -> int:
    """Tell who proposed it what a second assurer decided, or that it is moderated again; returns how many."""
    what = "to be moderated again" if moderation.reopened_on else moderation.get_decision_display().lower()
    key = f"assessment {assessment.pk} round {moderation.number} {what}"
    return _tell(assessment, [moderation.proposed_by_id], key, "assessment moderated", what, today, at_once=True)


def tell_shown(assessment: Assessment, *, today: date) -> int:
    """Tell the leads that it waits for their comment, and until when; returns how many."""
    until = date_long(assessment.comment_by_on)
    key = f"assessment {assessment.pk} shown {assessment.rounds.count()}"
    return _tell(assessment, _leads(assessment, today), key, "assessment to comment on",
                 f"sent to you; you can comment until {until}", today, at_once=True)  # fmt: skip


def tell_commented(assessment: Assessment, *, by: User, today: date) -> int:
    """Tell who sent it to the body that the body commented; returns how many."""
    people = [assessment.shown_by_id] if assessment.shown_by_id and assessment.shown_by_id != by.pk else []
    key = f"assessment {assessment.pk} commented {today}"
    return _tell(assessment, people, key, "assessment commented on", "the body commented", today)


def tell_published(assessment: Assessment, *, today: date) -> int:
    """Tell the leads that it is published, or from which day it will be; returns how many."""
    day = assessment.published_on
    what = "published" if day == today else f"to be published on {date_long(day)}"
    key = f"assessment {assessment.pk} published"
    return _tell(assessment, _leads(assessment, today), key, "assessment published", what, today)


def _tell(
    assessment: Assessment, people: Iterable[int], key: str, kind: str, what: str, today: date, *,
    at_once: bool = False,
) -> int:  # fmt: skip
    words = f"NHS England’s assessment, {assessment.about}: {what}"
    return tell(
        [
            Telling(
                key=key, person_id=person, kind=kind, words=words, at_once=at_once, since_on=today,
                url_path=reverse("assessments:one", args=[assessment.pk]), body_id=answering(assessment.body, today),
                subject_kind="assessments.assessment", subject_id=assessment.pk,
            )
            for person in people
        ],
        today=today,
    )  # fmt: skip


def _leads(assessment: Assessment, today: date) -> list[int]:
    members = Membership.objects.current(today).filter(body=answering(assessment.body, today), user__is_active=True)
    return list(members.filter(role=Role.LEAD.value).order_by().values_list("user", flat=True))
