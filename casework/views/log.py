"""The log of a body: its cases with their clocks, late first; and one new case, whole or in a minute."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from bodies.history import name_as_at
from bodies.models import Body
from bodies.web.asked import posted
from bodies.web.text import date_long
from casework import words
from casework.access import logs_of
from casework.actions import NewComplaint, NewRequest, Origin, log_complaint, log_request
from casework.books import REQUESTS, Book
from casework.forms.cases import form_of
from casework.lines import SHOW, Chosen, log_page
from casework.standing import standing_of
from casework.views.common import (
    attempt,
    body_asked,
    case_address,
    log_address,
    people_of,
    show_form,
    terms_of,
)
from duties.years import FinancialYear, years_back
from evidence.views.common import FORM_METHODS, done, is_invented

NO_NAMES = (
    "Nobody’s name, address or date of birth belongs here, and there is no field for one: keep the letters themselves "
    "where you keep them now."
)  # fmt: skip
OUT_OF_SCOPE = (
    "Requests of people for their own personal data (subject access) are not logged here: they follow another law."
)


@require_safe
def log(request: HttpRequest, code: str, book: Book) -> HttpResponse:
    """Every case of a body with its clock, chosen by the address."""
    body, today = body_asked(request, code, book), request.today  # type: ignore[attr-defined]
    chosen = Chosen.read(request.GET)
    bodies = logs_of({body.pk}, today)
    page = log_page(book, bodies, chosen, today)
    return render(request, f"casework/{book.plural}.html", {
        "body": body, "name": name_as_at(body, today), "book": book, "chosen": chosen, "page": page,
        "standing": standing_of(book, bodies, today), "has_others": len(bodies) > 1,
        "more": _address(request, page.after) if page.after else "", "no_names": NO_NAMES,
        "out_of_scope": OUT_OF_SCOPE, **_choices(book, body, today),
    })  # fmt: skip


def _choices(book: Book, body: Body, today: date) -> dict[str, Any]:
    """What the filters offer."""
    years = [str(year) for year in years_back(FinancialYear.containing(today))]
    what = words.LAWS if book is REQUESTS else words.KINDS
    return {
        "show_options": list(SHOW.items()) if book is REQUESTS else [o for o in SHOW.items() if o[0] != "waiting"],
        "year_options": [("", "Any year"), *((year, year) for year in years)],
        "what_options": [("", "All"), *what],
        "term_options": [("", "All"), *((str(one.pk), one.name) for one in terms_of(body, book))],
    }  # fmt: skip


def _address(request: HttpRequest, after: str) -> str:
    """The same list from a cursor on."""
    kept = {name: value for name, value in request.GET.items() if name != "after" and value}
    return f"{request.path}?{urlencode(kept | {'after': after})}"


@require_http_methods(FORM_METHODS)
def new(request: HttpRequest, code: str, book: Book) -> HttpResponse:
    """Log one case. With ?quick=1 only what has to be known, as at reception."""
    body, today = body_asked(request, code, book), request.today  # type: ignore[attr-defined]
    quick = request.GET.get("quick") == "1"
    form = _new_form(request, body, book, quick=quick)
    made: list[Any] = []

    def act() -> None:
        made.append(_log(request, body, book, form))

    status = attempt(form, act)
    if status is None:
        return done(request, case_address(made[0], book), f"Logged as {made[0].label}")
    return show_form(
        request, form, title="Quick add" if quick else f"Log a {book.one}", button="Log it", status=status,
        back=(log_address(body, book), book.title), caption=name_as_at(body, today),
        intro=[*_closed(body, today), NO_NAMES, *([OUT_OF_SCOPE] if book is REQUESTS else [])],
    )  # fmt: skip


def _closed(body: Body, today: date) -> list[str]:
    """What is said of a body that closed: whoever answers for it logs what it received, with the clock of then."""
    if not body.has_closed(today):
        return []
    assert body.closed_on is not None
    return [f"{body.name} closed on {date_long(body.closed_on)}: log here only what it had received by then."]


def _new_form(request: HttpRequest, body: Body, book: Book, *, quick: bool) -> Any:
    today: date = request.today  # type: ignore[attr-defined]
    mine = request.reach.membership_in([body.pk])  # type: ignore[attr-defined]
    people = people_of(body, book, today)
    initial = {"owner": str(mine.pk) if mine is not None and mine in people else ""}
    if quick:
        initial |= {"received_on": today}
        initial |= {} if book is REQUESTS else {"channel": "phone"}
    return form_of(book)(
        posted(request), people=people, terms=terms_of(body, book), today=today, quick=quick, initial=initial
    )


def _log(request: HttpRequest, body: Body, book: Book, form: Any) -> Any:
    facts = dict(form.facts)
    if "owner" not in facts:  # a quick add: whoever logs it handles it
        mine = request.reach.membership_in([body.pk])  # type: ignore[attr-defined]
        facts["owner"] = mine if mine is not None and str(mine.pk) in form.people else None
    said: dict[str, Any] = {
        "body": body, "by": request.user, "today": request.today, "not_personal": form.says_not_personal,  # type: ignore[attr-defined]
        "origin": Origin(entry_key=form.cleaned_data.get("entry_key", ""), is_invented=is_invented()),
    }  # fmt: skip
    if book is REQUESTS:
        return log_request(new=NewRequest(topics=form.chosen_terms, **facts), **said)
    return log_complaint(new=NewComplaint(terms=form.chosen_terms, **facts), **said)
