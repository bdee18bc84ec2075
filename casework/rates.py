"""How many answers kept their time, by body, in several periods at once: what a trend shows. One statement a log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from casework.course import complaints as c
from casework.course.events import Kept
from casework.course.request_kinds import ANSWERED
from casework.figures.bands import Share
from casework.models import Complaint, InformationRequest

Stretch = tuple[date, date]  # its first and its last day
IN_TIME = (Kept.IN_TIME.value, Kept.EXTENDED.value)


def request_rates(periods: Sequence[Stretch], today: date) -> dict[int, tuple[Share, ...]]:
    """Answered in time of all answered in each period, by the id of the body; of bodies that answered anything."""
    return _rates(InformationRequest.objects.filter(ended_how=ANSWERED), periods, today)


def complaint_rates(periods: Sequence[Stretch], today: date) -> dict[int, tuple[Share, ...]]:
    """Responded to in time of all responded to in each period; of complaints under the regulations."""
    return _rates(Complaint.objects.counted().filter(ended_how=c.RESPONDED), periods, today)


def _rates(rows: QuerySet[Any], periods: Sequence[Stretch], today: date) -> dict[int, tuple[Share, ...]]:
    if not periods:
        return {}
    last = min(today, max(last for _, last in periods))
    rows = rows.filter(ended_on__gte=min(first for first, _ in periods), ended_on__lte=last)
    counts: dict[str, Count] = {}
    for number, (first, last_on) in enumerate(periods):
        judged = Q(ended_on__gte=first, ended_on__lte=last_on) & ~Q(kept="")
        counts[f"kept{number}"] = Count("pk", filter=judged & Q(kept__in=IN_TIME))
        counts[f"base{number}"] = Count("pk", filter=judged)
    return {
        one["body"]: tuple(Share(one[f"kept{number}"], one[f"base{number}"]) for number in range(len(periods)))
        for one in rows.order_by().values("body").annotate(**counts)
    }
