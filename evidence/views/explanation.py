"""How an obligation's date was worked out, to take away: the same as the page shows, as JSON and CSV."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from bodies.web.downloads import csv_response
from bodies.web.text import INVENTED
from duties.explanation_words import CSV_HEADER
from evidence.telling import told_of
from evidence.views.common import asked, is_invented


@require_safe
def as_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The working as plain data; open to whoever may see the obligation's page."""
    told = told_of(asked(request, pk).obligation)
    mark = {"demonstration": INVENTED} if is_invented() else {}
    return JsonResponse(mark | told.as_json())


@require_safe
def as_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The working as a table; open to whoever may see the obligation's page."""
    told = told_of(asked(request, pk).obligation)
    mark = [("Demonstration", "", "", INVENTED, "")] if is_invented() else []
    return csv_response(f"obligation-{pk}-date.csv", CSV_HEADER, [*mark, *told.csv_rows()])
