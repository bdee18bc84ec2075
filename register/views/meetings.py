"""Lists of meetings: of the nation, of a month, of a body; and one meeting, on the page and on paper."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from bodies.history import name_as_at
from meetings.models import Meeting
from meetings.querysets import MeetingQuerySet
from meetings.tables import year_table, years_of
from meetings.views.year import year_asked
from register import paging, reads
from register.meetings import one
from register.meetings.event import event_data
from register.meetings.filters import MeetingFilters, PlaceFilters
from register.meetings.lines import announced, line_of
from register.meetings.months import Month, weeks_of

# Letters of a text, a fact, a title and a decision, and lines of the agenda, that a page of A4 has room for.
ROOM_ON_PAPER = {"text": 180, "fact": 230, "title": 90, "decision": 140, "lines": 20}


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The national list: what is coming, the soonest first; with ?show=past what was, the latest first."""
    today: date = request.today  # type: ignore[attr-defined]
    form = MeetingFilters(request.GET, today)
    past = request.GET.get("show") == "past"
    rows = form.narrowed(announced(today))
    page = _page(request, rows.past(today) if past else rows.coming(today), past=past)
    show = {"show": "past"} if past else {}
    context = {
        "form": form,
        "past": past,
        "lines": [line_of(row, today) for row in page.rows],
        "newer": form.query(**show, after=page.newer) if page.newer else "",
        "older": form.query(**show, before=page.older) if page.older else "",
        "coming_href": reverse("register:meetings") + form.query(),
        "past_href": reverse("register:meetings") + form.query(show="past"),
        "month": Month(today.replace(day=1)),
    }
    return render(request, "register/meetings.html", context)


@require_safe
def month(request: HttpRequest, written: str) -> HttpResponse:
    """The meetings of one month as a table of weeks; it leads no further than there are meetings, or to this month."""
    today: date = request.today  # type: ignore[attr-defined]
    shown = Month.read(written)
    if shown is None:
        raise Http404("No such month.")
    form = PlaceFilters(request.GET, today)
    rows = form.narrowed(announced(today))
    days = rows.order_by().aggregate(first=Min("on"), last=Max("on"))
    found = rows.filter(on__gte=shown.first, on__lte=shown.last).order_by("on", "starts", "pk")
    lines = [line_of(row, today) for row in found]
    context = {
        "form": form, "month": shown, "weeks": weeks_of(shown, lines), "number": len(lines),
        "region": form.offices.get(form.cleaned_data.get("region", "")),
        "before": shown.before if shown.first > min(days["first"] or today, today) else None,
        "after": shown.after if shown.last < max(days["last"] or today, today) else None,
    }  # fmt: skip
    return render(request, "register/month.html", context)


@require_safe
def of_body(request: HttpRequest, code: str) -> HttpResponse:
    """The meetings of one body, also those that it met in jointly; of a financial year with their facts."""
    today: date = request.today  # type: ignore[attr-defined]
    body = reads.body_or_404(code, today)
    rows = announced(today).of_body(body)
    page = _page(request, rows.past(today), past=True)
    years = years_of(body, today)
    year = year_asked(request.GET.get("year", ""), years, today)
    context = {
        "of": year_table(body, year, today),
        "year_options": [(str(one), str(one)) for one in sorted({*years, year}, reverse=True)],
        "body": body,
        "name": name_as_at(body, today),
        "coming": [line_of(row, today) for row in rows.coming(today)],
        "past": [line_of(row, today) for row in page.rows],
        "newer": f"?after={page.newer}" if page.newer else "",
        "older": f"?before={page.older}" if page.older else "",
    }
    return render(request, "register/body_meetings.html", context)


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting."""
    return _one(request, pk, "register/meeting.html")


@require_safe
def on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting on one page of A4: long texts are cut, and the rest is where the page says."""
    return _one(request, pk, "register/meeting_print.html", room=ROOM_ON_PAPER)


def _one(request: HttpRequest, pk: int, template: str, **more: object) -> HttpResponse:
    today: date = request.today  # type: ignore[attr-defined]
    found = one.found(pk, today)
    if found is None:
        raise Http404("No such meeting is announced.")
    told = one.shown(found, today)
    address = request.build_absolute_uri(told.line.path)
    event = event_data(told, address, request.build_absolute_uri, demonstration=settings.DEMONSTRATION)
    context = {"shown": told, "line": told.line, "event": event, "address": address}
    return render(request, template, context | more)


def _page(request: HttpRequest, rows: MeetingQuerySet, *, past: bool) -> paging.Page[Meeting]:
    asked = {name: request.GET.get(name, "") for name in ("before", "after")}
    return paging.page_of(rows, **asked, day="on", soonest=not past)
