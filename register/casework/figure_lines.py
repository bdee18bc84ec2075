"""The published figures as lines of a file: what the page shows, in the same words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bodies.web.text import INVENTED, date_short
from casework.figures.bands import TOOLKIT
from register.casework.figures import Told

HEADER = ("Code", "Body", "Of", "Period", "From", "To", "State", "Published", "Group", "Figure", "Number", "Note")


def csv_rows(
    code: str, name: str, kinds: Iterable[tuple[str, Sequence[Told]]], *, demonstration: bool
) -> Iterable[list[object]]:
    """One row a figure; a period without a published return has one row that says so."""
    for kind, periods in kinds:
        for told in periods:
            day = date_short(told.published_on) if told.published_on else ""
            first = [
                code, name, kind, told.period.words, told.period.first_on.isoformat(),
                told.period.last_on.isoformat(), told.state.word, day,
            ]  # fmt: skip
            mark = INVENTED if demonstration and told.is_invented else ""
            for group, figure, number in lines_of(told) or [("", "", "")]:
                yield [*first, group, figure, number, mark]


def lines_of(told: Told) -> list[tuple[str, str, str]]:
    """Every number of a period with its group, and what was written about it."""
    lines = [("Main figures", figure, number) for figure, number in told.main]
    if told.rate:
        lines.append(("Main figures", "In time", told.rate))
    if told.band is not None:
        lines.append(("Main figures", f"Band ({TOOLKIT})", told.band.word))
    lines += [(group.title, figure, number) for group in told.groups for figure, number in group.lines]
    return lines + [("Text", title, text) for title, text in told.texts]
