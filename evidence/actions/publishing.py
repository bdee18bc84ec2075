"""Publishing by decision: now, or from a later day (an embargo, which says why); and saying why something is not.

Publishing and unpublishing are decisions of their own, each with who and when on the piece and in the audit trail.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from bodies import audit
from bodies.models import User
from bodies.web.text import date_long
from duties.actions import NotNow
from duties.models import Obligation
from evidence.links.watching import stop_watching
from evidence.models import Evidence
from evidence.pre_election import Period, period_on

FIELDS = [
    "published_on", "published_by", "publish_decided_on", "was_published_on", "unpublished_on", "unpublished_by",
    "withheld", "withheld_until",
]  # fmt: skip
TOLD = ["published_on", "withheld", "withheld_until"]  # what the audit trail says of before and after


class DuringElection(NotNow):
    """The day lies in a pre-election period, and nobody said that this is known."""

    def __init__(self, period: Period) -> None:
        super().__init__(f"{period.sentence} Tick “Publish all the same”, or choose another day.")


@transaction.atomic
def publish(
    *, evidence: Evidence, by: User, today: date, from_on: date | None = None, why: str = "", anyway: bool = False
) -> Evidence:
    """Decide that anybody may read one piece, from today or from a later day. Publishing never waits for review.

    A later day is an embargo: it says why, and until its day it may be moved or ended by deciding again. `anyway`: who
    decides knows of the pre-election period. Raises NotNow.
    """
    current = _locked(evidence)
    refuse_publishing(current, today)
    day = from_on or today
    if day < today:
        raise NotNow("The day must be today or later.")
    if day > today and not why:
        raise NotNow("Say why it is not published before that day.")
    if current.withheld_until is not None and day < current.withheld_until and not current.is_embargoed(today):
        raise NotNow(f"This is held back until {date_long(current.withheld_until)}. Change that date first.")
    period = period_on(day)
    if period is not None and not anyway:
        raise DuringElection(period)
    kept_back: tuple[str, date | None] = (why, day) if day > today else ("", None)
    if current.published_on == day and (current.withheld, current.withheld_until) == kept_back:
        return current
    before = as_told(current)
    current.published_on, current.published_by, current.publish_decided_on = day, by, today
    current.withheld, current.withheld_until = kept_back
    current.save(update_fields=FIELDS)
    known = {"pre_election": f"{period.name}, {period.from_on} to {period.to_on}"} if period is not None else {}
    record(current, "embargoed" if day > today else "published", before, by=by, today=today, **known)
    return current


def refuse_publishing(evidence: Evidence, today: date) -> None:
    """Raise NotNow, with the reason, when this must not be published on any day."""
    if evidence.is_draft:
        raise NotNow("This is a draft: send it in or certify first.")
    if evidence.withdrawn_on is not None:
        raise NotNow("This was withdrawn: it is not published.")
    if evidence.is_published(today):
        raise NotNow("This is published already.")
    of_it = Obligation.objects.filter(evidence=evidence.pk)
    if of_it.never_published().exists():
        raise NotNow("Draft accounts are never published.")
    if not of_it.exclude(duty__public_facing="no").exists():
        raise NotNow("This duty is not public-facing: what proves it is not published.")


@transaction.atomic
def withhold(*, evidence: Evidence, why: str, until: date | None, by: User, today: date) -> Evidence:
    """Say why it is not published and until when; takes it off the public site, or ends its embargo. Raises NotNow."""
    current = _locked(evidence)
    if current.is_draft:
        raise NotNow("This is a draft: it is not published anyhow.")
    if current.published_on is None and (current.withheld, current.withheld_until) == (why, until):
        return current
    before = as_told(current)
    verb = take_off(current, by=by, today=today)
    current.withheld, current.withheld_until = why, until
    current.save(update_fields=FIELDS)
    record(current, verb or "withheld", before, by=by, today=today)
    return current


def take_off(evidence: Evidence, *, by: User, today: date) -> str:
    """Put on a piece that it is public no more; the caller saves FIELDS. Returns what that was: empty where it was not.

    What was under an embargo nobody could read yet: its embargo ends, and nothing was taken off.
    """
    since = evidence.published_on
    if since is None:
        return ""
    evidence.published_on, evidence.published_by, evidence.publish_decided_on = None, None, None
    evidence.withheld, evidence.withheld_until = "", None
    if since > today:
        return "ended the embargo"
    evidence.was_published_on, evidence.unpublished_on, evidence.unpublished_by = since, today, by
    stop_watching(evidence, today)
    return "unpublished"


def as_told(evidence: Evidence) -> dict[str, str | None]:
    """What the audit trail says of a piece before and after a decision."""
    values = {name: getattr(evidence, name) for name in TOLD}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def record(evidence: Evidence, verb: str, before: dict[str, str | None], *, by: User, today: date, **more: str) -> None:
    """Write one decision on publishing into the audit trail."""
    audit.record(verb, evidence, by=by, today=today, body=evidence.body, before=before, after=as_told(evidence), **more)


def _locked(evidence: Evidence) -> Evidence:
    """The piece as it stands now, kept from others until the transaction ends: its obligations first, as everywhere."""
    list(Obligation.objects.filter(evidence=evidence.pk).select_for_update(of=("self",)).order_by("pk"))
    return Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
