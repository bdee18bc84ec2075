"""The log of jobs: what each run did and how long it took, when a job last came to its end, and who is alive.

A wake-up may be lost or come twice; this log says which did. It decides nothing but the hold of mail after a silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Max, Min, Q
from django.utils import timezone

from bodies.models import Heartbeat, JobRun

KEPT = timedelta(days=90)
KEPT_OF_NOTHING = timedelta(days=7)  # runs that found nothing to do, of which some jobs have one a minute

# A process says every so often that it is alive, and is late when it has said nothing for so long.
EVERY = timedelta(seconds=30)
LATE_AFTER = timedelta(minutes=3)
BEAT = "beat"


def begin(*, task: str, today: date, host: str = "", task_id: str = "") -> JobRun:
    """Write down that a run begins, so that one that is killed is seen too."""
    return JobRun.objects.create(
        task=task, domain_on=today, started_at=timezone.now(), host=host[:100], task_id=task_id[:64]
    )


def finish(run: JobRun, did: Any) -> None:
    """Write down that a run came to its end, and what it did."""
    JobRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), did=_plain(did))


def fail(run: JobRun, error: BaseException) -> None:
    """Write down why a run failed."""
    words = f"{type(error).__name__}: {error}".replace("\x00", "")[:500]
    JobRun.objects.filter(pk=run.pk).update(finished_at=timezone.now(), error=words)


def last_finished(task: str, *, before: date | None = None) -> date | None:
    """The domain's day of the last run that came to its end without an error; None where there was none.

    With `before`, the last such day before that one: what silence ends with a run of today.
    """
    runs = JobRun.objects.filter(task=task, finished_at__isnull=False, error="")
    if before is not None:
        runs = runs.filter(domain_on__lt=before)
    return runs.aggregate(last=Max("domain_on"))["last"]


class Row(Protocol):
    """What is asked of a row of the beat table."""

    @property
    def task(self) -> str: ...

    @property
    def overdue_after(self) -> timedelta: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Standing(Generic[R]):
    """How one job stands: its row, its last runs (the newest first), and when it last came to its end."""

    job: R
    runs: list[JobRun]
    finished_at: datetime | None
    is_overdue: bool


def standing(table: Iterable[R], now: datetime, *, runs: int = 0) -> list[Standing[R]]:
    """How each job of the table stands, with so many of its last runs; one statement, and one a job for its runs.

    One that never ran is not overdue: it is new here, and if beat is dead /health/beat/ says so. One that began and
    never came to its end is, counted from when it first began.
    """
    moments = JobRun.objects.order_by().values("task").annotate(
        good=Max("finished_at", filter=Q(error="")), first=Min("started_at")
    )  # fmt: skip
    found = {row["task"]: (row["good"], row["first"]) for row in moments}
    standings = []
    for job in table:
        good, first = found.get(job.task, (None, None))
        since = good or first
        last = list(JobRun.objects.filter(task=job.task)[:runs]) if runs else []
        standings.append(Standing(job, last, good, is_overdue=since is not None and now - since > job.overdue_after))
    return standings


def overdue(table: Iterable[R], now: datetime) -> list[R]:
    """Which jobs have not come to their end for longer than they may."""
    return [one.job for one in standing(table, now) if one.is_overdue]


def purge(now: datetime) -> int:
    """Take away old runs: 90 days, or 7 where nothing was to do. The last good one of each job always stays."""
    old = JobRun.objects.filter(started_at__lt=now - KEPT)
    good = JobRun.objects.filter(finished_at__isnull=False, error="").order_by()
    idle = good.filter(started_at__lt=now - KEPT_OF_NOTHING, did__isnull=True)
    stay = list(good.values("task").annotate(last=Max("pk")).values_list("last", flat=True))
    count, _ = JobRun.objects.filter(Q(pk__in=old.order_by()) | Q(pk__in=idle)).exclude(pk__in=stay).delete()
    return count


def alive(name: str) -> None:
    """Say that a process is alive."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=timezone.now())], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )


def worker_of(queue: str) -> str:
    """The name under which whoever works for a queue says that it is alive."""
    return f"worker {queue}"


def all_alive(names: Iterable[str], now: datetime) -> bool:
    """Whether each of these processes said lately that it is alive."""
    wanted = set(names)
    return Heartbeat.objects.filter(name__in=wanted, at__gte=now - LATE_AFTER).count() == len(wanted)


def _plain(did: Any) -> Any:
    """What a task returned, as JSON can say it; None where nothing was to do."""
    if isinstance(did, dict):
        return {str(name): _plain(value) or 0 for name, value in did.items()} if any(did.values()) else None
    return (did if isinstance(did, int | str) else str(did)) if did else None
