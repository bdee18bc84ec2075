"""What each home reads: a constant number of statements, whatever the number of obligations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Max, Q

from bodies.access import CONTRIBUTORS, Reach, Role
from bodies.models import Body, Office, Verification
from desk import lines
from desk.lines import Later, Line
from duties.catalogue import THEMES
from duties.codes import parse
from duties.directed_keys import DIRECTED_KEYS
from duties.models import DirectedDate, Flag, Obligation
from duties.querysets import SIX_WEEKS, ObligationQuerySet
from duties.status import EvidenceState
from duties.years import FinancialYear
from evidence.in_logs import InLog, return_of
from evidence.models import CallIn, EvidenceUse, Submission

# The record is read again once a week; a run may be missed once before anybody need ask why.
OVERDUE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Worklist:
    """What a lead, or a contributor, has before them."""

    year: FinancialYear
    late: list[Line]
    sent_back: list[Line]
    soon: list[Line]
    no_owner: list[Line]
    to_certify: list[Line]
    waiting: list[Line]
    later: Later
    reasons: dict[int, Submission]
    drafts: dict[int, int]
    makes: dict[int, InLog]
    called: list[CallIn]


def worklist(obligations: ObligationQuerySet, reach: Reach, today: date, *, together: bool = True) -> Worklist:
    """Sort what is before somebody; four statements. Late, sent back and called in come from any year."""
    year = FinancialYear.containing(today)
    now = Q(year=year.start_year) | Q(due_on__lte=today + SIX_WEEKS, met_on=None, closed_on=None)
    owed = obligations.beside_logs(today).owed_by_body().opened_by(today).filter(now).for_pages()
    found = lines.lines_of(owed, today)
    sent_back = [line for line in found if lines.is_sent_back(line)]
    return Worklist(
        year=year,
        late=[line for line in found if lines.is_late(line)],
        sent_back=sent_back,
        soon=[line for line in found if lines.is_due_soon(line)],
        no_owner=[line for line in found if lines.has_no_owner(line) and line.obligation.year == year.start_year],
        to_certify=[line for line in found if line.to_certify],
        waiting=[line for line in found if lines.is_waiting(line) and not line.to_certify],
        later=lines.later_this_year(found, today, year.start_year, together=together),
        reasons=reasons_sent_back(sent_back),
        drafts=drafts_of(found),
        makes=returns_of(found, reach, today),
        called=list(CallIn.objects.open().filter(obligation__in=obligations.order_by()).for_pages()),
    )


def reasons_sent_back(found: Iterable[Line]) -> dict[int, Submission]:
    """The round that sent each of these back, by obligation; one statement."""
    keys = [line.obligation.pk for line in found]
    rounds = Submission.objects.asking_again().filter(obligation__in=keys).order_by("number")
    return {submission.obligation_id: submission for submission in rounds}


def drafts_of(found: Iterable[Line]) -> dict[int, int]:
    """How many drafts are gathered for each obligation that is being gathered; one statement."""
    keys = [line.obligation.pk for line in found if line.status.evidence is EvidenceState.GATHERING]
    drafts = EvidenceUse.objects.filter(obligation__in=keys, sent_on=None)
    return dict(drafts.order_by().values_list("obligation").annotate(Count("pk")))


def returns_of(found: Iterable[Line], reach: Reach, today: date) -> dict[int, InLog]:
    """Where a person makes the return that proves an obligation, by obligation; no statement."""
    made = {line.obligation.pk: return_of(line.obligation, reach, today) for line in found}
    return {pk: one for pk, one in made.items() if one is not None}


def late_by_body(body_ids: Sequence[int], today: date) -> dict[int, int]:
    """How many are late in each of several bodies; one statement."""
    late = Obligation.objects.late(today).owed_by_body().filter(held_by__in=body_ids)
    return dict(late.order_by().values_list("held_by").annotate(Count("pk")))


# The year -------------------------------------------------------------------------------------------------------------


def answered_for(bodies: Sequence[Body], today: date) -> ObligationQuerySet:
    """What these bodies answer for, without what a log of its own lists; of a body that has closed, what it incurred.

    What is late is named here too.
    """
    closed = [body.pk for body in bodies if body.has_closed(today)]
    others = [body.pk for body in bodies if body.pk not in closed]
    return Obligation.objects.filter(Q(held_by__in=others) | Q(body__in=closed)).opened_by(today).beside_logs(today)


def bodies_of(reach: Reach) -> list[Body]:
    """The bodies that a person is a member of, each once."""
    found: dict[int, Body] = {}
    for membership in reach.in_bodies(Role.LEAD, *CONTRIBUTORS, Role.LAY_MEMBER):
        assert membership.body is not None
        found.setdefault(membership.body.pk, membership.body)
    return list(found.values())


def open_for_evidence(reach: Reach, today: date) -> list[Obligation]:
    """Everything open of the bodies for which a person may add evidence; one statement."""
    bodies = [m.body_id for m in reach.in_bodies(Role.LEAD, *CONTRIBUTORS)]
    last = FinancialYear.containing(today).next().start_year
    found = Obligation.objects.open().owed_by_body().opened_by(today).filter(held_by__in=bodies, year__lte=last)
    return list(found.exclude(proof="recorded").for_pages())


# The assurer ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """How the latest reading of one part of the record went; `run` is None before the first."""

    kind: Verification.Kind
    run: Verification | None
    is_overdue: bool


def readings(now: datetime) -> list[Reading]:
    """The latest reading of the stored files and of the audit trail; one statement."""
    latest = Verification.objects.order_by().values("kind").annotate(latest=Max("pk")).values("latest")
    runs = {run.kind: run for run in Verification.objects.filter(pk__in=latest)}
    found = [(kind, runs.get(kind.value)) for kind in reversed(Verification.Kind)]
    return [Reading(kind, run, run is not None and run.finished_at < now - OVERDUE) for kind, run in found]


def themes_of(office: Office, year: FinancialYear, today: date) -> list[dict[str, Any]]:
    """The figures of an office's bodies by headline theme; one statement."""
    owed = Obligation.objects.outside().of_year(year.start_year).owed_by_body()
    if office.kind != Office.Kind.NATIONAL:
        owed = owed.filter(held_by__in=Body.objects.in_office(office, today))
    rows = {row["duty__theme"]: row for row in owed.exclude(duty__theme="").figures(today, "duty__theme")}
    return [
        {"slug": theme.replace(" ", "-"), "title": theme.capitalize(), **rows[theme]}
        for theme in THEMES
        if theme in rows
    ]


