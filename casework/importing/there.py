"""What is in the log already, of the references that a spreadsheet names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower

from bodies.models import Body
from casework.actions.thinning import mark_of
from casework.importing.layout import Layout
from casework.importing.said import Told
from casework.models import Term


@dataclass
class There:
    """Read once: a constant number of statements, however many rows there are."""

    cases: dict[str, Any] = field(default_factory=dict)  # by reference as compared
    thinned: dict[str, Any] = field(default_factory=dict)  # by the mark of the reference that it had
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)  # by list and name as compared

    @classmethod
    def of(cls, layout: Layout, body: Body, references: Iterable[str]) -> There:
        """The body's cases of these references with their events, and its lists."""
        as_typed = list(references)
        asked = {one.lower() for one in as_typed}
        rows = layout.book.model.objects.filter(body=body)
        # SQLite makes only the letters of English small.
        named = rows.annotate(lower=Lower("reference")).filter(Q(lower__in=asked) | Q(reference__in=as_typed))
        cases = named.select_related("body").prefetch_related("events", layout.book.relation)
        found = cls({one.reference.lower(): one for one in cases})
        marks = {mark_of(one) for one in asked}
        thinned = rows.exclude(thinned_on=None).filter(entry_key__in=marks).select_related("body")
        found.thinned = {one.entry_key: one for one in thinned}
        terms = Term.objects.filter(body=body, list__in=layout.lists)
        found.terms = {(one.list, one.name.lower()): one for one in terms}
        return found

    def find(self, reference: str) -> Any | None:
        """The case of a reference, be it one that it bore before its words were taken out."""
        return self.cases.get(reference.lower()) or self.thinned.get(mark_of(reference))


def recorded_of(case: Any) -> list[Told]:
    """The events of a case as they are recorded."""
    return [Told(row.as_event, row.words) for row in case.events.all()]


def entries_of(case: Any, layout: Layout) -> dict[str, list[str]]:
    """The entries that a case has, by list."""
    found: dict[str, list[str]] = {}
    for term in getattr(case, layout.book.relation).all():
        found.setdefault(term.list, []).append(term.name)
    return found
