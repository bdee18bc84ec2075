"""What asks for somebody first: the oldest that is late, agreed actions, what NHS England itself owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assessments.models import AgreedAction
from assurance.body.asking import Asked
from assurance.reads import Behind, behind, owed_by_nhs_england
from duties.models import Obligation
from duties.status import Timing
from duties.words import Words

AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Late:
    """One obligation whose date has passed with nothing done, and what the body says of it."""

    pk: int
    title: str
    about: str
    due_on: date
    words: Words
    reason: str
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class OldestLate:
    """The oldest of all that is late, of this year and of earlier ones, and how many there are of each."""

    lines: tuple[Late, ...]
    of_year: int
    earlier: int

    @property
    def count(self) -> int:
        return self.of_year + self.earlier


def oldest_late(asked: Asked) -> OldestLate:
    """What the body owes and is late on the day, the oldest first; one statement."""
    mine = Obligation.objects.outside().owed_by_body().filter(asked.holders.answered_by([asked.body.pk]))
    opened = mine.opened_by(asked.day).filter(year__lte=asked.year.start_year)
    found = opened.with_status(asked.day).filter(timing=Timing.PASSED)  # type: ignore[misc]
    rows = list(found.for_pages().order_by("due_on", "pk"))
    of_year = sum(row.year == asked.year.start_year for row in rows)
    return OldestLate(tuple(_late(row, asked.day) for row in rows[:AT_MOST]), of_year, len(rows) - of_year)


def agreed_actions(asked: Asked) -> list[AgreedAction]:
    """What was agreed with the body by the day and was open in the year, the most urgent first; two statements."""
    mine = AgreedAction.objects.of_body(asked.body).known(asked.day)
    found = mine.touching(asked.year.first_day, min(asked.year.last_day, asked.day)).for_lines()
    return sorted(found, key=lambda action: action.words(asked.day).rank)


def owed_about(asked: Asked) -> Behind:
    """What NHS England itself owes about the body in the year, and no figure of the body counts; one statement."""
    mine = owed_by_nhs_england(asked.year).filter(asked.holders.answered_by([asked.body.pk]))
    return behind(mine, asked.day)


def _late(row: Obligation, day: date) -> Late:
    assert row.due_on is not None
    return Late(row.pk, row.title, row.about, row.due_on, row.words(day), row.reason, row.expected_on)
