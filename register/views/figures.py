"""The figures of a body's logs of requests and complaints, as it published them."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.history import name_as_at
from register import reads


@require_safe
def figures(request: HttpRequest, code: str) -> HttpResponse:
    """The returns that a body published, of one financial year."""
    today: date = request.today  # type: ignore[attr-defined]
    body = reads.body_or_404(code, today)
    return render(request, "register/figures.html", {"body": body, "name": name_as_at(body, today)})
