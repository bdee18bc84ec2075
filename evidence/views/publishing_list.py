"""What a body has still to decide about publishing, on one page."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.access import Permission, can
from bodies.models import Body
from bodies.web.asked import code_of
from evidence.publishing_reads import AT_MOST, count_open, list_open


@require_safe
def publishing(request: HttpRequest, code: str) -> HttpResponse:
    """List pages that are gone, what nobody has decided about, reasons that ended, and embargoes to come."""
    today: date = request.today
    body = Body.objects.prefetch_related("offices", "names").filter(code=code_of(code)).first()
    if body is None or not can(request.reach, Permission.CERTIFY, body, today):
        raise Http404("There is no such body for this person.")
    context = {
        "body": body, "body_name": body.name_on(today), "found": list_open(body, today),
        "counts": count_open(body, today), "at_most": AT_MOST,
    }  # fmt: skip
    return render(request, "evidence/publishing.html", context)
