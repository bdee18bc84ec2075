"""How a page of this room finds its assessment, asks who may see it, and shows a form and a refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from assessments.access import Stands, stands
from assessments.models import Assessment
from assessments.reading import visible
from bodies.history import name_as_at
from bodies.models import Body
from bodies.web.asked import code_of
from duties.actions import NotNow
from evidence.views.common import CONFLICT, FORM_METHODS, OK, attempt

__all__ = [
    "CONFLICT", "FORM_METHODS", "OK", "Asked", "asked", "attempt", "body_asked", "is_invented", "show_form",
    "try_to",
]  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """The assessment that a request is about, and where the person stands to its body."""

    assessment: Assessment
    who: Stands
    body_name: str

    @property
    def url(self) -> str:
        return reverse("assessments:one", args=[self.assessment.pk])

    @property
    def caption(self) -> str:
        return f"{self.body_name} · Assessment, {self.assessment.about}"


def asked(request: HttpRequest, pk: int, *, needs: str = "may_see") -> Asked:
    """Fetch an assessment that this person may see; 404 for any other, and where they may not do what is needed.

    `needs` is a name of `Stands`.
    """
    today: date = request.today  # type: ignore[attr-defined]
    found = Assessment.objects.for_pages().select_related("supersedes").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such assessment.")
    who = stands(request.reach, found.body, today)  # type: ignore[attr-defined]
    may = who.may_see and getattr(who, needs)
    if not may or not visible(found.body, request.reach, today).filter(pk=pk).exists():  # type: ignore[attr-defined]
        raise Http404("There is no such assessment for this person.")
    return Asked(found, who, name_as_at(found.body, today))


def body_asked(request: HttpRequest, code: str) -> tuple[Body, Stands]:
    """The body with this code, for an assurer of it or somebody of it. Raises Http404."""
    today: date = request.today  # type: ignore[attr-defined]
    rows = Body.objects.known(today).prefetch_related("names", "offices")
    body = rows.filter(code=code_of(code)).first()
    if body is None:
        raise Http404("There is no such body.")
    who = stands(request.reach, body, today)  # type: ignore[attr-defined]
    if not who.may_see:
        raise Http404("There is no such body for this person.")
    return body, who


def is_invented() -> bool:
    """Whether what is recorded now is invented: in a demonstration everything is."""
    return bool(settings.DEMONSTRATION)


def show_form(  # one way for every page of one form
    request: HttpRequest, to: Asked, form: forms.Form, *, title: str, button: str, status: int = OK,
    intro: Sequence[str] = (), template: str = "assessments/form.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Render a page of one form about one assessment."""
    context = {
        "form": form, "title": title, "caption": to.caption, "button_text": button, "intro": intro, "asked": to,
        "back": {"href": to.url, "text": "Assessment"}, **more,
    }  # fmt: skip
    return render(request, template, context, status=status)


def try_to(request: HttpRequest, act: Callable[[], object], words: str, address: str) -> HttpResponse:
    """Do what a button says, tell what was done or why it was not, and go on."""
    try:
        act()
    except NotNow as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(address)
