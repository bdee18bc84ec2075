"""The pages of the outbox: what somebody was told and how they get mail; one letter; what administrators look after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies.access import Permission
from bodies.actions import Refused
from bodies.models import Mail, MailChoice, MailHold, Notice
from bodies.outbox import actions
from bodies.outbox.composing import default_frequency
from bodies.outbox.fates import addressee, fate_of, fate_of_mail
from bodies.outbox.forms import ChoiceForm
from bodies.outbox.holding import hold_standing
from bodies.web.asked import key_of, posted

AT_MOST = 50  # rows on one page


@require_http_methods(["GET", "HEAD", "POST"])
def told(request: HttpRequest) -> HttpResponse:
    """What the reader was told, newest first, and how often they get mail."""
    today: date = request.today  # type: ignore[attr-defined]
    choice = MailChoice.objects.filter(person=request.user).first()  # type: ignore[misc]
    frequency = choice.frequency if choice else default_frequency(request.reach)  # type: ignore[attr-defined]
    paused = choice.paused_until if choice and choice.is_paused(today) else None
    form = ChoiceForm(posted(request), today=today, initial={"frequency": frequency, "paused_until": paused})
    if form.is_valid():
        actions.choose(person=request.user, today=today, **form.cleaned_data)  # type: ignore[arg-type]
        messages.success(request, "Your choice is kept. What you are told stays on this page, whatever you choose")
        return redirect("outbox:told")
    rows = Notice.objects.to(request.user).select_related("body", "mail")  # type: ignore[arg-type]
    before = key_of(request.GET.get("before", ""))
    page = list((rows.filter(pk__lt=before) if before else rows)[: AT_MOST + 1])
    return render(request, "outbox/told.html", {
        "form": form, "rows": page[:AT_MOST], "fate_of": fate_of, "paused": paused,
        "older": f"?before={page[AT_MOST - 1].pk}" if len(page) > AT_MOST else "",
        "is_first": before is None,
    })  # fmt: skip


@require_safe
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """One letter, and each thing that it told of. In a demonstration an administrator may look at anybody's."""
    mine = Q(person=request.user)
    if settings.DEMONSTRATION and request.reach.holds(Permission.ADMINISTER):  # type: ignore[attr-defined]
        mine = Q()
    found = get_object_or_404(Mail.objects.select_related("person"), mine, token=token)
    return render(request, "outbox/letter.html", {
        "mail": found, "rows": found.notices.select_related("body").order_by("body__name", "pk"),
        "to": addressee(found), "fate": fate_of_mail(found), "is_mine": found.person_id == request.user.pk,
    })  # fmt: skip


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """What is held, what was given up and what waits; in a demonstration every letter, because none leaves."""
    given_up = Mail.objects.given_up().select_related("person")
    waiting = Mail.objects.waiting()
    hold = hold_standing()
    return render(request, "outbox/mail_page.html", {
        "hold": hold, "last_hold": None if hold else MailHold.objects.select_related("released_by").first(),
        "not_mailed": Notice.objects.not_mailed().count(),
        "oldest": Notice.objects.not_mailed().order_by("since_on").values_list("since_on", flat=True).first(),
        "people": Notice.objects.not_mailed().order_by().values("person").distinct().count(),
        "given_up": given_up.order_by("-given_up_at")[:AT_MOST], "given_up_count": given_up.count(),
        "waiting": waiting.count(), "troubled": waiting.exclude(last_error="").order_by("-next_try_at").first(),
        "shown": Mail.objects.select_related("person")[:AT_MOST] if settings.DEMONSTRATION else [],
        "addressee": addressee,
    })  # fmt: skip


@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Let mail leave again after a long silence."""
    hold = get_object_or_404(MailHold, released_at=None)
    return _done(request, actions.release, "Mail is made and sent again", hold=hold)


@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send once more what was given up."""
    return _done(request, actions.try_again, "It is tried again", mail=get_object_or_404(Mail, pk=pk))


def _done(request: HttpRequest, act: Callable[..., object], words: str, **what: Any) -> HttpResponse:
    """Do it, say what came of it and show the page again."""
    try:
        act(by=request.user, today=request.today, **what)  # type: ignore[attr-defined]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("outbox:mail")
