"""Moderation: proposed by one assurer, and agreed or sent back by a second, as often as it takes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.actions.common import change, locked, refuse_unless, refuse_unless_assurer, words_in
from assessments.course import SETTLED_INSIDE, WRITABLE, State
from assessments.missing import missing_to_propose
from assessments.models import Assessment, Moderation
from assessments.notices import tell_moderated
from bodies.access import Reach
from bodies.models import User
from duties.actions import NotNow

Decision = Moderation.Decision


@transaction.atomic
def propose(*, assessment: Assessment, by: User, today: date) -> Moderation:
    """Put it before a second assurer, frozen as it is. Raises NotNow naming everything that it lacks."""
    current = locked(assessment)
    refuse_unless(current, today, *WRITABLE)
    judgements = {one.unit: one for one in current.judgements.all()}
    missing = missing_to_propose(current, judgements, today)
    if missing:
        raise NotNow("Before it can be proposed: " + "; ".join(missing) + ".")
    number = current.rounds.count() + 1
    proposal = _frozen(current, judgements)
    made = Moderation.objects.create(
        assessment=current, number=number, proposed_by=by, proposed_on=today, proposed_at=timezone.now(),
        proposal=proposal,
    )  # fmt: skip
    change(
        current, "proposed an assessment", by=by, today=today, said={"round": number}, proposed_on=today,
        proposed_by=by, sent_back_on=None,
    )  # fmt: skip
    return made


@transaction.atomic
def agree(*, assessment: Assessment, reach: Reach, note: str = "", by: User, today: date) -> Moderation:
    """A second assurer agrees. Raises NotNow of the proposer, and of who works for a body involved."""
    current, waiting = _decidable(assessment, reach, by, today)
    _decide(waiting, Decision.AGREED, words_in(note, "the note"), by, today)
    change(
        current, "agreed an assessment", by=by, today=today, said={"round": waiting.number}, agreed_on=today,
        agreed_by=by,
    )  # fmt: skip
    tell_moderated(current, waiting, today=today)
    return waiting


@transaction.atomic
def send_back(*, assessment: Assessment, reach: Reach, reason: str, by: User, today: date) -> Moderation:
    """A second assurer sends it back, saying why. Raises NotNow as `agree` does."""
    current, waiting = _decidable(assessment, reach, by, today)
    _decide(waiting, Decision.SENT_BACK, words_in(reason, "why it is sent back", needed=True), by, today)
    change(
        current, "sent an assessment back", by=by, today=today, said={"round": waiting.number}, proposed_on=None,
        proposed_by=None, sent_back_on=today,
    )  # fmt: skip
    tell_moderated(current, waiting, today=today)
    return waiting


@transaction.atomic
def moderate_again(*, assessment: Assessment, reach: Reach, why: str, by: User, today: date) -> Assessment:
    """What was agreed is moderated again, before it is published: it can be written in, and proposed anew.

    The round that agreed it stays, with the body's comment of then, and says why. The body sees it again once it is
    sent to it again. Raises NotNow.
    """
    current = locked(assessment)
    refuse_unless_assurer(reach, current, today)
    refuse_unless(current, today, *SETTLED_INSIDE)
    last = current.rounds.order_by("-number")[0]
    last.reopened_by, last.reopened_on = by, today
    last.reopened_why = words_in(why, "why it is moderated again", needed=True)
    last.body_said = current.comment
    last.save(update_fields=["reopened_by", "reopened_on", "reopened_why", "body_said"])
    change(
        current, "re-opened moderation", by=by, today=today, said={"round": last.number}, proposed_on=None,
        proposed_by=None, agreed_on=None, agreed_by=None, shown_on=None, shown_by=None, comment_by_on=None,
        comment="", commented_on=None, commented_by=None, sent_back_on=today,
    )  # fmt: skip
    tell_moderated(current, last, today=today)
    return current


def _decidable(assessment: Assessment, reach: Reach, by: User, today: date) -> tuple[Assessment, Moderation]:
    """The assessment and its waiting round, kept from others, for a second assurer."""
    current = locked(assessment)
    refuse_unless_assurer(reach, current, today)
    refuse_unless(current, today, State.PROPOSED)
    waiting = current.rounds.select_for_update().get(decision="")
    if waiting.proposed_by_id == by.pk:
        raise NotNow("Somebody else must moderate this: nobody agrees what they proposed themselves.")
    return current, waiting


def _decide(waiting: Moderation, decision: str, reason: str, by: User, today: date) -> None:
    waiting.decision, waiting.reason = decision, reason
    waiting.decided_by, waiting.decided_on, waiting.decided_at = by, today, timezone.now()
    waiting.save(update_fields=["decision", "reason", "decided_by", "decided_on", "decided_at"])


def _frozen(assessment: Assessment, judgements: dict[str, Any]) -> dict[str, Any]:
    """What was proposed, in words, as it stood."""
    sheet, units = assessment.sheet, []
    for unit in sheet.units:
        judged = judgements[unit.slug]
        value = unit.scale.value(judged.value)
        units.append({"name": unit.name, "word": value.word if value else "", "rationale": judged.rationale})
    headline = assessment.headline_value
    looked_at = [{"name": one.name, "words": assessment.looked_at.get(one.slug, "")} for one in assessment.must_look_at]
    return {
        "headline": headline.word if headline else "", "summary": assessment.summary, "units": units,
        "looked_at": looked_at,
    }  # fmt: skip