# Administration -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Missing:
    """A directed date that nobody has entered: for which parts of a year, and how many open obligations wait."""

    key: str
    title: str
    set_by: str
    year: FinancialYear
    periods: list[str]
    waiting: int


def directed_dates() -> list[tuple[FinancialYear, list[DirectedDate]]]:
    """Every directed date that was entered, by year, the newest year first; one statement."""
    rows = DirectedDate.objects.select_related("entered_by").order_by("-year", "key", "period")
    return [(FinancialYear(year), list(group)) for year, group in groupby(rows, key=lambda row: row.year)]


def missing_dates(today: date) -> list[Missing]:
    """Directed dates for which something open waits, soonest year first; two statements."""
    known = set(DirectedDate.objects.values_list("key", "year", "period"))
    undated = Obligation.objects.open().opened_by(today).filter(due_on=None)
    counted = undated.order_by("period_year", "period").values_list("rule__code", "period_year", "period")
    found: dict[tuple[int, str], dict[str, int]] = {}
    for code, year, period, waiting in counted.annotate(Count("pk")):
        key = parse(code).directed_key
        if key and (key, year, period) not in known:
            periods = found.setdefault((year, key), {})
            periods[period] = periods.get(period, 0) + waiting
    return [
        Missing(
            key,
            DIRECTED_KEYS[key].title,
            DIRECTED_KEYS[key].set_by,
            FinancialYear(year),
            list(periods),
            sum(periods.values()),
        )
        for (year, key), periods in sorted(found.items())
    ]


def bodies_without_holder() -> list[tuple[Body, int]]:
    """Bodies that were split, with how many obligations wait for a holder; two statements."""
    waiting = Obligation.objects.without_holder().order_by().values_list("body").annotate(Count("pk"))
    counts = dict(waiting)
    return [(body, counts[body.pk]) for body in Body.objects.filter(pk__in=counts).order_by("name")]


def last_flag() -> Flag | None:
    """The flag that was raised last."""
    return Flag.objects.order_by("-pk").first()
