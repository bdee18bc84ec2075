"""Share a piece of evidence with another body, and end that."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.models import Body
from bodies.web.asked import code_of, posted, words_of
from evidence import actions
from evidence.forms.pieces import ShareForm
from evidence.keeping import Keepers
from evidence.models import Evidence
from evidence.views.common import FORM_METHODS, Asked, attempt, done, refused, show_form
from evidence.views.superseding import piece_of

MOST = 20  # bodies that are offered at once


@require_http_methods(FORM_METHODS)
def share(request: HttpRequest, pk: int, evidence: int) -> HttpResponse:
    """Find a body by its name or code, and share with it; shows with whom it is shared already."""
    to, item, keeper = _kept(request, pk, evidence)
    if item.withdrawn_on is not None or item.newer is not None:
        return refused(request, to, "This was withdrawn or replaced: it is shared no more.")
    words = words_of(request.GET.get("q", ""))
    others = Body.objects.open_on(request.today).exclude(pk__in=[keeper.pk, item.body_id]).prefetch_related("names")
    found = list(others.search(words).order_by("name")[: MOST + 1]) if words else []
    chosen = list(others.filter(code=code_of(request.POST.get("body", ""))))
    names = {body.code: body.name_on(request.today) for body in [*found[:MOST], *chosen]}
    form = ShareForm(posted(request), names=names)
    status = attempt(
        form, lambda: actions.share(evidence=item, keeper=keeper, body=chosen[0], by=request.user, today=request.today)
    )
    if status is None:
        address = reverse("evidence:share", args=[pk, evidence])
        return done(request, address, f"“{item.title}” is shared with {names[chosen[0].code]}")
    return show_form(
        request, to, form, title="Share with another body", button="Share", status=status, words=words, item=item,
        template="evidence/share.html", more=len(found) > MOST, found=names,
        shares=item.shares.filter(ended_on=None).select_related("body").prefetch_related("body__names"),
    )  # fmt: skip


@require_POST
def end_share(request: HttpRequest, pk: int, evidence: int, share: int) -> HttpResponse:
    """End a share. A second press finds it ended, which is what was wanted."""
    _, item, keeper = _kept(request, pk, evidence)
    found = get_object_or_404(item.shares.select_related("body"), pk=share)
    actions.end_share(share=found, keeper=keeper, by=request.user, today=request.today)
    return done(
        request, reverse("evidence:share", args=[pk, evidence]),
        f"“{item.title}” is no longer shared with {found.body.name_on(request.today)}. What it was used for stays",
    )  # fmt: skip


def _kept(request: HttpRequest, pk: int, evidence: int) -> tuple[Asked, Evidence, Body]:
    """A piece on which this person decides, and for which body. Raises Http404."""
    to, item = piece_of(request, pk, evidence)
    keepers = Keepers(to.obligation, request.reach, request.today)
    keeper = keepers.body_of(item)
    if keeper is None or not keepers.may_lead(item):
        raise Http404("Somebody else decides on this piece.")
    return to, item, keeper
