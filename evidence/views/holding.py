"""Uploading files before the spreadsheet that names them."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.access import Permission
from bodies.imports.views import context_for
from bodies.web.asked import posted
from bodies.web.text import plural
from evidence.files import holding
from evidence.forms.holding import HoldForm
from evidence.models import HeldFile
from evidence.views.common import FORM_METHODS, done


@require_http_methods(FORM_METHODS)
def held_files(request: HttpRequest, code: str) -> HttpResponse:
    """Take several files at once; each is taken or refused by itself, and the page says which and why."""
    context = context_for(request, code, Permission.CERTIFY)
    data = posted(request)
    form = HoldForm(data, request.FILES if data is not None else None, request=request, limit=settings.MAX_UPLOAD_BYTES)
    said = ""
    if form.is_valid():
        taken = holding.hold(uploads=form.cleaned_data["files"], context=context)
        said = _said(taken)
        for name, words in taken.refused:
            form.add_error("files", f"“{name}” was not taken. {words}")
        if not taken.refused:
            return done(request, reverse("evidence:held_files", args=[code]), said)
    held = HeldFile.objects.filter(body=context.body).select_related("file")
    return render(request, "evidence/held_files.html", {
        "form": form, "body": context.body, "held": list(held), "said": said, "kept_days": holding.KEPT.days,
    })  # fmt: skip


@require_POST
def release(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a held file away. A second press finds it gone, which is what was wanted."""
    context = context_for(request, code, Permission.CERTIFY)
    held = HeldFile.objects.filter(body=context.body, pk=pk).select_related("file", "body").first()
    if held is not None:
        holding.release(held=held, by=context.by, today=context.today)
    return done(request, reverse("evidence:held_files", args=[code]), "The file was removed")


def _said(taken: holding.Taken) -> str:
    """What was taken, in words."""
    replaced = f" {_names(taken.replaced)} was there before: the new one takes its place." if taken.replaced else ""
    return f"{plural(len(taken.held), 'file was', 'files were')} uploaded.{replaced}" if taken.held else ""


def _names(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
