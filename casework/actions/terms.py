"""A body's own lists: what its requests and complaints are about, and whom its returns count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from bodies import audit
from bodies.models import Body, User
from casework import words
from casework.actions.common import check_words
from casework.models import Term
from duties.actions import NotNow


@transaction.atomic
def add_term(*, body: Body, list_name: str, name: str, by: User, today: date, not_personal: bool = False) -> Term:
    """Put an entry on one of a body's lists; one that was retired is offered again. Raises NotNow."""
    if list_name not in words.LISTS:
        raise NotNow("There is no such list.")
    name = " ".join(name.split())
    check_words({"name": name}, not_personal=not_personal)
    Body.objects.select_for_update().get(pk=body.pk)  # one at a time: no entry twice
    there = Term.objects.filter(body=body, list=list_name, name__iexact=name).first()
    if there is None:
        there = Term.objects.create(body=body, list=list_name, name=name)
    elif there.retired_on is None:
        return there
    else:
        there.retired_on = None
        there.save(update_fields=["retired_on"])
    audit.record("put on a list", there, by=by, today=today, body=body, list=list_name)
    return there


@transaction.atomic
def retire_term(*, term: Term, by: User, today: date) -> Term:
    """Offer an entry no more; cases that have it keep it. Said twice it is one."""
    current = Term.objects.select_for_update(of=("self",)).select_related("body").get(pk=term.pk)
    if current.retired_on is None:
        current.retired_on = today
        current.save(update_fields=["retired_on"])
        audit.record("taken off a list", current, by=by, today=today, body=current.body, list=current.list)
    return current


@transaction.atomic
def suggest_terms(*, body: Body, lists: Iterable[str], by: User, today: date) -> int:
    """Fill lists that are empty with our first suggestion. Returns how many entries were put there."""
    there = set(Term.objects.filter(body=body).values_list("list", flat=True))
    wanted = [(name, entry) for name in lists if name not in there for entry in words.SUGGESTED[name]]
    for name, entry in wanted:
        add_term(body=body, list_name=name, name=entry, by=by, today=today)
    return len(wanted)
