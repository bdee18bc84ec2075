"""Writing an assessment, choosing the evidence that was looked at, the boards that were consulted; taking one back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions
from assessments.actions import version_of
from assessments.course import WRITABLE
from assessments.evidence_seen import MOST, to_choose
from assessments.forms.deciding import BoardForm, ReasonForm
from assessments.forms.writing import EvidenceForm, WriteForm
from assessments.models import Consultation
from assessments.views.common import CONFLICT, FORM_METHODS, Asked, asked, attempt, show_form, try_to
from bodies.web.asked import posted, words_of
from bodies.web.text import INVENTED, date_long
from evidence.models import Evidence
from evidence.views.common import done


@require_http_methods(FORM_METHODS)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what is judged, by the framework in force."""
    to, today = asked(request, pk, needs="may_assess"), request.today  # type: ignore[attr-defined]
    if to.assessment.state(today) not in WRITABLE:
        return try_to(request, lambda: None, "It can be read here, and not written in now", to.url)
    form = WriteForm(posted(request), assessment=to.assessment)
    status = attempt(
        form, lambda: actions.write(assessment=to.assessment, by=request.user, today=today, **form.said)
    )  # fmt: skip
    if status is None:
        return done(request, to.url, "Saved")
    if status == CONFLICT:
        to.assessment.refresh_from_db()
        form.saw(version_of(to.assessment))
    return show_form(
        request, to, form, title="Write the assessment", button="Save", status=status,
        template="assessments/write.html",
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the evidence that was looked at, out of what the body sent in."""
    to = asked(request, pk, needs="may_assess")
    words = words_of(request.GET.get("q", ""))
    pieces = {str(piece.pk): piece for piece in to_choose(to.assessment, words)}
    chosen = [str(row.evidence_id) for row in to.assessment.looked.all()]
    choices = [(key, _in_words(piece)) for key, piece in pieces.items()]
    form = EvidenceForm(posted(request), choices=choices, initial={"pieces": chosen})
    status = attempt(
        form,
        lambda: actions.choose_evidence(
            assessment=to.assessment, pieces=[pieces[key] for key in form.cleaned_data["pieces"]], by=request.user,
            today=request.today,  # type: ignore[attr-defined]
        ),
    )  # fmt: skip
    if status is None:
        return done(request, to.url, "The evidence looked at is kept")
    return show_form(
        request, to, form, title="Evidence looked at", button="Save", status=status, words=words, most=MOST,
        nothing=not choices, template="assessments/evidence.html",
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def board(request: HttpRequest, pk: int, board: int | None = None) -> HttpResponse:
    """Record a board that was consulted, or put right what is recorded of one."""
    to = asked(request, pk, needs="may_assess")
    row = _board(to, board) if board is not None else None
    form = BoardForm(posted(request), row=row)
    status = attempt(
        form,
        lambda: actions.add_board(
            assessment=to.assessment, instead_of=row, by=request.user, today=request.today,  # type: ignore[attr-defined]
            **form.cleaned_data,
        ),
    )  # fmt: skip
    if status is None:
        return done(request, f"{to.url}#boards", "The board is recorded")
    remove = reverse("assessments:remove_board", args=[pk, row.pk]) if row else ""
    return show_form(
        request, to, form, title="Health and wellbeing board consulted", button="Save", status=status, remove=remove,
        intro=["Which boards are relevant to this body is not in the tracker: name each that was consulted."],
    )  # fmt: skip


@require_POST
def remove_board(request: HttpRequest, pk: int, board: int) -> HttpResponse:
    """Take out a board that was recorded by mistake. A second press finds it gone, which is what was wanted."""
    to = asked(request, pk, needs="may_assess")
    row = next((one for one in to.assessment.consultations.all() if one.pk == board), None)
    if row is None:
        return redirect(to.url)
    return try_to(
        request,
        lambda: actions.remove_board(consultation=row, by=request.user, today=request.today),  # type: ignore[attr-defined]
        "The board was taken out", to.url,
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def no_board(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why no board was consulted."""
    to = asked(request, pk, needs="may_assess")
    label = "Why was no health and wellbeing board consulted?"
    initial = {"why": to.assessment.no_board_why}
    form = ReasonForm(posted(request), label=label, hint="Anybody can read it once published", initial=initial)
    status = attempt(
        form,
        lambda: actions.say_no_board(
            assessment=to.assessment, by=request.user, today=request.today, **form.cleaned_data,  # type: ignore[attr-defined]
        ),
    )  # fmt: skip
    if status is None:
        return done(request, f"{to.url}#boards", "The reason is recorded")
    return show_form(
        request, to, form, title="No board consulted", button="Save", status=status,
        intro=["The law asks NHS England to consult each relevant board. Its own duty to consult stays open."],
    )  # fmt: skip


@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away a draft that was never proposed."""
    to = asked(request, pk, needs="may_assess")
    year = to.assessment.about.split()[0]
    where = f"{reverse('assessments:list')}?year={year}"
    return try_to(
        request,
        lambda: actions.discard(assessment=to.assessment, by=request.user, today=request.today),  # type: ignore[attr-defined]
        "The draft was taken away", where,
    )  # fmt: skip


def _in_words(piece: Evidence) -> str:
    """What a piece to choose is called; in a demonstration beside each stands that it is invented."""
    about = f"{piece.title} ({date_long(piece.about_on)})"
    return f"{about}. {INVENTED}" if piece.is_invented else about


def _board(to: Asked, pk: int) -> Consultation:
    row = next((one for one in to.assessment.consultations.all() if one.pk == pk), None)
    if row is None:
        raise Http404("There is no such board here.")
    return row
