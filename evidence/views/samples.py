"""Samples of what was certified: what was drawn from what and how, so that anybody can draw them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bodies.access import Reach
from bodies.web.asked import key_of
from bodies.web.tables import table_response
from bodies.web.workbook import Sheet
from duties.models import Obligation
from evidence import draws
from evidence.actions.common import may_see
from evidence.models import CallIn, Sample

PAGE = 50
FILE_HEADER = ("Obligation", "Number: SHA-256 of the seed, a colon and the obligation", "Drawn")


@dataclass(frozen=True)
class Drawn:
    """One that was drawn. Who may not see the body's obligations sees its number and no more: `obligation` is None."""

    key: int
    number: str
    obligation: Obligation | None = None
    call: CallIn | None = None


@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    """Every sample, the latest first."""
    found = Sample.objects.select_related("office").order_by("-pk")
    last = request.GET.get("after", "")
    if last:
        found = found.filter(pk__lt=get_object_or_404(Sample, pk=key_of(last)).pk)
    rows = list(found[: PAGE + 1])
    context = {
        "rows": [(one, len(one.drawn_from), draws.how_many(len(one.drawn_from), one.share_percent)) for one in rows],
        "older": f"?after={rows[PAGE - 1].pk}" if len(rows) > PAGE else "", "is_first": not last,
    }  # fmt: skip
    context["rows"] = context["rows"][:PAGE]
    return render(request, "evidence/samples.html", context)


@require_safe
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """One sample: from how many, by which seed, what was drawn, and how to draw it again."""
    one = get_object_or_404(Sample.objects.select_related("office"), pk=pk)
    drawn = _drawn(one, request.reach, request.today)
    return render(request, "evidence/sample.html", {"sample": one, "drawn": drawn, "count": len(one.drawn_from)})


@require_safe
def sample_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Every obligation that took part, with its number, the lowest first."""
    one = get_object_or_404(Sample.objects.select_related("office"), pk=pk)
    ordered = draws.in_order(one.drawn_from, one.seed)
    chosen = draws.how_many(len(ordered), one.share_percent)
    rows = [(key, number, "yes" if place < chosen else "no") for place, (number, key) in enumerate(ordered)]
    sheet = Sheet(f"Sample {one.month:%Y-%m}", FILE_HEADER, rows)
    return table_response(form, f"sample-{one.office.code}-{one.month:%Y-%m}", sheet)


def _drawn(one: Sample, reach: Reach, today: date) -> list[Drawn]:
    keys = draws.drawn(one.drawn_from, one.seed, one.share_percent)
    found = Obligation.objects.for_pages().prefetch_related(
        "body__offices", "body__names", "held_by__offices", "held_by__names"
    )
    rows = {row.pk: row for row in found.filter(pk__in=keys) if may_see(reach, row, today)}
    calls = {call.obligation_id: call for call in CallIn.objects.filter(obligation__in=rows).order_by("pk")}
    return [Drawn(key, draws.number_of(one.seed, key), rows.get(key), calls.get(key)) for key in keys]
