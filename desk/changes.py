"""What changed since an assurer looked: the numbers of their home, the lists behind them, and the files of these.

The rooms say what changes and how it is read (evidence.changes, meetings.changes); how far somebody has looked is
bodies.looking.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from bodies.looking import Drawn, Source
from bodies.models import Office
from bodies.web.workbook import Sheet
from evidence import changes as of_evidence
from evidence.changes import GONE, LATE, SEEN, SENT_BACK, SENT_IN, Change, in_order
from meetings import changes as of_meetings
from meetings.changes import QUESTION, QUESTIONS

ALL = "all"
IN_A_FILE = 20_000  # rows
SOURCES: dict[str, Source] = {**of_evidence.SOURCES, QUESTION: QUESTIONS}
TITLES = {
    LATE: "Newly late",
    GONE: "Published pages gone",
    SEEN: "Evidence seen",
    SENT_BACK: "Sent back",
    SENT_IN: "Newly sent in",
    QUESTION: "Questions that reached NHS England",
    ALL: "All changes, by body",
}
NO_LONGER = {
    LATE: "no longer late",
    GONE: "back again",
    SEEN: "re-opened since",
    SENT_BACK: "sent in again or re-opened since",
    SENT_IN: "no longer waiting for review",
    QUESTION: "answered since",
}
HEADER = ("Body code", "Body", "Change", "When", "What", "Still so", "State now")


@dataclass(frozen=True, slots=True)
class Counted:
    """How many changes of one kind there were, and how many of them are no longer so."""

    kind: str
    total: int
    over: int

    @property
    def of_which(self) -> str:
        """What to add where some are no longer so: "of which 1 no longer late"."""
        return f"of which {self.over:,} {NO_LONGER[self.kind]}" if self.over else ""


def count(office: Office, last: Drawn | None, today: date) -> dict[str, Counted]:
    """What changed since an assurer looked; one statement a kind, and one for the bodies that came into the region."""
    return {kind: _count(kind, source.since(office, last, today)) for kind, source in SOURCES.items()}


def _count(kind: str, found: QuerySet[Any]) -> Counted:
    said = found.order_by().aggregate(total=Count("pk"), over=Count("pk", filter=Q(holds=False)))
    return Counted(kind, said["total"], said["over"])


def listed(kind: str, found: QuerySet[Any]) -> list[Change]:
    """Rows of one kind as lists show them."""
    return of_meetings.changes_of(found) if kind == QUESTION else of_evidence.changes_of(kind, found)


def newest_first(kind: str, office: Office, last: Drawn | None, today: date) -> QuerySet[Any]:
    """The rows of one kind since an assurer looked, the newest first."""
    source = SOURCES[kind]
    return source.since(office, last, today).order_by(f"-{source.moment}", "-pk")


def everything(what: str, office: Office, last: Drawn | None, today: date, most: int = IN_A_FILE) -> list[Change]:
    """The newest changes of a kind, the newest first; of all kinds by body, and of each body the newest first.

    At most so many: who never marked anything as seen is shown all that there is, which may be years.
    """
    kinds = SOURCES if what == ALL else [what]
    found = [one for kind in kinds for one in listed(kind, newest_first(kind, office, last, today)[:most])]
    if what != ALL:
        return found
    return sorted(in_order(found)[:most], key=lambda change: (change.body.name, change.body.pk))


def sheet(what: str, found: Iterable[Change], today: date) -> Sheet:
    """The table to take away."""
    return Sheet(TITLES[what][:31], HEADER, [_row(change, today) for change in found])


def _row(change: Change, today: date) -> list[object]:
    return [
        change.body.code, change.body.name, change.words.word, change.on, change.title,
        "Yes" if change.holds else "No", state_of(change, today),
    ]  # fmt: skip


def state_of(change: Change, today: date) -> str:
    """Where it stands on a day, in a word."""
    if change.obligation is not None:
        return change.obligation.words(today).word
    return "Not answered yet" if change.holds else "Answered"
