"""Use what is here already: choose it from a list, or take it instead of the same file uploaded again."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.web.asked import key_of, posted, words_of
from duties.actions import NotNow
from evidence import actions
from evidence.at_hand import at_hand, same_files
from evidence.carrying import carried
from evidence.forms.pieces import ChosenForm, ConfirmForm
from evidence.models import Evidence
from evidence.querysets import EvidenceQuerySet
from evidence.views.common import FORM_METHODS, Asked, asked, attempt, done, refusal_of, refused, show_form

PAGE = 20


@require_http_methods(FORM_METHODS)
def use_again(request: HttpRequest, pk: int) -> HttpResponse:
    """List what is here and not used for this yet, newest first, and use what is ticked."""
    to = asked(request, pk, may_add=True)
    if request.method != "POST" and (refusal := refusal_of(to.obligation)):
        return refused(request, to, refusal)
    here = not_used_yet(request, to)
    chosen = list(here.filter(pk__in=[key for typed in request.POST.getlist("chosen") if (key := key_of(typed))]))
    form = ChosenForm(posted(request), choices=[one.pk for one in chosen])
    status = attempt(
        form, lambda: actions.use_again(obligation=to.obligation, evidence=chosen, by=request.user, today=request.today)
    )
    if status is None:
        return redirect("evidence:check", pk)
    page = Page.read(request, here)
    return show_form(
        request, to, form, title="Something already here", button="Use", status=status, page_of_pieces=page,
        template="evidence/use_again.html", back=reverse("evidence:add", args=[pk]),
        ticked={one.pk for one in chosen},
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def confirm_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that what proved the period before still holds: the lead says so, piece by piece."""
    to = asked(request, pk, may_lead=True)
    if request.method != "POST" and (refusal := refusal_of(to.obligation)):
        return refused(request, to, refusal)
    uses = carried(to.obligation, request.reach, request.today)
    if not uses:
        return refused(request, to, "There is no evidence of the period before that could be confirmed again.")
    form = ConfirmForm(posted(request), choices=[use.evidence_id for use in uses])
    status = attempt(form, lambda: actions.confirm_again(
        obligation=to.obligation, uses=[use for use in uses if use.evidence_id in form.cleaned_data["chosen"]],
        words=form.cleaned_data["words"], by=request.user, today=request.today,
    ))  # fmt: skip
    if status is None:
        return redirect("evidence:check", pk)
    return show_form(
        request, to, form, title="Does it still hold?", button="Confirm", status=status, uses=uses,
        template="evidence/confirm_again.html", from_about=uses[0].obligation.about,
        ticked={key for typed in request.POST.getlist("chosen") if (key := key_of(typed))},
    )  # fmt: skip


@require_POST
def use_instead(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Take the piece that has the very file of a draft instead of the draft."""
    to = asked(request, pk, may_add=True)
    item = get_object_or_404(Evidence.objects.unsent_for(to.obligation).drafts(), pk=draft)
    other = same_files(not_used_yet(request, to), [item]).get(item.pk)
    if other is None:
        raise Http404("This file is here only once.")
    try:
        actions.use_instead(obligation=to.obligation, draft=item, other=other, by=request.user, today=request.today)
    except NotNow as refusal:
        return refused(request, to, refusal)
    return done(request, reverse("evidence:check", args=[pk]), f"“{other.title}” is used")


def not_used_yet(request: HttpRequest, to: Asked) -> EvidenceQuerySet:
    """What this person has at hand for an obligation, without what is offered for it already."""
    found = at_hand(request.reach, request.today, of=to.obligation.held_by)
    return found.exclude(pk__in=to.obligation.evidence_uses.values("evidence"))


@dataclass(frozen=True)
class Page:
    """Some of the pieces, cut by key; `older` is the address of the next ones."""

    rows: list[Evidence]
    words: str
    is_first: bool
    older: str

    @classmethod
    def read(cls, request: HttpRequest, found: EvidenceQuerySet) -> Page:
        """What the address asks for: words that each piece has, and after which one to go on."""
        words = words_of(request.GET.get("q", ""))
        for word in words.split():
            found = found.filter(Q(title__icontains=word) | Q(file_name__icontains=word) | Q(url__icontains=word))
        before = key_of(request.GET.get("before", ""))
        if before is not None:
            found = found.filter(pk__lt=before)
        shown = found.select_related("file", "body").prefetch_related("body__names", "periods").order_by("-pk")
        rows = list(shown[: PAGE + 1])
        older = {"q": words, "before": rows[PAGE - 1].pk} if len(rows) > PAGE else {}
        address = f"?{urlencode({name: value for name, value in older.items() if value})}" if older else ""
        return cls(rows[:PAGE], words, before is None, address)
