"""Publish now or from a later day, say why not, and serve the file to who may see it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from bodies.web.asked import posted
from bodies.web.text import date_long
from duties.actions import NotNow
from evidence import actions
from evidence.actions.publishing import refuse_publishing
from evidence.at_hand import at_hand
from evidence.decisions import decisions_on
from evidence.files.serving import download
from evidence.forms.publishing import LATER, EmbargoForm, PublishForm, WithholdForm
from evidence.keeping import Keepers
from evidence.models import Evidence
from evidence.standing import standing
from evidence.views.common import FORM_METHODS, Asked, asked, attempt, done, refused, show_form

LOOK_TWICE = "Check that it names no patients and holds no personal data that must stay private."


@require_http_methods(FORM_METHODS)
def publish(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Ask when, then publish: from then on anybody can read it."""
    to, item = _sent_in(request, pk, evidence)
    if refusal := _refusal(item, request.today):
        return refused(request, to, refusal)
    when = LATER if item.withheld_until and item.withheld_until > request.today else None
    form = PublishForm(posted(request), today=request.today, initial={"when": when} if when else {})
    if form.is_valid() and form.cleaned_data["when"] == LATER:
        return redirect("evidence:embargo", pk, evidence)
    words = f"“{item.title}” is published"
    intro = [f"Anybody will be able to read {_thing(item)} on the public register.", LOOK_TWICE]
    return _decide(
        request, to, item, form, title="Publish", button="Publish", intro=intro, words=words,
        act=lambda: actions.publish(
            evidence=item, by=request.user, today=request.today, anyway=form.cleaned_data.get("anyway", False)
        ),
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def embargo(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Ask from which day anybody can read it, and why not before; an embargo may be moved until its day."""
    to, item = _sent_in(request, pk, evidence)
    if refusal := _refusal(item, request.today):
        return refused(request, to, refusal)
    initial = {"from_on": item.published_on or item.withheld_until, "why": item.withheld}
    form = EmbargoForm(posted(request), today=request.today, initial=initial)
    title = "Move the day" if item.published_on else "Publish from a later day"
    intro = [f"On that day {_thing(item)} appears on the public register by itself.", LOOK_TWICE]
    return _decide(
        request, to, item, form, title=title, button="Save", intro=intro,
        words=f"“{item.title}” is published on the day you gave",
        act=lambda: actions.publish(evidence=item, by=request.user, today=request.today, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def unpublish(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Say why it is not published and until when; takes it off the public register, or ends its embargo."""
    to, item = _sent_in(request, pk, evidence)
    initial = {"why": item.withheld, "until": item.withheld_until}
    form = WithholdForm(posted(request), initial=initial, today=request.today)
    title, button, intro = "Not published", "Save", ""
    if item.is_published(request.today):
        title, button = "Take off the public register", "Take it off"
        intro = f"“{item.title}” is published since {date_long(item.published_on)}."
    elif item.published_on:
        title, button = "Do not publish on that day", "End the embargo"
        intro = f"It was decided that “{item.title}” is published on {date_long(item.published_on)}."
    return _decide(
        request, to, item, form, title=title, button=button, intro=[intro], words=f"“{item.title}” is not published",
        act=lambda: actions.withhold(evidence=item, by=request.user, today=request.today, **form.cleaned_data),
    )  # fmt: skip


def _decide(  # noqa: PLR0913  one way for the three decisions
    request: HttpRequest, to: Asked, item: Evidence, form: forms.Form, *, title: str, button: str, intro: list[str],
    words: str, act: Any,
) -> HttpResponse:  # fmt: skip
    """Do what was decided, or show the question with what was decided before."""
    status = attempt(form, act)
    if status is None:
        return done(request, to, words)
    return show_form(
        request, to, form, title=title, button=button, intro=intro, status=status, template="evidence/publish.html",
        item=item, decisions=decisions_on(item, to.obligation), period=getattr(form, "period", None),
    )  # fmt: skip


def _refusal(item: Evidence, today: date) -> NotNow | str | None:
    """Why it cannot be published, or that it is already."""
    if item.is_published(today):
        return f"“{item.title}” is published"
    try:
        refuse_publishing(item, today)
    except NotNow as refusal:
        return refusal
    return None


def _thing(item: Evidence) -> str:
    what = item.file_name or item.url or "the statement"
    return f"{what}, with its title “{item.title}” and its date,"


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Serve a file: a draft to those who work on it, what was sent in to everybody who may see an obligation of it.

    Who may use it for another one may look at it before they do.
    """
    item = get_object_or_404(Evidence.objects.select_related("file"), pk=pk)
    uses = item.uses.select_related("obligation__body", "obligation__held_by").prefetch_related(
        "obligation__body__offices", "obligation__held_by__offices"
    )
    seen = [(use, standing(request.reach, use.obligation, request.today)) for use in uses]
    is_seen = any(who.may_see if use.sent_on else who.sees_drafts for use, who in seen)
    if not is_seen and not at_hand(request.reach, request.today).filter(pk=pk).exists():
        raise Http404("There is no such file for this person.")
    return download(item)


def _sent_in(request: HttpRequest, pk: int, evidence: int) -> tuple[Asked, Evidence]:
    to = asked(request, pk, may_lead=True)
    item = get_object_or_404(Evidence.objects.sent_for(to.obligation).select_related("file", "body"), pk=evidence)
    if not Keepers(to.obligation, request.reach, request.today).may_lead(item):
        raise Http404("The body that logged it decides whether it is published.")
    return to, item
