"""Samples: of what the bodies of a region certified in a month some are drawn, and their evidence is asked for.

Drawn by state: every finished month without a sample, so that a night that was missed is made up for. `evidence.draws`
says how, and anybody can draw a sample again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bodies import audit
from bodies.chain import BEFORE_THE_FIRST
from bodies.models import AuditLink, Body, Office
from duties.models import Obligation
from evidence import draws
from evidence.actions.calls import say
from evidence.models import CallIn, Sample, Submission
from evidence.notices import tell_called_in
from evidence.querysets import SubmissionQuerySet


def draw_due_samples(*, today: date, invented: bool = False) -> int:
    """Draw every sample that is due; returns how many. Any number of runs a day draw each once."""
    count = 0
    for office in Office.objects.filter(kind=Office.Kind.REGION).order_by("code"):
        for month in _due_months(office, today):
            count += draw_sample(office=office, month=month, today=today, invented=invented) is not None
    return count


def _due_months(office: Office, today: date) -> list[date]:
    """The last finished months that have no sample yet, from the region's first certification on."""
    months = draws.finished_months(today)
    there = set(office.samples.filter(month__in=months).values_list("month", flat=True))
    return [month for month in months if month not in there and _began_by(office, month)]


def _began_by(office: Office, month: date) -> bool:
    return _certified(office, Q(decided_on__lte=draws.last_day(month)), month).exists()


@transaction.atomic
def draw_sample(*, office: Office, month: date, today: date, invented: bool = False) -> Sample | None:
    """Draw the sample of one region and month; None where another run was quicker.

    The seed is the head of the audit trail at this moment. What is drawn is called in; what NHS England asks to see
    already is not asked for twice.
    """
    keys = certified_in(office, month)
    seed = AuditLink.objects.order_by("-place").values_list("chain", flat=True).first() or BEFORE_THE_FIRST
    percent: int = settings.SAMPLE_PERCENT
    sample, is_new = Sample.objects.get_or_create(
        office=office, month=month,
        defaults={
            "share_percent": percent, "seed": seed, "drawn_from": keys, "drawn_on": today, "drawn_at": timezone.now(),
            "is_invented": invented,
        },
    )  # fmt: skip
    if not is_new:
        return None
    chosen = draws.drawn(keys, seed, percent)
    audit.record(
        "drew a sample", sample, by=None, today=today, office=office.pk, month=month.isoformat(), drawn_from=len(keys),
        drawn=len(chosen),
    )  # fmt: skip
    _call(sample, chosen, today=today, invented=invented)
    return sample


def certified_in(office: Office, month: date) -> list[int]:
    """The ids of what bodies of a region, as it stood, certified in a month and nobody re-opened since, in order."""
    last = draws.last_day(month)
    found = _certified(office, Q(decided_on__range=(month, last)), month)
    return list(found.order_by("obligation").values_list("obligation", flat=True).distinct())


def _certified(office: Office, when: Q, month: date) -> SubmissionQuerySet:
    bodies = Body.objects.in_office(office, draws.last_day(month)).order_by().values("pk")
    standing = Submission.objects.filter(when, decision=Submission.Decision.CERTIFIED, reopened_on=None)
    return standing.filter(
        obligation__owed_by="body", obligation__met_how="certified", obligation__closed_on=None,
        obligation__held_by__in=bodies, obligation__is_inside=False,
    )  # fmt: skip


def _call(sample: Sample, keys: Sequence[int], *, today: date, invented: bool) -> None:
    """Ask for the evidence of what was drawn, in the order in which everybody locks."""
    rows = Obligation.objects.for_pages().filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    asked = set(CallIn.objects.open().filter(obligation__in=keys).values_list("obligation", flat=True))
    for obligation in rows:
        if obligation.met_how == "certified" and obligation.pk not in asked:
            call = CallIn.objects.create(
                obligation=obligation, sample=sample, called_on=today, is_invented=invented
            )  # fmt: skip
            say("drawn in a sample", call, by=None, today=today)
            tell_called_in(call, today=today)
