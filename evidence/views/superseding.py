"""Replace what was sent in by a newer piece, or withdraw it."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies.web.asked import posted
from duties.actions import NotNow
from duties.models import Obligation
from evidence import actions
from evidence.actions.common import takes_at_once
from evidence.actions.superseding import refuse_replacing, refuse_withdrawing
from evidence.forms.common import WhyForm
from evidence.forms.pieces import REPLACING, ReplaceKindForm
from evidence.keeping import Keepers
from evidence.models import Evidence
from evidence.views.adding import CHOOSE_AGAIN, attempt_storing, bound, content_of
from evidence.views.common import FORM_METHODS, Asked, asked, done, is_invented, refused, show_form

TITLES = {"file": "Replace with a file", "link": "Replace with a link", "statement": "Replace with a statement"}


@require_http_methods(FORM_METHODS)
def replace(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Ask with what a piece is replaced."""
    to, item, proved = _to_replace(request, pk, evidence)
    if refusal := _refusal(item, proved):
        return refused(request, to, refusal)
    form = ReplaceKindForm(posted(request))
    if form.is_valid():
        return redirect("evidence:replace_with", pk, evidence, form.cleaned_data["kind"])
    intro = [f"“{item.title}” stays on the record, with the reason why it was replaced."]
    return show_form(
        request, to, form, title="What do you replace it with?", button="Continue", heading_in_content=True, intro=intro
    )


@require_http_methods(FORM_METHODS)
def replace_with(request: HttpRequest, pk: int, evidence: int, kind: str) -> HttpResponse:
    """Take the newer file, link or statement, and why it replaces the other."""
    if kind not in REPLACING:
        raise Http404("There is no such kind of evidence.")
    to, item, proved = _to_replace(request, pk, evidence)
    if request.method != "POST" and (refusal := _refusal(item, proved)):
        return refused(request, to, refusal)
    form = bound(request, kind, initial={"title": item.title}, classes=REPLACING)
    at_once = any(takes_at_once(one) for one in proved)
    status = attempt_storing(form, lambda: _replace(request, to, item, form))
    if status is None and at_once:
        return done(request, to, f"“{item.title}” was replaced. It stays on the record")
    if status is None:
        return redirect("evidence:check", pk)
    again = CHOOSE_AGAIN if form.is_bound and kind == "file" and "file" not in form.errors else ""
    return show_form(
        request, to, form, title=TITLES[kind], button="Replace" if at_once else "Continue", is_multipart=kind == "file",
        back=reverse("evidence:replace", args=[pk, evidence]), status=status,
        intro=[_what_happens(item, at_once), again],
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def withdraw(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Withdraw a piece with a reason."""
    to, item = piece_of(request, pk, evidence)
    if not Keepers(to.obligation, request.reach, request.today).may_lead(item):
        raise Http404("Somebody else decides on this piece.")
    try:
        refuse_withdrawing(item, proved_by(item))
    except NotNow as refusal:
        return refused(request, to, refusal)
    form = WhyForm(
        posted(request), label="Why is it withdrawn?",
        hint="NHS England reads this, and so does the public where it was published: do not name patients.",
    )  # fmt: skip
    if form.is_valid():
        try:
            actions.withdraw_evidence(evidence=item, by=request.user, today=request.today, **form.cleaned_data)
        except NotNow as refusal:
            return refused(request, to, refusal)
        return done(request, to, f"“{item.title}” was withdrawn. It stays on the record")
    intro = [
        f"“{item.title}” stays on the record, with the reason. It proves nothing more, for any duty.",
        "It comes off the public register, which will say when it was withdrawn and why." if item.published_on else "",
    ]
    return show_form(request, to, form, title="Withdraw evidence", button="Withdraw", intro=intro)


def piece_of(request: HttpRequest, pk: int, evidence: int) -> tuple[Asked, Evidence]:
    """An obligation that somebody may see, and a piece that was sent in for it. Raises Http404."""
    to = asked(request, pk)
    return to, get_object_or_404(Evidence.objects.sent_for(to.obligation).for_pages(), pk=evidence)


def proved_by(item: Evidence) -> list[Obligation]:
    """Every obligation for which a piece is offered."""
    return list(Obligation.objects.filter(evidence=item).select_related("duty", "held_by").order_by("pk"))


def _to_replace(request: HttpRequest, pk: int, evidence: int) -> tuple[Asked, Evidence, list[Obligation]]:
    to, item = piece_of(request, pk, evidence)
    proved = proved_by(item)
    keepers = Keepers(to.obligation, request.reach, request.today)
    if not keepers.may_replace(item, is_settled=any(takes_at_once(one) for one in proved)):
        raise Http404("Somebody else decides on this piece.")
    return to, item, proved


def _refusal(item: Evidence, proved: list[Obligation]) -> NotNow | None:
    try:
        refuse_replacing(item, proved)
    except NotNow as refusal:
        return refusal
    return None


def _what_happens(item: Evidence, at_once: bool) -> str:
    if at_once:
        return f"“{item.title}” settled a duty. What you give now takes its place at once, and the page says so."
    return f"What you give now takes the place of “{item.title}” when you send it in."


def _replace(request: HttpRequest, to: Asked, item: Evidence, form: forms.Form) -> None:
    keeper = Keepers(to.obligation, request.reach, request.today).body_of(item)
    assert keeper is not None
    refuse_replacing(item, proved_by(item))  # before anything is stored
    given = form.cleaned_data
    actions.supersede(
        evidence=item, keeper=keeper, content=content_of(given), title=given["title"], about_on=given["about_on"],
        why=given["why"], by=request.user, today=request.today, invented=is_invented(),
    )  # fmt: skip
