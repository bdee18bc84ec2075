"""Thinning: what ended long ago loses its words and keeps its figures. How long words are kept is our own policy.

In batches, each one transaction: killed between two, the next night takes up what is left.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from bodies import audit
from casework.actions.common import marks
from casework.actions.disclosing import DISCLOSURE_WORDS
from casework.keeping import case_kind, record_of
from casework.models import Case, Complaint, InformationRequest
from duties import records
from duties.counting import add_months
from duties.models import Obligation

BATCH = 100
MONTHS = 12
LONGEST_MARK = 36
OF_BOTH = ("subject", "waiting_on", "late_words", "source")
WORDS: Mapping[type[Case], tuple[str, ...]] = {
    InformationRequest: OF_BOTH,
    Complaint: (*OF_BOTH, "exception_why", "came_from", "lessons", "action"),
}
WRITTEN = ("reference", "entry_key", "thinned_on", "changed_at", "version")
_MADE_HERE = re.compile(r"\d{4}-\d{3,}", re.ASCII)


def thin(today: date) -> int:
    """Take the words out of what ended longer ago than they are kept. Returns how many cases; said twice it is one."""
    count = 0
    for model in WORDS:
        while number := _thin_some(model, kept_since(model, today), today):
            count += number
    return count


def kept_since(model: type[Case], today: date) -> date:
    """The first day of which something that ended then still has its words."""
    years: int = settings.REQUESTS_KEPT_YEARS if model is InformationRequest else settings.COMPLAINTS_KEPT_YEARS
    return add_months(today, -years * MONTHS)


def mark_of(reference: str) -> str:
    """What tells a reference that was taken out from others, to whoever has it, and tells nothing to anybody else.

    By it an old spreadsheet that comes again logs nothing twice.
    """
    return salted_hmac("casework.reference", reference.strip().lower(), algorithm="sha256").hexdigest()[:LONGEST_MARK]


@transaction.atomic
def _thin_some(model: type[Any], ended_before: date, today: date) -> int:
    rows = model.objects.to_thin(ended_before).select_for_update(of=("self",)).select_related("body")
    found = list(rows.order_by("pk")[:BATCH])
    for case in found:
        _thin(case, today)
    model.events.rel.related_model.objects.filter(case__in=found).exclude(words="").update(words="")
    return len(found)


def _thin(case: Case, today: date) -> None:
    is_published = isinstance(case, InformationRequest) and case.disclosed_on is not None
    gone = WORDS[type(case)] + (DISCLOSURE_WORDS if isinstance(case, InformationRequest) and not is_published else ())
    for name in gone:
        setattr(case, name, "")
    if case.number is None or not _MADE_HERE.fullmatch(case.reference):
        _rename(case)
    case.thinned_on, case.changed_at, case.version = today, timezone.now(), case.version + 1
    case.save(update_fields=[*gone, *WRITTEN])
    record = record_of(case)
    records.rename(record)
    Obligation.objects.filter(record_kind=record.kind, record_id=record.pk).exclude(reason="").update(reason="")
    told = marks(case, not_personal=False)
    audit.record(f"thinned a {case_kind(case)}", case, by=None, today=today, body=case.body, **told)


def _rename(case: Any) -> None:
    """Give a case whose reference was the body's own a neutral one; the old one is kept as a mark alone."""
    others = type(case).objects.filter(body=case.body).exclude(pk=case.pk)
    mark, neutral, number = mark_of(case.reference), f"case {case.pk}", 1
    while others.filter(reference__iexact=neutral).exists():
        number += 1
        neutral = f"case {case.pk}-{number}"
    # The reference may have been given again to a later case.
    case.entry_key = "" if others.filter(entry_key=mark).exists() else mark
    case.reference = neutral
