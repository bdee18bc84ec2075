"""Worked cases of the law of dates, in a file of one case a line. Pure, but for the reading of the file.

Columns `case_id`, `rule`, `inputs_json` and `expected_json`; further columns are ignored. A lawyer can write such a
file in a spreadsheet, and `manage.py check_deadlines FILE.csv` says where the tracker disagrees, with its working.
"""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bodies.csvfile import DataFileError
from duties.explain import BadInput, UnknownRule, answer_event, explain_event_parts
from duties.explanation import Explanation
from duties.working_days import STANDARD, Calendars

COLUMNS = ("case_id", "rule", "inputs_json", "expected_json")

# Rules that such files may hold and that come with the pages on names and governing bodies. Named, and not counted.
NOT_COVERED = ("ccg_name_form", "ccg_name_area_review", "governing_body", "specialist_lookback")


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case, and the line on which it starts."""

    line: int
    case_id: str
    rule: str
    inputs: dict[str, Any]
    expected: Any


class Outcome(StrEnum):
    """What became of a case."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_COVERED = "not covered"


@dataclass(frozen=True, slots=True)
class Result:
    """A case and what the engine made of it. `fault` says why it gave no answer at all."""

    case: Case
    outcome: Outcome
    answer: Any = None
    fault: str = ""
    workings: tuple[Explanation, ...] = ()


def check(case: Case, *, calendars: Calendars = STANDARD) -> Result:
    """Run one case. A rule that nobody knows and inputs that cannot be read count as failed, and say so."""
    if case.rule in NOT_COVERED:
        return Result(case, Outcome.NOT_COVERED)
    try:
        answer = answer_event(case.rule, case.inputs, calendars=calendars)
        workings = explain_event_parts(case.rule, case.inputs, calendars=calendars)
    except (UnknownRule, BadInput) as fault:
        return Result(case, Outcome.FAILED, fault=str(fault))
    same = answer == case.expected and isinstance(answer, bool) == isinstance(case.expected, bool)
    return Result(case, Outcome.PASSED if same else Outcome.FAILED, answer, "", workings)


def read_cases(path: Path) -> list[Case]:
    """The cases of a file. Raises DataFileError, naming line and column, for the first thing that cannot be read."""
    rows = _rows(path)
    header = next(rows, None)
    if header is None:
        raise DataFileError(path.name, 1, "", "the file is empty; it must begin with its header line")
    names = [name.strip() for name in header[1]]
    for column in COLUMNS:
        if names.count(column) != 1:
            problem = "missing" if column not in names else "there twice"
            raise DataFileError(path.name, header[0], column, f"this column is {problem}")
    return [_case(path.name, line, cells, names) for line, cells in rows]


def _case(file: str, line: int, cells: list[str], names: list[str]) -> Case:
    if len(cells) > len(names) and any(cells[len(names) :]):
        raise DataFileError(file, line, "", f"the row has {len(cells)} cells under {len(names)} columns")
    found = dict(zip(names, (cell.strip() for cell in cells), strict=False))
    for column in COLUMNS:
        if not found.get(column):
            raise DataFileError(file, line, column, "this cell must not be empty")
    inputs = _json(file, line, "inputs_json", found)
    if not isinstance(inputs, dict):
        raise DataFileError(file, line, "inputs_json", 'write the inputs as a JSON object: {"received": "2016-12-31"}')
    return Case(line, found["case_id"], found["rule"], inputs, _json(file, line, "expected_json", found))


def _json(file: str, line: int, column: str, found: dict[str, str]) -> Any:
    try:
        return json.loads(found[column], object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as fault:
        words = str(fault) or "it is nested too deep"
        raise DataFileError(file, line, column, f"this is not well-formed JSON ({words})") from fault


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not blank, each with the line on which it starts."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    starts_at = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield starts_at, cells
            starts_at = reader.line_num + 1
    except csv.Error as fault:
        raise DataFileError(path.name, starts_at, "", f"this is not well-formed CSV ({fault})") from fault


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as fault:
        words = getattr(fault, "strerror", None) or str(fault)
        raise DataFileError(path.name, 1, "", f"the file cannot be read ({words})") from fault
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise DataFileError(path.name, line, "", "the text is not UTF-8; save the file again as UTF-8") from fault
