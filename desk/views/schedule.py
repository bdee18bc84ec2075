"""The schedule behind the governance statement: as a page, a Word document and CSV; and the audit committee's paper."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bodies.web.downloads import csv_response
from desk.choices import ALL, bodies_asked, year_asked, year_options
from desk.schedule import paper_word, rows_csv, schedule_word, texts
from desk.schedule.paper import paper_of
from desk.schedule.reading import Schedule, read
from desk.schedule.word import word_response


@require_safe
def schedule(request: HttpRequest, code: str) -> HttpResponse:
    """The page, which prints as the document does. `year` chooses."""
    found = _asked(request, code)
    return render(request, "desk/schedule.html", {
        "schedule": found, "body": found.body, "texts": texts, "year_options": year_options(found.today),
    })  # fmt: skip


@require_safe
def schedule_word_file(request: HttpRequest, code: str) -> HttpResponse:
    found = _asked(request, code)
    document = schedule_word.document_of(found, mark=_mark(found), made_at=timezone.now())
    return word_response(document, f"{_name('schedule', found)}.docx")


@require_safe
def schedule_csv(request: HttpRequest, code: str) -> HttpResponse:
    found = _asked(request, code)
    rows = rows_csv.rows_of(found, invented=settings.DEMONSTRATION)
    return csv_response(f"{_name('schedule', found)}.csv", rows_csv.HEADER, rows)


@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """The one page for the audit committee."""
    found = _asked(request, code)
    return render(request, "desk/schedule_paper.html", {
        "paper": paper_of(found), "schedule": found, "body": found.body, "texts": texts,
        "year_options": year_options(found.today),
    })  # fmt: skip


@require_safe
def paper_word_file(request: HttpRequest, code: str) -> HttpResponse:
    found = _asked(request, code)
    document = paper_word.document_of(paper_of(found), mark=_mark(found), made_at=timezone.now())
    return word_response(document, f"{_name('audit-committee', found)}.docx")


def _asked(request: HttpRequest, code: str) -> Schedule:
    """The schedule of the address; 404 for a body that this person may not see."""
    today: date = request.today  # type: ignore[attr-defined]
    if code == ALL:
        raise Http404("A schedule is of one body.")
    body = bodies_asked(request, code, today)[0]
    return read(body, year_asked(request.GET.get("year", ""), today), today)


def _mark(found: Schedule) -> str:
    return texts.mark_of(found) if settings.DEMONSTRATION else ""


def _name(what: str, found: Schedule) -> str:
    """A file name that tells whose, which year and as at when."""
    return f"{what}-{found.body.code}-{str(found.year).replace('/', '-')}-as-at-{found.today.isoformat()}"
