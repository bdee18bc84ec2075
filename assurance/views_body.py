"""One body for assurers: its year on one screen, its report and its tables, and what stands behind its numbers."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from assurance.as_at import typed
from assurance.body import report, sheets
from assurance.body.asking import Asked, asked_of
from assurance.body.figures import region_share, share_on_time
from assurance.body.reading import BodyYear, body_year
from assurance.body.timeline import PARTS
from bodies.access import Permission, can
from bodies.models import Body
from bodies.web.pdf import pdf, pdf_response
from bodies.web.tables import table_response
from bodies.web.text import INVENTED
from bodies.web.workbook import Sheet, xlsx_response


@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """A body's year on one screen, the most urgent first. A day that was typed in three boxes leads to it."""
    asked = _asked(request, code)
    form, day = typed(request.GET, asked.day, asked.today)
    if day is not None:
        return redirect(reverse("assurance:body", args=[code]) + replace(asked, day=day).query)
    found = body_year(asked, request.reach)  # type: ignore[attr-defined]
    return render(request, "assurance/body.html", {
        "found": found, "asked": asked, "body": asked.body, "day": asked.day, "form": form,
        "chart": found.months.chart(found.name, asked.year), "parts": PARTS,
        "share_on_time": share_on_time, "region_share": region_share,
        "year_options": [(str(year), str(year)) for year in asked.years], "tables": sheets.sheets(found),
        "governing_said": sheets.governing_said(found),
    })  # fmt: skip


@require_safe
def as_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """The same figures as a report."""
    found = _read(request, code)
    mark = INVENTED if settings.DEMONSTRATION else ""
    return pdf_response(f"{_name(found)}.pdf", pdf("assurance/body_year.typ", report.data_of(found, mark)))


@require_safe
def as_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """Every table of the page as one workbook."""
    found = _read(request, code)
    mark = [INVENTED] if settings.DEMONSTRATION else []
    about = [report.title_of(found), report.as_at(found), *mark]
    tables = [Sheet(one.title, one.header, one.rows, [*one.notes, *about]) for one in sheets.sheets(found).values()]
    return xlsx_response(f"{_name(found)}.xlsx", tables)


@require_safe
def table_csv(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One table of the page."""
    found = _read(request, code)
    made = sheets.sheets(found).get(name)
    if made is None:
        raise Http404("There is no such table.")
    return table_response("csv", f"{_name(found)}-{name}", made)


def _read(request: HttpRequest, code: str) -> BodyYear:
    return body_year(_asked(request, code), request.reach)  # type: ignore[attr-defined]


def _asked(request: HttpRequest, code: str) -> Asked:
    return asked_of(_body(request, code), request.GET, request.today)  # type: ignore[attr-defined]


def _body(request: HttpRequest, code: str) -> Body:
    """The body of the address, if it is within reach: any other is answered as one that does not exist."""
    today = request.today  # type: ignore[attr-defined]
    known = Body.objects.known(today).prefetch_related("names", "offices__office")
    found = get_object_or_404(known, code=code)
    if not can(request.reach, Permission.SEE_NATION, found, today):  # type: ignore[attr-defined]
        raise Http404("There is no such body within reach.")
    return found


def _name(found: BodyYear) -> str:
    """What a file is called, without its ending."""
    as_at = f"-as-at-{found.asked.day.isoformat()}" if found.asked.is_past else ""
    return f"{found.asked.body.code}-{found.asked.year.start_year}{as_at}"
