"""What the national tables of requests and complaints read: counts by body, never a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assurance.casework.periods import Chosen, chosen_of
from assurance.casework.sums import summed, summed_rates
from assurance.reads import lived
from assurance.regions import by_region, shown_name
from bodies.access import Reach
from bodies.models import Body, Office
from casework.figures.bands import Share
from casework.figures.ko41a import is_quarterly
from casework.models import Complaint, InformationRequest, Return
from casework.rates import complaint_rates, request_rates
from casework.tallies import ComplaintCounts, LogCounts, RequestCounts, complaint_counts, request_counts
from duties.years import FinancialYear


@dataclass(frozen=True, slots=True)
class Log:
    """Which log is read, and which return is made of it."""

    slug: str
    title: str
    model: type[Any]
    kind: type[LogCounts]
    counts: Callable[[date, date, date], dict[int, Any]]
    rates: Callable[..., dict[int, tuple[Share, ...]]]

    def return_kind(self, chosen: Chosen) -> str:
        """The return of the period: of complaints KO41a where that is made for it, else the yearly report."""
        if self.model is InformationRequest:
            return Return.Kind.FOI
        return Return.Kind.KO41A if chosen.is_quarter and is_quarterly(chosen.year) else Return.Kind.COMPLAINTS


REQUESTS = Log("requests", "Requests for information", InformationRequest, RequestCounts, request_counts, request_rates)
COMPLAINTS = Log("complaints", "Complaints", Complaint, ComplaintCounts, complaint_counts, complaint_rates)
LOGS = {"freedom-of-information": REQUESTS, "complaints": COMPLAINTS}  # by the theme that the national page shows


@dataclass(frozen=True, slots=True)
class Made:
    """How far a return came: made, sent or published on a day, and whether there was nothing to count."""

    made_on: date
    sent_on: date | None
    published_on: date | None
    is_nil: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One body. `counts` is None where no log is kept here."""

    code: str
    name: str
    counts: Any
    made: Made | None
    trend: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The bodies of one region, as it stood in the year, with their sum."""

    name: str
    is_own: bool
    rows: tuple[Row, ...]
    total: Row

    @property
    def with_log(self) -> int:
        """How many of them keep a log here: of these the total is."""
        return sum(row.counts is not None for row in self.rows)


@dataclass(frozen=True, slots=True)
class Table:
    """The regions with their bodies, their sum, and the regions that could be chosen."""

    groups: tuple[Group, ...]
    total: Row
    regions: tuple[Office, ...]

    @property
    def bodies(self) -> int:
        return sum(len(group.rows) for group in self.groups)

    @property
    def with_log(self) -> int:
        return sum(group.with_log for group in self.groups)


def table(log: Log, chosen: Chosen, region: str, reach: Reach) -> Table:
    """Bodies by region, the reader's own first; a constant number of statements. `region`: a code, or all."""
    today = chosen.today
    rates = log.rates([(one.first_on, one.last_on) for one in chosen.trend], today)
    made = returns_made(log, chosen)
    kept = kept_logs(log, chosen, made)
    known = Body.objects.known(today).prefetch_related("offices__office", "names")
    bodies = [body for body in known if lived(body, chosen.year, today) or _has_any(kept.get(body.pk))]
    regions, offices = by_region(bodies, region, reach, chosen.day)
    none = tuple(Share(0, 0) for _ in chosen.trend)

    def row(body: Body) -> Row:
        name = shown_name(body, chosen.day, today)
        return Row(body.code, name, kept.get(body.pk), made.get(body.pk), rates.get(body.pk, none))

    groups = []
    for one in regions:
        rows = tuple(row(body) for body in one.bodies)
        groups.append(Group(one.name, one.is_own, rows, _total(one.name, rows, log, chosen)))
    every = [row for group in groups for row in group.rows]
    return Table(tuple(groups), _total("England", every, log, chosen), offices)


def kept_logs(log: Log, chosen: Chosen, made: Iterable[int]) -> dict[int, LogCounts]:
    """What each body counts that keeps its log here, or made a return of it; three statements."""
    counts = log.counts(chosen.period.first_on, chosen.period.last_on, chosen.today)
    nothing = log.kind(chosen.period.last_on)
    return {body: counts.get(body, nothing) for body in {*counts, *made, *_with_a_log(log, chosen.today)}}


def logs_of(year: FinancialYear, themes: Iterable[str], today: date) -> dict[str, Mapping[int, LogCounts]]:
    """The logs of some themes by body, in the quarter that the tables of a year show first; of a year to come none of
    its figures is counted yet. Eight statements for both.
    """
    return {theme: _log_of(LOGS[theme], year, today) for theme in themes if theme in LOGS}


def _log_of(log: Log, year: FinancialYear, today: date) -> Mapping[int, LogCounts]:
    chosen = chosen_of({"year": str(year)}, today)
    kept = kept_logs(log, chosen, returns_made(log, chosen))
    return dict.fromkeys(kept, log.kind(year.last_day)) if year.first_day > today else kept


def returns_made(log: Log, chosen: Chosen) -> dict[int, Made]:
    """The return of the period that stands, by body: the last that was made; one statement."""
    rows = Return.objects.made().filter(
        kind=log.return_kind(chosen), year=chosen.year.start_year, period=chosen.period.label,
        made_on__lte=chosen.today,
    )  # fmt: skip
    columns = ("body", "made_on", "sent_on", "published_on", "is_nil")
    return {body: Made(*facts) for body, *facts in rows.order_by("number").values_list(*columns)}


def _with_a_log(log: Log, today: date) -> set[int]:
    """Bodies that ever logged a case by today."""
    rows = log.model.objects.filter(received_on__lte=today).order_by()
    return set(rows.values_list("body", flat=True).distinct())


def _has_any(counts: LogCounts | None) -> bool:
    return counts is not None and bool(counts.received or counts.answered or counts.open)


def _total(name: str, rows: Iterable[Row], log: Log, chosen: Chosen) -> Row:
    kept = [row for row in rows if row.counts is not None]
    total = summed(log.kind, (row.counts for row in kept), chosen.period.last_on) if kept else None
    return Row("", name, total, None, summed_rates((row.trend for row in kept), len(chosen.trend)))
