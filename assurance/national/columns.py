"""The columns of the national page: the six headline themes, any of them, every category, or the duties of one.

Whichever they are, they are counted by one field of the duty, so that one statement fills the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.text import slugify

from assurance.heat import BY_SLUG, NOTHING_DUE, THEMES, Column
from duties.catalogue_rows import CATEGORIES
from duties.models import Duty, OwedBy
from duties.querysets import ObligationQuerySet

THEME: Final = "theme"
CATEGORY: Final = "category"
DUTY: Final = "duty"
FIELDS = {THEME: "duty__theme", CATEGORY: "duty__category", DUTY: "duty__slug"}
BY = {THEME: "Headline themes", CATEGORY: "Every category of duty", DUTY: "Single duties"}

CATEGORY_COLUMNS = tuple(Column(slugify(name), name, name, NOTHING_DUE) for name in CATEGORIES)
CATEGORY_BY_SLUG = {column.slug: column for column in CATEGORY_COLUMNS}


@dataclass(frozen=True, slots=True)
class Columns:
    """What is counted: `by` one of FIELDS, the columns, and for single duties what they are the duties of."""

    by: str
    columns: tuple[Column, ...]
    of: Column | None = None

    @property
    def field(self) -> str:
        return FIELDS[self.by]

    @property
    def is_usual(self) -> bool:
        return self.by == THEME and self.columns == THEMES

    @property
    def title(self) -> str:
        """What the page shows of each body."""
        if self.of is not None:
            return f"Duties of {self.of.title}"
        if len(self.columns) == 1:
            return self.columns[0].title
        return "Bodies by theme" if self.by == THEME else "Bodies by category of duty"

    @property
    def total_title(self) -> str:
        """The head of the column that adds up the others; empty where there is one alone."""
        if len(self.columns) == 1:
            return ""
        return "All six" if self.is_usual else "All shown"

    @property
    def chosen(self) -> tuple[str, ...]:
        """The slugs that an address repeats to ask for the same."""
        if self.of is not None:
            return (self.of.slug,)
        return () if self.is_whole else tuple(column.slug for column in self.columns)

    @property
    def is_whole(self) -> bool:
        """Whether it is every column that there is of its kind."""
        return self.columns in (THEMES, CATEGORY_COLUMNS)

    def narrow(self, owed: ObligationQuerySet) -> ObligationQuerySet:
        """The obligations that these columns count."""
        if self.by == THEME and self.is_whole:
            return owed.exclude(duty__theme="")
        return owed if self.is_whole else owed.filter(self.condition(self.columns))

    def condition(self, columns: Sequence[Column]) -> Q:
        """The obligations of some of the columns."""
        return Q(**{f"{self.field}__in": [column.name for column in columns]})


USUAL = Columns(THEME, THEMES)


def columns_of(by: str, slugs: Sequence[str]) -> Columns:
    """What an address asks for; what makes no sense is the usual six. Single duties ask one statement."""
    if by == DUTY:
        return _duties(slugs[0] if slugs else "") or USUAL
    by, known, every = (CATEGORY, CATEGORY_BY_SLUG, CATEGORY_COLUMNS) if by == CATEGORY else (THEME, BY_SLUG, THEMES)
    wanted = set(slugs)
    return Columns(by, tuple(column for slug, column in known.items() if slug in wanted) or every)


def _duties(slug: str) -> Columns | None:
    """The duties of a headline theme or, where there is none of that name, of a category; only what bodies owe."""
    of = BY_SLUG.get(slug) or CATEGORY_BY_SLUG.get(slug)
    if of is None:
        return None
    duties = Duty.objects.filter(owed_by=OwedBy.BODY, **{THEME if slug in BY_SLUG else CATEGORY: of.name})
    found = tuple(Column(slug, slug, title, NOTHING_DUE) for slug, title in duties.values_list("slug", "title"))
    return Columns(DUTY, found, of) if found else None
