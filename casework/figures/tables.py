"""Figures laid out as lines beside each other, one column a period: the same for page, CSV and workbook. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from bodies.web.text import NOT_RECORDED, date_short
from casework import words
from casework.exemptions import in_words
from casework.figures.bands import Share
from casework.figures.counting import Counts
from casework.figures.ko41a import MAY_EXCEED, SECTIONS
from casework.returns_words import KO41A_TOTALS
from duties.words import Words

NOT_BEGUN = "Not begun"
Value = int | float | str | date | Share | Words | None
Columns = Sequence[Any]  # figures of each period; None where it has not begun


@dataclass(frozen=True, slots=True)
class Line:
    """One figure over the periods. None stands for a period that has not begun."""

    title: str
    values: tuple[Value, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """The values in words, for people."""
        return tuple(in_words_of(value) for value in self.values)

    @property
    def plain(self) -> tuple[int | float | str | date | None, ...]:
        """The values for a spreadsheet: numbers and dates as such, a percentage with its base as words."""
        return tuple(
            value.words if isinstance(value, Share) else value.word if isinstance(value, Words) else value
            for value in self.values
        )


@dataclass(frozen=True, slots=True)
class Section:
    """Some lines under a heading, with a sentence on how to read them."""

    title: str
    lines: tuple[Line, ...]
    note: str = ""


def in_words_of(value: Value) -> str:
    """One value as a page shows it."""
    if value is None:
        return NOT_BEGUN
    if isinstance(value, date):
        return date_short(value)
    if isinstance(value, Share | Words):
        return value.words if isinstance(value, Share) else value.word
    if isinstance(value, float):
        return f"{value:,.1f}".removesuffix(".0")
    return f"{value:,}" if isinstance(value, int) else value


def plain_rows(sections: Iterable[Section]) -> list[list[object]]:
    """All lines as rows: section, figure, then one cell a period; empty where it has not begun."""
    return [[section.title, line.title, *line.plain] for section in sections for line in section.lines]


def request_sections(columns: Columns) -> list[Section]:
    """The figures of requests for information (reference/law.md §7)."""
    return [
        Section("Received", _lines(columns, _RECEIVED)),
        Section("Answered", _lines(columns, _ANSWERED), "The rate in time is of all answered, never of open ones."),
        Section("Open at the end of the period", _lines(columns, _OPEN)),
        Section("Ended without an answer", _lines(columns, _ENDED)),
        Section("What the answers were", _by_code(columns, "outcomes", words.OUTCOME_WORDS.get)),
        Section("Exemptions used", _by_code(columns, "exemptions", in_words), "An answer may name several."),
        Section("Internal reviews", (
            *_lines(columns, _REVIEWS), *_by_code(columns, "review_outcomes", dict(words.REVIEW_OUTCOMES).get),
        )),
        Section("The Information Commissioner", (
            *_lines(columns, _REGULATOR), *_by_code(columns, "regulator_outcomes", dict(words.REGULATOR_OUTCOMES).get),
        )),
        Section("Why requests were late", _by_code(columns, "late_reasons", dict(words.LATE_REASONS).get),
                "Of those answered late, and of those open and late at the end."),
    ]  # fmt: skip


def complaint_sections(columns: Columns) -> list[Section]:
    """The figures of complaints (SI 2009/309 regulations 17 and 18, recalled)."""
    return [
        Section("Regulation 18 (recalled, to be verified)", _lines(columns, _REPORT),
                "Well-founded: upheld or partly upheld (our reading), by the day of the response."),
        Section("How they were handled", _lines(columns, _HANDLED)),
        Section("What was found", _by_code(columns, "outcomes", dict(words.COMPLAINT_OUTCOMES).get)),
        Section("Where they stand", _lines(columns, _STANDING)),
        *_term_sections(columns, words.OF_COMPLAINTS),
        Section("The Ombudsman", _by_code(columns, "ombudsman_outcomes", dict(words.OMBUDSMAN_OUTCOMES).get)),
        Section("Why responses were late", _by_code(columns, "late_reasons", dict(words.LATE_REASONS).get),
                "Of those responded to late, and of those open and late at the end."),
        Section("Received, and no complaint under the regulations", _lines(columns, _APART)),
    ]  # fmt: skip


def ko41a_sections(columns: Columns) -> list[Section]:
    """Section 2, the totals, then the sections that the body's own lists fill."""
    found = [Section("Section 2: totals", _lines(columns, [(title, name) for name, title, _ in KO41A_TOTALS]))]
    for number, title, name, may_exceed in SECTIONS:
        rows = _rows(columns, partial(_named, "lines", "new", name), str)
        found.append(Section(f"Section {number}: {title}", rows, MAY_EXCEED if may_exceed else ""))
    return found


