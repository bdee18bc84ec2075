"""Adding evidence: what, then the thing itself; and changing or taking away what was not sent in yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.web.asked import posted
from duties.actions import NotNow
from evidence import actions
from evidence.actions.common import refuse_unless_gathering
from evidence.files import arriving
from evidence.forms.adding import FileForm, KindForm, LinkForm, StatementForm
from evidence.models import Evidence
from evidence.views.common import (
    FORM_METHODS,
    OK,
    Asked,
    asked,
    attempt,
    done,
    is_invented,
    refusal_of,
    refused,
    show_form,
)

FORMS: dict[str, type[forms.Form]] = {"file": FileForm, "link": LinkForm, "statement": StatementForm}
TITLES = {"file": "Add a file", "link": "Add a link", "statement": "Add a statement"}
NOT_STORED = 503  # the fault is ours, and may be gone in a while
CHOOSE_AGAIN = "Choose the file again: a browser does not send it twice."


@require_http_methods(FORM_METHODS)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what somebody wants to add. `?url=` comes from a pasted link, and needs no question."""
    to = asked(request, pk, may_add=True)
    if refusal := refusal_of(to.obligation):
        return refused(request, to, refusal)
    pasted = request.GET.get("url", "")
    if pasted and request.method != "POST":
        return redirect(_address(pk, "link", pasted))
    form = KindForm(posted(request))
    if form.is_valid():
        if form.cleaned_data["kind"] == "here":
            return redirect("evidence:use_again", pk)
        return redirect(_address(pk, form.cleaned_data["kind"], pasted))
    return show_form(request, to, form, title="What do you want to add?", button="Continue", heading_in_content=True)


@require_http_methods(FORM_METHODS)
def add_kind(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Take the file, link or statement, its title and the date it is about."""
    if kind not in TITLES:
        raise Http404("There is no such kind of evidence.")
    to = asked(request, pk, may_add=True)
    if request.method != "POST" and (refusal := refusal_of(to.obligation)):
        return refused(request, to, refusal)
    form = bound(request, kind, initial={"url": request.GET.get("url", "")})
    status = attempt_storing(form, lambda: _add(request, to, form))
    if status is None:
        return redirect("evidence:check", pk)
    again = CHOOSE_AGAIN if form.is_bound and kind == "file" and "file" not in form.errors else ""
    return show_form(
        request, to, form, title=TITLES[kind], button="Continue", back=reverse("evidence:add", args=[pk]),
        is_multipart=kind == "file", status=status, intro=[to.obligation.duty.evidence, again],
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def change_draft(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Correct the title, the date, the address or the text of a draft."""
    to = asked(request, pk, may_add=True)
    item = get_object_or_404(Evidence.objects.unsent_for(to.obligation).drafts(), pk=draft)
    initial = {"title": item.title, "about_on": item.about_on, "url": item.url, "text": item.text}
    form = bound(request, item.kind, initial=initial)
    if item.kind == Evidence.Kind.FILE:
        del form.fields["file"]
    status = attempt(
        form, lambda: actions.change_draft(evidence=item, by=request.user, today=request.today, **form.cleaned_data)
    )
    if status is None:
        return redirect("evidence:check", pk)
    words = f"The file is {item.file_name}. To send another one, remove this and add it anew." if item.file else ""
    return show_form(
        request, to, form, title="Change what you added", button="Save", intro=[words], status=status,
        back=reverse("evidence:check", args=[pk]),
    )  # fmt: skip


@require_POST
def remove_draft(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Take a draft away. A second press finds it gone, which is what was wanted."""
    to = asked(request, pk, may_add=True)
    item = to.obligation.evidence.filter(pk=draft).first()
    try:
        if item is not None:
            actions.remove_draft(evidence=item, obligation=to.obligation, by=request.user, today=request.today)
    except NotNow as refusal:
        return refused(request, to, refusal)
    left = Evidence.objects.unsent_for(to.obligation).exists()
    return done(request, reverse("evidence:check", args=[pk]) if left else to, "The draft was removed")


def _address(pk: int, kind: str, pasted: str) -> str:
    address = reverse("evidence:add_kind", args=[pk, kind])
    return f"{address}?{urlencode({'url': pasted})}" if pasted and kind == "link" else address


def bound(
    request: HttpRequest, kind: str, *, initial: dict[str, object], classes: Mapping[str, type[forms.Form]] = FORMS
) -> forms.Form:
    """The form of one kind of evidence, with what was sent."""
    data, more = posted(request), {}
    if kind == "file":
        sent = request.FILES if data is not None else None  # an empty one would bind the form before anything was sent
        more = {"files": sent, "request": request, "limit": settings.MAX_UPLOAD_BYTES}
    return classes[kind](data, initial=initial, **more)


def attempt_storing(form: forms.Form, act: Callable[[], object]) -> int | None:
    """Do what a form says as `attempt` does; that a file is refused is said beside the question for it."""
    try:
        return attempt(form, act)
    except arriving.FileRefused as refusal:
        form.add_error("file", str(refusal))
        return NOT_STORED if isinstance(refusal, arriving.NotStored) else OK


def _add(request: HttpRequest, to: Asked, form: forms.Form) -> Evidence:
    """Store what was given and make the draft; either both or neither. Raises FileRefused, NotNow."""
    given = form.cleaned_data
    refuse_unless_gathering(to.obligation)  # before anything is stored
    return actions.add_evidence(
        obligation=to.obligation, content=content_of(given), title=given["title"], about_on=given["about_on"],
        by=request.user, today=request.today, invented=is_invented(),
    )  # fmt: skip


def content_of(given: Mapping[str, Any]) -> actions.Content:
    """What a form gave; a file is stored. Raises FileRefused."""
    upload = given.get("file")
    if upload is None:
        return actions.Content(url=given.get("url", ""), text=given.get("text", ""))
    received = arriving.receive(upload.chunks(), name=upload.name)
    return actions.Content(received=received, file_name=upload.name)
