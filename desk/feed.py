"""What a person's calendar feed holds: two statements for a member of bodies, one for an assurer's offices.

A governance lead gets everything dated of their bodies, a contributor what is theirs, a lay member accounts, auditor
and interests. An assurer gets confirmed legal and directed dates only, one entry for all their bodies: a national
assurer would otherwise get many thousands. The yearly standing reviews of a body are one entry, so that thirty
reminders do not ring at once. The years before the last are left out, but for what is still to do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.text import slugify

from bodies.access import CONTRIBUTORS, Reach, Role
from bodies.ical import Entry
from bodies.models import Body, Office
from bodies.web.text import date_long, plural
from desk import weeks
from desk.choices import NO_THEME
from desk.lines import Line, is_done, lines_of
from desk.records import SLUGS
from duties.models import Obligation
from duties.querysets import LOGGED, OPEN
from duties.review_day import STANDING_REVIEW
from duties.status import MET_HOW, EvidenceState, Timing
from duties.words import AHEAD, EVIDENCE_WORDS
from duties.years import FinancialYear

CALM = {AHEAD.word, EVIDENCE_WORDS[EvidenceState.NOTHING].word}
FACTS = ("opened_on", "gathering_on", "sent_on", "sent_back_on", "met_on", "closed_on", "date_moved_on")
DAY = timedelta(days=1)
LAST_DAY = date(2099, 12, 31)
Address = Callable[[str], str]  # a path as a full address


@dataclass(frozen=True, slots=True)
class Feed:
    """Whose days they are, as of which day, and how a path becomes an address."""

    reach: Reach
    today: date
    address: Address
    demonstration: bool

    def entries(self) -> list[Entry]:
        return [*self._of_bodies(), *self._of_offices()]

    @property
    def since(self) -> date:
        """The first day of last year: older days matter only while something is still to do."""
        return FinancialYear.containing(self.today).previous().first_day

    # A member of bodies ----------------------------------------------------------------------------------------------

    def _of_bodies(self) -> Iterator[Entry]:
        within = _within(self.reach, self.today)
        if within is None:
            return
        found = Obligation.objects.filter(within).owed_by_body().opened_by(self.today).exclude(due_on=None)
        lines = lines_of(found.filter(OPEN | Q(due_on__gte=self.since)).for_pages(), self.today)
        lines = [line for line in lines if line.status.timing is not Timing.NOT_TRACKED]
        many = len({line.obligation.held_by_id for line in lines}) > 1
        reviews: dict[tuple[int, int], list[Line]] = defaultdict(list)
        for line in lines:
            if _is_yearly_review(line):
                reviews[line.obligation.body_id, line.obligation.period_year].append(line)
            else:
                yield self._one(line, many)
        for (body, year), together in reviews.items():
            yield self._reviews(f"reviews-{body}-{year}", together, many)

    def _one(self, line: Line, many: bool, key: str = "") -> Entry:
        row = line.obligation
        assert row.due_on is not None
        state = _state(line)
        name = f"{row}: {row.held_by or row.body}" if many else str(row)
        return self._entry(
            key or f"obligation-{row.pk}", name if state in CALM else f"{name} ({state})", row.due_on,
            f"{_states(line)} Due {date_long(row.due_on)}. {row.held_by or row.body}.",
            reverse("evidence:obligation", args=[row.pk]),
            categories=(row.duty.theme.capitalize() or row.duty.category, f"{row.duty.tier.capitalize()} duty"),
            version=row.date_version, changed_on=self._changed(line), to_do=line.status.is_open,
            is_cancelled=line.status.timing is Timing.CLOSED,
        )  # fmt: skip

    def _reviews(self, key: str, lines: list[Line], many: bool) -> Entry:
        """All yearly reviews of a body and year; the day is that of those still to do."""
        if len(lines) == 1:
            return self._one(lines[0], many, key)
        alive = [line for line in lines if line.status.timing is not Timing.CLOSED]
        to_do = [line for line in alive if line.status.is_open]
        on = max(line.due_on for line in to_do or lines if line.due_on)
        row, done = lines[0].obligation, sum(map(is_done, alive))
        year = FinancialYear(row.period_year)
        name = f"Standing reviews {year}: {done} of {len(alive)} done" + (f": {row.body}" if many else "")
        listed = "\n".join(f"{line.obligation.title}: {_state(line)}" for line in lines)
        return self._entry(
            key, name, on, f"{plural(len(alive), 'standing review')} of {row.body}, {done} done.\n{listed}",
            f"{reverse('desk:calendar')}?body={row.body.code}&year={FinancialYear.containing(on)}#m-{on:%Y-%m}",
            categories=("Standing reviews",), version=max(line.obligation.date_version for line in lines),
            changed_on=max(map(self._changed, lines)), is_cancelled=not alive, to_do=bool(to_do),
        )  # fmt: skip

    def _changed(self, line: Line) -> date:
        """The last day on which anything that the entry says became true."""
        row = line.obligation
        days = [getattr(row, name) for name in FACTS]
        if line.status.is_open:
            days += [row.soon_on, row.due_on + DAY]
        return max(day for day in days if day and day <= self.today)

    # An assurer ------------------------------------------------------------------------------------------------------

    def _of_offices(self) -> Iterator[Entry]:
        offices = [m.office for m in self.reach.offices() if m.office is not None]
        if not offices:
            return
        rows = sorted(_by_duty(offices, self.since, self.today), key=_what)
        for _, same in groupby(rows, key=_what):
            most_first = sorted(same, key=lambda row: (-row["total"], row["due_on"]))
            for number, row in enumerate(most_first):
                yield self._for_many(row, offices[0], apart=number > 0)

    def _for_many(self, row: dict[str, Any], office: Office, *, apart: bool) -> Entry:
        """One duty and day of many bodies; `apart`: most of the others have another day for it."""
        due_on, total, done, passed = (row[name] for name in ("due_on", "total", "done", "passed"))
        named = Obligation(step=row["step"], period_year=row["period_year"], period=row["period"])
        title = f"{row['duty__title']}: {row['step']}" if row["step"] else row["duty__title"]
        parts = ["duty", office.code, row["duty__slug"], slugify(row["step"]), str(row["period_year"]), row["period"]]
        days = [row[name] for name in FACTS] + [due_on + DAY if passed else None, row["soon"] if done < total else None]
        monday = weeks.monday_of(due_on)
        theme = row["duty__theme"].replace(" ", "-") or NO_THEME
        how_far = f"{done} of {plural(total, 'body', 'bodies')} done" + (f", {passed} past the date" if passed else "")
        return self._entry(
            "-".join(part for part in [*parts, f"{due_on:%Y%m%d}" if apart else ""] if part),
            f"{title}, {named.about}: {how_far}", due_on, f"{how_far}. Due {date_long(due_on)}. {office}.",
            f"{reverse('desk:weeks')}?from={monday}&week={monday}&theme={theme}",
            categories=(row["duty__theme"].capitalize() or row["duty__category"],), version=row["version"],
            changed_on=max(day for day in days if day and day <= self.today), is_cancelled=total == 0,
            to_do=done < total,
        )  # fmt: skip

    def _entry(
        self, key: str, summary: str, on: date, description: str, path: str, *, version: int, is_cancelled: bool,
        **facts: Any,
    ) -> Entry:  # fmt: skip
        """One entry; `version` is how often its day was moved, and calling it off counts once more."""
        link = self.address(path)
        if self.demonstration:
            summary = f"Demonstration (invented): {summary}"
            description = f"{description}\nDemonstration: what is said here of the body is invented."
        return Entry(
            key, summary, on, f"{description}\n{link}", link, version=version + is_cancelled,
            status="CANCELLED" if is_cancelled else "CONFIRMED", **facts,
        )  # fmt: skip


def _within(reach: Reach, today: date) -> Q | None:
    """What the person's memberships of bodies reach; None without any."""
    leads = [m.body for m in reach.in_bodies(Role.LEAD) if m.body is not None]
    lays = [m.body for m in reach.in_bodies(Role.LAY_MEMBER) if m.body is not None]
    own = reach.in_bodies(*CONTRIBUTORS)
    if not (leads or lays or own):
        return None
    return (
        _answered_for(leads, today)
        | Q(owner__in=own, held_by__in=[m.body_id for m in own])
        | (_answered_for(lays, today) & Q(duty__slug__in=SLUGS))
    )


