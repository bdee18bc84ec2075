"""The page of exports: ask for one, see how far it is, fetch it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assurance.exports import actions
from assurance.exports.asked import Asked
from assurance.exports.forms import ExportForm
from assurance.exports.kinds import kinds
from assurance.models import Export, ExportPart
from bodies.actions import Refused
from bodies.models import Office
from bodies.web.asked import key_of, posted
from bodies.web.workbook import XLSX_TYPE
from evidence.queue import regions_of

PAGE = 20
TYPES = {Export.Form.XLSX: XLSX_TYPE, Export.Form.CSV: "text/csv; charset=utf-8"}


@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """What one asked for, the newest first, and the form to ask for more."""
    regions = regions_of(request.reach, request.today)
    form = ExportForm(posted(request), today=request.today, regions=regions)
    if form.is_valid():
        try:
            actions.ask(
                kind=form.kind, asked=form.asked, form=form.cleaned_data["form"], by=request.user, reach=request.reach,
                today=request.today, invented=bool(settings.DEMONSTRATION),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is being made. You can leave this page: you are told when it is ready.")
            return redirect("assurance:exports")
    return render(request, "assurance/exports.html", {"form": form, **_listed(request)})


@require_POST
def export_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Fetch a file of one's own; that it was fetched is put on record, so a link would not do."""
    found = actions.fetch(pk=pk, by=request.user, reach=request.reach, today=request.today)
    if found is None:
        raise Http404("There is no such file for this person.")
    response = StreamingHttpResponse(_parts(found), content_type=TYPES[Export.Form(found.form)])
    response["Content-Disposition"] = f'attachment; filename="{found.name}"'
    response["Content-Length"] = str(found.size)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _parts(export: Export) -> Iterator[bytes]:
    """The file, a part at a time."""
    parts = ExportPart.objects.filter(of=export)
    for number in parts.values_list("number", flat=True).order_by("number"):
        yield bytes(parts.values_list("content", flat=True).get(number=number))


def _listed(request: HttpRequest) -> dict[str, Any]:
    mine = Export.objects.mine(request.user)
    after = key_of(request.GET.get("after", ""))
    rows = list((mine.filter(pk__lt=after) if after else mine)[: PAGE + 1])
    there = set(Export.objects.fetchable(request.user, request.reach).values_list("pk", flat=True))
    regions = dict(Office.objects.values_list("code", "name"))
    return {
        "rows": [_shown(one, one.pk in there, regions) for one in rows[:PAGE]], "is_first": not after,
        "older": f"?after={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "is_any_waiting": any(one.is_waiting for one in rows), "kept_days": actions.KEPT.days,
    }  # fmt: skip


def _shown(export: Export, may_fetch: bool, regions: dict[str, str]) -> dict[str, Any]:
    kind = kinds().get(export.kind)
    try:
        asked = Asked.read(export.asked)
    except (KeyError, TypeError, ValueError):
        words = ""
    else:
        words = ", ".join(part for part in (regions.get(asked.region, ""), asked.words) if part)
    return {"export": export, "title": kind.title if kind else export.kind, "words": words, "may_fetch": may_fetch}
