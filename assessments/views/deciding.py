"""Proposing, moderating, sending to the body, the body's comment, publishing, and correcting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from assessments import actions
from assessments.course import State
from assessments.forms.deciding import (
    AGREE,
    CommentForm,
    ModerateForm,
    PublishForm,
    ReasonForm,
    SendForm,
)
from assessments.missing import missing_to_publish
from assessments.views.common import FORM_METHODS, Asked, asked, attempt, show_form, try_to
from bodies.web.asked import posted
from bodies.web.text import date_long
from evidence.views.common import done

FOR_EVER = (
    "Anybody can read it then, with the body’s comment. From now on nothing of it changes: a correction is a new"
    " version."
)


@require_POST
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it before a second assurer."""
    to = asked(request, pk, needs="may_assess")
    return try_to(
        request,
        lambda: actions.propose(assessment=to.assessment, by=request.user, today=request.today),  # type: ignore[attr-defined, arg-type]
        "Proposed. A second assurer moderates it", to.url,
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def moderate(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, or send back saying why."""
    to = asked(request, pk, needs="may_assess")
    if _stands_at(request, to) is not State.PROPOSED:
        return _not_now(request, to, "Nothing is proposed here.")
    form = ModerateForm(posted(request))
    who = {"reach": request.reach, "by": request.user, "today": request.today}  # type: ignore[attr-defined]

    def act() -> None:
        said = form.cleaned_data["reason"]
        if form.cleaned_data["decision"] == AGREE:
            actions.agree(assessment=to.assessment, note=said, **who)  # type: ignore[arg-type]
        else:
            actions.send_back(assessment=to.assessment, reason=said, **who)  # type: ignore[arg-type]

    status = attempt(form, act)
    if status is None:
        return done(request, to.url, "Agreed" if form.cleaned_data["decision"] == AGREE else "Sent back")
    return show_form(
        request, to, form, title="Moderate the assessment", button="Save", status=status,
        intro=["A second assurer moderates it: never the one who proposed it. Read what was proposed first."],
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def moderate_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Re-open what was agreed, before it is published."""
    to = asked(request, pk, needs="may_assess")
    form = ReasonForm(
        posted(request), label="Why is it moderated again?", hint="It stays with the round that agreed it"
    )
    status = attempt(
        form,
        lambda: actions.moderate_again(
            assessment=to.assessment, reach=request.reach, by=request.user, today=request.today, **form.cleaned_data,  # type: ignore[attr-defined]
        ),
    )  # fmt: skip
    if status is None:
        return done(request, to.url, "It can be written in again, and proposed anew")
    return show_form(
        request, to, form, title="Moderate again", button="Re-open", status=status,
        intro=["What was agreed is open again. The body sees it once it is agreed and sent to it again."],
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the body what was agreed, and ask for its comment."""
    to, today = asked(request, pk, needs="may_assess"), request.today  # type: ignore[attr-defined]
    if _stands_at(request, to) is not State.AGREED:
        return _not_now(request, to, "It is sent to the body once it is agreed, and once.")
    form = SendForm(posted(request), today=today)
    status = attempt(
        form,
        lambda: actions.send_to_body(assessment=to.assessment, by=request.user, today=today, **form.cleaned_data),
    )  # fmt: skip
    if status is None:
        return done(request, to.url, "Sent to the body. Its governance lead is told")
    return show_form(
        request, to, form, title="Send it to the body", button="Send", status=status,
        intro=["The people of the body can read it from now on, and its governance lead can comment. Nobody else can."],
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The body's comment, by its governance lead."""
    to, today = asked(request, pk, needs="may_comment"), request.today  # type: ignore[attr-defined]
    if _stands_at(request, to) not in (State.WITH_BODY, State.HEARD):
        return _not_now(request, to, "Nothing waits for your comment here.")
    form = CommentForm(posted(request), initial={"words": to.assessment.comment})
    status = attempt(
        form, lambda: actions.comment(assessment=to.assessment, by=request.user, today=today, **form.cleaned_data)
    )
    if status is None:
        return done(request, to.url, "Your comment is kept. It is published beside the assessment")
    until = date_long(to.assessment.comment_by_on)
    return show_form(
        request, to, form, title="Comment on the assessment", button="Save the comment", status=status,
        intro=[f"You can comment, and change your comment, until {until}."],
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish it, now or by itself from a later day."""
    to, today = asked(request, pk, needs="may_assess"), request.today  # type: ignore[attr-defined]
    lacks = missing_to_publish(to.assessment, list(to.assessment.consultations.all()), today)
    if lacks or to.assessment.published_on is not None:
        return _not_now(request, to, "; ".join(lacks) + "." if lacks else "It is settled that this is published.")
    form = PublishForm(posted(request), assessment=to.assessment, today=today)
    status = attempt(
        form,
        lambda: actions.publish(
            assessment=to.assessment, from_on=form.day, anyway=form.cleaned_data.get("anyway", False), by=request.user,  # type: ignore[arg-type]
            today=today,
        ),
    )  # fmt: skip
    if status is None:
        return done(request, to.url, "Published" if form.day == today else f"Published from {date_long(form.day)}")
    intro = [FOR_EVER]
    if form.embargo_until:
        intro.append(f"It is under embargo until {date_long(form.embargo_until)}.")
    return show_form(
        request, to, form, title="Publish", button="Publish", status=status, intro=intro, period=form.period
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a new version of what is published."""
    to = asked(request, pk, needs="may_assess")
    form = ReasonForm(
        posted(request), label="What is wrong with it?", hint="Anybody can read it beside the new version"
    )
    made: list[int] = []
    status = attempt(
        form,
        lambda: made.append(
            actions.correct(assessment=to.assessment, by=request.user, today=request.today, **form.cleaned_data).pk  # type: ignore[attr-defined]
        ),
    )  # fmt: skip
    if status is None:
        return redirect("assessments:write", made[0])
    return show_form(
        request, to, form, title="Correct what is published", button="Begin a new version", status=status,
        intro=["The published one stands until the new one is published in its turn, and can be read for ever."],
    )  # fmt: skip


def _stands_at(request: HttpRequest, to: Asked) -> State:
    return to.assessment.state(request.today)  # type: ignore[attr-defined]


def _not_now(request: HttpRequest, to: Asked, why: str) -> HttpResponse:
    """Send somebody back to the assessment, saying why this cannot be done now."""
    messages.info(request, why)
    return redirect(to.url)
