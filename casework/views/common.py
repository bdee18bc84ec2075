"""How a page of this room finds its body or its case, asks who may see it, and does what a form says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bodies.access import Role
from bodies.history import name_as_at
from bodies.models import Body, Membership
from bodies.web.asked import code_of
from casework.access import may_keep
from casework.actions import LooksPersonal
from casework.books import Book
from casework.keeping import REQUEST
from casework.models import Term
from duties.actions import NotNow
from evidence.views.common import CONFLICT, OK

KEEPERS = {REQUEST: (Role.FOI_OFFICER, Role.LEAD)}
OTHERS = (Role.COMPLAINTS_MANAGER, Role.LEAD)


def body_asked(request: HttpRequest, code: str, book: Book) -> Body:
    """The body with this code, for somebody who keeps its log. Raises Http404."""
    today: date = request.today  # type: ignore[attr-defined]
    body = Body.objects.known(today).prefetch_related("names").filter(code=code_of(code)).first()
    if body is None or body.pk not in may_keep(request.reach, book.permission, today):  # type: ignore[attr-defined]
        raise Http404("There is no such log for this person.")
    return body


def case_asked(request: HttpRequest, pk: int, book: Book) -> Any:
    """A case with its events, for somebody who keeps its log. Raises Http404."""
    case = book.model.objects.for_lines().prefetch_related("body__names").filter(pk=pk).first()
    if case is None or case.body_id not in may_keep(request.reach, book.permission, request.today):  # type: ignore[attr-defined]
        raise Http404("There is no such case for this person.")
    return case


def people_of(body: Body, book: Book, today: date) -> list[Membership]:
    """Who may handle a case of a body: its officers of this log and its leads; one statement."""
    roles = [role.value for role in KEEPERS.get(book.kind, OTHERS)]
    return list(Membership.objects.current(today).filter(body=body, role__in=roles).order_by("-role", "pk"))


def terms_of(body: Body, book: Book, chosen: set[str] | None = None) -> list[Term]:
    """The entries of a body's lists that a case may have: those offered, and those that it has; one statement."""
    rows = Term.objects.filter(body=body, list__in=book.lists)
    return [one for one in rows if one.retired_on is None or str(one.pk) in (chosen or set())]


def log_address(body: Body, book: Book) -> str:
    """The address of a body's log."""
    return reverse(f"casework:{book.plural}", args=[body.code])


def case_address(case: Any, book: Book) -> str:
    """The address of a case's page."""
    return reverse(f"casework:{book.one}", args=[case.pk])


def attempt(form: Any, act: Callable[[], object]) -> int | None:
    """Do what a form says, if it is valid. None once done; else the status with which the page comes again.

    What is refused is said on the form; what looks personal is shown at its field, with the box to say that it is not.
    """
    if not form.is_valid():
        return OK
    try:
        act()
    except LooksPersonal as found:
        form.show_personal(found)
        return OK
    except NotNow as refusal:
        form.add_error(None, str(refusal))
        return CONFLICT
    return None


def show_form(
    request: HttpRequest, form: forms.Form, *, title: str, button: str, back: tuple[str, str], caption: str,
    status: int = OK, **more: Any,
) -> HttpResponse:  # fmt: skip
    """Render a page of one form."""
    context = {
        "form": form, "title": title, "button_text": button, "back": {"href": back[0], "text": back[1]},
        "caption": caption, "intro": [], **more,
    }  # fmt: skip
    return render(request, "casework/form.html", context, status=status)


def show_case_form(
    request: HttpRequest, case: Any, book: Book, form: forms.Form, *, title: str, button: str, status: int = OK,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """Render a page of one form about one case."""
    caption = f"{name_as_at(case.body, request.today)} · {case.label}"  # type: ignore[attr-defined]
    back = (case_address(case, book), case.label)
    return show_form(request, form, title=title, button=button, back=back, caption=caption, status=status, **more)


def refused(request: HttpRequest, address: str, refusal: NotNow | str) -> HttpResponse:
    """Send somebody back, saying why this cannot be done now."""
    messages.info(request, str(refusal))
    return redirect(address)
