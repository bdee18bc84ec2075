"""Which periods a draft is about: a second question, for what is about more than a day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.web.asked import posted
from duties.actions import NotNow
from duties.years import FinancialYear
from evidence import actions
from evidence.forms.pieces import PeriodForm
from evidence.models import Evidence
from evidence.views.common import FORM_METHODS, asked, attempt, done, refused, show_form


@require_http_methods(FORM_METHODS)
def add_period(request: HttpRequest, pk: int, draft: int) -> HttpResponse:
    """Take a period that a draft is about."""
    to = asked(request, pk, may_add=True)
    item = get_object_or_404(Evidence.objects.unsent_for(to.obligation).drafts(), pk=draft)
    form = PeriodForm(posted(request), year=FinancialYear(to.obligation.period_year))
    status = attempt(
        form,
        lambda: actions.add_period(
            evidence=item, first_on=form.days[0], last_on=form.days[1], by=request.user, today=request.today
        ),
    )
    if status is None:
        return redirect("evidence:check", pk)
    intro = [f"“{item.title}” can be about one period or several: add each by itself."]
    return show_form(
        request, to, form, title="The period it is about", button="Add", status=status, intro=intro,
        back=reverse("evidence:check", args=[pk]),
    )  # fmt: skip


@require_POST
def remove_period(request: HttpRequest, pk: int, draft: int, period: int) -> HttpResponse:
    """Take a period off a draft. A second press finds it gone, which is what was wanted."""
    to = asked(request, pk, may_add=True)
    item = get_object_or_404(Evidence.objects.unsent_for(to.obligation).drafts(), pk=draft)
    found = item.periods.filter(pk=period).first()
    try:
        if found is not None:
            actions.remove_period(period=found, by=request.user, today=request.today)
    except NotNow as refusal:
        return refused(request, to, refusal)
    return done(request, reverse("evidence:check", args=[pk]), "The period was removed")
