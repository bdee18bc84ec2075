"""What the actions share: the locked row, its audit row, and the refusals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from assessments.access import stands
from assessments.course import WORDS, State
from assessments.models import Assessment
from bodies import audit
from bodies.access import Reach
from bodies.models import User
from duties.actions import NotNow

LONGEST = 20_000  # characters of one text


class ChangedMeanwhile(NotNow):
    """Somebody else wrote in it since this person opened it."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this assessment meanwhile. What you typed is still here, but nothing of it was"
            " saved. Look at the assessment in another window, then save again."
        )


def version_of(assessment: Assessment) -> str:
    """What tells one state of an assessment from another, for a form that is sent back."""
    return assessment.changed_at.isoformat()


def locked(assessment: Assessment) -> Assessment:
    """The row as it stands now, kept from others until the transaction ends."""
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("body")
    return rows.get(pk=assessment.pk)


def change(assessment: Assessment, verb: str, *, by: User, today: date, said: Mapping[str, Any], **facts: Any) -> None:
    """Set facts of a locked assessment, with the audit row beside them: days and names of parts, never a word of it."""
    for name, value in facts.items():
        setattr(assessment, name, value)
    assessment.changed_at = timezone.now()
    assessment.save(update_fields=[*facts, "changed_at"])
    record(assessment, verb, by=by, today=today, **said)


def record(assessment: Assessment, verb: str, *, by: User, today: date, **said: Any) -> None:
    told = {"framework": assessment.framework, "about": assessment.about, "version": assessment.version, **said}
    if assessment.is_invented:
        told["invented"] = True
    audit.record(verb, assessment, by=by, today=today, body=assessment.body, **told)


def refuse_unless(assessment: Assessment, today: date, *states: State) -> None:
    """Raise NotNow where it does not stand in one of these states."""
    state = assessment.state(today)
    if state not in states:
        raise NotNow(f"This cannot be done now. The assessment stands at: {WORDS[state].word}.")


def refuse_published(assessment: Assessment) -> None:
    if assessment.published_on is not None:
        raise NotNow("It is settled that this is published: nothing of it changes. Make a correction.")


def refuse_unless_assurer(reach: Reach, assessment: Assessment, today: date) -> None:
    """Raise NotNow of anybody who may not assess the body, as who works for it."""
    if not stands(reach, assessment.body, today).may_assess:
        raise NotNow("Only an assurer who reaches this body, and works for no body involved, may do this.")


def words_in(text: str, what: str, *, needed: bool = False) -> str:
    """The text, trimmed. Raises NotNow of none where it is needed, and of one that is too long."""
    given = text.strip()
    if needed and not given:
        raise NotNow(f"Say {what}.")
    if len(given) > LONGEST:
        raise NotNow(f"Shorten {what} to {LONGEST:,} characters or fewer.")
    return given
