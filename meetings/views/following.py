"""Letters about a body's meetings: asked for, confirmed, ended. Anybody may; the address in a letter is the key."""

from __future__ import annotations

from datetime import date

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies.history import history_of
from bodies.models import Body
from bodies.origin import coming_from
from bodies.web.asked import code_of, posted
from duties.actions import NotNow
from evidence.views.common import CONFLICT, FORM_METHODS
from meetings.actions import following
from meetings.forms.following import SubscribeForm
from meetings.models import Subscription

TOO_LONG = 64  # characters; ours have 43
TOO_MANY = 429


@require_http_methods(FORM_METHODS)
def subscribe(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for letters. The answer is the same for every address: known or not, and written to too often or not."""
    today: date = request.today  # type: ignore[attr-defined]
    body = get_object_or_404(Body.objects.known(today).prefetch_related("names"), code=code_of(code))
    if body.has_closed(today):
        return _closed(request, body)
    form = SubscribeForm(posted(request))
    status = 200
    if form.is_valid():
        address = form.cleaned_data["address"].lower()
        if not ratelimit.consume(request, action="subscribe"):
            form.add_error(None, "Letters were asked for too often from where you are. Try again in an hour")
            status = TOO_MANY
        else:
            if ratelimit.consume(request, action="subscribe_address", key=address):
                with coming_from(_nowhere):
                    following.ask(body=body, address=address, today=today)
            return redirect("meetings:subscribe_asked", code=body.code)
    context = {"body": body, "name": body.name_on(today), "form": form, "days": following.UNCONFIRMED_FOR.days}
    return render(request, "meetings/subscribe.html", context, status=status)


@require_safe
def subscribe_asked(request: HttpRequest, code: str) -> HttpResponse:
    """That a letter is on its way."""
    today: date = request.today  # type: ignore[attr-defined]
    body = get_object_or_404(Body.objects.known(today).prefetch_related("names"), code=code_of(code))
    context = {"body": body, "name": body.name_on(today), "days": following.UNCONFIRMED_FOR.days}
    return render(request, "meetings/subscribe_asked.html", context)


@never_cache
@require_safe
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """Where a letter leads: confirm with a button, or see that it is confirmed or has ended."""
    return _page(request, _found(token))


@never_cache
@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Begin."""
    found = _found(token)
    try:
        with coming_from(_nowhere):
            following.confirm(subscription=found, today=request.today)  # type: ignore[attr-defined]
    except NotNow as refusal:
        messages.info(request, str(refusal))
    return redirect("meetings:subscription", token=token)


@csrf_exempt
@never_cache
@require_http_methods(FORM_METHODS)
def end_subscription(request: HttpRequest, token: str) -> HttpResponse:
    """End it: a page with a button, and what a mail program posts to without a session (RFC 8058)."""
    found = _found(token)
    if request.method == "POST":
        with coming_from(_nowhere):
            found = following.end(subscription=found, today=request.today)  # type: ignore[attr-defined]
    return _page(request, found, ends=True)


def _nowhere() -> str:
    """The audit trail, which forgets nothing, is not told from which address a reader came."""
    return "web"


def _found(token: str) -> Subscription:
    rows = Subscription.objects.select_related("body").prefetch_related("body__names")
    if len(token) > TOO_LONG or not token.isascii() or not token.isprintable():
        raise Http404("There is no such subscription.")
    return get_object_or_404(rows, token=token)


def _page(request: HttpRequest, found: Subscription, *, ends: bool = False) -> HttpResponse:
    today: date = request.today  # type: ignore[attr-defined]
    response = render(request, "meetings/subscription.html", {
        "subscription": found, "body": found.body, "name": found.body.name_on(today), "ends": ends,
        "has_closed": found.body.has_closed(today),
    })  # fmt: skip
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _closed(request: HttpRequest, body: Body) -> HttpResponse:
    """A body that has closed sends no letters; its successors do."""
    history = history_of(body, request.today)  # type: ignore[attr-defined]
    status = CONFLICT if request.method == "POST" else 200
    context = {"body": body, "name": history.name, "successors": history.successors}
    return render(request, "meetings/subscribe_closed.html", context, status=status)
