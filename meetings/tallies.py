"""How often something was so, over many meetings: the totals of a year, in words. Pure.

What was put off, and what is not due yet, is in no figure. What nobody recorded is counted apart, never as a failing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from meetings.facts.told import CANCELLED, HELD, POSTPONED, Fact

COLUMNS = ("held", "notice", "papers", "attendance", "part2", "minutes")
IN_TIME = ("notice", "papers", "minutes")


@dataclass(frozen=True, slots=True)
class Tally:
    """One fact over many meetings. `kept` and `late` had a date to keep; `words` counts the rest by their word."""

    kept: int = 0
    late: int = 0
    missing: int = 0
    words: tuple[tuple[str, int], ...] = ()

    @property
    def judged(self) -> int:
        return self.kept + self.late

    @property
    def others(self) -> int:
        """Recorded, without a date to keep."""
        return sum(number for _, number in self.words)

    @property
    def is_empty(self) -> bool:
        return not (self.judged or self.missing or self.others)

    @property
    def sentence(self) -> str:
        """Such as "in time 6 of 7 recorded, 1 not recorded"."""
        parts = [f"in time {self.kept} of {self.judged} recorded"] if self.judged else []
        parts += [f"{number} {word[0].lower()}{word[1:]}" for word, number in self.words]
        parts += [f"{self.missing} not recorded"] if self.missing else []
        return ", ".join(parts) or "nothing due yet"


NO_TALLY = Tally()


@dataclass(frozen=True, slots=True)
class Totals:
    """A year of meetings in figures. `asked` is how many in public a year the body's own rules ask for; None: no rule
    is recorded. Only meetings of the governing body count for it.
    """

    of: dict[str, Tally] = field(default_factory=dict)
    meetings: int = 0
    held_in_public: int = 0
    held: int = 0
    unknown: int = 0
    postponed: int = 0
    cancelled: int = 0
    asked: int | None = None

    def tally(self, key: str) -> Tally:
        return self.of.get(key, NO_TALLY)

    @property
    def is_empty(self) -> bool:
        return not self.meetings

    @property
    def put_off(self) -> int:
        return self.postponed + self.cancelled

    @property
    def held_sentence(self) -> str:
        """Such as "held in public 7; its own rules ask for 6 a year"."""
        rule = "how many its own rules ask for is not recorded"
        if self.asked is not None:
            rule = f"its own rules ask for {self.asked} a year"
        return f"held in public {self.held_in_public}; {rule}"


@dataclass(frozen=True, slots=True)
class OneMeeting:
    """What a total needs of one meeting."""

    state: str
    on: date
    is_governing_body: bool
    in_public: bool | None
    facts: tuple[Fact, ...]


def totals_of(meetings: Iterable[OneMeeting], today: date, asked: int | None = None) -> Totals:
    """The totals of some meetings, as at today."""
    rows = list(meetings)
    states = Counter(row.state for row in rows)
    by_key: dict[str, list[Fact]] = {key: [] for key in COLUMNS}
    for row in rows:
        for fact in row.facts:
            if fact.key in by_key:
                by_key[fact.key].append(fact)
    return Totals(
        of={key: tally_of(facts) for key, facts in by_key.items()},
        meetings=len(rows),
        held_in_public=sum(row.state == HELD and row.is_governing_body and row.in_public is True for row in rows),
        held=states[HELD],
        unknown=sum(row.state not in (HELD, POSTPONED, CANCELLED) and row.on < today for row in rows),
        postponed=states[POSTPONED],
        cancelled=states[CANCELLED],
        asked=asked,
    )


def tally_of(facts: Iterable[Fact]) -> Tally:
    """One fact over many meetings."""
    due = [fact for fact in facts if fact.is_due]
    judged = [fact.in_time for fact in due if fact.in_time is not None]
    others = Counter(fact.words.word for fact in due if fact.is_recorded and fact.in_time is None)
    missing = sum(fact.is_missing and fact.in_time is None for fact in due)
    return Tally(sum(judged), len(judged) - sum(judged), missing, tuple(sorted(others.items())))


def sum_of(totals: Iterable[Totals]) -> Totals:
    """Several bodies together. What their rules ask for is no sum: it is each body's own."""
    rows = list(totals)
    return Totals(
        of={key: _sum([row.tally(key) for row in rows]) for key in COLUMNS},
        meetings=sum(row.meetings for row in rows),
        held_in_public=sum(row.held_in_public for row in rows),
        held=sum(row.held for row in rows),
        unknown=sum(row.unknown for row in rows),
        postponed=sum(row.postponed for row in rows),
        cancelled=sum(row.cancelled for row in rows),
    )


def _sum(tallies: list[Tally]) -> Tally:
    words: Counter[str] = Counter()
    for one in tallies:
        words.update(dict(one.words))
    return Tally(
        sum(one.kept for one in tallies), sum(one.late for one in tallies), sum(one.missing for one in tallies),
        tuple(sorted(words.items())),
    )  # fmt: skip
