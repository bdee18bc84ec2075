"""Check the casework against a file of worked cases: each is recorded as it happened, and its dates are read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bodies.csvfile import DataFileError
from casework.worked import check
from duties.cases import Outcome, read_cases
from duties.management.commands.check_deadlines import MISSED, UNREADABLE, miss


class Command(BaseCommand):
    help = (
        "Record every case of a CSV file that is about requests or complaints (case_id, rule, inputs_json, "
        "expected_json, as for check_deadlines) in the logs of a body that is taken away again, read the dates there, "
        "and print each miss with its working. Exit status: 0 if all pass, 1 if one fails, 2 if the file cannot be "
        "read."
    )

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
        results = [check(case, entered_holidays=entered_holidays) for case in cases]
        for result in results:
            if result.outcome is Outcome.FAILED:
                self.stdout.write("\n".join(miss(result)))
        others = Counter((r.case.rule, r.fault) for r in results if r.outcome is Outcome.NOT_COVERED)
        for (rule, why), number in others.items():
            words = f"{rule}, {why}" if why else rule
            self.stdout.write(f"Not of the casework, and not counted: {words} ({number} case{'s' * (number != 1)})")
        found = Counter(result.outcome for result in results)
        self.stdout.write(f"{found[Outcome.PASSED]} passed, {found[Outcome.FAILED]} failed")
        if found[Outcome.FAILED]:
            raise SystemExit(MISSED)
