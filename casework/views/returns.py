"""Returns of the logs: made, written, published by the lead, recorded as sent. Each change is one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from bodies.access import Permission
from bodies.history import name_as_at
from bodies.web.asked import posted
from casework.access import may_keep
from casework.actions.returning import (
    begin_return,
    make_return,
    publish_return,
    record_sent,
    take_off_return,
    version_of,
    write_report,
)
from casework.books import COMPLAINTS
from casework.forms.returns import ReportForm, SentForm
from casework.models import Return
from casework.papers import REPORT, Paper, page_of
from casework.returns import lines_of, period_of
from casework.returns_words import title_of
from casework.suggesting import suggested_texts
from casework.views.common import attempt, body_asked, refused, show_form
from casework.yearly import year_asked
from duties.actions import NotNow
from evidence.views.common import CONFLICT, FORM_METHODS, done, is_invented

GATHERED = "What stands here was gathered from the cases of the year. Change it as you like."


@require_POST
def make(request: HttpRequest, code: str, paper: Paper) -> HttpResponse:
    """Count one period and keep the figures: a draft that is begun already, or a new one."""
    today: date = request.today  # type: ignore[attr-defined]
    body = body_asked(request, code, paper.book)
    year, label = year_asked(request.POST.get("year", ""), body, today), request.POST.get("period", "")
    if period_of(paper.kind, year, label) is None:
        raise Http404("No such return is made of this period.")
    address = paper.address(body.code, year)
    said = {"by": request.user, "today": today}
    try:
        draft = begin_return(body=body, kind=paper.kind, year=year, period=label, invented=is_invented(), **said)
        made = make_return(draft=draft, **said)
    except NotNow as refusal:
        return refused(request, address, refusal)
    sent = " It was sent in for review." if made.evidence_id else ""
    nil = "There was nothing to count: it is a nil return." if made.is_nil else "Its figures stay as they are now."
    return done(request, address, f"{title_of(made)} was made. {nil}{sent}")


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let anybody read a return: for the lead."""
    row = return_asked(request, pk, Permission.CERTIFY)

    def act() -> str:
        made = publish_return(made=row, by=request.user, today=request.today)  # type: ignore[arg-type, attr-defined]
        sent = " and its public page was sent in for review" if made.evidence_id else ""
        return f"{title_of(made)}: anybody can read it now{sent}"

    return _said(request, row, act)


@require_POST
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a return off the public site: for the lead."""
    row = return_asked(request, pk, Permission.CERTIFY)

    def act() -> str:
        take_off_return(made=row, by=request.user, today=request.today)  # type: ignore[arg-type, attr-defined]
        return f"{title_of(row)} was taken off the public site"

    return _said(request, row, act)


@require_http_methods(FORM_METHODS)
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask when KO41a was sent to NHS Digital."""
    row = return_asked(request, pk, Permission.KEEP_COMPLAINTS)
    if row.kind != Return.Kind.KO41A:
        raise Http404("Only KO41a is sent.")
    address = page_of(row)
    form = SentForm(posted(request))
    status = attempt(form, lambda: record_sent(
        made=row, sent_on=form.cleaned_data["sent_on"], by=request.user, today=request.today,  # type: ignore[arg-type, attr-defined]
    ))  # fmt: skip
    if status is None:
        return done(request, address, f"{title_of(row)} was recorded as sent")
    caption = f"{name_as_at(row.body, request.today)} · {title_of(row)}"  # type: ignore[attr-defined]
    return show_form(
        request, form, title="When was it sent to NHS Digital?", button="Record as sent", back=(address, "KO41a"),
        caption=caption, status=status,
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def write(request: HttpRequest, code: str) -> HttpResponse:
    """Write what the yearly complaints report says in words; the cases of the year suggest a beginning."""
    today: date = request.today  # type: ignore[attr-defined]
    body = body_asked(request, code, COMPLAINTS)
    year = year_asked(request.GET.get("year", ""), body, today)
    address = REPORT.address(body.code, year)
    line = next(iter(lines_of(REPORT.kind, body, year, today)), None)
    if line is None or not line.is_over:
        return refused(request, address, "The year is not over: its report can be written then.")
    begun = line.draft or line.row  # anew it begins with what the last one said
    initial = begun.texts if begun is not None else suggested_texts(body, line.period)
    form = ReportForm(posted(request), initial=initial | {"expected": version_of(line.draft) if line.draft else ""})
    status = attempt(form, lambda: write_report(
        body=body, year=year, texts=form.texts, by=request.user, today=today, expected=form.cleaned_data["expected"],  # type: ignore[arg-type]
        not_personal=form.says_not_personal, invented=is_invented(),
    ))  # fmt: skip
    if status is None:
        return done(request, address, "What you wrote was kept. Make the report once it is as it should be.")
    if status == CONFLICT and line.draft is not None:
        form.saw(version_of(line.draft))
    return show_form(
        request, form, title=f"Complaints report {year}", button="Save", back=(address, "Complaints report"),
        caption=name_as_at(body, today), intro=[] if begun else [GATHERED], status=status,
    )  # fmt: skip


def return_asked(request: HttpRequest, pk: int, permission: Permission) -> Return:
    """A return of a body whose log this person keeps, with a permission there. Raises Http404."""
    row = Return.objects.select_related("body").prefetch_related("body__names").filter(pk=pk).first()
    today: date = request.today  # type: ignore[attr-defined]
    if row is None or row.body_id not in may_keep(request.reach, permission, today):  # type: ignore[attr-defined]
        raise Http404("There is no such return for this person.")
    return row


def _said(request: HttpRequest, row: Return, act: Callable[[], str]) -> HttpResponse:
    try:
        words = act()
    except NotNow as refusal:
        return refused(request, page_of(row), refusal)
    return done(request, page_of(row), words)
