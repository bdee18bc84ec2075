"""Adding evidence: what, then the thing itself; and changing or taking away what was not sent in yet."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.web.asked import posted
from duties.actions import NotNow
from evidence import actions, files
from evidence.actions.common import refuse_unless_gathering
from evidence.forms import FileForm, KindForm, LinkForm, StatementForm
from evidence.models import Evidence
from evidence.views.common import CONFLICT, Asked, asked, done, is_invented, refused, show_form

TITLES = {"file": "Add a file", "link": "Add a link", "statement": "Add a statement"}
CHOOSE_AGAIN = "Choose the file again: a browser does not send it twice."


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what somebody wants to add. `?url=` comes from a pasted link, and needs no question."""
    to = asked(request, pk, may_add=True)
    if refusal := _refusal(to):
        return refused(request, to, refusal)
    pasted = request.GET.get("url", "")
    if pasted and request.method != "POST":
        return redirect(_address(pk, "link", pasted))
    form = KindForm(posted(request))
    if form.is_valid():
        return redirect(_address(pk, form.cleaned_data["kind"], pasted))
    return show_form(request, to, form, title="What do you want to add?", button="Continue", heading_in_content=True)


@require_http_methods(["GET", "HEAD", "POST"])
def add_kind(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Take the file, link or statement, its title and the date it is about."""
    if kind not in TITLES:
        raise Http404("There is no such kind of evidence.")
    to = asked(request, pk, may_add=True)
    if request.method != "POST" and (refusal := _refusal(to)):
        return refused(request, to, refusal)
    form = _form(request, kind, initial={"url": request.GET.get("url", "")})
    status = 200
    if form.is_valid():
        try:
            _add(request, to, form)
        except files.FileRefused as refusal:
            form.add_error("file", str(refusal))
        except NotNow as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            return redirect("evidence:check", pk)
    again = CHOOSE_AGAIN if form.is_bound and kind == "file" and "file" not in form.errors else ""
    return show_form(
        request, to, form, title=TITLES[kind], button="Continue", back=reverse("evidence:add", args=[pk]),
        is_multipart=kind == "file", status=status, intro=[to.obligation.duty.evidence, again],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def change_draft(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Correct the title, the date, the address or the text of a draft."""
    to = asked(request, pk, may_add=True)
    item = get_object_or_404(to.obligation.evidence.drafts(), pk=draft)
    initial = {"title": item.title, "about_on": item.about_on, "url": item.url, "text": item.text}
    form = _form(request, item.kind, initial=initial)
    if item.kind == Evidence.Kind.FILE:
        del form.fields["file"]
    status = 200
    if form.is_valid():
        try:
            actions.change_draft(evidence=item, by=request.user, today=request.today, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
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
            actions.remove_draft(evidence=item, by=request.user, today=request.today)
    except NotNow as refusal:
        return refused(request, to, refusal)
    left = to.obligation.evidence.drafts().exists()
    return done(request, reverse("evidence:check", args=[pk]) if left else to, "The draft was removed")


def _refusal(to: Asked) -> NotNow | None:
    try:
        refuse_unless_gathering(to.obligation)
    except NotNow as refusal:
        return refusal
    return None


def _address(pk: int, kind: str, pasted: str) -> str:
    address = reverse("evidence:add_kind", args=[pk, kind])
    return f"{address}?{urlencode({'url': pasted})}" if pasted and kind == "link" else address


def _form(request: HttpRequest, kind: str, *, initial: dict[str, object]) -> forms.Form:
    data = posted(request)
    if kind == "file":
        sent = request.FILES if data is not None else None  # an empty one would bind the form before anything was sent
        return FileForm(data, sent, initial=initial, request=request, limit=settings.MAX_UPLOAD_BYTES)
    return {"link": LinkForm, "statement": StatementForm}[kind](data, initial=initial)


def _add(request: HttpRequest, to: Asked, form: forms.Form) -> Evidence:
    """Store what was given and make the draft; either both or neither. Raises FileRefused, NotNow."""
    given = form.cleaned_data
    upload = given.get("file")
    about_on: date = given["about_on"]
    if upload is not None:
        refuse_unless_gathering(to.obligation)  # before anything is stored
        received = files.receive(upload.chunks(), name=upload.name)
        content = actions.Content(received=received, file_name=upload.name)
    else:
        content = actions.Content(url=given.get("url", ""), text=given.get("text", ""))
    return actions.add_evidence(
        obligation=to.obligation, content=content, title=given["title"], about_on=about_on,
        by=request.user, today=request.today, invented=is_invented(),
    )  # fmt: skip
