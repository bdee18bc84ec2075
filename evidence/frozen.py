"""A piece of evidence as a round froze it, what changed from one round to the next, and what was missing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from evidence.about import Days, words_of


def host_of(url: str) -> str:
    """The host of an http or https address; empty for any other, which is never made a link."""
    parts = urlsplit(url)
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""


@dataclass(frozen=True)
class FrozenItem:
    """A piece of evidence as it was when a round was sent in.

    `size` is in bytes; 0 where it was not kept. `supersedes` is the id of the piece whose place it takes; 0 for none.
    `confirmed_from` is what the obligation was about whose evidence was confirmed again; empty where it was not.
    """

    id: int
    kind: str
    title: str
    about_on: date
    url: str = ""
    text: str = ""
    file_name: str = ""
    sha256: str = ""
    size: int = 0
    invented: bool = False
    supersedes: int = 0
    periods: tuple[Days, ...] = ()
    confirmed_from: str = ""
    confirmed_on: date | None = None

    @classmethod
    def read(cls, item: dict[str, Any]) -> FrozenItem:
        """Read what evidence.freezing wrote; what older rounds did not keep is left out."""
        periods = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in item.get("periods", ())]
        confirmed_on = item.get("confirmed_on")
        read = {
            "about_on": date.fromisoformat(item["about_on"]),
            "periods": tuple(periods),
            "confirmed_on": date.fromisoformat(confirmed_on) if confirmed_on else None,
        }
        return cls(**item | read)

    @property
    def period_words(self) -> list[str]:
        return [words_of(first, last) for first, last in self.periods]

    @property
    def host(self) -> str:
        return host_of(self.url)


@dataclass(frozen=True)
class Since:
    """What changed between two rounds. Items are told apart by their ids: what was sent in never changes itself."""

    number: int  # of the round before
    new: frozenset[int]
    instead_of: dict[int, FrozenItem]  # by the id of the item that takes its place
    gone: tuple[FrozenItem, ...]

    def words(self, item: FrozenItem) -> str:
        """What is to be said of one item of the later round."""
        if item.id in self.instead_of:
            return f"Takes the place of “{self.instead_of[item.id].title}”"
        return "New" if item.id in self.new else "Same as before"


def changed_since(number: int, before: Sequence[FrozenItem], now: Sequence[FrozenItem]) -> Since:
    """Compare what a round holds with what an earlier one, of this number, held."""
    were = {item.id: item for item in before}
    are = {item.id for item in now}
    instead_of = {item.id: were[item.supersedes] for item in now if item.supersedes in were and item.id not in were}
    replaced = {item.id for item in instead_of.values()}
    gone = tuple(item for item in before if item.id not in are | replaced)
    return Since(number, frozenset(are - set(were) - set(instead_of)), instead_of, gone)


def not_seen(missing: Sequence[str]) -> str:
    """The checks that could not be ticked, as a sentence; it stands for the reason where nobody wrote another."""
    return f"Could not be seen: {'; '.join(check.rstrip('.') for check in missing)}." if missing else ""
