"""Looking at published pages: who is due, one site at a time with a pause, and what a look changes.

The database is the queue and the task only a wake-up: what a killed worker left is due again. A site is taken by a
conditional update, so two beats or two workers do no harm; a link is put off before it is asked, so that a page on
which we break does not stand in the way of the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from duties.models import Obligation
from evidence.links import asking
from evidence.links.addresses import NoSuchHost, NotAsked
from evidence.links.asking import Answer, NotReached, Way
from evidence.links.judging import Known, Look, Outcome, known_after, look_again_after, look_of, look_without
from evidence.links.watching import settle
from evidence.models import LinkCheck, LinkHost, LinkWatch

MOST_HOSTS = 40  # in one pass
MOST_OF_A_HOST = 10  # in one task: 10 × (30 s + pause) stays under the lease, and under the time a task may take
PAUSE = 2.0  # seconds between two questions to one site
LEASE = timedelta(minutes=10)
PUT_OFF = timedelta(hours=1)
Ask = Callable[..., Answer]


def way() -> Way:
    """How this installation asks: it says who it is and whom to write to."""
    contact = " ".join(settings.LINK_CHECK_CONTACT.encode("ascii", "replace").decode().split())
    return Way(agent=f"AccountabilityTracker/1.0 (looks weekly at pages it links to; {contact})")


def due_hosts(now: datetime, at_most: int = MOST_HOSTS) -> list[str]:
    """Sites of which a page is due, and that nobody asks at this moment; the longest due first."""
    waiting = LinkWatch.objects.filter(next_at__lte=now).order_by("next_at").values_list("host", flat=True)
    busy = set(LinkHost.objects.filter(free_at__gt=now).values_list("host", flat=True))
    found: dict[str, None] = {}
    for host in waiting.iterator(chunk_size=500):
        if host not in busy:
            found[host] = None
        if len(found) == at_most:
            break
    return list(found)


def check_host(
    host: str, way: Way, *, today: date, pause: float = PAUSE, ask: Ask = asking.ask,
) -> int:  # fmt: skip
    """Look at the pages of one site that are due, one after the other; returns how many. Nobody else asks meanwhile.

    In a demonstration links are invented, or a stranger's: nothing is asked.
    """
    if settings.DEMONSTRATION or not _take(host):
        return 0
    wait, looked = timedelta(), 0
    try:
        due = LinkWatch.objects.filter(host=host, next_at__lte=timezone.now()).order_by("next_at", "pk")
        for watch in list(due.select_related("evidence")[:MOST_OF_A_HOST]):
            if wait or not _claim(watch):
                continue
            if looked:
                time.sleep(pause)
            wait = _look_at(watch, way, ask, today)
            looked += 1
    finally:
        LinkHost.objects.filter(host=host).update(free_at=timezone.now() + wait)
    return looked


def _take(host: str) -> bool:
    """Whether we may ask this site now. A lease that a killed worker left ends by itself."""
    now = timezone.now()
    LinkHost.objects.get_or_create(host=host, defaults={"free_at": now})
    return LinkHost.objects.filter(host=host, free_at__lte=now).update(free_at=now + LEASE) == 1


def _claim(watch: LinkWatch) -> bool:
    same = LinkWatch.objects.filter(pk=watch.pk, next_at=watch.next_at)
    return same.update(next_at=timezone.now() + PUT_OFF) == 1


def _look_at(watch: LinkWatch, way: Way, ask: Ask, today: date) -> timedelta:
    """Ask, and record what was found; returns for how long the site wants to be left alone."""
    try:
        answer = ask(watch.evidence.url, way, etag=watch.etag, last_modified=watch.last_modified)
    except (NotAsked, NoSuchHost, NotReached) as fault:
        look = look_without(fault)
    else:
        look = look_of(answer)
    record(watch, look, today=today, now=timezone.now())
    return look.wait


@transaction.atomic
def record(watch: LinkWatch, look: Look, *, today: date, now: datetime) -> None:
    """Write down what one look found, and let the flags of what the page proves say so, in one transaction."""
    proved = Obligation.objects.filter(evidence=watch.evidence_id).select_for_update(of=("self",)).order_by("pk")
    keys = [row.pk for row in proved]
    current = LinkWatch.objects.select_for_update(of=("self",)).filter(pk=watch.pk).first()
    if current is None:  # unpublished while we looked
        return
    if look.why == "no_host" and _nobody_is_reached(current, today):
        look = replace(look, outcome=Outcome.NOT_REACHED, why="no_resolver")
    after = known_after(Known(**{name: getattr(current, name) for name in Known.__dataclass_fields__}), look, today)
    for name, value in asdict(after).items():
        setattr(current, name, value)
    current.checked_on, current.next_at = today, now + look_again_after(after, look)
    current.save()
    _write_down(current, now, today)
    settle(keys, today)


def _nobody_is_reached(watch: LinkWatch, today: date) -> bool:
    """Whether other sites were asked since yesterday and none answered: then it is our own line that is broken."""
    others = LinkWatch.objects.exclude(host=watch.host).filter(checked_on__gte=today - timedelta(days=1))
    return others.exists() and not others.exclude(status=0).exists()


def _write_down(watch: LinkWatch, now: datetime, today: date) -> None:
    """Add the look to the ledger: to the spell that goes on, or as the first of a new one."""
    found = {"outcome": watch.outcome, "why": watch.why, "status": watch.status, "digest": watch.digest}
    last = LinkCheck.objects.filter(evidence=watch.evidence_id).order_by("-first_at", "-pk").first()
    if last is not None and all(getattr(last, name) == value for name, value in found.items()):
        LinkCheck.objects.filter(pk=last.pk).update(last_at=now, last_on=today, looks=F("looks") + 1)
    else:
        LinkCheck.objects.create(
            evidence_id=watch.evidence_id, first_at=now, last_at=now, first_on=today, last_on=today, **found
        )
