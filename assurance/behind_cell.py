"""What stands behind one number of a body: the obligations that a cell of the national page or of its own counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from assurance import reads
from assurance.body.figures import EVERY, OTHER
from assurance.body.showing import SHOW
from assurance.holders import holders_on
from assurance.national.asked import Asked, asked_of
from assurance.national.columns import Columns
from bodies.access import Permission, Reach, can
from bodies.models import Body
from duties.models import Obligation
from duties.querysets import ObligationQuerySet

OWN: Final = "nhs-england"
ALL: Final = "all"
TITLES = {OWN: "Owed by NHS England", ALL: "All six themes", OTHER: "Other duties", EVERY: "All duties"}


@dataclass(frozen=True, slots=True)
class BehindCell:
    """One cell of one body: the obligations behind it, and beside all themes what NHS England owes about it.

    `lines` are those that the cell counts; where only some states were asked for, `what` says in words which.
    """

    asked: Asked
    body: Body
    title: str
    lines: tuple[reads.Line, ...]
    not_counted: tuple[reads.Line, ...]
    own: tuple[reads.Line, ...]
    show: str = ""
    what: str = ""

    @property
    def name(self) -> str:
        """What the body was called in the year."""
        return self.body.name_on(self.asked.in_year)


def behind_cell(address: QueryDict, code: str, slug: str, reach: Reach, today: date) -> BehindCell:
    """What stands behind one cell, worst first. Raises Http404 for a body that is not within reach, and no column."""
    asked = asked_of(address, today)
    known = Body.objects.known(asked.day).prefetch_related("names", "offices")
    body = get_object_or_404(known, code=code)
    if not can(reach, Permission.SEE_NATION, body, today):
        raise Http404("There is no such body within reach.")
    answered = holders_on(asked.day, today).answered_by([body.pk])
    of_year = Obligation.objects.outside().of_year(asked.year.start_year).filter(answered)
    about_body = reads.behind(of_year.owed_by_nhs_england(), asked.day)
    behind = about_body
    if slug != OWN:
        behind = reads.behind(_of_column(of_year.owed_by_body(), asked.columns, slug), asked.day)
    title, show = title_of(asked.columns, slug), address.get("show", "")
    if show in SHOW:
        what, fits = SHOW[show]
        lines = tuple(one for one in behind.counted if fits(one.obligation, one.obligation.status(asked.day)))
        return BehindCell(asked, body, title, lines, (), (), show, what)
    own = about_body.counted if slug == ALL else ()
    return BehindCell(asked, body, title, behind.counted, behind.not_counted, own)


def _of_column(owed: ObligationQuerySet, columns: Columns, slug: str) -> ObligationQuerySet:
    """What one column counts, or all of them; what has no theme, or every duty there is."""
    if slug in (OTHER, EVERY):
        return owed.filter(duty__theme="") if slug == OTHER else owed
    found = [column for column in columns.columns if column.slug == slug]
    if slug != ALL and not found:
        raise Http404("There is no such column.")
    return columns.narrow(owed).filter(columns.condition(found) if found else Q())


def title_of(columns: Columns, slug: str) -> str:
    """What a cell is called."""
    if slug == ALL and not columns.is_usual:
        return columns.title
    return TITLES.get(slug) or next(column.title for column in columns.columns if column.slug == slug)
