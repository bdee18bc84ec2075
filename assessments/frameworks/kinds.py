"""What a framework is made of. Pure data.

Every value belongs to one framework and carries its name. Values have no rank and no numbers: nothing here, and nothing
that builds on it, compares or sorts values, or finds for a value of one framework one of another.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CONFIRMED, MIXED, RECALLED = "CONFIRMED", "MIXED", "RECALLED"
YEAR, QUARTER = "year", "quarter"
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Value:
    """One grade or word of one framework. `key` names it for ever, with the framework in it: "iaf-2016:good".

    `colour` is a colour of NHS.UK's tags, only where the source gives one; `sign` goes with it.
    """

    framework: str
    slug: str
    word: str
    colour: str = ""
    sign: str = ""

    @property
    def key(self) -> str:
        return f"{self.framework}{SEPARATOR}{self.slug}"


@dataclass(frozen=True, slots=True)
class Scale:
    """The values that may be given to one unit, or as the headline, in the order of their source.

    `is_whole`: every value was found in a source. Where it is not, none need be chosen: the words say what was judged.
    """

    values: tuple[Value, ...] = ()
    sure: str = CONFIRMED
    note: str = ""
    is_whole: bool = True

    @property
    def must_choose(self) -> bool:
        return bool(self.values) and self.is_whole

    def value(self, key: str) -> Value | None:
        return next((one for one in self.values if one.key == key), None)


NARRATIVE = Scale()  # nothing to choose: what was judged is said in words


@dataclass(frozen=True, slots=True)
class Unit:
    """What is judged: a domain, a component or a theme, under the name that the framework gives it."""

    slug: str
    name: str
    scale: Scale = NARRATIVE


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is judged of one period: the whole year, or a quarter. Without a headline none is given."""

    called: str = "Units"  # what the framework calls what it judges
    units: tuple[Unit, ...] = ()
    headline: Scale | None = None
    headline_name: str = "Headline"
    sure: str = CONFIRMED
    note: str = ""

    def unit(self, slug: str) -> Unit | None:
        return next((one for one in self.units if one.slug == slug), None)

    @property
    def is_narrative(self) -> bool:
        """Whether no value can be given at all."""
        return self.headline is None and not any(unit.scale.values for unit in self.units)


@dataclass(frozen=True, slots=True)
class Framework:
    """One framework: what NHS England judged bodies by from one period to another.

    `from_period` and `to_period` are a year and a quarter, both in it; without `to_period` it still holds.
    """

    slug: str
    name: str
    from_period: tuple[int, str]
    to_period: tuple[int, str] | None
    sheets: dict[str, Sheet] = field(hash=False)
    sure: str = CONFIRMED
    source: str = ""
    notes: tuple[str, ...] = ()

    def covers(self, year: int, period: str) -> bool:
        """Whether it is in force for a period, empty for the whole year: the one in force at its end is that."""
        at = (year, period or QUARTERS[-1])
        return self.from_period <= at and (self.to_period is None or at <= self.to_period)

    def sheet(self, period: str) -> Sheet | None:
        """What is judged of the whole year (an empty period) or of a quarter; None where that is not judged."""
        return self.sheets.get(QUARTER if period else YEAR)

    @property
    def rhythm(self) -> str:
        """How often it judges, in words."""
        told = {YEAR: "once a year", QUARTER: "every quarter"}
        return " and ".join(told[kind] for kind in (QUARTER, YEAR) if kind in self.sheets)


def scale(framework: str, *words: tuple[str, ...], sure: str = CONFIRMED, note: str = "", whole: bool = True) -> Scale:
    """Make a scale of one framework; each of `words` is a slug, a word and, where the source gives them, looks."""
    return Scale(tuple(Value(framework, *given) for given in words), sure, note, whole)
