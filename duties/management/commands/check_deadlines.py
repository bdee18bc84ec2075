"""Check the law of dates against a file of worked cases."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bodies.csvfile import DataFileError
from duties.cases import Case, Outcome, Result, check, read_cases
from duties.explanation import Explanation
from duties.explanation_words import Told
from duties.proclaimed import known_calendars
from duties.working_days import STANDARD

MISSED = 1
UNREADABLE = 2


class Command(BaseCommand):
    help = (
        "Work out every case of a CSV file (case_id, rule, inputs_json, expected_json; further columns are ignored) "
        "and print each miss with its working. docs/deadlines.md lists the rules. Exit status: 0 if all pass, 1 if "
        "one fails, 2 if the file cannot be read."
    )
    requires_system_checks: Any = []  # nothing but the file and the rules is looked at
    left_out = "Not covered yet, and not counted"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the cases, a CSV file in UTF-8")
        parser.add_argument(
            "--entered-holidays", action="store_true", help="know also the bank holidays that were entered here"
        )

    def handle(self, *, file: Path, entered_holidays: bool, **options: Any) -> None:
        try:
            cases = read_cases(file)
        except DataFileError as fault:
            raise CommandError(str(fault), returncode=UNREADABLE) from fault
        results = self.tried(cases, entered_holidays=entered_holidays)
        for result in results:
            if result.outcome is Outcome.FAILED:
                self.stdout.write("\n".join(miss(result)))
        others = Counter((r.case.rule, r.fault) for r in results if r.outcome is Outcome.NOT_COVERED)
        for (rule, why), number in others.items():
            words = f"{rule}, {why}" if why else rule
            self.stdout.write(f"{self.left_out}: {words} ({number} case{'s' * (number != 1)})")
        found = Counter(result.outcome for result in results)
        self.stdout.write(f"{found[Outcome.PASSED]} passed, {found[Outcome.FAILED]} failed")
        if found[Outcome.FAILED]:
            raise SystemExit(MISSED)

    def tried(self, cases: Sequence[Case], *, entered_holidays: bool) -> list[Result]:
        """What comes of each case."""
        calendars = known_calendars() if entered_holidays else STANDARD
        return [check(case, calendars=calendars) for case in cases]


def miss(result: Result) -> Iterator[str]:
    """What a failed case is told with, line by line: the two answers, then the engine's working."""
    case = result.case
    expected = json.dumps(case.expected, ensure_ascii=False)
    place = f"{case.case_id} (line {case.line}), {case.rule}"
    if result.fault:
        yield f"{place}: no answer, and {expected} was expected. {result.fault[:1].upper()}{result.fault[1:]}."
        return
    yield f"{place}: the answer is {json.dumps(result.answer, ensure_ascii=False)}, and {expected} was expected."
    for working in result.workings:
        yield from explained(working)


def explained(working: Explanation) -> Iterator[str]:
    """An explanation as indented lines."""
    told = Told(working)
    yield f"    {told.answer_words if working.answer else working.reason}"
    for line in told.lines:
        yield f"      {line.key}: {line.words}"
    for run in told.runs:
        yield f"      Not counted: {run.words}, {run.why}{f' ({run.nations})' if run.days[0].nations else ''}"
