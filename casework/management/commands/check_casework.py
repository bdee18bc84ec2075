"""Check the casework against a file of worked cases: each is recorded as it happened, and its dates are read."""

from __future__ import annotations

from collections.abc import Sequence

from casework.worked import check
from duties.cases import Case, Result
from duties.management.commands import check_deadlines


class Command(check_deadlines.Command):
    help = (
        "Record every case of a CSV file that is about requests or complaints (case_id, rule, inputs_json, "
        "expected_json, as for check_deadlines) in the logs of a body that is taken away again, read the dates there, "
        "and print each miss with its working. Exit status: 0 if all pass, 1 if one fails, 2 if the file cannot be "
        "read."
    )
    requires_system_checks = "__all__"
    left_out = "Not of the casework, and not counted"

    def tried(self, cases: Sequence[Case], *, entered_holidays: bool) -> list[Result]:
        return [check(case, entered_holidays=entered_holidays) for case in cases]
