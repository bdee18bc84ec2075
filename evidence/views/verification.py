"""How the latest readings of the stored files and of the audit trail went."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bodies.models import Verification

SHOWN = 10


@require_safe
def verification(request: HttpRequest) -> HttpResponse:
    """The last runs of each kind, with every fault in words."""
    runs = {kind: list(Verification.objects.filter(kind=kind)[:SHOWN]) for kind in reversed(Verification.Kind)}
    return render(request, "evidence/verification.html", {"runs": runs})
