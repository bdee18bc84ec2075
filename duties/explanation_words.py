"""The working of a date in words: the same for pages, CSV and JSON. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bodies.web.text import date_long, date_prose, join_and, plural
from duties.explanation import Explanation, SkippedDay

_ONE_DAY = timedelta(days=1)
_WEEKEND_DAYS = ("Saturday", "Sunday")
_ALL_NATIONS = 4
_ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b", re.ASCII)

CSV_HEADER = ("part", "date", "to", "words", "nations")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the date rests on; `on` and `to` where it has a day of its own."""

    key: str
    words: str
    on: date | None = None
    to: date | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row that did not count for one reason."""

    days: tuple[SkippedDay, ...]
    reason: str
    nations: str

    @property
    def words(self) -> str:
        return _span(self.days[0].on, self.days[-1].on)

    @property
    def why(self) -> str:
        return self.reason if len(self.days) > 1 else reason_words(self.days[0])


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation in words, with what is known besides: of the law (how sure we are), and of the date (`more`)."""

    explanation: Explanation
    law: tuple[Line, ...] = ()
    more: tuple[Line, ...] = ()

    @property
    def answer(self) -> date | None:
        return self.explanation.answer

    @property
    def answer_words(self) -> str:
        return answer_words(self.explanation)

    @property
    def reason_words(self) -> str:
        return days_in_words(self.explanation.reason)

    @property
    def lines(self) -> list[Line]:
        e = self.explanation
        return [*_rule(e), *self.law, *_counting(e), *_known(e), *self.more]

    @property
    def skipped(self) -> list[SkippedDay]:
        return sorted(self.explanation.skipped, key=lambda day: day.on)

    @property
    def runs(self) -> list[Run]:
        return skipped_runs(self.skipped)

    def as_json(self) -> dict[str, Any]:
        """The explanation as plain data, and its answer in words."""
        return {"answer_words": self.answer_words, **self.explanation.as_json()}

    def csv_rows(self) -> Iterator[tuple[str, str, str, str, str]]:
        """The rows under CSV_HEADER: the answer, what it rests on, then each day that did not count."""
        yield "Answer", _iso(self.answer), "", self.answer_words, ""
        for line in self.lines:
            yield line.key, _iso(line.on), _iso(line.to), line.words, ""
        for day in self.skipped:
            yield "Day that did not count", _iso(day.on), "", reason_words(day), nations_words(day)


def answer_words(e: Explanation) -> str:
    """The day as a sentence says it: "Tuesday 10 December 2013"; the reason where there is none."""
    if e.answer is None:
        return f"No date set. {days_in_words(e.reason)}." if e.reason else "No date set."
    if e.strictly_before:
        return f"Before {date_prose(e.strictly_before)}, so by {date_prose(e.answer)}"
    return date_prose(e.answer)


def days_in_words(text: str) -> str:
    """The text with its dates written out: rules write 2016-12-31, people read 31 December 2016."""
    return _ISO_DAY.sub(lambda found: date_long(date.fromisoformat(found[0])), text)


def skipped_runs(skipped: list[SkippedDay]) -> list[Run]:
    """The days that did not count, weekends and other days in a row of one reason put together."""
    runs: list[Run] = []
    for day in skipped:
        reason, nations = "Weekend" if day.reason in _WEEKEND_DAYS else reason_words(day), nations_words(day)
        last = runs[-1] if runs else None
        if last and last.days[-1].on + _ONE_DAY == day.on and (last.reason, last.nations) == (reason, nations):
            runs[-1] = Run((*last.days, day), reason, nations)
        else:
            runs.append(Run((day,), reason, nations))
    return runs


def reason_words(day: SkippedDay) -> str:
    """Why the day did not count, without the nations, which stand beside it."""
    words = day.reason.removesuffix(f" ({', '.join(day.nations)})")
    return words[:1].upper() + words[1:]


def nations_words(day: SkippedDay) -> str:
    """Where the day is a holiday; weekends and pauses hold everywhere."""
    if not day.nations:
        return "Everywhere"
    return "All four nations" if len(day.nations) == _ALL_NATIONS else join_and(list(day.nations))


def _rule(e: Explanation) -> Iterator[Line]:
    yield Line("Rule", e.title)
    if e.section:
        yield Line("Where it stands", e.section)


def _counting(e: Explanation) -> Iterator[Line]:
    if e.day_0:
        yield _day_0(e, e.day_0)
    if e.restarted_on:
        words = f"{date_prose(e.restarted_on)}. This is day 0 now: what was counted before is dropped"
        yield Line("Counting starts again", words, e.restarted_on)
    if e.counted:
        yield Line("Counted", plural(e.counted, e.unit.removesuffix("s"), e.unit))
    for pause in e.pauses:
        days = plural((pause.last_on - pause.first_on).days + 1, "day")
        words = f"{_span(pause.first_on, pause.last_on)}: {pause.reason} ({days}, both ends included)"
        yield Line("Pause", words, pause.first_on, pause.last_on)


def _known(e: Explanation) -> Iterator[Line]:
    if e.calendar:
        yield Line("What does not count", f"Saturdays, Sundays and the bank holidays of {e.calendar}")
    if e.table_version:
        yield Line("Table of holidays", e.table_version)
    for note in e.notes:
        yield Line("Note", days_in_words(note))


def _day_0(e: Explanation, day: date) -> Line:
    words = f"{date_prose(day)}, {e.day_0_words}" if e.day_0_words else date_prose(day)
    if e.includes_day_0:
        return Line("First day", f"{words}. It counts as the first day", day)
    return Line("Day 0", f"{words}. It is not counted itself", day)


def _span(first_on: date, last_on: date) -> str:
    """Two days as a sentence says them, the year once where it is the same."""
    if first_on == last_on:
        return date_prose(first_on)
    first = date_prose(first_on)
    if first_on.year == last_on.year:
        first = first.removesuffix(f" {first_on.year}")
    return f"{first} to {date_prose(last_on)}"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
