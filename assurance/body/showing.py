"""Which obligations stand behind one number of a body's year. Pure: the same conditions as the figures, row by row."""

from __future__ import annotations

from collections.abc import Callable

from duties.models import Obligation
from duties.status import EvidenceState, Status, Timing
from duties.words import DateBasis

BY_AUTHORITY = (DateBasis.LAW.value, DateBasis.DIRECTED.value)

# The words of an address, its words for people, and whether an obligation that stands so is meant.
SHOW: dict[str, tuple[str, Callable[[Obligation, Status], bool]]] = {
    "late": ("late now", lambda _, now: now.is_late),
    "legal": ("past a legal or directed date", lambda owed, now: now.is_late and is_by_authority(owed)),
    "past": ("past another date", lambda owed, now: now.is_late and not is_by_authority(owed)),
    "sent_back": ("sent back", lambda _, now: now.evidence is EvidenceState.SENT_BACK),
    "waiting": ("waiting for review", lambda _, now: now.evidence is EvidenceState.WAITING),
    "done": ("met", lambda _, now: now.is_met),
    "on_time": ("met on time", lambda _, now: now.is_met and now.timing is Timing.ON_TIME),
    "late_done": ("met late", lambda _, now: now.is_met and now.timing is Timing.DONE_LATE),
    "dated": ("met, with a date", lambda _, now: now.is_met and now.timing in (Timing.ON_TIME, Timing.DONE_LATE)),
    "no_date": ("without a date", lambda _, now: now.timing is Timing.NO_DATE and not now.is_met),
}


def is_by_authority(owed: Obligation) -> bool:
    """Whether a confirmed law, or somebody with power to direct, has fixed its date: red in the words table."""
    return owed.date_basis in BY_AUTHORITY and owed.date_confirmed
