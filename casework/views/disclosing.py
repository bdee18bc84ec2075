"""Whether what was disclosed is published in the disclosure log."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.web.asked import posted
from casework.actions import publish_disclosure, take_off_disclosure, withhold_disclosure
from casework.books import REQUESTS
from casework.forms.deciding import DisclosureForm, WithholdForm
from casework.views.common import attempt, case_address, case_asked, refused, show_case_form
from duties.actions import NotNow
from evidence.views.common import FORM_METHODS, done

LOOK_TWICE = "Anybody can read this at once: look twice that nobody can be recognised, the requester least of all."


@require_http_methods(FORM_METHODS)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish what was asked and disclosed, in public words; or put these right."""
    case, today = case_asked(request, pk, REQUESTS), request.today  # type: ignore[attr-defined]
    initial = {"title": case.disclosure_title, "text": case.disclosure_text, "link": case.disclosure_link}
    form = DisclosureForm(posted(request), initial=initial)
    status = attempt(
        form,
        lambda: publish_disclosure(
            case=case, title=form.cleaned_data["title"], text=form.cleaned_data["text"], link=form.cleaned_data["link"],
            by=request.user, today=today, not_personal=form.says_not_personal,
        ),
    )  # fmt: skip
    if status is None:
        return done(request, case_address(case, REQUESTS), "It is in the disclosure log")
    return show_case_form(
        request, case, REQUESTS, form, title="Publish in the disclosure log", button="Publish", status=status,
        intro=[LOOK_TWICE],
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def withhold(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why it is not published."""
    case, today = case_asked(request, pk, REQUESTS), request.today  # type: ignore[attr-defined]
    form = WithholdForm(posted(request), initial={"why": case.disclosure_why})
    status = attempt(
        form, lambda: withhold_disclosure(case=case, why=form.cleaned_data["why"], by=request.user, today=today)
    )  # fmt: skip
    if status is None:
        return done(request, case_address(case, REQUESTS), "The decision was saved")
    return show_case_form(
        request, case, REQUESTS, form, title="Do not publish it", button="Save", status=status
    )  # fmt: skip


@require_POST
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off the disclosure log."""
    case = case_asked(request, pk, REQUESTS)
    try:
        take_off_disclosure(case=case, by=request.user, today=request.today)  # type: ignore[attr-defined, arg-type]
    except NotNow as refusal:
        return refused(request, case_address(case, REQUESTS), refusal)
    return done(request, case_address(case, REQUESTS), "It was taken off the disclosure log")
