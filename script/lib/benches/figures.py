"""A figure beside its baseline, and the table of them. No Django: the program that collects needs no database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

HEAD = ("database", "size", "what", "measured", "baseline", "ratio", "budget", "")
LEFT = {0, 2, 7}  # columns of words


@dataclass(frozen=True)
class Figure:
    """What something took and what its baseline took in the same run: seconds, or a count of something."""

    what: str
    measured: float
    baseline: float
    budget: float  # the ratio that it may have at most
    unit: str = "seconds"
    database: str = ""
    size: str = ""

    @property
    def ratio(self) -> float:
        return self.measured / self.baseline

    @property
    def passes(self) -> bool:
        return self.ratio <= self.budget

    def as_json(self) -> dict[str, Any]:
        """All of it, with what follows, for programs."""
        return asdict(self) | {"ratio": round(self.ratio, 3), "passes": self.passes}

    def cells(self) -> tuple[str, ...]:
        measured, baseline = _said(self.measured, self.unit), _said(self.baseline, self.unit)
        verdict = "pass" if self.passes else "FAIL"
        ratio, budget = f"{self.ratio:.2f} ×", f"≤ {self.budget:g} ×"
        return (self.database, self.size, self.what, measured, baseline, ratio, budget, verdict)


def table(figures: Iterable[Figure]) -> str:
    """All figures as lines of text, one below the other."""
    rows = [HEAD, *(figure.cells() for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column in LEFT else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def between_sizes(figures: list[Figure], what: str, budget: float) -> list[Figure]:
    """The same figure at the largest size against itself at the smallest, on each database."""
    found = []
    for database in dict.fromkeys(figure.database for figure in figures):
        same = [figure for figure in figures if (figure.database, figure.what) == (database, what)]
        if len(same) > 1:
            small, large = same[0], same[-1]
            words = f"{what}: {large.size} against {small.size}"
            found.append(Figure(words, large.measured, small.measured, budget, database=database, size=large.size))
    return found


def _said(value: float, unit: str) -> str:
    if unit != "seconds":
        return f"{value:,.0f} {unit}"
    return f"{value * 1000:,.2f} ms" if value < 1 else f"{value:,.2f} s"
