"""Calls: NHS England asks to see the evidence of what a body certified; the body answers, an assurer looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies.web.asked import key_of, posted
from bodies.web.tables import table_response
from duties.actions import NotNow
from evidence import actions
from evidence.files_of_lists import calls_sheet
from evidence.forms.common import WhyForm
from evidence.forms.reviewing import AnswerForm, ChecksForm
from evidence.models import CallIn, Evidence, Submission
from evidence.offered import outside_the_period
from evidence.people import Posts
from evidence.querysets import CallInQuerySet
from evidence.standing import may_call_in
from evidence.views.common import FORM_METHODS, Asked, asked, attempt, done, is_invented, refused, show_form
from evidence.views.rounds import shown_rounds

PAGE = 50


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """What this assurer's office asks to see and has not seen yet, the oldest first."""
    today: date = request.today
    found = _open_to(request, today)
    last = request.GET.get("after", "")
    if last:
        found = found.after(get_object_or_404(CallIn, pk=key_of(last)))
    rows = list(found[: PAGE + 1])
    context = {
        "rows": rows[:PAGE], "is_first": not last, "older": f"?after={rows[PAGE - 1].pk}" if len(rows) > PAGE else "",
        "posts": Posts([one.called_by for one in rows if one.called_by]),
    }  # fmt: skip
    return render(request, "evidence/calls.html", context)


@require_safe
def calls_file(request: HttpRequest, form: str) -> HttpResponse:
    """All of it, in the order of the page."""
    today: date = request.today
    rows = list(_open_to(request, today))
    posts = Posts([one.called_by for one in rows if one.called_by])
    return table_response(form, f"asked-of-bodies-{today}", calls_sheet(rows, posts, today))


def _open_to(request: HttpRequest, today: date) -> CallInQuerySet:
    open_ones = CallIn.objects.open_to(request.reach, today)
    return open_ones.for_pages().prefetch_related("obligation__body__names")


