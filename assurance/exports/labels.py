"""What every row of an export says of its obligation: body, duty, period. Looked up once a run, not once a row."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from assurance.exports.asked import Place, Scope
from duties import naming
from duties.models import Duty, OwedBy

OWED_BY: dict[str, str] = {value: str(label) for value, label in OwedBy.choices}
PLACE = ("Region", "Code", "Body", "Incurred by", "Owed by")
SUBJECT = ("Theme", "Duty", "Step", "About")
CACHED = 4_096  # sets of facts: many bodies share one, and what is kept of them must not grow with the rows

about = lru_cache(CACHED)(naming.about)


class Labels:
    """The words for bodies and duties of one run."""

    def __init__(self, scope: Scope) -> None:
        self._places, self._codes = scope.places, scope.codes
        duties = Duty.objects.values_list("pk", "theme", "title")
        self._duties = {pk: (theme.capitalize(), title) for pk, theme, title in duties}

    def place(self, holder: int | None, body: int, owed_by: str) -> tuple[str, str, str, str, str]:
        """The cells of PLACE: who answers for it now, and who incurred it where that is another body."""
        if holder is None:
            one: Place = self._places[body]
            return (one.region, "", "Nobody named yet", one.code, OWED_BY[owed_by])
        one = self._places[holder]
        incurred = self._codes[body] if body != holder else ""
        return (one.region, one.code, one.name, incurred, OWED_BY[owed_by])

    def duty(self, duty: int) -> tuple[str, str]:
        """Its theme and its title."""
        return self._duties[duty]


def known(day: date | None, as_at: date) -> date | None:
    """A day that had come by then; one after it is not known yet."""
    return day if day is not None and day <= as_at else None