def _answered_for(bodies: Iterable[Body], today: date) -> Q:
    closed = [body.pk for body in bodies if body.has_closed(today)]
    mine = Q(held_by__in=[body.pk for body in bodies if body.pk not in closed]) | Q(body__in=closed)
    return mine & ~Q(record_kind__in=LOGGED)  # a log has hundreds a year: whoever handles a case has it in their own


def _is_yearly_review(line: Line) -> bool:
    row = line.obligation
    return row.rule.code == STANDING_REVIEW and row.date_basis == "reminder" and row.later_agreed_on is None


def _state(line: Line) -> str:
    """The one state, without the number of days, which would be another one tomorrow."""
    return line.words.word.partition(" · ")[0]


def _states(line: Line) -> str:
    words = dict.fromkeys([_state(line), line.evidence.word])
    return ". ".join(words) + "."


def _by_duty(offices: list[Office], since: date, today: date) -> Iterable[dict[str, Any]]:
    """Confirmed legal and directed dates of the offices' bodies, by duty, part of the year and day; one statement."""
    due = weeks.due_between(offices, since, LAST_DAY, today).opened_by(today).with_status(today)
    due = due.filter(date_basis__in=("law", "directed"), date_confirmed=True, voluntary=False)
    columns = ("duty__slug", "duty__title", "duty__theme", "duty__category", "step", "period_year", "period", "due_on")
    return (
        due.exclude(timing=Timing.NOT_TRACKED)  # type: ignore[misc]
        .order_by()
        .values(*columns)
        .annotate(
            total=Count("pk", filter=~Q(timing=Timing.CLOSED)), done=Count("pk", filter=Q(evidence_state__in=MET_HOW)),
            passed=Count("pk", filter=Q(timing=Timing.PASSED)), version=Max("date_version"), soon=Max("soon_on"),
            **{name: Max(name) for name in FACTS},
        )
    )  # fmt: skip


def _what(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["duty__slug"], row["step"], row["period_year"], row["period"]
