"""The posts of a governing body: its governance lead records which there are and who holds them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bodies import appointing
from bodies.access import Permission, can
from bodies.actions import Refused
from bodies.models import Appointment, Body, Post
from bodies.posts import rows_of, standing_of
from bodies.web.asked import code_of, posted
from bodies.web.tables import CSV, XLSX, table_response
from bodies.web.workbook import Sheet
from desk.posts_forms import AppointmentForm, PostForm
from desk.views.by_hand import CONFLICT

FORM_METHODS = ["GET", "HEAD", "POST"]
HEADER = (
    "Post", "By law", "Votes", "First day of the post", "Last day of the post", "Held from", "Held to", "Interim",
    "Name", "Today",
)  # fmt: skip


@require_safe
def posts(request: HttpRequest, code: str) -> HttpResponse:
    """Every post with who holds it today, what is vacant, and what the law asks for besides."""
    body, today = _body(request, code)
    return render(request, "desk/posts.html", {
        "body": body, "standing": standing_of(body, today),
        "other": [post for post in body.posts.all() if not post.is_there(today)],
    })  # fmt: skip


@require_http_methods(FORM_METHODS)
def add_post(request: HttpRequest, code: str) -> HttpResponse:
    body, today = _body(request, code)
    form = PostForm(posted(request), body_kind=body.kind)

    def write() -> None:
        appointing.add_post(
            body=body, said=form.said(), by=request.user, today=today, invented=bool(settings.DEMONSTRATION)  # type: ignore[arg-type]
        )  # fmt: skip

    return _answer(request, body, form, write, title="Add a post", button="Add the post")


@require_http_methods(FORM_METHODS)
def change_post(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    body, today = _body(request, code)
    post = get_object_or_404(Post, pk=pk, body=body)
    form = PostForm(posted(request), body_kind=body.kind, initial=PostForm.of(post))
    write = partial(appointing.change_post, post=post, by=request.user, today=today)  # type: ignore[arg-type]
    return _answer(
        request, body, form, lambda: write(said=form.said()), title="Change a post", button="Save", post=post
    )  # fmt: skip


@require_http_methods(FORM_METHODS)
def appoint(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    body, today = _body(request, code)
    post = get_object_or_404(Post, pk=pk, body=body)
    form = AppointmentForm(posted(request))

    def write() -> None:
        appointing.appoint(
            post=post, said=form.said(), by=request.user, today=today, invented=bool(settings.DEMONSTRATION)  # type: ignore[arg-type]
        )  # fmt: skip

    return _answer(request, body, form, write, title="Who holds this post?", button="Save", post=post)


@require_http_methods(FORM_METHODS)
def change_appointment(request: HttpRequest, code: str, pk: int, holder: int) -> HttpResponse:
    """Say when somebody leaves a post, or correct what is said."""
    body, today = _body(request, code)
    post = get_object_or_404(Post, pk=pk, body=body)
    one = get_object_or_404(Appointment, pk=holder, post=post)
    form = AppointmentForm(posted(request), initial=AppointmentForm.of(one))
    write = partial(appointing.change_appointment, appointment=one, by=request.user, today=today)  # type: ignore[arg-type]
    return _answer(
        request, body, form, lambda: write(said=form.said()), button="Save", post=post,
        title="Change who holds this post, or say when they leave",
    )  # fmt: skip


@require_safe
def posts_csv(request: HttpRequest, code: str) -> HttpResponse:
    return _file(request, code, CSV)


@require_safe
def posts_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    return _file(request, code, XLSX)


def _file(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """Every post that there ever was, with everybody who held it."""
    body, today = _body(request, code)
    name = f"posts-{body.code.lower()}-{today.isoformat()}"
    return table_response(form, name, Sheet("Posts", HEADER, rows_of(body, today)))


def _answer(
    request: HttpRequest, body: Body, form: forms.Form, write: Callable[[], Any], *, title: str, button: str,
    post: Post | None = None,
) -> HttpResponse:  # fmt: skip
    """Do it and go back to the list, or show the form with what is wrong."""
    status = 200
    if form.is_valid():
        try:
            write()
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = CONFLICT
        else:
            messages.success(request, "Saved. The public page of the body shows it now")
            return redirect("desk:posts", code=body.code)
    return render(request, "desk/posts_form.html", {
        "body": body, "form": form, "title": title, "button": button, "post": post,
    }, status=status)  # fmt: skip


def _body(request: HttpRequest, code: str) -> tuple[Body, date]:
    """The body, with its posts, if the reader is its lead; and today."""
    today: date = request.today  # type: ignore[attr-defined]
    found = Body.objects.open_on(today).prefetch_related("offices", "posts__appointments")
    body = found.filter(code=code_of(code)).first()
    if body is None or not can(request.reach, Permission.CERTIFY, body, today):  # type: ignore[attr-defined]
        raise Http404("There is no such body for this person.")
    return body, today
