"""What must hold between the rows of the catalogue. Pure; every fault names its row."""

from collections.abc import Iterable
from itertools import pairwise

from bodies.csvfile import Row
from duties.catalogue_rows import DutyRow, RuleRow
from duties.codes import parse
from duties.deadlines import FOLLOWED

RowsAndRules = list[tuple[Row, RuleRow]]


def check_each_once(rows: Iterable[tuple[Row, object]], column: str) -> None:
    """Refuse a second row of the same value."""
    seen: dict[object, int] = {}
    for row, value in rows:
        if value in seen:
            raise row.error(column, f"{row[column]!r} stands already in line {seen[value]}")
        seen[value] = row.line


def check_versions(rules: RowsAndRules) -> None:
    """Refuse two versions of one step in one regime that hold on the same day."""
    in_order = sorted(rules, key=lambda pair: (pair[1].slug, pair[1].regime, pair[1].step, pair[1].from_on))
    for (first_row, first), (row, rule) in pairwise(in_order):
        same_step = (first.slug, first.regime, first.step) == (rule.slug, rule.regime, rule.step)
        if same_step and first.in_force_on(rule.from_on):
            step = f" (step {rule.step!r})" if rule.step else ""
            message = f"this version of {rule.slug!r}{step} overlaps the one in line {first_row.line}"
            raise row.error("from_on", message)


def check_ties(rules: RowsAndRules) -> None:
    """Refuse WITH and BEFORE that name no duty of the same regime, or one whose year is not known to the rules."""
    codes: dict[tuple[str, str], set[str]] = {}
    for _row, rule in rules:
        if not rule.step:
            codes.setdefault((rule.slug, rule.regime), set()).add(rule.code)
    for row, rule in rules:
        target = parse(rule.code).tied_to if rule.code else ""
        if not target:
            continue
        found = codes.get((target, rule.regime), set())
        if not found:
            raise row.error("code", f"there is no {rule.regime} rule, without a step, of a duty called {target!r}")
        if found != {FOLLOWED.get(target)}:
            raise row.error("code", f"list {target!r} with its one code in FOLLOWED, in duties/deadlines.py, first")


def check_every_duty_has_a_rule(duties: Iterable[tuple[Row, DutyRow]], ruled: set[str]) -> None:
    """Refuse a duty that no rule dates."""
    for row, duty in duties:
        if duty.slug not in ruled:
            raise row.error("slug", f"{duty.slug!r} has no row in rules.csv")
