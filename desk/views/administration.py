"""Administration: dates that others set, who holds what split bodies left, and the day of a demonstration."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies import clock, jobs
from bodies.history import followers
from bodies.models import Body, Mail, Verification
from bodies.outbox.holding import hold_standing
from bodies.verification import last_verification
from bodies.web.asked import posted
from bodies.web.text import MONTHS, date_long, join_and, plural
from desk import reads
from desk.forms import HolderForm
from desk.hats import Hat
from duties.actions import NotNow
from duties.daily import Day, run_day
from duties.directed_keys import DIRECTED_KEYS
from duties.handover import name_holder as name_the_holder
from duties.models import ProclaimedHoliday
from duties.working_days import holiday_table_version
from evidence.actions import draw_due_samples
from meetings.actions.waiting import follow_questions
from meetings.keeping import keep_all

CONFLICT = 409


def home(request: HttpRequest, hat: Hat, hats: list[Hat]) -> HttpResponse:
    """The first page of an administrator: what waits, and the way to it."""
    return render(request, "desk/administrator.html", {
        "hat": hat, "hats": hats, "missing": reads.missing_dates(request.today),  # type: ignore[attr-defined]
        "without_holder": reads.bodies_without_holder(),
        "hold": hold_standing(), "given_up": Mail.objects.given_up().count(),
        "overdue": jobs.overdue(settings.BEAT_TABLE, timezone.now()),
    })  # fmt: skip


@require_safe
def administration(request: HttpRequest) -> HttpResponse:
    """Directed dates by year, those that are missing, what has no holder, and the last sweep."""
    today: date = request.today  # type: ignore[attr-defined]
    return render(request, "desk/administration.html", {
        "years": reads.directed_dates(), "missing": reads.missing_dates(today), "last_flag": reads.last_flag(),
        "without_holder": reads.bodies_without_holder(), "tomorrow": today + timedelta(days=1),
        "months": {f"{n:02}": name for n, name in enumerate(MONTHS, 1)},
        "holidays": ProclaimedHoliday.objects.select_related("entered_by"), "table_version": holiday_table_version(),
        "verified": last_verification(Verification.Kind.AUDIT),
        "titles": {known.key: known.title for known in DIRECTED_KEYS.values()},
    })  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def name_holder(request: HttpRequest, code: str) -> HttpResponse:
    """Name the body that answers for what a split body left open."""
    today: date = request.today  # type: ignore[attr-defined]
    body = get_object_or_404(Body, code=code, closed_on__lt=today)
    # Through others too: what a body left may have passed whole to one that was split later.
    form = HolderForm(posted(request), followers=Body.objects.open_on(today).filter(pk__in=followers(body, today)))
    status = 200
    if form.is_valid():
        holder = form.cleaned_data["holder"]
        try:
            count = name_the_holder(body=body, holder=holder, by=request.user, today=today)  # type: ignore[arg-type]
        except NotNow as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, f"{holder} now answers for {plural(count, 'obligation')} of {body}")
            return redirect("desk:administration")
    return render(request, "desk/name_holder.html", {"form": form, "body": body}, status=status)


@require_POST
def next_day(request: HttpRequest) -> HttpResponse:
    """Move a demonstration on by a day, and do what the night would do."""
    if not settings.DEMONSTRATION:
        raise Http404("Only a demonstration's day can be moved.")
    today = clock.next_demonstration_day(by=request.user)  # type: ignore[arg-type]
    keep_all(today)
    day = run_day(today)
    follow_questions(today)
    messages.success(request, words_of_day(today, day, draw_due_samples(today=today, invented=True)))
    return redirect("desk:administration")


def words_of_day(today: date, day: Day, samples: int) -> str:
    """What a day brought, in sentences."""
    flags = day.swept.raised
    said = [f"It is now {date_long(today)}."]
    if flags:
        parts = [f"{day.swept.late:,} late"] if day.swept.late else []
        parts += [f"{day.swept.soon:,} due soon"] if day.swept.soon else []
        parts += [f"{escalated:,} escalated"] if (escalated := day.swept.escalated + day.swept.assurer) else []
        said.append(f"{plural(flags, 'flag was', 'flags were')} raised: {join_and(parts)}.")
    else:
        said.append("No flag was raised.")
    if day.opened:
        said.append(f"{plural(day.opened, 'obligation was', 'obligations were')} opened.")
    if day.handed_over:
        said.append(
            f"{plural(day.handed_over, 'obligation was', 'obligations were')} handed over or closed with their body."
        )
    if samples:
        said.append(f"{plural(samples, 'sample was', 'samples were')} drawn of what was certified.")
    return " ".join(said)
