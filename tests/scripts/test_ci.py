""".ci/run fails when any of its gates does, and lets the others speak all the same."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("lint", "test", "expected"), [(0, 0, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)])
def test_every_gate_runs_and_counts(checkout, run, lint, test, expected):
    (checkout / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", checkout / ".ci" / "run")
    for name, status in (("lint", lint), ("test", test)):
        (checkout / "script" / name).write_text(f"#!/bin/sh\necho {name} ran $*\nexit {status}\n")
    done = run(checkout / ".ci" / "run", CI="true")
    assert done.returncode == expected
    assert "lint ran" in done.stdout
    assert "test ran\n" in done.stdout.replace(" \n", "\n") and "test ran --faults\n" in done.stdout
