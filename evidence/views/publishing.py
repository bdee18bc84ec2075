"""Publish, say why not, and serve the file to who may see it."""

from __future__ import annotations

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_safe

from bodies.web.asked import posted
from bodies.web.text import date_long
from duties.actions import NotNow
from duties.models import Obligation
from evidence import actions
from evidence.actions.publishing import refuse_publishing
from evidence.forms import WithholdForm
from evidence.models import Evidence
from evidence.serving import download
from evidence.standing import standing
from evidence.views.common import CONFLICT, Asked, asked, done, refused, show_form


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Ask once more, then publish: from then on anybody can read it."""
    to, item = _sent_in(request, pk, evidence)
    if item.is_published:
        return done(request, to, f"“{item.title}” is published")
    try:
        refuse_publishing(item, request.today)
        if request.method == "POST":
            actions.publish(evidence=item, by=request.user, today=request.today)
            return done(request, to, f"“{item.title}” is published")
    except NotNow as refusal:
        return refused(request, to, refusal)
    what = item.file_name or item.url or "the statement"
    intro = [
        f"Anybody will be able to read {what} on the public register, with its title “{item.title}” and its date.",
        "Check that it names no patients and holds no personal data that must stay private.",
    ]
    return show_form(request, to, forms.Form(), title="Publish", button="Publish", intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
def unpublish(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Say why it is not published and until when; takes it off the public register where it is there."""
    to, item = _sent_in(request, pk, evidence)
    initial = {"why": item.withheld, "until": item.withheld_until}
    form = WithholdForm(posted(request), initial=initial, today=request.today)
    status = 200
    if form.is_valid():
        try:
            actions.withhold(evidence=item, by=request.user, today=request.today, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            return done(request, to, f"“{item.title}” is not published")
    intro = [f"“{item.title}” was published on {date_long(item.published_on)}."] if item.is_published else []
    return show_form(
        request, to, form, title="Take off the public register" if item.is_published else "Not published",
        button="Take it off" if item.is_published else "Save", intro=intro, status=status,
    )  # fmt: skip


@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """Serve a file: a draft to those who work on it, what was sent in to everybody who may see the obligation."""
    item = get_object_or_404(Evidence.objects.select_related("file"), pk=pk)
    obligations = (
        Obligation.objects.filter(evidence=item).select_related("body", "held_by")
        .prefetch_related("body__offices", "held_by__offices")
    )  # fmt: skip
    seen = [standing(request.reach, one, request.today) for one in obligations]
    if not any(who.sees_drafts if item.is_draft else who.may_see for who in seen):
        raise Http404("There is no such file for this person.")
    return download(item)


def _sent_in(request: HttpRequest, pk: int, evidence: int) -> tuple[Asked, Evidence]:
    to = asked(request, pk, may_lead=True)
    return to, get_object_or_404(to.obligation.evidence.sent_in().select_related("file"), pk=evidence)
