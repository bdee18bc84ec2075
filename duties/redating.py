"""Re-dating: what an entered date or a proclaimed holiday moves, shown before it is done and recorded when it is.

A plan reads what is not settled under the rules concerned, and works each date out again. What a page shows of it is a
`Preview`; `carry_out` does that plan and nothing else. Met and closed obligations keep the date they were judged by,
and a later date agreed for one body stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Count, Q

from bodies import audit
from bodies.models import AuditEntry, Body, User
from duties.actions import NotNow
from duties.catalogue_rows import PERIODIC
from duties.codes import Code, parse
from duties.events import event_facts, explain_rule
from duties.flags import clear_flags
from duties.models import DutyRule, Obligation
from duties.opening import PERIOD, DueDates, period_of
from duties.querysets import UNSETTLED, ObligationQuerySet
from duties.status import Facts, Timing, status

# What this room opens by itself or by hand; what a record opens is dated by its record.
OPENED_HERE = (*PERIODIC, "by hand", "rolling")
SHAPE = ("rule_id", *PERIOD, "event_on")
DAY = ("due_on", "strictly_before")
DATED = (
    *DAY, "soon_on", "no_date_reason", "date_basis", "date_confirmed", "date_set_by", "date_source",
    "date_is_demonstration", "year",
)  # fmt: skip
_STATUS = tuple(field.name for field in fields(Facts))
_COLUMNS = tuple(dict.fromkeys(("pk", "body_id", "held_by_id", *SHAPE, *DATED, *_STATUS)))

Shape = tuple[Any, ...]
Values = dict[str, Any]


class ShownAgain(NotNow):
    """What was shown is no longer what would be done; `preview` is what would be done now."""

    def __init__(self, preview: Preview) -> None:
        self.preview = preview
        super().__init__("Something changed after this was shown to you. Nothing was done. Look at it again.")


@dataclass(frozen=True, slots=True)
class Move:
    """Obligations of one duty that go from one day to another; None stands for no date set."""

    title: str
    about: str
    before: date | None
    after: date | None
    count: int
    becomes_late: int
    stops_late: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be done: the moves in the catalogue's order, and what keeps its day.

    `kept` get another source or authority for the same day; `settled` (met) and `agreed` (a later date agreed for the
    body) would have another day by the rule, and stay. `fingerprint` changes with anything that would be done.
    """

    moves: tuple[Move, ...]
    kept: int
    settled: int
    agreed: int
    fingerprint: str

    @property
    def moved(self) -> int:
        return sum(move.count for move in self.moves)

    def as_detail(self) -> list[list[Any]]:
        """The moves as the audit trail keeps them: title, what about, before, after, how many."""
        return [[m.title, m.about, _iso(m.before), _iso(m.after), m.count] for m in self.moves]

    @property
    def becomes_late(self) -> int:
        return sum(move.becomes_late for move in self.moves)

    @property
    def stops_late(self) -> int:
        return sum(move.stops_late for move in self.moves)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be done, row by row: `after` holds the dated facts of every shape."""

    today: date
    rules: dict[int, DutyRule]
    rows: list[Values]
    after: dict[Shape, Values]
    settled: int
    agreed: int
    entry: str

    def preview(self) -> Preview:
        """Put together what a page shows."""
        moving = [row for row in self.rows if _moves(row, self.after[shape_of(row)])]
        lines: dict[tuple[Any, ...], list[Values]] = {}
        for row in moving:
            rule = self.rules[row["rule_id"]]
            key = (rule.duty.position, rule.pk, row["period_year"], row["period"], *_days(row, self.after))
            lines.setdefault(key, []).append(row)
        return Preview(
            moves=tuple(self._move(lines[key]) for key in sorted(lines, key=_in_order)),
            kept=len(self.rows) - len(moving), settled=self.settled, agreed=self.agreed,
            fingerprint=self._fingerprint(),
        )  # fmt: skip

    def _move(self, rows: list[Values]) -> Move:
        first = rows[0]
        rule = self.rules[first["rule_id"]]
        named = Obligation(duty=rule.duty, step=rule.step, period_year=first["period_year"], period=first["period"])
        before, after = _days(first, self.after)
        late = Counter(_late(row, self.after[shape_of(row)], self.today) for row in rows)
        return Move(
            title=named.title, about=named.about, before=before, after=after, count=len(rows),
            becomes_late=late[False, True], stops_late=late[True, False],
        )  # fmt: skip

    def _fingerprint(self) -> str:
        done = sorted((row["pk"], *_days(row, self.after), _late(row, self.after[shape_of(row)], self.today))
                      for row in self.rows)  # fmt: skip
        return sha256(repr((self.entry, done)).encode()).hexdigest()[:32]


def make_plan(
    dates: DueDates, concerned: Iterable[DutyRule], *, today: date, among: Q, entry: str = "", lock: bool = False
) -> Plan:
    """Work out what would change under the rules concerned; three statements, whatever the number of bodies.

    `among` narrows the obligations, `entry` is what was entered before (it goes into the fingerprint), and `lock` holds
    the rows until the transaction ends.
    """
    rules = {rule.pk: rule for rule in concerned if rule.opens in OPENED_HERE}
    of_rules = Obligation.objects.filter(among, rule__in=list(rules)).order_by("pk")
    waiting = of_rules.filter(UNSETTLED, later_agreed_on=None)
    found = list((waiting.select_for_update(of=("self",)) if lock else waiting).values(*_COLUMNS))
    after: dict[Shape, Values] = {}
    for row in found:
        shape = shape_of(row)
        if shape not in after:
            after[shape] = facts_of(dates, rules[row["rule_id"]], row)
    settled = _elsewhere(of_rules.filter(met_on__isnull=False, closed_on=None), dates, rules)
    agreed = _elsewhere(of_rules.filter(UNSETTLED, later_agreed_on__isnull=False), dates, rules)
    changing = [row for row in found if _differs(row, after[shape_of(row)])]
    return Plan(today, rules, changing, after, settled, agreed, entry)


def carry_out(plan: Plan, *, why: str, by: User | None) -> int:
    """Do the plan inside the caller's transaction; returns how many obligations moved.

    The statements grow with rules and periods, not with bodies; only the audit rows are one for each obligation. A flag
    that the old day had raised is cleared; the next sweep raises it again if it is true of the new day.
    """
    for shape in dict.fromkeys(shape_of(row) for row in plan.rows):
        after = plan.after[shape]
        rows = Obligation.objects.filter(UNSETTLED, later_agreed_on=None, **dict(zip(SHAPE, shape, strict=True)))
        moving = rows.exclude(**{name: after[name] for name in DAY})
        clear_flags(moving, today=plan.today)
        moving.move(plan.today, **after)
        rows.update(**after)  # what keeps its day gets the new source
    moved = [row for row in plan.rows if _moves(row, plan.after[shape_of(row)])]
    audit.record_many(_entry(row, plan, why, by) for row in moved)
    return len(moved)


def facts_of(dates: DueDates, rule: DutyRule, row: Values) -> Values:
    """The dated facts that a rule gives for one shape of obligations."""
    if row["event_on"] is not None:
        return event_facts(rule, row["event_on"], explain_rule(rule, row["event_on"], calendars=dates.calendars))
    return dates.facts(rule, period_of(rule.opens, **{name: row[name] for name in PERIOD}))


def following(dates: DueDates, concerns: Callable[[Code], bool]) -> list[DutyRule]:
    """The rules whose date comes, directly or through another duty, from a code that concerns."""
    codes = {(rule.regime, rule.duty.slug): rule.code for rule in dates.rules if not rule.step}
    return [rule for rule in dates.rules if any(concerns(code) for code in _chain(rule, codes))]


def _chain(rule: DutyRule, codes: dict[tuple[str, str], str]) -> list[Code]:
    """A rule's code, that of the duty it follows, and so on."""
    chain: list[Code] = []
    code = rule.code
    while code:
        parsed = parse(code)
        if parsed in chain:
            break
        chain.append(parsed)
        code = codes.get((rule.regime, parsed.tied_to), "")
    return chain


