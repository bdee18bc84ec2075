"""The catalogue of duties, read from the project's own data files and checked. Pure: no Django, no clock.

`read_catalogue(folder)` reads duties.csv, rules.csv and directed_dates.csv, whose columns `duties/data/README.md`
explains. The first fault stops it with a `CatalogueError` that names file, line and column; nothing is half read.
"""

from dataclasses import dataclass
from pathlib import Path

from bodies.csvfile import DataFileError, Row, read_rows
from duties.catalogue_checks import check_each_once, check_every_duty_has_a_rule, check_ties, check_versions
from duties.catalogue_rows import (
    CATEGORIES,
    CONFIDENCES,
    DATE_BASES,
    DIRECTED_COLUMNS,
    DUTY_COLUMNS,
    EVIDENCE_KINDS,
    HOW_SURE,
    NATURES,
    OPENS,
    OWED_BY,
    PERIODIC,
    PROOFS,
    PUBLIC_FACING,
    REGIMES,
    RULE_COLUMNS,
    THEMES,
    TIERS,
    DirectedRow,
    DutyRow,
    RuleRow,
)
from duties.codes import UnknownCode, parse
from duties.directed_keys import DIRECTED_KEYS
from duties.periods import Kind, periods_of
from duties.years import FinancialYear

__all__ = ["Catalogue", "CatalogueError", "DirectedRow", "DutyRow", "RuleRow", "read_catalogue"]

CatalogueError = DataFileError


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All of it, in the order of the files."""

    duties: tuple[DutyRow, ...]
    rules: tuple[RuleRow, ...]
    directed: tuple[DirectedRow, ...]


def read_catalogue(folder: Path) -> Catalogue:
    """The checked catalogue of the folder. Raises CatalogueError at the first fault."""
    duty_rows = read_rows(folder / "duties.csv", DUTY_COLUMNS)
    rule_rows = read_rows(folder / "rules.csv", RULE_COLUMNS)
    directed_rows = read_rows(folder / "directed_dates.csv", DIRECTED_COLUMNS)
    duties = [_duty(row) for row in duty_rows]
    check_each_once(zip(duty_rows, (duty.slug for duty in duties), strict=True), "slug")
    slugs = {duty.slug for duty in duties}
    rules = [_rule(row, slugs) for row in rule_rows]
    check_versions(list(zip(rule_rows, rules, strict=True)))
    check_ties(list(zip(rule_rows, rules, strict=True)))
    check_every_duty_has_a_rule(zip(duty_rows, duties, strict=True), {rule.slug for rule in rules})
    directed = [_directed(row) for row in directed_rows]
    keys = ((found.key, found.year, found.period) for found in directed)
    check_each_once(zip(directed_rows, keys, strict=True), "key")
    return Catalogue(tuple(duties), tuple(rules), tuple(directed))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.split("|") if item.strip())


def _duty(row: Row) -> DutyRow:
    slug = row.required("slug")
    if not slug.isascii() or slug != slug.lower() or not slug.replace("-", "").isalnum():
        raise row.error("slug", f"{slug!r} must be written in small letters, digits and hyphens")
    kinds = _listed(row.required("evidence_kinds"))
    for kind in kinds:
        if kind not in EVIDENCE_KINDS:
            raise row.error("evidence_kinds", f"{kind!r} is not known here; use {', '.join(EVIDENCE_KINDS)}")
    return DutyRow(
        slug=slug,
        title=row.required("title"),
        category=row.one_of("category", CATEGORIES),
        theme=row.one_of("theme", ("", *THEMES)),
        tier=row.one_of("tier", TIERS),
        nature=row.one_of("nature", NATURES),
        owed_by=row.one_of("owed_by", OWED_BY),
        public_facing=row.one_of("public_facing", PUBLIC_FACING),
        evidence_kinds=kinds,
        evidence=row.required("evidence"),
        checks=_listed(row.required("checks")),
        plain=row.required("plain"),
        notes=row["notes"],
        source_codes=_listed(row["source_codes"]),
    )


def _rule(row: Row, slugs: set[str]) -> RuleRow:
    if row.required("slug") not in slugs:
        raise row.error("slug", f"no duty is called {row['slug']!r} in duties.csv")
    rule = RuleRow(
        slug=row["slug"],
        regime=row.one_of("regime", REGIMES),
        from_on=row.day("from_on"),
        to_on=row.day_or_none("to_on"),
        step=row["step"],
        opens=row.one_of("opens", OPENS),
        record_kind=row["record_kind"],
        code=row["code"],
        when=row.required("when"),
        legal_basis=row.required("legal_basis"),
        confidence=row.one_of("confidence", HOW_SURE),
        date_basis=row.one_of("date_basis", ("", *DATE_BASES)),
        set_by=row["set_by"],
        proof=row.one_of("proof", ("", *PROOFS)),
        voluntary=row.yes_or_no("voluntary"),
        lead_days=row.whole_number("lead_days"),
    )
    if rule.to_on is not None and rule.to_on < rule.from_on:
        raise row.error("to_on", "the version ends before it begins")
    if rule.opens_obligations:
        _check_opening(row, rule)
    elif rule.proof:
        raise row.error("proof", f"a row that opens nothing ({rule.opens!r}) is not proved by itself; leave it empty")
    _check_code(row, rule)
    return rule


def _check_opening(row: Row, rule: RuleRow) -> None:
    if rule.date_basis in ("", "none"):
        raise row.error("date_basis", "a row that opens an obligation must say who fixes its date")
    if not rule.proof:
        raise row.error("proof", "a row that opens an obligation must say how it is proved")
    if (rule.date_basis == "directed") != bool(rule.set_by):
        raise row.error("set_by", "say who sets the date where date_basis is 'directed', and only there")
    if (rule.opens == "record") != bool(rule.record_kind):
        raise row.error("record_kind", "name the kind of record where opens is 'record', and only there")


def _check_code(row: Row, rule: RuleRow) -> None:
    if not rule.code and not rule.opens_obligations:
        return
    try:
        code = parse(row.required("code"))
    except UnknownCode as fault:
        raise row.error("code", str(fault)) from fault
    if rule.opens in PERIODIC and code.reason_without_date:
        raise row.error(
            "code", f"{rule.code} follows from an event; a row that opens {rule.opens} needs a rule of dates"
        )
    if (rule.opens == "once") != (code.once_on is not None):
        raise row.error("code", "ON_DATE goes with opens 'once', and only with it")


def _directed(row: Row) -> DirectedRow:
    key = row.one_of("key", tuple(DIRECTED_KEYS))
    try:
        year = FinancialYear.parse(row.required("year"))
    except ValueError as fault:
        raise row.error("year", str(fault)) from fault
    periods = {period.label for kind in Kind for period in periods_of(kind, year)}
    if row["period"] not in periods:
        raise row.error("period", "leave it empty for a year, or write Q1 to Q4, or a month of that year as 2016-04")
    return DirectedRow(
        key=key,
        year=year,
        period=row["period"],
        due_on=row.day("due_on"),
        set_by=row.required("set_by"),
        source=row.required("source"),
        confidence=row.one_of("confidence", CONFIDENCES),
    )