def _term_sections(columns: Columns, lists: Iterable[str]) -> list[Section]:
    """What was received, by each of the body's own lists that is in use."""
    used = [name for name in lists if any(name in one.terms for one in columns if one is not None)]
    note = "Of those received. One complaint may name several."
    return [
        Section(words.LISTS[name][0], _rows(columns, partial(_named, "terms", "received", name), str), note)
        for name in used
    ]


def _named(terms: str, base: str, name: str, figures: Any) -> Counts:
    """The counts of one list; where nothing of it was named, how many have not."""
    number = getattr(figures, base)
    found: Counts = getattr(figures, terms).get(name, {"": number} if number else {})
    return found


def _lines(columns: Columns, wanted: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    return tuple(Line(title, tuple(_get(one, name) for one in columns)) for title, name in wanted)


def _get(figures: Any, name: str) -> Value:
    """A figure of a period; a dash where the period has nothing such, as a median of no answer."""
    if figures is None:
        return None
    value: Value = getattr(figures, name)
    return "–" if value is None else value


def _by_code(columns: Columns, name: str, title: Callable[[str], str | None]) -> tuple[Line, ...]:
    return _rows(columns, lambda one: getattr(one, name), lambda code: title(code) or code)


def _rows(columns: Columns, counts: Callable[[Any], Counts], title: Callable[[str], str]) -> tuple[Line, ...]:
    """A line for each code that any period has, in the order of their words; what nobody recorded comes last."""
    found = [counts(one) if one is not None else None for one in columns]
    codes = {code for one in found if one is not None for code in one}
    return tuple(
        Line(title(code) if code else NOT_RECORDED, tuple(None if one is None else one.get(code, 0) for one in found))
        for code in sorted(codes, key=lambda code: (not code, title(code)))
    )


_RECEIVED = (
    ("Open at the beginning", "brought_forward"), ("Received", "received"),
    ("of these under the environmental regulations", "received_eir"),
)  # fmt: skip
_ANSWERED = (
    ("Answered", "answered"), ("In time, within twenty working days", "in_time"), ("In the longer time", "extended"),
    ("Late", "late"), ("Rate in time", "on_time"), ("The regulator’s band", "band"),
    ("Longer time taken in the period", "extensions"), ("Median working days to answer", "median_days"),
)  # fmt: skip
_OPEN = (
    ("Open", "still_open"), ("Within their time", "open_in_time"), ("Late", "open_late"),
    ("Waiting for the requester", "standing"), ("Oldest received on", "oldest_open_on"),
)  # fmt: skip
_ENDED = (
    ("Transferred", "transferred"), ("Withdrawn", "withdrawn"), ("Lapsed: the fee was not paid", "lapsed"),
    ("Closed: no clarification came", "not_clarified"),
)  # fmt: skip
_REVIEWS = (
    ("Asked for", "reviews_asked"), ("Completed", "reviews_ended"), ("Rate in time", "reviews_on_time"),
    ("The regulator’s band", "review_band"),
)  # fmt: skip
_REGULATOR = (("Complaints to it", "regulator_asked"), ("Decisions", "regulator_decided"))
_REPORT = (
    ("Received", "received"), ("Found to be well-founded", "well_founded"), ("Referred to the Ombudsman", "referred"),
)  # fmt: skip
_HANDLED = (
    ("Acknowledged within three working days", "acknowledged"), ("Responded to", "responded"),
    ("In six months", "in_time"), ("In the longer time agreed", "extended"), ("Late", "late"),
    ("Rate in time", "on_time"),
)  # fmt: skip
_STANDING = (
    ("Open at the beginning", "brought_forward"), ("Passed on to another body", "passed_on"),
    ("Withdrawn", "withdrawn"), ("Not taken, out of time", "not_taken"), ("Open at the end", "still_open"),
    ("of these past the time for the response", "open_late"), ("Oldest received on", "oldest_open_on"),
)  # fmt: skip
_APART = (
    ("Settled by the next working day", "settled"), ("Contacts", "contacts"),
    ("Letters of members of Parliament", "mp_letters"), ("About how a request was handled", "about_requests"),
)  # fmt: skip
