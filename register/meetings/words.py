"""How a meeting is called for everybody. Pure."""

from __future__ import annotations

from bodies.web.text import join_and


def what_words(kind: str, what: str, *, in_public: bool | None) -> str:
    """What it is: "Governing body meeting held in public"; "held in public" only where that is recorded."""
    named = what if kind == "annual" or what.casefold().endswith("meeting") else f"{what} meeting"
    return f"{named} held in public" if in_public and kind != "annual" else named


def title_words(what: str, bodies: list[str], day: str) -> str:
    """The heading of a meeting: "Governing body meeting held in public, NHS Liverpool CCG, 8 December 2015"."""
    if len(bodies) > 1:
        return f"{what}, {join_and(bodies)} jointly, {day}"
    return f"{what}, {join_and(bodies)}, {day}"
