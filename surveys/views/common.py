"""How a page of this room finds its survey and its body, and does what a form says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bodies.actions import Refused
from bodies.web.attempts import OK

FORM_METHODS = ["GET", "HEAD", "POST"]


def show_form(
    request: HttpRequest, form: forms.Form, *, title: str, button: str, back: str, caption: str = "",
    status: int = OK, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Render a page of one form."""
    context = {"form": form, "title": title, "button_text": button, "back": {"href": back}, "caption": caption, **more}
    return render(request, "surveys/form.html", context, status=status)


def done(request: HttpRequest, address: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(address)


def refused(request: HttpRequest, address: str, refusal: Refused) -> HttpResponse:
    """Send somebody back, saying why this cannot be done now."""
    messages.info(request, str(refusal))
    return redirect(address)


def or_404(found: Any) -> Any:
    """What was found. Raises Http404 where it is nothing."""
    if found is None:
        raise Http404("There is no such thing for this person.")
    return found
