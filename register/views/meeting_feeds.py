"""Meetings for programs: calendars and feeds, of all bodies, of a region, of a body, and one meeting's entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from bodies.history import name_as_at
from bodies.ical import write
from bodies.models import Office
from meetings.querysets import MeetingQuerySet
from register import reads
from register.meetings.feeds import BACK_OF_ALL, Feed, feed_of, newest, state_of, within
from register.meetings.lines import announced, line_of

CALENDAR, ATOM = "text/calendar; charset=utf-8", "application/atom+xml; charset=utf-8"
ALL = "Meetings of NHS commissioners"
SAID = "Meetings that NHS commissioners announced. The record of each is kept by the Accountability tracker."


@require_safe
def calendar(request: HttpRequest) -> HttpResponseBase:
    rows = within(_all(request), request.today, BACK_OF_ALL)  # type: ignore[attr-defined]
    return _calendar(request, rows, ALL, "meetings")


@require_safe
def calendar_of_region(request: HttpRequest, code: str) -> HttpResponseBase:
    rows, name = _of_region(request, code)
    return _calendar(request, rows, name, f"meetings-{code}")


@require_safe
def calendar_of_body(request: HttpRequest, code: str) -> HttpResponseBase:
    rows, name = _of_body(request, code)
    return _calendar(request, rows, name, f"meetings-{code}")


@require_safe
def of_one(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One meeting's entry, however long ago it was. Raises Http404."""
    today: date = request.today  # type: ignore[attr-defined]
    found = announced(today).filter(pk=pk)
    first = found.first()
    if first is None:
        raise Http404("No such meeting is announced.")
    return _calendar(request, found, line_of(first, today).title, f"meeting-{pk}")


@require_safe
def news(request: HttpRequest) -> HttpResponseBase:
    return _news(request, _all(request), ALL)


@require_safe
def news_of_region(request: HttpRequest, code: str) -> HttpResponseBase:
    return _news(request, *_of_region(request, code))


@require_safe
def news_of_body(request: HttpRequest, code: str) -> HttpResponseBase:
    return _news(request, *_of_body(request, code))


def _all(request: HttpRequest) -> MeetingQuerySet:
    today: date = request.today  # type: ignore[attr-defined]
    return within(announced(today), today)


def _of_region(request: HttpRequest, code: str) -> tuple[MeetingQuerySet, str]:
    office = get_object_or_404(Office, code=code, kind=Office.Kind.REGION)
    return _all(request).in_office(office, request.today), f"{ALL}: {office.name}"  # type: ignore[attr-defined]


def _of_body(request: HttpRequest, code: str) -> tuple[MeetingQuerySet, str]:
    today: date = request.today  # type: ignore[attr-defined]
    body = reads.body_or_404(code, today)
    return _all(request).of_body(body), f"Meetings of {name_as_at(body, today)}"


def _calendar(request: HttpRequest, rows: MeetingQuerySet, name: str, file_name: str) -> HttpResponseBase:
    def made() -> bytes:
        mark = "Demonstration: some of it is invented. " if settings.DEMONSTRATION else ""
        return write(_feed(request, rows).entries(), name=_named(name), description=f"{mark}{SAID}")

    return _answer(request, rows, made, CALENDAR, name, f"{file_name}.ics")


def _news(request: HttpRequest, rows: MeetingQuerySet, name: str) -> HttpResponseBase:
    def made() -> bytes:
        found = newest(rows, request.today)  # type: ignore[attr-defined]
        return _feed(request, found).atom(name=_named(name), path=request.path)

    return _answer(request, rows, made, ATOM, name)


def _named(name: str) -> str:
    return f"{name} (demonstration)" if settings.DEMONSTRATION else name


def _feed(request: HttpRequest, rows: MeetingQuerySet) -> Feed:
    today: date = request.today  # type: ignore[attr-defined]
    return feed_of(rows, today, request.build_absolute_uri, demonstration=settings.DEMONSTRATION)


def _answer(
    request: HttpRequest, rows: MeetingQuerySet, made: Callable[[], bytes], kind: str, name: str, file_name: str = ""
) -> HttpResponseBase:  # fmt: skip
    """The feed, or "not changed" to who has it: by its ETag, else by when it was changed last. It is made
    for nobody else.

    A demonstration's day is moved by hand, which only the ETag tells.
    """
    state = state_of(rows, request.today, request.build_absolute_uri(), name, settings.DEMONSTRATION)  # type: ignore[attr-defined]
    response = HttpResponse(content_type=kind)
    response["ETag"] = etag = f'"{state.tag}"'
    changed = int(state.changed_at.timestamp())
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = "public, max-age=600"
    if file_name:
        response["Content-Disposition"] = f'inline; filename="{file_name}"'
    answer = get_conditional_response(request, etag=etag, last_modified=changed, response=response)
    if answer is response:
        response.content = made()
    return answer or response
