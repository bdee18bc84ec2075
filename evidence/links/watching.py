"""Which links are watched: those of evidence that is published and still proves something. All by state.

`keep_up` may run any number of times, by any number of workers: it begins to watch what was published, stops watching
what no longer is, and lets the flags on obligations say what is so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Min, QuerySet

from duties.flags import clear_flag, raise_flag
from duties.models import Flag, Obligation
from evidence.models import Evidence, EvidenceUse, LinkHost, LinkWatch

MOST_BEGUN = 1000  # in one pass
LONGEST_HOST = 253  # of a name on the internet


def keep_up(today: date, now: datetime) -> int:
    """Watch what is published and nothing else; returns how many links are newly watched."""
    _stop(LinkWatch.objects.exclude(evidence__in=Evidence.objects.links_to_watch(today)), today)
    new = Evidence.objects.links_to_watch(today).filter(link=None).order_by("pk")[:MOST_BEGUN]
    watches = [LinkWatch(evidence=one, host=one.host, next_at=now) for one in new if 0 < len(one.host) <= LONGEST_HOST]
    LinkWatch.objects.bulk_create(watches, ignore_conflicts=True)
    hosts = {one.host for one in watches}
    LinkHost.objects.bulk_create([LinkHost(host=host, free_at=now) for host in hosts], ignore_conflicts=True)
    settle(_concerned(), today)
    return len(watches)


def stop_watching(evidence: Evidence, today: date) -> None:
    """What is no longer published, or proves nothing more, is watched no more, and no flag stands for it."""
    _stop(LinkWatch.objects.filter(evidence=evidence), today)


@transaction.atomic
def _stop(watches: Iterable[LinkWatch], today: date) -> None:
    keys = [watch.evidence_id for watch in watches]
    if keys:
        proved = _locked(EvidenceUse.objects.filter(evidence__in=keys).values_list("obligation", flat=True))
        LinkWatch.objects.filter(evidence__in=keys).delete()
        settle(proved, today)


def _concerned() -> set[int]:
    """Obligations on which a flag stands, or should."""
    flagged = Flag.objects.filter(kind=Flag.Kind.GONE, cleared_on=None).values_list("obligation", flat=True)
    return set(flagged) | set(_gone_for().values_list("obligation", flat=True))


def _gone_for() -> QuerySet[EvidenceUse]:
    """For which obligations a page was sent in that is gone."""
    return EvidenceUse.objects.filter(sent_on__isnull=False, evidence__link__gone_on__isnull=False)


@transaction.atomic
def settle(obligations: Iterable[int], today: date) -> None:
    """Let one live flag stand on each obligation of which a published page is gone, since the first was missed."""
    rows = _locked(obligations)
    gone = _gone_for().filter(obligation__in=rows).order_by()
    since = dict(gone.values_list("obligation").annotate(Min("evidence__link__missing_on")))
    live = dict(
        Flag.objects.filter(obligation__in=rows, kind=Flag.Kind.GONE, cleared_on=None)
        .values_list("obligation", "since_on")
    )  # fmt: skip
    for key, row in rows.items():
        if live.get(key) == since.get(key):
            continue
        if key in live:
            clear_flag(obligation=row, kind=Flag.Kind.GONE, by=None, today=today)
        if key in since:
            raise_flag(obligation=row, kind=Flag.Kind.GONE, since_on=since[key], by=None, today=today)


def _locked(obligations: Iterable[int]) -> dict[int, Obligation]:
    """The obligations by key, kept from others: before evidence and its links, as everywhere."""
    found = Obligation.objects.filter(pk__in=set(obligations)).select_for_update(of=("self",)).order_by("pk")
    return {row.pk: row for row in found}
