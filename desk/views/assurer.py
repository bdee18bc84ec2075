"""The home of an assurer: what changed, what waits for a review, how the region stands."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST, require_safe

from bodies import actions
from bodies.models import Membership
from bodies.web.asked import key_of
from desk import reads
from desk.hats import Hat
from duties.years import FinancialYear
from evidence.models import Submission

QUEUE = 10
PAGE = 50
CHANGES = {
    "late": "Newly late",
    "gone": "Published pages gone",
    "seen": "Evidence seen",
    "sent_back": "Sent back",
    "sent_in": "Newly sent in",
}
MOMENTS = {
    "late": "raised_at",
    "gone": "raised_at",
    "seen": "decided_at",
    "sent_back": "decided_at",
    "sent_in": "sent_at",
}


def home(request: HttpRequest, hat: Hat, hats: list[Hat]) -> HttpResponse:
    """What changed since this assurer looked, their queue, and their region by theme."""
    today: date = request.today  # type: ignore[attr-defined]
    membership = hat.membership
    year = FinancialYear.containing(today)
    queue = Submission.objects.queue_of(request.reach, today)  # type: ignore[attr-defined]
    return render(request, "desk/assurer.html", {
        "hat": hat, "hats": hats, "office": hat.office, "membership": membership, "year": year,
        "looked_on": reads.looked_on(membership), "changes": reads.changes(hat.office, membership.looked_at, today),
        "moment": timezone.now().isoformat(), "queue": list(queue.for_pages()[:QUEUE]), "waiting": queue.count(),
        "themes": reads.themes_of(hat.office, year, today),
        "region": hat.office.code if hat.office.kind == "region" else "", "readings": reads.readings(timezone.now()),
    })  # fmt: skip


@require_POST
def mark_seen(request: HttpRequest) -> HttpResponse:
    """Count what changes from the moment at which the page was drawn, not from the moment of the press."""
    membership = _office_of(request, request.POST.get("membership", ""))
    actions.mark_seen(
        membership=membership, at=_moment(request.POST.get("moment", "")), by=request.user,  # type: ignore[arg-type]
        today=request.today,  # type: ignore[attr-defined]
    )  # fmt: skip
    messages.success(request, "Marked as seen. What changes from now on will be counted here")
    return redirect(f"{reverse('desk:home')}?as={membership.pk}")


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The list behind one number of the home, newest first, cut by key."""
    what = request.GET.get("what", "")
    if what not in CHANGES:
        raise Http404("There is no such list.")
    membership = _office_of(request, request.GET.get("as", ""))
    since = membership.looked_at
    today: date = request.today  # type: ignore[attr-defined]
    rows = list(_after(_found(what, membership, since, today), what, request.GET.get("after", ""))[: PAGE + 1])
    return render(request, "desk/changes.html", {
        "title": CHANGES[what], "what": what, "office": membership.office, "membership": membership,
        "rows": [(row, row.obligation, row.obligation.words(today)) for row in rows[:PAGE]],
        "older": rows[PAGE - 1].pk if len(rows) > PAGE else None, "looked_on": reads.looked_on(membership),
    })  # fmt: skip


def _found(what: str, membership: Membership, since: datetime | None, today: date) -> QuerySet:
    assert membership.office is not None
    if what in ("late", "gone"):
        found = reads.flags_since(membership.office, since, today, what)
    else:
        decision = {"seen": "seen", "sent_back": "sent_back", "sent_in": ""}[what]
        found = reads.rounds_since(membership.office, since, today, decision)
    return found.select_related("obligation__duty", "obligation__rule", "obligation__body", "obligation__held_by")


def _after(found: QuerySet, what: str, key: str) -> QuerySet:
    """The newest first, from the row after the one that the address names."""
    moment = MOMENTS[what]
    last = found.filter(pk=key_of(key)).first()
    if last is not None:
        at = getattr(last, moment)
        found = found.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at}, pk__lt=last.pk))
    return found.order_by(f"-{moment}", "-pk")


def _office_of(request: HttpRequest, key: str) -> Membership:
    """The membership that the address names, if it is the reader's own; their first office where it names none."""
    offices = request.reach.offices()  # type: ignore[attr-defined]
    found = next((m for m in offices if str(m.pk) == key), None if key else next(iter(offices), None))
    if found is None:
        raise Http404("There is no such office for this person.")
    return found


def _moment(text: str) -> datetime:
    now = timezone.now()
    try:
        given = parse_datetime(text)
        return min(given.astimezone(UTC), now) if given and timezone.is_aware(given) else now
    except (ValueError, OverflowError):  # no moment, or one before the year 1
        return now
