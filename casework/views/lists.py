"""A body's own lists: what its requests and complaints are about."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.history import name_as_at
from bodies.web.asked import key_of, posted
from casework import words
from casework.actions import add_term, retire_term, suggest_terms
from casework.books import Book
from casework.forms.deciding import TermForm
from casework.models import Term
from casework.views.common import attempt, body_asked, log_address
from evidence.views.common import FORM_METHODS, OK, done


@require_http_methods(FORM_METHODS)
def lists(request: HttpRequest, code: str, book: Book) -> HttpResponse:
    """Show a body's lists and take a new entry."""
    body, today = body_asked(request, code, book), request.today  # type: ignore[attr-defined]
    form = TermForm(posted(request), lists=book.lists)
    status = attempt(
        form,
        lambda: add_term(
            body=body, list_name=form.cleaned_data["list"], name=form.cleaned_data["name"], by=request.user,
            today=today, not_personal=form.says_not_personal,
        ),
    )  # fmt: skip
    here = reverse(f"casework:{book.one}_lists", args=[code])
    if status is None:
        return done(request, here, "The entry is on the list")
    rows = Term.objects.filter(body=body, list__in=book.lists, retired_on=None)
    by_list = {name: list(group) for name, group in groupby(rows.order_by("list", "name"), key=lambda one: one.list)}
    return render(request, "casework/lists.html", {
        "form": form, "book": book, "body": body, "caption": name_as_at(body, today),
        "lists": [(words.LISTS[name][0], by_list.get(name, [])) for name in book.lists],
        "may_suggest": any(words.SUGGESTED[name] and name not in by_list for name in book.lists),
        "back": {"href": log_address(body, book), "text": book.title},
    }, status=status or OK)  # fmt: skip


@require_POST
def suggest(request: HttpRequest, code: str, book: Book) -> HttpResponse:
    """Fill the lists that are empty with our suggestion."""
    body = body_asked(request, code, book)
    suggest_terms(body=body, lists=book.lists, by=request.user, today=request.today)  # type: ignore[attr-defined, arg-type]
    return done(request, reverse(f"casework:{book.one}_lists", args=[code]), "The suggested entries are on the lists")


@require_POST
def retire(request: HttpRequest, code: str, book: Book) -> HttpResponse:
    """Offer an entry no more."""
    body = body_asked(request, code, book)
    term = Term.objects.filter(body=body, list__in=book.lists, pk=key_of(request.POST.get("term", "")) or 0).first()
    if term is None:
        raise Http404("There is no such entry.")
    retire_term(term=term, by=request.user, today=request.today)  # type: ignore[attr-defined, arg-type]
    return redirect(f"{reverse(f'casework:{book.one}_lists', args=[code])}#lists")
