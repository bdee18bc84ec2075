"""A lay member checks the record of a meeting that was held."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from bodies.web.asked import posted
from bodies.web.text import plural
from evidence.views.common import CONFLICT, FORM_METHODS, attempt
from meetings import points
from meetings.actions import checking
from meetings.forms.checking import check_form
from meetings.models import LayCheck, Meeting
from meetings.reading_questions import checks_of, held_of, may_check, why_not_checked


@require_http_methods(FORM_METHODS)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """First how the lay member knows, then each point."""
    today: date = request.today  # type: ignore[attr-defined]
    meeting = _meeting(request, pk)
    context = {
        "meeting": meeting, "name": meeting.body.name_on(today), "how": None, "hows": LayCheck.How.choices,
        "refusal": why_not_checked(meeting, today), "waits": settings.QUESTION_WAITS_WORKING_DAYS,
        "checks": checks_of(request.user, meeting),  # type: ignore[arg-type]
    }  # fmt: skip
    how = request.GET.get("how", "")
    if context["refusal"] or how not in LayCheck.How.values:
        # A form cannot be sent from this page: who sends one has an old page before them.
        status = CONFLICT if request.method == "POST" else 200
        return render(request, "meetings/check.html", context, status=status)
    form = check_form(points.points(held_of(meeting, today), how))(posted(request))
    send = partial(checking.check_meeting, meeting=meeting, how=how, by=request.user, today=today)  # type: ignore[arg-type]
    status = attempt(form, lambda: send(answers=form.answers, note=form.cleaned_data["note"]))
    if status is None:
        return _done(request, meeting, sum(map(bool, form.answers.values())))
    context |= {"how": LayCheck.How(how), "form": form}
    return render(request, "meetings/check.html", context, status=status)


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    """A meeting that the public knows of, for a lay member of a body that takes part. Raises Http404."""
    rows = Meeting.objects.published(request.today).select_related("body").prefetch_related("body__names")  # type: ignore[attr-defined]
    meeting = get_object_or_404(rows, pk=pk)
    if not may_check(meeting, request.reach):  # type: ignore[attr-defined]
        raise Http404("Another body's.")
    return meeting


def _done(request: HttpRequest, meeting: Meeting, asked: int) -> HttpResponse:
    words = "Your check is on record"
    if asked:
        words += f", and {plural(asked, 'question is', 'questions are')} with the governance lead"
    messages.success(request, words)
    return redirect("meetings:questions" if asked else reverse("meetings:check", args=[meeting.pk]))
