"""The geometry of charts: scales, ticks, bars and lines in the units of a drawing. Pure: no Django, no clock.

`_components/charts.html` draws what is worked out here, with the same numbers as a table beneath it. A part of a bar is
told apart by its pattern and a line by its dashes and marks, so that colour alone says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

WIDTH, HEIGHT = 480, 220  # units of the drawing; the page scales it to the room there is
LEFT, RIGHT, TOP, BOTTOM = 36, 8, 18, 26  # room for the numbers of the scale and the names of the periods
FLOOR = HEIGHT - BOTTOM
ROOM = WIDTH - LEFT - RIGHT
BAR = 0.7  # of the room of a period
MOST_STEPS = 5
HUNDRED = 100
PATTERNS = ("solid", "striped", "crossed", "dotted", "empty")  # of parts, in the order to use them in
STROKES = ("first", "second", "third")  # of lines, likewise

Fraction = tuple[int, int]  # how many of how many


@dataclass(frozen=True, slots=True)
class Part:
    """One part of every bar: its name, its pattern and one number a period."""

    name: str
    pattern: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """One line: its name, and how many of how many in each period. None, or nothing of nothing: the line has a gap."""

    name: str
    fractions: tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """One number of the scale, and how far down it stands."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Box:
    """One part of one bar as a rectangle."""

    pattern: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One period: its boxes from the floor up, and the number above them. `x` is its middle, `top` its upper edge."""

    label: str
    x: float
    top: float
    total: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of a line."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line in as many pieces as its gaps leave, with its marks."""

    name: str
    look: str
    pieces: tuple[tuple[Mark, ...], ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for piece in self.pieces for mark in piece)


@dataclass(frozen=True, slots=True)
class BarChart:
    """Stacked bars, one a period. `key` is unique on its page; `said` is the chart in a sentence."""

    key: str
    title: str
    said: str
    period: str  # what a period is called: Month
    ticks: tuple[Tick, ...]
    bars: tuple[Bar, ...]
    parts: tuple[Part, ...]
    total: str = "All"  # the head of the column of sums; empty for none

    @property
    def header(self) -> tuple[str, ...]:
        return (self.period, *(part.name for part in self.parts), *((self.total,) if self.total else ()))

    @property
    def rows(self) -> tuple[tuple[str | int, ...], ...]:
        """The numbers as a table, one row a period."""
        return tuple(
            (bar.label, *(part.numbers[at] for part in self.parts), *((bar.total,) if self.total else ()))
            for at, bar in enumerate(self.bars)
        )


@dataclass(frozen=True, slots=True)
class LineChart:
    """Shares of a hundred as lines, one point a period."""

    key: str
    title: str
    said: str
    period: str
    ticks: tuple[Tick, ...]
    labels: tuple[tuple[float, str], ...]  # the middle of each period, and its name
    strokes: tuple[Stroke, ...]
    courses: tuple[Course, ...]

    @property
    def header(self) -> tuple[str, ...]:
        return (self.period, *(course.name for course in self.courses))

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The shares as a table, each with its base."""
        return tuple(
            (label, *(share_words(course.fractions[at]) for course in self.courses))
            for at, (_, label) in enumerate(self.labels)
        )


def bar_chart(
    key: str, title: str, said: str, labels: Sequence[str], parts: Sequence[Part], *, period: str = "Month",
    total: str = "All",
) -> BarChart:  # fmt: skip
    """Stack the parts of each period from the floor up. Raises ValueError where a part lacks a period's number."""
    _same_length(labels, [part.numbers for part in parts])
    sums = [sum(part.numbers[at] for part in parts) for at in range(len(labels))]
    steps = scale(max(sums, default=0))
    bars = tuple(_bar(at, label, parts, len(labels), steps[-1]) for at, label in enumerate(labels))
    ticks = tuple(Tick(_y(step, steps[-1]), f"{step:,}") for step in steps)
    return BarChart(key, title, said, period, ticks, bars, tuple(parts), total)


def line_chart(
    key: str, title: str, said: str, labels: Sequence[str], courses: Sequence[Course], *, period: str = "Month"
) -> LineChart:
    """Draw shares between none and all. Raises ValueError where a line lacks a period."""
    _same_length(labels, [course.fractions for course in courses])
    places = tuple((_middle(at, len(labels)), label) for at, label in enumerate(labels))
    ticks = tuple(Tick(_y(step, HUNDRED), f"{step}%") for step in (0, 25, 50, 75, 100))
    strokes = tuple(
        Stroke(course.name, STROKES[at % len(STROKES)], _pieces(course.fractions)) for at, course in enumerate(courses)
    )
    return LineChart(key, title, said, period, ticks, places, strokes, tuple(courses))


def scale(highest: int) -> tuple[int, ...]:
    """Whole numbers from nought to the first round one that is not below `highest`, in at most MOST_STEPS steps."""
    step = next(size for size in _round_numbers() if size * MOST_STEPS >= highest)
    count = max(1, -(-highest // step))
    return tuple(step * number for number in range(count + 1))


def share_words(fraction: Fraction | None) -> str:
    """Such as "12 of 14 (86%)"; a share of nothing is none."""
    if fraction is None or not fraction[1]:
        return "None"
    kept, base = fraction
    return f"{kept:,} of {base:,} ({percent(kept, base)}%)"


def percent(kept: int, base: int) -> int:
    """How many whole ones of a hundred, rounded down, so that it never claims all; 1 where there is one at all."""
    return max(100 * kept // base, 1 if kept else 0)


def _round_numbers() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _bar(at: int, label: str, parts: Sequence[Part], count: int, highest: int) -> Bar:
    width = round(ROOM / count * BAR, 2)
    middle = _middle(at, count)
    reached = list(accumulate((part.numbers[at] for part in parts), initial=0))
    boxes = tuple(
        Box(
            part.pattern, round(middle - width / 2, 2), _y(upper, highest), width,
            round(_y(lower, highest) - _y(upper, highest), 2),
        )
        for part, lower, upper in zip(parts, reached, reached[1:], strict=False)
        if upper > lower
    )  # fmt: skip
    return Bar(label, middle, _y(reached[-1], highest), reached[-1], boxes)


def _pieces(fractions: Sequence[Fraction | None]) -> tuple[tuple[Mark, ...], ...]:
    pieces: list[list[Mark]] = [[]]
    for at, fraction in enumerate(fractions):
        if fraction is None or not fraction[1]:
            pieces.append([])
        else:
            kept, base = fraction
            pieces[-1].append(Mark(_middle(at, len(fractions)), _y(HUNDRED * kept / base, HUNDRED)))
    return tuple(tuple(piece) for piece in pieces if piece)


def _middle(at: int, count: int) -> float:
    return round(LEFT + ROOM / count * (at + 0.5), 2)


def _y(number: float, highest: int) -> float:
    return round(FLOOR - (FLOOR - TOP) * number / highest, 2)


def _same_length(labels: Sequence[str], columns: Sequence[Sequence[object]]) -> None:
    if any(len(column) != len(labels) for column in columns):
        raise ValueError("Every part of a chart needs one number for each period.")
