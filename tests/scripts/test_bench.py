"""script/bench: it measures, a budget that is broken is said and fails, and what is slow breaks its budget."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def figures_module():
    spec = importlib.util.spec_from_file_location("figures", ROOT / "script/lib/benches/figures.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["figures"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def figures():
    return figures_module()


def bench(tmp_path: Path, *options: str) -> tuple[subprocess.CompletedProcess[str], list[dict]]:
    file = tmp_path / "bench.json"
    command = [sys.executable, "script/lib/bench.py", "--quick", "--json", str(file), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert file.exists(), done.stdout + done.stderr
    return done, json.loads(file.read_text())


def test_it_measures_each_figure_and_the_control_that_works_row_by_row_breaks_every_budget(tmp_path) -> None:
    done, found = bench(tmp_path, "--control")
    assert [figure["what"] for figure in found] == [
        "heat map figures, six themes", "heat map figures, every category",
        "national page, six themes", "national page unchanged, six themes",
        "national page, every category", "national page unchanged, every category",
        "national page, what stands out", "national page unchanged, what stands out",
        "sweep, nothing newly overdue", "sweep, 100 newly overdue", "sweep, 300 newly overdue",
        "open_year, all bodies", "open_year, statements for them", "search, common words", "search, usual words",
        "export as CSV", "export as CSV, memory",
    ]  # fmt: skip
    for figure in found:
        assert figure["measured"] > 0 and figure["baseline"] > 0 and figure["what"] in done.stdout
        assert not figure["passes"] and figure["ratio"] > figure["budget"]
    assert done.returncode == 1
    assert done.stdout.count("FAIL") == 17 and "17 of 17 over budget" in done.stdout


def test_a_part_is_measured_alone_and_one_that_there_is_not_is_refused(tmp_path) -> None:
    _, found = bench(tmp_path, "--only", "searching")
    assert [figure["what"] for figure in found] == ["search, common words", "search, usual words"]
    command = [sys.executable, "script/lib/bench.py", "--only", "searching,nothing"]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert refused.returncode == 2 and "there is no part nothing" in refused.stderr


def test_a_figure_fails_above_its_budget_and_not_at_it(figures) -> None:
    at, above = figures.Figure("a", 4.0, 1.0, budget=4), figures.Figure("a", 4.1, 1.0, budget=4)
    assert at.passes and not above.passes
    assert figures.table([at]).endswith("pass") and figures.table([above]).endswith("FAIL")


def test_a_cost_that_grows_with_the_register_fails(figures) -> None:
    def at(size: str, took: float):
        return figures.Figure("sweep", took, 0.01, budget=5, database="sqlite", size=size)

    assert [one.passes for one in figures.between_sizes([at("1", 0.010), at("10", 0.015)], "sweep", 1.5)] == [True]
    assert [one.passes for one in figures.between_sizes([at("1", 0.010), at("10", 0.016)], "sweep", 1.5)] == [False]
    assert figures.between_sizes([at("1", 0.010)], "sweep", 1.5) == []
