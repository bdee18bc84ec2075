"""One case: where it stands, its clock and timeline, what can be recorded next; correcting what is known of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from bodies.history import name_as_at
from bodies.web.asked import posted
from casework.actions import change_complaint, change_request, explain_lateness
from casework.books import REQUESTS, Book
from casework.course import ComplaintCourse, RequestCourse
from casework.forms.cases import as_it_stands, form_of
from casework.forms.deciding import LatenessForm
from casework.keeping import record_of
from casework.lines import line_of
from casework.timeline import timeline
from casework.views.common import (
    attempt,
    case_address,
    case_asked,
    log_address,
    people_of,
    show_case_form,
    terms_of,
)
from duties.explanation_words import Told
from duties.proclaimed import known_calendars
from duties.records import of_record
from evidence.views.common import CONFLICT, FORM_METHODS, done


@require_safe
def one(request: HttpRequest, pk: int, book: Book) -> HttpResponse:
    """The page of one case."""
    case, today = case_asked(request, pk, book), request.today  # type: ignore[attr-defined]
    line = line_of(book, case, today, known_calendars())
    record = record_of(case)
    owed = [(row, row.words(today)) for row in of_record(record.kind, record.pk)]
    return render(request, f"casework/{book.one}.html", {
        "case": case, "book": book, "line": line, "course": line.course,
        "moments": timeline(book, case, line.course.entries),
        "next": book.next(line.course), "events": book.events_of(case), "workings": workings(line.course), "owed": owed,
        "terms": list(getattr(case, book.relation).all()), "name": name_as_at(case.body, today),
        "back": {"href": log_address(case.body, book), "text": book.title},
    })  # fmt: skip


def workings(course: RequestCourse | ComplaintCourse) -> list[tuple[str, Told]]:
    """How each date of a case was worked out, with its title."""
    if isinstance(course, RequestCourse):
        found = [course.limit, *([course.passed] if course.passed is not None else [])]
        found += [review.due for review in course.reviews]
    else:
        found = [course.acknowledge, course.limit] if course.has_clock else [course.limit]
    return [(working.title, Told(working)) for working in found]


@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, pk: int, book: Book) -> HttpResponse:
    """Correct what is known of a case; the days of its events are corrected in its timeline."""
    case, today = case_asked(request, pk, book), request.today  # type: ignore[attr-defined]
    initial = as_it_stands(case, book)
    people = people_of(case.body, book, today)
    if case.owner is not None and case.owner not in people:
        people.append(case.owner)
    form = form_of(book)(
        posted(request), people=people, terms=terms_of(case.body, book, initial["terms"]), today=today, case=case,
        initial=initial,
    )  # fmt: skip

    def act() -> None:
        said: dict[str, Any] = {
            "case": case, "by": request.user, "today": today, "not_personal": form.says_not_personal,
            "expected": form.cleaned_data["expected"], **form.facts,
        }  # fmt: skip
        if book is REQUESTS:
            change_request(topics=form.chosen_terms, **said)
        else:
            change_complaint(terms=form.chosen_terms, **said)

    status = attempt(form, act)
    if status is None:
        return done(request, case_address(case, book), "What you changed was saved")
    if status == CONFLICT:
        case.refresh_from_db()
        form.saw(case.version)
    return show_case_form(request, case, book, form, title=f"Correct this {book.one}", button="Save", status=status)


@require_http_methods(FORM_METHODS)
def lateness(request: HttpRequest, pk: int, book: Book) -> HttpResponse:
    """Say why a case is, or was, late."""
    case, today = case_asked(request, pk, book), request.today  # type: ignore[attr-defined]
    form = LatenessForm(posted(request), initial={"reason": case.late_reason, "late_words": case.late_words})
    status = attempt(
        form,
        lambda: explain_lateness(
            case=case, reason=form.cleaned_data["reason"], late_words=form.cleaned_data["late_words"], by=request.user,
            today=today, not_personal=form.says_not_personal,
        ),
    )  # fmt: skip
    if status is None:
        return done(request, case_address(case, book), "The reason was saved")
    return show_case_form(
        request, case, book, form, title="Why is it late?", button="Save", status=status,
        intro=["NHS England and the public see only how often each reason was the main one."],
    )  # fmt: skip