@require_http_methods(FORM_METHODS)
def call_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to see the evidence of one certified duty."""
    to = asked(request, pk, may_assure=True)
    if request.method != "POST" and not may_call_in(to.who, to.obligation):
        return refused(request, to, "Only what a body certified can be called in.")
    mine = actions.open_call_of(to.obligation)
    if mine is not None and (request.method != "POST" or mine.called_by_id == request.user.pk):
        return refused(request, to, "NHS England asks to see this already.")
    form = WhyForm(
        posted(request), label="Why do you want to see the evidence?",
        hint="The body reads this. The duty stays certified meanwhile.",
    )  # fmt: skip
    return _ask_why(
        request, to, form, title="Call in the evidence", button="Call in",
        said="The body is asked to show the evidence",
        act=partial(actions.call_in, obligation=to.obligation, invented=is_invented()),
    )  # fmt: skip


@require_safe
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one call: what is asked and why, what there is, and what the reader can do."""
    one, to = _fetch(request, pk)
    return _page(request, one, to, _form(request, one, to))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Send NHS England the evidence that it asks to see."""
    one, to = _fetch(request, pk, may_lead=True)
    sent = one.answers.filter(decision="", sent_by=request.user).exists()
    if sent:
        return done(request, to, "You sent the evidence already")
    form = AnswerForm(posted(request))
    return _try(
        request, to, form, said="The evidence was sent to NHS England",
        act=partial(actions.answer_call, call=one, invented=is_invented()),
        again=lambda status: _page(request, one, to, form, status=status),
    )  # fmt: skip


@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Say "Evidence seen" of what was sent in with the certification."""
    one, to = _fetch(request, pk, may_assure=True)
    if one.outcome == CallIn.Outcome.SEEN and one.closed_by_id == request.user.pk:
        return done(request, to, "You recorded this already: evidence seen")
    form = ChecksForm(posted(request), checks=_checks(to))
    return _try(
        request, to, form, said="It is recorded: evidence seen",
        act=lambda checks=(), **by: actions.see_called(call=one, ticked=form.ticked, **by),
        again=lambda status: _page(request, one, to, form, status=status),
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no longer to see it."""
    one, to = _fetch(request, pk, may_assure=True)
    if one.outcome and request.method != "POST":
        return redirect("evidence:call", pk)
    if one.outcome == CallIn.Outcome.TAKEN_BACK and one.closed_by_id == request.user.pk:
        return done(request, to, "You took the call back already")
    form = WhyForm(posted(request), label="Why do you take the call back?", hint="The body reads this.")
    return _ask_why(
        request, to, form, title="Take the call back", button="Take it back", said="The call was taken back",
        act=partial(actions.take_back_call, call=one),
    )  # fmt: skip


def _fetch(request: HttpRequest, pk: int, **needs: bool) -> tuple[CallIn, Asked]:
    one = get_object_or_404(CallIn.objects.for_pages(), pk=pk)
    to = asked(request, one.obligation_id, **needs)
    one.obligation = to.obligation
    return one, to


def _ask_why(
    request: HttpRequest, to: Asked, form: WhyForm, *, title: str, button: str, said: str, act: Any
) -> HttpResponse:
    return _try(
        request, to, form, said=said, act=act,
        again=lambda status: show_form(request, to, form, title=title, button=button, status=status),
    )  # fmt: skip


def _try(
    request: HttpRequest, to: Asked, form: forms.Form, *, said: str, act: Any, again: Callable[[int], HttpResponse]
) -> HttpResponse:
    """Do what the form says; what is refused comes again with the reason."""
    status = attempt(
        form, lambda: act(**form.cleaned_data, reach=request.reach, by=request.user, today=request.today),
        in_words=partial(_why_not, to),
    )  # fmt: skip
    return done(request, to, said) if status is None else again(status)


def _why_not(to: Asked, refusal: NotNow) -> str:
    if not isinstance(refusal, actions.CallClosed):
        return str(refusal)
    by = refusal.call.closed_by
    return refusal.fate(Posts([by] if by else [], to.obligation).of(refusal.call.closed_by_id))


def _checks(to: Asked) -> list[str]:
    certified = actions.certification_of(to.obligation)
    return certified.checks if certified else []


def _form(request: HttpRequest, one: CallIn, to: Asked) -> forms.Form | None:
    """What the reader is asked, if it is their turn."""
    if one.outcome or one.answers.filter(decision="").exists():
        return None
    if actions.may_answer(request.reach, one, request.today):
        return AnswerForm()
    return ChecksForm(checks=_checks(to)) if to.who.may_assure else None


def _page(
    request: HttpRequest, one: CallIn, to: Asked, form: forms.Form | None, *, status: int = 200
) -> HttpResponse:  # fmt: skip
    rounds = list(one.answers.select_related("sent_by", "decided_by").order_by("-number"))
    certified = to.obligation.submissions.filter(decision="certified").order_by("-number").first()
    before = [certified] if certified else []
    unsent = _unsent(to)
    people = [person for person in (one.called_by, one.closed_by) if person]
    people += [person for row in rounds + before for person in (row.sent_by, row.decided_by) if person]
    context = {
        "call": one, "asked": to, "obligation": to.obligation, "who": to.who, "form": form, "certified": certified,
        "shown": shown_rounds(before)[0] if certified else None, "answers": rounds,
        "waiting": next((row for row in rounds if not row.decision), None),
        "unsent": unsent, "outside": outside_the_period(to.obligation, unsent), "posts": Posts(people, to.obligation),
        "holder_name": to.holder_name,
        "is_answer": isinstance(form, AnswerForm), "may_reopen": _may_reopen(request, certified),
    }  # fmt: skip
    return render(request, "evidence/call.html", context, status=status)


def _unsent(to: Asked) -> list[Evidence]:
    """What the body gathered since, and did not send yet; nobody else sees it."""
    if not to.who.sees_drafts:
        return []
    found = Evidence.objects.unsent_for(to.obligation).current().for_pages()
    return list(found.prefetch_related("periods").order_by("pk"))


def _may_reopen(request: HttpRequest, certified: Submission | None) -> bool:
    if certified is None or actions.why_not_reopened(certified):
        return False
    return actions.may_reopen(request.reach, certified, request.today)
