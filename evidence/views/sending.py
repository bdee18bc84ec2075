"""Check and send; certify, one or many."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from bodies.access import ROLE_PERMISSIONS, Permission, Role
from bodies.web.asked import key_of, posted
from duties.models import Obligation
from duties.years import FinancialYear
from evidence import actions
from evidence.actions.common import is_settled
from evidence.at_hand import same_files
from evidence.forms.reviewing import yes_or_no
from evidence.forms.sending import DoneForm, ManyForm
from evidence.models import Evidence, Submission
from evidence.offered import offered, outside_the_period, sent_along
from evidence.people import Posts
from evidence.views.common import FORM_METHODS, OK, Asked, asked, attempt, done, is_invented, refused, show_form
from evidence.views.using import not_used_yet


@require_http_methods(FORM_METHODS)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that will be sent in, ask when it was done, and send it."""
    to = asked(request, pk, may_add=True)
    if call := actions.open_call_of(to.obligation):
        return redirect("evidence:call", call.pk)
    if to.who.may_certify:
        return redirect("evidence:certify", pk)
    items = offered(to.obligation)
    is_over = is_settled(to.obligation) or to.obligation.sent_on is not None
    if is_over and (request.method != "POST" or _sent_by(to.obligation, request)):
        return _already(request, to)
    form = _done_form(request, to, initial={})
    status = OK if not items else attempt(form, lambda: actions.send_in(
        obligation=to.obligation, by=request.user, today=request.today, invented=is_invented(), **form.cleaned_data
    ))  # fmt: skip
    if status is None:
        return done(request, to, "It was sent in, and waits for review")
    return show_form(
        request, to, form, title="Check and send", button="Send", status=status, template="evidence/check.html",
        **_told(request, to, items),
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def certify(request: HttpRequest, pk: int) -> HttpResponse:
    """Certify that it was done, with or without evidence."""
    to = asked(request, pk, may_certify=True)
    shown = to.obligation
    if request.method != "POST" and (call := actions.open_call_of(shown)):
        return redirect("evidence:call", call.pk)
    if is_settled(shown) and (request.method != "POST" or _certified_by(shown, request)):
        return _already(request, to)
    waiting = shown.submissions.waiting().select_related("sent_by").first()
    form = _done_form(request, to, initial=_claim(waiting))
    status = attempt(
        form,
        lambda: actions.certify(
            obligation=shown, by=request.user, today=request.today, invented=is_invented(), **form.cleaned_data
        ),
    )
    if status is None:
        return done(request, to, "It was certified")
    items = offered(shown)
    return show_form(
        request, to, form, title="Certify", button="Certify", status=status, template="evidence/check.html",
        waiting=waiting, certifies=True, **_told(request, to, items),
        sent_by=Posts([waiting.sent_by], shown).of(waiting.sent_by_id) if waiting else "",
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def confirm_many(request: HttpRequest) -> HttpResponse:
    """Certify many duties of one's bodies on one page: all that are ticked, or none."""
    today: date = request.today
    year = FinancialYear.containing(today)
    rows = list(_to_confirm(request, year))
    form = ManyForm(posted(request), choices=[row.pk for row in rows], today=today)
    if form.is_bound and _all_certified_by_me(request):
        return done(request, "evidence:confirm_many", "These duties were certified already")
    status = attempt(form, lambda: actions.certify_many(
        obligations=[row for row in rows if row.pk in form.cleaned_data["chosen"]],
        done_on=form.cleaned_data["done_on"], by=request.user, today=today, invented=is_invented(),
    ))  # fmt: skip
    if status is None:
        count = len(form.cleaned_data["chosen"])
        return done(
            request, "evidence:confirm_many", f"{count} {'duty was' if count == 1 else 'duties were'} certified"
        )
    groups = [(due_on, list(found)) for due_on, found in groupby(rows, key=lambda row: row.due_on)]
    context = {
        "form": form, "groups": groups, "year": year, "ticked": set(request.POST.getlist("chosen")),
        "many_bodies": len({row.held_by_id for row in rows}) > 1, "sent_along": sent_along(rows),
    }  # fmt: skip
    return render(request, "evidence/confirm_many.html", context, status=status)


def _to_confirm(request: HttpRequest, year: FinancialYear) -> Any:
    """Open certified duties of the bodies that the person leads; those with a second question come one by one."""
    leads = [role for role in Role if Permission.CERTIFY in ROLE_PERMISSIONS[role]]
    bodies = [membership.body_id for membership in request.reach.in_bodies(*leads)]
    return (
        Obligation.objects.for_pages().prefetch_related("held_by__names").open().owed_by_body()
        .opened_by(request.today).of_year(year.start_year)
        .filter(proof="certified", held_by__in=bodies, not_applicable_asked_on=None)
        .exclude(duty__category="Finance", duty__theme="audited accounts")
        .order_by(F("due_on").asc(nulls_last=True), "held_by__name", "duty__position", "pk")
    )  # fmt: skip


def _all_certified_by_me(request: HttpRequest) -> bool:
    """Whether this is the same form a second time."""
    chosen = {key for typed in request.POST.getlist("chosen") if (key := key_of(typed))}
    if not chosen:
        return False
    mine = Obligation.objects.filter(
        pk__in=chosen, met_how="certified", submissions__decision="certified", submissions__decided_by=request.user
    )
    return mine.distinct().count() == len(chosen)


def _done_form(request: HttpRequest, to: Asked, *, initial: dict[str, object]) -> DoneForm:
    data = posted(request)
    return DoneForm(data, initial=initial, obligation=to.obligation, today=request.today)


def _claim(waiting: Any) -> dict[str, object]:
    """What the contributor who sent it in said, as the lead's first answer."""
    if waiting is None:
        return {}
    return {"done_on": waiting.done_on, "achieved": yes_or_no(waiting.achieved), "note": waiting.note}


def _came_back(obligation: Obligation) -> Submission | None:
    """The round that says what was missing last time, if that is still to be answered."""
    if obligation.sent_back_on is None:
        return None
    return obligation.submissions.asking_again().order_by("-number").first()


def _told(request: HttpRequest, to: Asked, items: list[Evidence]) -> dict[str, Any]:
    """What the page says of the pieces before they are sent."""
    outside = outside_the_period(to.obligation, items)
    return {
        "items": items,
        "outside": [item for item in outside if not item.confirmed_from],
        "confirmed_outside": [item for item in outside if item.confirmed_from],
        "here_already": same_files(not_used_yet(request, to), items),
        "came_back": _came_back(to.obligation),
    }


def _sent_by(obligation: Obligation, request: HttpRequest) -> bool:
    return bool(obligation.submissions.waiting().filter(sent_by=request.user).exists())


def _certified_by(obligation: Obligation, request: HttpRequest) -> bool:
    return bool(obligation.submissions.filter(decision="certified", decided_by=request.user).exists())


def _already(request: HttpRequest, to: Asked) -> HttpResponse:
    if to.obligation.closed_on is not None:
        return refused(request, to, "This is closed.")
    if to.obligation.met_on is not None:
        return refused(request, to, "This is settled already.")
    if to.obligation.sent_on is None:
        raise Http404("Nothing was sent in.")
    return refused(request, to, "This was sent in, and waits for review.")
