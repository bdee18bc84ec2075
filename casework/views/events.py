"""Recording one event of a case, correcting it, and taking out what was recorded by mistake."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.web.asked import posted
from casework.actions import add_events, change_event, remove_event
from casework.books import Book
from casework.course import Kept
from casework.forms.events import EventForm, as_recorded
from casework.views.common import attempt, case_address, case_asked, refused, show_case_form
from duties.actions import NotNow
from evidence.views.common import CONFLICT, FORM_METHODS, done

ANSWERING = ("answered", "responded")
INTROS = {
    "mistake": "It stays in the log, closed, and is in no figure. Nothing is ever deleted.",
    "written_down": "The KO41a return counts written complaints: a spoken one counts from this day.",
}


@require_http_methods(FORM_METHODS)
def record(request: HttpRequest, pk: int, kind: str, book: Book) -> HttpResponse:
    """Record one event."""
    case, today = case_asked(request, pk, book), request.today  # type: ignore[attr-defined]
    if kind not in book.events_of(case):
        raise Http404("Nothing of this kind happens in such a case.")
    form = EventForm(posted(request), case=case, kind=kind, today=today, is_new=True)
    status = attempt(
        form,
        lambda: add_events(
            case=case, happened=form.happened, by=request.user, today=today, not_personal=form.says_not_personal,
            learned=form.learned,
        ),
    )  # fmt: skip
    if status is not None:
        return show_case_form(
            request, case, book, form, title=form.asked.ask, button="Save", status=status, intro=_intro(kind)
        )  # fmt: skip
    case.refresh_from_db()
    if kind in ANSWERING and case.kept == Kept.LATE and not case.late_reason:
        return redirect(reverse(f"casework:{book.one}_lateness", args=[pk]))
    return done(request, case_address(case, book), f"Recorded: {form.asked.title}")


def _intro(kind: str) -> list[str]:
    return [INTROS[kind]] if kind in INTROS else []


@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, pk: int, event: int, book: Book) -> HttpResponse:
    """Correct what was recorded of an event."""
    case, today = case_asked(request, pk, book), request.today  # type: ignore[attr-defined]
    row = _event(case, event)
    form = EventForm(posted(request), case=case, kind=row.kind, today=today, initial=as_recorded(row))
    status = attempt(
        form,
        lambda: change_event(
            event=row, happening=form.happening, by=request.user, today=today, not_personal=form.says_not_personal,
            expected=form.cleaned_data["expected"],
        ),
    )  # fmt: skip
    if status is None:
        return done(request, case_address(case, book), "It was corrected, and every date after it")
    if status == CONFLICT:
        case.refresh_from_db()
        form.saw(case.version)
    return show_case_form(
        request, case, book, form, title=f"Correct: {form.asked.title}", button="Save", status=status,
        remove=reverse(f"casework:remove_{book.one}_event", args=[pk, event]),
    )  # fmt: skip


@require_POST
def remove(request: HttpRequest, pk: int, event: int, book: Book) -> HttpResponse:
    """Take out an event. A second press finds it gone, which is what was wanted."""
    case = case_asked(request, pk, book)
    row = next((one for one in case.events.all() if one.pk == event), None)
    if row is not None:
        try:
            remove_event(event=row, by=request.user, today=request.today)  # type: ignore[attr-defined, arg-type]
        except NotNow as refusal:
            return refused(request, case_address(case, book), refusal)
    return done(request, case_address(case, book), "It was taken out")


def _event(case: Any, pk: int) -> Any:
    """One event of a case. Raises Http404."""
    row = next((one for one in case.events.all() if one.pk == pk), None)
    if row is None:
        raise Http404("There is no such event in this case.")
    return row
