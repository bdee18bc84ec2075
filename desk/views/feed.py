"""A person's calendar feed: the secret address that calendar programs ask, and the page where it is made."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from bodies import feeds
from bodies.access import reach_of
from bodies.actions import Refused
from bodies.ical import write
from bodies.web.asked import key_of
from desk.feed import Feed
from desk.views.by_hand import CONFLICT

TOO_LONG = 100  # characters; ours have 43


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What the token's owner may see today, whoever asks: the door is open, the address is the key.

    Unknown, revoked and switched off look the same: not found. Somebody without a role any more gets an empty calendar,
    so that programs clear what they had. Only the ETag is compared: an entry that has left changes no date, so asking
    "if modified since" would keep it in people's calendars; Last-Modified is told, and not asked.
    """
    owner = feeds.owner_of(token) if len(token) <= TOO_LONG else None
    if owner is None:
        raise Http404("There is no such calendar.")
    today: date = request.today  # type: ignore[attr-defined]
    theirs = Feed(reach_of(owner, today), today, request.build_absolute_uri, settings.DEMONSTRATION)
    said = "What your bodies must do, and by when. Ask the Accountability tracker for the record."
    entries = theirs.entries()
    body = write(
        entries, name="Accountability tracker" + (" (demonstration)" if settings.DEMONSTRATION else ""),
        description=f"Demonstration: evidence is invented. {said}" if settings.DEMONSTRATION else said,
    )  # fmt: skip
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag = f'"{sha256(body).hexdigest()[:32]}"'
    if entries:
        response["Last-Modified"] = http_date(max(entry.changed_at for entry in entries).timestamp())
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="accountability-tracker.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return get_conditional_response(request, etag=etag, response=response) or response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Make, renew or revoke the address. It is shown in the answer to the press that made it, and never again."""
    user, today = request.user, request.today  # type: ignore[attr-defined]
    if request.method == "POST" and request.POST.get("do") == "revoke":
        feeds.revoke_feed(user=user, by=user, today=today)
        messages.success(request, "The address is revoked. Calendar programs that ask it find nothing from now on")
        return redirect("desk:feed_settings")
    address, status = "", 200
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        try:
            token = feeds.make_feed(user=user, seen=key_of(seen), today=today)
        except Refused as refusal:
            messages.error(request, str(refusal))
            status = CONFLICT
        else:
            address = request.build_absolute_uri(reverse("desk:feed", args=[token]))
    return render(request, "desk/feed.html", {
        "feed": feeds.feed_of(user), "address": address,
        "subscribe": address.replace("https://", "webcal://", 1) if address.startswith("https://") else "",
    }, status=status)  # fmt: skip
