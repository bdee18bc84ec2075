"""What the sweep costs: with nothing newly overdue, with 200, and with 2,000."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from benches import bare
from benches.figures import Figure
from benches.seeding import DUE_AHEAD, SOON_AHEAD, TODAY
from benches.timing import in_turn
from duties.flags import clear_flags
from duties.models import Flag, Obligation
from duties.status import Timing
from duties.sweep import sweep

NOTHING = "sweep, nothing newly overdue"
ASKED = 100  # times, of which the fastest counts
WRITTEN = 5
ONE_DAY = timedelta(days=1)


def measure(overdue: tuple[int, ...], *, control: bool) -> Iterator[Figure]:
    """Each figure of the sweep. As a control, one is measured that asks everything and writes row by row."""
    subject: Callable[[date], object] = _by_the_row if control else sweep
    asked = in_turn(subject, bare.ask, 2 if control else ASKED, before=lambda: TODAY)
    yield Figure(NOTHING, *asked, budget=5)
    bare.prepare()
    days = Days()
    for number in overdue:
        took = in_turn(subject, bare.write, 1 if control else WRITTEN, before=lambda number=number: days.next(number))
        yield Figure(f"sweep, {number:,} newly overdue", *took, budget=4)


class Days:
    """One day after the other, on each of which so many obligations turn late that were due soon until then."""

    def __init__(self) -> None:
        """Choose who will be late, scattered over all bodies."""
        self._day = TODAY
        ahead = Obligation.objects.open().filter(due_on=DUE_AHEAD, voluntary=False)
        self._keys = list(ahead.values_list("pk", flat=True))
        random.Random(2016).shuffle(self._keys)
        self._turned: list[int] = []

    @transaction.atomic
    def next(self, number: int) -> date:
        """Put off what turned late the day before, let so many turn late on the next, and say which day that is."""
        self._put_off()
        self._day += ONE_DAY
        self._turned, rest = self._keys[:number], self._keys[number:]
        if len(self._turned) < number:
            raise RuntimeError("There are too few obligations for so many to turn late: measure at a larger size.")
        self._keys = rest + self._turned
        due_on = self._day - ONE_DAY
        soon_on = due_on - timedelta(days=42)
        Obligation.objects.filter(pk__in=self._turned).update(due_on=due_on, soon_on=soon_on, soon_since=soon_on)
        Flag.objects.bulk_create(
            Flag(obligation_id=pk, kind=Flag.Kind.SOON, since_on=soon_on, raised_at=timezone.now())
            for pk in self._turned
        )
        return self._day

    def _put_off(self) -> None:
        turned = Obligation.objects.filter(pk__in=self._turned)
        unflagged = len(self._turned) - turned.filter(late_since=self._day).count()
        if unflagged:
            raise RuntimeError(f"{unflagged} were not flagged: what was measured does not do its work.")
        clear_flags(turned, today=self._day)
        turned.update(due_on=DUE_AHEAD, soon_on=SOON_AHEAD, late_since=None, soon_since=None)


def _by_the_row(day: date) -> None:
    """Derive what is late from every row, and flag each in a transaction of its own."""
    list(Obligation.objects.with_status(day).filter(timing=Timing.PASSED, late_since=None).values_list("pk"))
    sweep(day, batch=1)
