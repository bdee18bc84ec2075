"""Publishing by decision, and saying why something is not published."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bodies import audit
from bodies.models import User
from bodies.web.text import date_long
from duties.actions import NotNow
from duties.models import Obligation
from evidence.models import Evidence

FIELDS = ["published_on", "published_by", "withheld", "withheld_until"]


@transaction.atomic
def publish(*, evidence: Evidence, by: User, today: date) -> Evidence:
    """Publish one piece by decision; publishing never waits for review. Raises NotNow."""
    current = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    refuse_publishing(current, today)
    current.published_on, current.published_by, current.withheld, current.withheld_until = today, by, "", None
    current.save(update_fields=FIELDS)
    audit.record("published", current, by=by, today=today, body=current.body)
    return current


def refuse_publishing(evidence: Evidence, today: date) -> None:
    """Raise NotNow, with the reason, when this must not be published today."""
    if evidence.is_draft:
        raise NotNow("This is a draft: send it in or certify first.")
    if evidence.is_published:
        raise NotNow("This is published already.")
    of_it = Obligation.objects.filter(evidence=evidence.pk)
    if of_it.never_published().exists():
        raise NotNow("Draft accounts are never published.")
    if not of_it.exclude(duty__public_facing="no").exists():
        raise NotNow("This duty is not public-facing: what proves it is not published.")
    if evidence.withheld_until is not None and evidence.withheld_until > today:
        raise NotNow(f"This is held back until {date_long(evidence.withheld_until)}. Change that date first.")


@transaction.atomic
def withhold(*, evidence: Evidence, why: str, until: date | None, by: User, today: date) -> Evidence:
    """Say why evidence is not published and until when; takes it off the public site where it was on it."""
    current = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if current.is_draft:
        raise NotNow("This is a draft: it is not published anyhow.")
    if (current.withheld, current.withheld_until) == (why, until):
        return current
    was_published = current.is_published
    current.published_on, current.published_by, current.withheld, current.withheld_until = None, None, why, until
    current.save(update_fields=FIELDS)
    audit.record(
        "unpublished" if was_published else "withheld", current, by=by, today=today, body=current.body, why=why
    )
    return current