def _elsewhere(rows: ObligationQuerySet, dates: DueDates, rules: dict[int, DutyRule]) -> int:
    """How many of these have another day than the rule now gives; one statement."""
    first_day = ("first_due_on", "later_agreed_on")
    counted = rows.order_by().values(*SHAPE, *DAY, *first_day).annotate(count=Count("pk"))
    total = 0
    for row in counted:
        given = facts_of(dates, rules[row["rule_id"]], row)["due_on"]
        total += row["count"] if given != (row["first_due_on"] or row["due_on"]) else 0
    return total


def shape_of(row: Values) -> Shape:
    return tuple(row[name] for name in SHAPE)


def _days(row: Values, after: dict[Shape, Values]) -> tuple[date | None, date | None]:
    return row["due_on"], after[shape_of(row)]["due_on"]


def _moves(row: Values, after: Values) -> bool:
    return any(row[name] != after[name] for name in DAY)


def _differs(row: Values, after: Values) -> bool:
    return any(row[name] != after[name] for name in DATED)


def _late(row: Values, after: Values, today: date) -> tuple[bool, bool]:
    """Whether it is late, or was done late, by the day it has and by the day it would have."""
    now = Facts(**{name: row[name] for name in _STATUS})
    then = replace(now, due_on=after["due_on"], soon_on=after["soon_on"])
    before, behind = (status(facts, today).timing in (Timing.PASSED, Timing.DONE_LATE) for facts in (now, then))
    return before, behind


def _in_order(key: Sequence[Any]) -> tuple[Any, ...]:
    """Sort lines that may have no date; those come first."""
    return tuple((part is not None, part) if part is None or isinstance(part, date) else part for part in key)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _entry(row: Values, plan: Plan, why: str, by: User | None) -> AuditEntry:
    before, after = ({"due_on": _iso(day)} for day in _days(row, plan.after))
    body = Body(pk=row["held_by_id"] or row["body_id"])
    return audit.entry(
        "re-dated", Obligation(pk=row["pk"]), by=by, today=plan.today, body=body, before=before, after=after, why=why
    )
