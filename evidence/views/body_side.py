"""What the governance lead says of an obligation: its owner, why it is late, that it does not apply, a wrong date."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from bodies.access import ROLE_PERMISSIONS, Permission, Role
from bodies.models import Membership
from bodies.web.asked import posted
from duties import actions as duty_actions
from evidence.actions.common import is_settled
from evidence.forms.body_side import ExplainForm, OwnerForm
from evidence.forms.common import WhyForm
from evidence.views.common import FORM_METHODS, Asked, asked, attempt, done, refused, show_form


@require_http_methods(FORM_METHODS)
def owner(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who in the body does it."""
    to = asked(request, pk, may_lead=True)
    workers = [role.value for role in Role if Permission.ADD_EVIDENCE in ROLE_PERMISSIONS[role]]
    members = (
        Membership.objects.current(request.today).filter(body=to.obligation.held_by, role__in=workers)
        .select_related("user").order_by("post", "pk")
    )  # fmt: skip
    form = OwnerForm(posted(request), initial={"owner": to.obligation.owner_id}, members=members)
    return _answer(
        request, to, form, title="Owner", button="Save", said="The owner was saved",
        act=lambda given, **who: duty_actions.assign(owner=given["owner"], **who),
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the body's own reason, and the day it expects to be done."""
    to = asked(request, pk, may_lead=True)
    initial = {"reason": to.obligation.reason, "expected_on": to.obligation.expected_on}
    return _answer(
        request, to, ExplainForm(posted(request), initial=initial), title="Our reason", button="Save",
        said="The reason was saved", act=lambda given, **who: duty_actions.explain(**given, **who),
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def not_applicable(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that it does not apply this year. It stays due until an assurer agrees."""
    to = asked(request, pk, may_lead=True)
    form = WhyForm(
        posted(request), initial={"why": to.obligation.not_applicable_why if _is_asked(to) else ""},
        label="Why does it not apply to the body?", hint="An assurer at NHS England reads this and decides.",
    )  # fmt: skip
    return _answer(
        request, to, form, title="It does not apply", button="Ask", said="An assurer is asked to agree",
        act=lambda given, **who: duty_actions.ask_not_applicable(**given, **who),
        intro=["It stays due until an assurer at NHS England agrees."],
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the date is wrong. The date stands until somebody moves it; the page says that it is disputed."""
    to = asked(request, pk, may_lead=True)
    form = WhyForm(
        posted(request), initial={"why": to.obligation.dispute},
        label="What is wrong with the date?", hint="Say which date you read, and where.",
    )  # fmt: skip
    return _answer(
        request, to, form, title="Dispute the date", button="Save", said="The page now says that the date is disputed",
        act=lambda given, **who: duty_actions.dispute(**given, **who),
        intro=["The date stands until somebody moves it. The page says that you dispute it, and why."],
    )  # fmt: skip


def _is_asked(to: Asked) -> bool:
    return to.obligation.not_applicable_asked_on is not None


def _answer(
    request: HttpRequest, to: Asked, form: forms.Form, *, act: Callable[..., Any], said: str, **page: Any
) -> HttpResponse:
    """Show a form about an open obligation, and do what it says."""
    if request.method != "POST" and is_settled(to.obligation):
        return refused(request, to, "This is settled or closed: nothing more is said about it.")
    status = attempt(
        form, lambda: act(form.cleaned_data, obligation=to.obligation, by=request.user, today=request.today)
    )
    if status is None:
        return done(request, to, said)
    return show_form(request, to, form, status=status, **page)
