"""Planning many meetings in one go: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from bodies.models import Body, User
from duties.actions import NotNow
from meetings.actions.planning import AlreadyPlanned, make_meeting
from meetings.keeping import before, keep_each
from meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of planning many: the new meetings, and how many stood already."""

    made: list[Meeting]
    there: int


@transaction.atomic
def plan_dates(
    *, body: Body, days: Iterable[date], by: User | None, today: date, announce: bool, partners: Iterable[Body] = (),
    ask_days: int | None = None, invented: bool = False, **facts: Any,
) -> Planned:  # fmt: skip
    """Plan the same meeting on each of several days. One that stands already is left as it is, so that a form sent
    twice plans once. `ask_days`: how many days before, questions must be in. Raises NotNow, and then plans none.
    """
    Body.objects.select_for_update().get(pk=body.pk)  # one at a time
    partners, wanted = list(partners), sorted(set(days))
    if not wanted:
        raise NotNow("Keep at least one date.")
    made: list[Meeting] = []
    for day in wanted:
        ask_by = day - timedelta(days=ask_days) if ask_days is not None else None
        try:
            one = make_meeting(
                body=body, by=by, today=today, announce=announce, partners=partners, invented=invented, on=day,
                ask_by=ask_by, **facts,
            )  # fmt: skip
        except AlreadyPlanned:
            continue
        made.append(one)
    # Once all stand: the minutes of each wait for the next.
    waiting = [earlier for one in made for earlier in before(one)]
    keep_each([*waiting, *made], by=by, today=today)
    return Planned(made, len(wanted) - len(made))
