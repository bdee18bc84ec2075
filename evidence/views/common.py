"""What the views of this room share: fetch and guard, and one way of showing a form and a refusal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from duties.actions import NotNow
from duties.models import Obligation
from evidence.actions.common import refuse_unless_gathering
from evidence.standing import Standing, standing

FORM_METHODS = ["GET", "HEAD", "POST"]
OK = 200
CONFLICT = 409  # it does not stand as the person saw it: somebody else was quicker


@dataclass(frozen=True)
class Asked:
    """The obligation that a request is about, and where the person stands to it."""

    obligation: Obligation
    who: Standing
    body_name: str
    holder_name: str

    @property
    def url(self) -> str:
        return reverse("evidence:obligation", args=[self.obligation.pk])

    @property
    def caption(self) -> str:
        return f"{self.body_name} · {self.obligation.title}, {self.obligation.about}"


def asked(request: HttpRequest, pk: int, **needs: bool) -> Asked:
    """Fetch an obligation that this person may see; 404 for any other, and where they may not do what is needed.

    `needs` are names of `Standing`, as in `asked(request, pk, may_lead=True)`.
    """
    found = (
        Obligation.objects.for_pages()
        .opened_by(request.today)
        .prefetch_related("body__offices", "body__names", "held_by__offices", "held_by__names")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404("There is no such obligation.")
    who = standing(request.reach, found, request.today)
    if not who.may_see or not all(getattr(who, need) for need in needs):
        raise Http404("There is no such obligation for this person.")
    holder = found.held_by or found.body
    return Asked(found, who, found.body.name_on(request.today), holder.name_on(request.today))


def is_invented() -> bool:
    """Whether what is recorded now is invented: in a demonstration everything is."""
    return bool(settings.DEMONSTRATION)


def attempt(
    form: forms.Form, act: Callable[[], object], *, in_words: Callable[[NotNow], str] = str
) -> int | None:  # fmt: skip
    """Do what a form says, if it is valid. None once done; else the status with which the page comes again.

    What is refused is said on the form.
    """
    if not form.is_valid():
        return OK
    try:
        act()
    except NotNow as refusal:
        form.add_error(None, in_words(refusal))
        return CONFLICT
    return None


def refusal_of(obligation: Obligation) -> NotNow | None:
    """Why nothing can be added to it now, where that is so."""
    try:
        refuse_unless_gathering(obligation)
    except NotNow as refusal:
        return refusal
    return None


def refused(request: HttpRequest, to: Asked, refusal: NotNow | str) -> HttpResponse:
    """Send somebody back to the obligation, saying why this cannot be done now."""
    messages.info(request, str(refusal))
    return redirect(to.url)


def done(request: HttpRequest, to: Asked | str, words: str) -> HttpResponse:
    """Say what was done, and go on."""
    messages.success(request, words)
    return redirect(to.url if isinstance(to, Asked) else to)


def show_form(  # noqa: PLR0913  one way for every page of one form
    request: HttpRequest, to: Asked, form: forms.Form, *, title: str, button: str, back: str = "",
    intro: Sequence[str] = (), status: int = 200, template: str = "evidence/form.html", **more: Any,
) -> HttpResponse:  # fmt: skip
    """Render a page of one form about one obligation."""
    context = {
        "form": form, "title": title, "caption": to.caption, "button_text": button, "intro": intro, "asked": to,
        "obligation": to.obligation, "holder_name": to.holder_name, "back": {"href": back or to.url}, **more,
    }  # fmt: skip
    return render(request, template, context, status=status)
