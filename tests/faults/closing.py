"""What a victim does in the night in which bodies close: the four jobs of that night, in whatever order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import date

from bodies.register_loading import name_of_the_day
from duties.handover import hand_over
from duties.opening import open_years
from duties.sweep import sweep
from tests.faults.reviewing import dying_at, without_transactions

# In the order of the beat table.
JOBS: dict[str, Callable[[date], object]] = {
    "names": name_of_the_day,
    "hand over": lambda today: hand_over(today=today),
    "open": lambda today: open_years(today=today),
    "sweep": lambda today: sweep(today, batch=5),  # small, so that there are many transactions to die between
}


def night(*, today: str, jobs: Sequence[str] = tuple(JOBS), at: int = 0, naive: bool = False) -> None:
    """Do these jobs; die after the `at`-th statement that writes, if that is not 0."""
    with without_transactions() if naive else nullcontext(), dying_at(at):
        for job in jobs:
            JOBS[job](date.fromisoformat(today))
