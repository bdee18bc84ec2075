"""What the night does, in its order: rename, hand over, open, sweep. Every step may run any number of times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bodies.register_loading import name_of_the_day
from duties.handover import hand_over
from duties.opening import open_years
from duties.sweep import Swept, sweep


@dataclass(frozen=True)
class Day:
    """What one run of a day did."""

    handed_over: int
    opened: int
    swept: Swept


def run_day(today: date) -> Day:
    """Do now what the night would do."""
    name_of_the_day(today)
    return Day(handed_over=hand_over(today=today), opened=open_years(today=today), swept=sweep(today))
