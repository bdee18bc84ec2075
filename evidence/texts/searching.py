"""Published evidence by words: of its title, of a statement's text, of what stands in its file.

Whoever may see less passes fewer pieces. Nobody sees more: what is no draft, not held back, not under an embargo and
not withdrawn is asked of the pieces here once more, and a snippet is only made of a piece that was found so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Case, Expression, Q, Value, When
from django.db.models.sql.compiler import SQLCompiler

from evidence.models import Evidence, FileText
from evidence.querysets import EvidenceQuerySet
from evidence.texts.index import WORDS
from evidence.texts.words import for_postgresql, for_sqlite, snippet_of, words_in


def matching(words: str, pieces: EvidenceQuerySet, today: date) -> EvidenceQuerySet:
    """Those of the pieces that are published today and hold every word, in the order they had.

    It may be asked further, or be part of another question. No words, or none with a letter or a figure: nothing.
    """
    wanted = words_in(words)
    return pieces.published(today).filter(pk__in=_WithWords(wanted)) if wanted else pieces.none()


def hits(words: str, pieces: EvidenceQuerySet, today: date, *, most: int) -> list[Evidence]:
    """The first so many of them with their `snippet`: those with every word in the title, then the newest.

    Asks three statements for any number, and what the pieces bring along. A snippet is parts of the piece's text, each
    with whether it is one of the words, for the page to mark: nothing of it is markup. It is empty where only the title
    holds them.
    """
    wanted = words_in(words)
    if not wanted:
        return []
    found = matching(words, pieces, today).order_by(_not_in_title(wanted), "-published_on", "-pk")
    keys = list(found.values_list("pk", flat=True)[:most])
    shown = {piece.pk: piece for piece in pieces.published(today).filter(pk__in=keys)}
    in_order = [shown[key] for key in keys if key in shown]
    texts = _texts_of(in_order)
    for piece in in_order:
        piece.snippet = snippet_of(piece.text or texts.get(piece.file_id, ""), wanted)
    return in_order


def _texts_of(pieces: Sequence[Evidence]) -> dict[int | None, str]:
    files = [piece.file_id for piece in pieces if piece.file_id is not None]
    return dict(FileText.objects.filter(pk__in=files).values_list("pk", "text"))


def _not_in_title(wanted: Sequence[str]) -> Case:
    in_title = Q()
    for word in wanted:
        in_title &= Q(title__icontains=word)
    return Case(When(in_title, then=Value(0)), default=Value(1))


class _WithWords(Expression):
    """The keys of the pieces whose document holds every word, as the index of this database tells."""

    output_field = BigIntegerField()

    def __init__(self, wanted: Sequence[str]) -> None:
        super().__init__()
        self.wanted = tuple(wanted)

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, list[str]]:
        return f"(SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s)", [for_sqlite(self.wanted)]  # noqa: S608

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, list[str]]:
        return f"(SELECT {WORDS}_find(%s))", [for_postgresql(self.wanted)]
