"""What NHS England itself owes about a body is settled by its published yearly assessment, through the one engine.

Level-triggered: an embargo ends by itself, and a year may be opened after its assessment was published. What somebody
certified by hand, or is closed, stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef

from assessments.models import Assessment
from bodies.models import User
from duties.actions import mark_met
from duties.models import Obligation, OwedBy
from duties.querysets import UNSETTLED
from duties.status import EvidenceState

ASSESS, CONSULT = "nhse-annual-assessment", "nhse-consult-hwbs"


def settle(assessment: Assessment, *, by: User | None, today: date) -> int:
    """Settle what a yearly assessment that anybody may read proves; returns how many obligations.

    Publishing it is done on the day it was published, consulting on the day the last board was asked. Where no board
    was asked that duty stays open, whatever the reason.
    """
    if assessment.period or assessment.published_on is None or assessment.published_on > today:
        return 0
    asked = assessment.consultations.order_by("asked_on").values_list("asked_on", flat=True).last()
    done = {ASSESS: assessment.published_on} | ({CONSULT: asked} if asked else {})
    count = 0
    for obligation in _open(assessment, list(done)):
        done_on = done[obligation.duty.slug]
        mark_met(obligation=obligation, how=EvidenceState.RECORDED.value, done_on=done_on, by=by, today=today)
        count += 1
    return count


def settle_all(today: date) -> int:
    """Settle whatever yearly assessments prove by today that is open still; returns how many obligations."""
    waits = Obligation.objects.filter(
        UNSETTLED, body=OuterRef("body"), period_year=OuterRef("year"), duty__slug__in=(ASSESS, CONSULT),
        owed_by=OwedBy.NHS_ENGLAND,
    )  # fmt: skip
    found = Assessment.objects.standing(today).filter(Exists(waits), period="").select_related("body")
    return sum(settle(one, by=None, today=today) for one in found.order_by("pk"))


def _open(assessment: Assessment, slugs: list[str]) -> Iterator[Obligation]:
    rows = Obligation.objects.filter(
        UNSETTLED, body=assessment.body, period_year=assessment.year, duty__slug__in=slugs, owed_by=OwedBy.NHS_ENGLAND
    )
    yield from rows.select_related("duty").order_by("pk")
