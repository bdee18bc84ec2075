"""A body's year in figures, theme by theme, beside those of its region."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from assurance.body.asking import Around, Asked, owed
from assurance.heat import NOTHING, THEMES, Figures, summed
from bodies.web.text import plural

OTHER, EVERY = "other", "every"


@dataclass(frozen=True, slots=True)
class Row:
    """One theme: the body's figures, those of its region, and of how many bodies these are."""

    slug: str
    title: str
    own: Figures
    region: Figures
    bodies: int


@dataclass(frozen=True, slots=True)
class InFigures:
    """The six themes, what has no theme, and all duties."""

    rows: tuple[Row, ...]
    every: Row


def in_figures(asked: Asked, near: Around) -> InFigures:
    """One statement for the body and its region together."""
    found: dict[str, dict[int, Figures]] = defaultdict(dict)
    for row in owed(asked, near.bodies).figures(asked.day, *asked.holders.fields, "duty__theme"):
        holder, mine = asked.holders.taken_from(row), found[row.pop("duty__theme")]
        assert holder is not None  # one of the region's bodies
        mine[holder] = mine.get(holder, NOTHING) + Figures(**row)
    named = [(theme.slug, theme.title, found[theme.name]) for theme in THEMES]
    own = asked.body.pk
    rows = [_row(slug, title, by_body, own) for slug, title, by_body in (*named, (OTHER, "Other duties", found[""]))]
    holders = {holder for by_body in found.values() for holder in by_body}
    every = Row(EVERY, "All duties", summed(row.own for row in rows), summed(row.region for row in rows), len(holders))
    return InFigures(tuple(rows), every)


def _row(slug: str, title: str, by_body: dict[int, Figures], own: int) -> Row:
    return Row(slug, title, by_body.get(own, Figures()), summed(by_body.values()), len(by_body))


def met_by_a_date(figures: Figures) -> int:
    """The base of the share that was met on time: what was met and had a date."""
    return figures.on_time + figures.late_done


def share_on_time(figures: Figures) -> str:
    """Such as "12 of 14"; "None met" while nothing with a date was."""
    base = met_by_a_date(figures)
    return f"{figures.on_time:,} of {base:,}" if base else "None met"


def region_share(row: Row) -> str:
    """Such as "210 of 260, 23 bodies": with how many bodies have anything counted."""
    return f"{share_on_time(row.region)}, {plural(row.bodies, 'body', 'bodies')}"
