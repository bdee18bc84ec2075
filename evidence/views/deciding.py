"""What an assurer decides besides rounds: whether a duty applies, and a later date for one body."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from bodies.models import AuditEntry
from bodies.web.asked import posted
from bodies.web.text import date_long
from duties import actions as duty_actions
from duties.models import Obligation
from duties.words import DateBasis
from evidence.actions.common import is_settled
from evidence.forms.deciding import DecideNotApplicableForm, LaterDateForm
from evidence.people import Posts
from evidence.views.common import CONFLICT, FORM_METHODS, Asked, asked, attempt, done, refused, show_form

DECIDED = ("closed: not_applicable", "not agreed: does not apply")
LAW_WARNING = (
    "An Act or regulations fix this date. A later one agreed here changes what the tracker shows, not the law."
)


@require_http_methods(FORM_METHODS)
def decide_not_applicable(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree that a duty does not apply, or not."""
    to = asked(request, pk, may_assure=True)
    shown = to.obligation
    if request.method != "POST" and shown.not_applicable_asked_on is None:
        return refused(request, to, "Nobody asks that this does not apply.")
    form = DecideNotApplicableForm(posted(request))
    status = attempt(form, lambda: duty_actions.decide_not_applicable(
        obligation=shown, agree=form.agrees, why=form.cleaned_data["why"], by=request.user, today=request.today
    ), in_words=lambda refusal: f"{refusal} {_quicker(_last_decision(shown), shown)}".strip())  # fmt: skip
    if status == CONFLICT and _decided_by(request, shown, form.agrees):
        return done(request, to, "You decided this already")
    if status is None:
        return done(request, to, "It does not apply" if form.agrees else "It stays due")
    asked_for = f"The body says that it does not apply: “{shown.not_applicable_why}”"
    return show_form(
        request, to, form, title="Does it apply?", button="Save", status=status,
        intro=[asked_for] if shown.not_applicable_why else [],
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def later_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a later date agreed for this body, and who agreed it."""
    to = asked(request, pk, may_assure=True)
    shown = to.obligation
    if shown.due_on is None or is_settled(shown):
        return refused(
            request, to, "There is no date to move." if shown.due_on is None else "This is settled or closed."
        )
    form = LaterDateForm(posted(request), initial={"agreed_by": _own_post(request, to)}, due_on=shown.due_on)
    if request.method == "POST" and form.errors and _is_same(request, shown):
        return done(request, to, "The later date was recorded already")
    status = attempt(
        form,
        lambda: duty_actions.agree_later_date(
            obligation=shown, by=request.user, today=request.today, **form.cleaned_data
        ),
    )
    if status is None:
        return done(request, to, "The later date was recorded")
    intro = [f"The date is now {date_long(shown.due_on)}. It stays on the page."]
    if shown.date_basis == DateBasis.LAW:
        intro.append(LAW_WARNING)
    return show_form(request, to, form, title="A later date for this body", button="Save", status=status, intro=intro)


def _own_post(request: HttpRequest, to: Asked) -> str:
    return Posts([request.user], to.obligation).of(request.user.pk)[:120]


def _is_same(request: HttpRequest, obligation: Obligation) -> bool:
    """Whether this is the same form a second time."""
    due = obligation.due_on
    typed = [request.POST.get(f"due_on_{part}", "").strip().lstrip("0") for part in ("day", "month", "year")]
    return (
        due is not None
        and obligation.later_agreed_by == request.POST.get("agreed_by", "").strip()
        and typed == [str(due.day), str(due.month), str(due.year)]
    )


def _last_decision(obligation: Obligation) -> AuditEntry | None:
    return (
        AuditEntry.objects.filter(subject_kind="duties.obligation", subject_id=obligation.pk, verb__in=DECIDED)
        .select_related("by").first()
    )  # fmt: skip


def _decided_by(request: HttpRequest, obligation: Obligation, agrees: bool) -> bool:
    """Whether this person made this decision: a second press."""
    last = _last_decision(obligation)
    return last is not None and last.by_id == request.user.pk and last.verb == DECIDED[not agrees]


def _quicker(last: AuditEntry | None, obligation: Obligation) -> str:
    if last is None:
        return ""
    who = Posts([last.by] if last.by else [], obligation).of(last.by_id)
    what = "agreed that it does not apply" if last.verb == DECIDED[0] else "did not agree"
    return f"{who} {what} on {date_long(last.domain_on)}."
