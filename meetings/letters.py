"""What is written to who follows a body's meetings: the words of each letter, as text and with links. Pure.

A letter says only what was put on the ledger of what became public.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bodies.web.text import join_and, plural

MOST_LINES = 20
WHO_WRITES = "The accountability tracker is not an NHS service."


@dataclass(frozen=True, slots=True)
class Line:
    """One thing, and the full address where it stands."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that a letter says. `ending` is the address where the letters are ended; empty in the last one."""

    subject: str
    opening: str
    lines: tuple[Line, ...]
    closing: tuple[str, ...]
    ending: str = ""

    def text(self) -> str:
        """The letter as plain text."""
        parts = [self.opening, *(f"* {line.words}\n  {line.address}" for line in self.lines), *self.closing]
        if self.ending:
            parts.append(f"No more letters:\n{self.ending}")
        return "\n\n".join([*parts, WHO_WRITES]) + "\n"


def to_confirm(name: str, *, confirm: str, ending: str) -> Letter:
    """Somebody gave this address: do they want letters? Without their press nothing comes of it."""
    return Letter(
        f"Confirm: letters about the meetings of {name}",
        f"Somebody asked for letters about the meetings of {name} to this address. If it was you, confirm it:",
        (Line("Yes, send me letters", confirm),),
        ("If it was not you, do nothing. The address is taken out after a week, and no letters come.",),
        ending,
    )


def already(name: str, *, ending: str) -> Letter:
    """Somebody asked again for what comes already."""
    return Letter(
        f"You get letters about the meetings of {name} already",
        f"Somebody asked for letters about the meetings of {name} to this address. You get them already: there is "
        "nothing to do.",
        (), (), ending,
    )  # fmt: skip


def of_changes(name: str, lines: Sequence[Line], *, all_meetings: str, ending: str) -> Letter:
    """What became public about a body's meetings since the last letter."""
    things = plural(len(lines), "thing")
    shown = tuple(lines[:MOST_LINES])
    if more := len(lines) - len(shown):
        shown += (Line(f"and {more} more: all its meetings", all_meetings),)
    return Letter(
        f"{things} new about the meetings of {name}", f"This is new about the meetings of {name}.", shown, (), ending
    )


def last(name: str, successors: Sequence[tuple[str, str]]) -> Letter:
    """The body has closed. `successors` are the names of who followed it, with where to ask for letters about them."""
    lines = tuple(Line(f"Letters about the meetings of {who}", address) for who, address in successors)
    follows = f"{join_and([who for who, _ in successors])} followed it. " if successors else ""
    return Letter(
        f"The last letter about the meetings of {name}",
        f"{name} has closed. {follows}This is the last letter about its meetings: your address is taken out.",
        lines, (),
    )  # fmt: skip
