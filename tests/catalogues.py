"""Parts of the real catalogue for tests that need few duties: the whole takes a second to load."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings

from duties.catalogue import Catalogue, read_catalogue


@cache
def part_of_catalogue(concerned: tuple[str, ...], directed: tuple[str, ...] = ()) -> Catalogue:
    """The duties whose slugs begin so, with their rules; and the directed dates of these keys."""
    whole = read_catalogue(Path(settings.BASE_DIR) / "duties" / "data")
    return replace(
        whole,
        duties=tuple(row for row in whole.duties if row.slug.startswith(concerned)),
        rules=tuple(row for row in whole.rules if row.slug.startswith(concerned)),
        directed=tuple(row for row in whole.directed if row.key in directed),
    )
