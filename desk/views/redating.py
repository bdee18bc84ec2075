"""What an administrator enters that moves dates: shown before and after first, done when it is confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies.web.asked import posted
from bodies.web.text import date_long, date_prose, join_and, plural
from desk.answers import travelling
from desk.forms import DirectedDateForm, HolidayForm
from duties.actions import NotNow
from duties.directed_dates import enter_directed_date, preview_directed_date
from duties.directed_keys import DIRECTED_KEYS
from duties.models import Obligation, ProclaimedHoliday
from duties.proclaiming import preview_holiday, preview_withdrawal, proclaim_holiday, withdraw_holiday
from duties.rechecking import preview_recheck
from duties.rechecking import recheck as recheck_dates
from duties.redating import Preview, ShownAgain
from duties.working_days import holiday_table_version

CONFLICT = 409  # it does not stand as the person saw it


@dataclass(frozen=True)
class Entry:
    """One thing that moves dates: how it is previewed, how it is done, and its words."""

    template: str
    context: dict[str, Any]
    rows: Callable[[], list[dict[str, str]]]
    preview: Callable[[], Preview]
    enter: Callable[[str], int]
    button: str
    done: str


@require_http_methods(["GET", "HEAD", "POST"])
def directed_date(request: HttpRequest) -> HttpResponse:
    """Enter or correct one directed date."""
    today: date = request.today  # type: ignore[attr-defined]
    asked = request.GET
    first = {name: asked.get(name, "") for name in ("key", "year", "period", "set_by")}
    first["period"] = first["period"][5:] or first["period"]  # a month is chosen by its number
    form = DirectedDateForm(posted(request), today=today, initial=first)
    return _enter(request, form, Entry(
        template="desk/directed_date.html", context={},
        rows=lambda: _directed_rows(form.cleaned_data),
        preview=lambda: preview_directed_date(**form.cleaned_data, today=today),
        enter=lambda shown: enter_directed_date(**form.cleaned_data, by=request.user, today=today, shown=shown),  # type: ignore[arg-type]
        button="Enter the date", done="The date is entered.",
    ))  # fmt: skip


def _directed_rows(given: dict[str, Any]) -> list[dict[str, str]]:
    about = Obligation(period_year=given["year"].start_year, period=given["period"]).about
    return [
        {"key": "What for", "value": DIRECTED_KEYS[given["key"]].title},
        {"key": "About", "value": about},
        {"key": "Last day allowed", "value": date_long(given["due_on"])},
        {"key": "Who set it", "value": given["set_by"]},
        {"key": "Where it is written", "value": given["source"]},
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def holiday(request: HttpRequest) -> HttpResponse:
    """Enter or correct one newly proclaimed bank holiday."""
    today: date = request.today  # type: ignore[attr-defined]
    form = HolidayForm(posted(request))
    return _enter(request, form, Entry(
        template="desk/holiday.html", context={},
        rows=lambda: _holiday_rows(form.cleaned_data),
        preview=lambda: preview_holiday(**form.cleaned_data, today=today),
        enter=lambda shown: proclaim_holiday(**form.cleaned_data, by=request.user, today=today, shown=shown),  # type: ignore[arg-type]
        button="Enter the holiday", done="The holiday is entered.",
    ))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, day: str) -> HttpResponse:
    """Take back a holiday that was entered wrongly."""
    today: date = request.today  # type: ignore[attr-defined]
    known = get_object_or_404(ProclaimedHoliday, on=_day(day), withdrawn_on=None)
    rows = _holiday_rows({"on": known.on, "nations": known.nations, "title": known.title, "source": known.source})
    return _confirm(
        request, title="Withdraw this holiday", rows=rows, button="Withdraw the holiday",
        done="The holiday is withdrawn.", preview=lambda: preview_withdrawal(holiday=known, today=today),
        deed=lambda shown: withdraw_holiday(holiday=known, by=request.user, today=today, shown=shown),  # type: ignore[arg-type]
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def recheck(request: HttpRequest) -> HttpResponse:
    """Compare what is open with the dates and holidays known now, and re-date what differs."""
    today: date = request.today  # type: ignore[attr-defined]
    return _confirm(
        request, title="Check the dates", rows=[{"key": "Table of holidays", "value": holiday_table_version()}],
        button="Re-date what differs", done="The dates were checked.", preview=lambda: preview_recheck(today=today),
        deed=lambda shown: recheck_dates(by=request.user, today=today, shown=shown),  # type: ignore[arg-type]
        only_where_it_differs=True,
    )  # fmt: skip


def _confirm(
    request: HttpRequest, *, title: str, rows: list[dict[str, str]], button: str, done: str,
    preview: Callable[[], Preview], deed: Callable[[str], int], only_where_it_differs: bool = False,
) -> HttpResponse:  # fmt: skip
    """What asks nothing before it is shown: the preview, then the deed."""
    shown, status, refusals = request.POST.get("shown"), 200, []
    try:
        if shown:
            return _done(request, done, deed(shown))
        found = preview()
    except ShownAgain as again:
        found, status, refusals = again.preview, CONFLICT, [str(again)]
    return render(request, "desk/redate.html", {
        "rows": rows, "preview": found, "button_text": _button(button, found), "typed": [], "refusals": refusals,
        "may_change": False, "title": title, "may_confirm": not only_where_it_differs or found.moves or found.kept,
        "is_entered": not only_where_it_differs,
        "back": {"href": reverse("desk:administration"), "text": "Back to administration"},
    }, status=status)  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404("There is no such day.") from None


def _holiday_rows(given: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"key": "Bank holiday", "value": given["title"]},
        {"key": "Day", "value": date_prose(given["on"])},
        {"key": "Where", "value": join_and(list(given["nations"]))},
        {"key": "Where it is written", "value": given["source"]},
    ]


def _enter(request: HttpRequest, form: forms.Form, entry: Entry) -> HttpResponse:
    """The form, then the preview, then the deed; where something changed in between, the preview again."""
    if not form.is_valid() or "change" in request.POST:
        return render(request, entry.template, {"form": form, **entry.context})
    shown = request.POST.get("shown")
    status = 200
    try:
        if shown:
            return _done(request, entry.done, entry.enter(shown))
        preview = entry.preview()
    except ShownAgain as again:
        form.add_error(None, str(again))
        preview, status = again.preview, CONFLICT
    except NotNow as refusal:
        form.add_error(None, str(refusal))
        return render(request, entry.template, {"form": form, **entry.context}, status=CONFLICT)
    return render(request, "desk/redate.html", {
        "form": form, "rows": entry.rows(), "preview": preview, "button_text": _button(entry.button, preview),
        "typed": travelling(request.POST),
        "may_change": True, "may_confirm": True, "is_entered": True, "refusals": [], "title": "Check what this changes",
        "back": {"href": request.get_full_path()},
    }, status=status)  # fmt: skip


def _button(text: str, preview: Preview) -> str:
    return f"{text} and move {plural(preview.moved, 'obligation')}" if preview.moved else text


def _done(request: HttpRequest, what: str, moved: int) -> HttpResponse:
    words = plural(moved, "obligation moved", "obligations moved") if moved else "No obligation moved"
    messages.success(request, f"{what} {words} to another day")
    return redirect("desk:administration")
