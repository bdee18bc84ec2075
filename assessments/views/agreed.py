"""The pages of what was agreed at a meeting with a body: the list, one action, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from assessments.actions import agreed as actions
from assessments.agreed.access import Part, may_keep, part_in
from assessments.agreed.forms import CONFIRM, NOT_YET, AgreedForm, CloseForm, DoneForm, NoteForm, WhyForm, as_it_stands
from assessments.agreed.listing import SHOW, chosen_of, found, regions_of, sheet
from assessments.models import AgreedAction
from bodies.models import Body, Membership
from bodies.web.asked import code_of, posted
from bodies.web.attempts import attempt
from bodies.web.tables import table_response
from evidence.views.common import FORM_METHODS, is_invented


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The actions that this person may see, by region, body and state."""
    regions = regions_of(request.today)  # type: ignore[attr-defined]
    chosen = chosen_of(request.GET, regions)
    return render(request, "assessments/agreed/list.html", {
        "actions": found(chosen, regions, request.reach, request.today), "chosen": chosen,  # type: ignore[attr-defined]
        "region_options": [("", "All regions"), *((office.code, office.name) for office in regions)],
        "show_options": list(SHOW.items()), "assures": bool(request.reach.offices()),  # type: ignore[attr-defined]
    })  # fmt: skip


@require_safe
def listing_table(request: HttpRequest, form: str) -> HttpResponse:
    """The same to take away."""
    regions = regions_of(request.today)  # type: ignore[attr-defined]
    rows = found(chosen_of(request.GET, regions), regions, request.reach, request.today)  # type: ignore[attr-defined]
    return table_response(form, "agreed-actions", sheet(rows, request.today))  # type: ignore[attr-defined]


@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One action: who does it, by when, how it goes on."""
    action, part = _asked(request, pk)
    return render(request, "assessments/agreed/one.html", {
        "action": action, "part": part, "words": action.words(request.today), "notes": list(action.notes.all()),  # type: ignore[attr-defined]
        "title": action.what, "caption": f"{action.body.name_on(request.today)} · {action.meeting}",  # type: ignore[attr-defined]
        "back": {"href": f"{reverse('assessments:agreed_list')}?body={action.body.code}", "text": "Agreed actions"},
    })  # fmt: skip


@require_http_methods(FORM_METHODS)
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Enter what was agreed with a body."""
    today = request.today  # type: ignore[attr-defined]
    known = Body.objects.known(today).prefetch_related("names", "offices")
    body = known.filter(code=code_of(code)).first()
    if body is None or not may_keep(request.reach, body, today):  # type: ignore[attr-defined]
        raise Http404("There is no such body within reach.")
    form = AgreedForm(posted(request), people=_people(body, request))

    def act() -> None:
        actions.agree(body=body, agreed=form.agreed(), by=request.user, today=today, invented=is_invented())  # type: ignore[arg-type]

    address = f"{reverse('assessments:agreed_list')}?body={body.code}"
    status = attempt(form, act)
    if status is None:
        return _done(request, address, "The action is entered")
    caption = body.name_on(today)
    return _form(request, form, caption, address, ("What was agreed", "Enter the action"), status)


@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct what was entered."""
    action, _ = _asked(request, pk, "may_keep")
    form = AgreedForm(posted(request), initial=as_it_stands(action), people=_people(action.body, request, action))

    def act() -> None:
        version = form.cleaned_data["version"]
        actions.correct(
            action=action, agreed=form.agreed(), version=action.version if version is None else version,
            **_who(request),
        )  # fmt: skip

    return _about(request, action, form, act, ("Correct what was agreed", "Save", "The action is corrected"))


@require_http_methods(FORM_METHODS)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how it goes on."""
    action, part = _asked(request, pk, "may_update")
    form = NoteForm(posted(request))

    def act() -> None:
        actions.note_progress(action=action, text=form.cleaned_data["text"], side=part.side, **_who(request))

    return _about(request, action, form, act, ("Add a note", "Add the note", "The note is added"))


@require_http_methods(FORM_METHODS)
def say_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say, for the body, that it is done."""
    action, _ = _asked(request, pk, "is_in_body")
    form = DoneForm(posted(request))

    def act() -> None:
        actions.say_done(action=action, done_on=form.cleaned_data["done_on"], **_who(request))

    told = "NHS England can see that it is done, and confirms it"
    return _about(request, action, form, act, ("Say that it is done", "Say that it is done", told))


@require_http_methods(FORM_METHODS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that it is done, say that it is not, or close it with a reason."""
    action, _ = _asked(request, pk, "may_keep")
    form = CloseForm(posted(request), initial={"done_on": action.done_on}, action=action)

    def act() -> None:
        given = form.cleaned_data
        if given["decision"] == CONFIRM:
            actions.confirm_done(action=action, done_on=form.done_on_day, **_who(request))
        elif given["decision"] == NOT_YET:
            actions.not_done_yet(action=action, why=given["why"], **_who(request))
        else:
            actions.drop(action=action, why=given["why"], **_who(request))

    return _about(request, action, form, act, ("Decide about this action", "Save", "Saved"))


@require_http_methods(FORM_METHODS)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again what was closed by mistake."""
    action, _ = _asked(request, pk, "may_keep")
    form = WhyForm(posted(request))

    def act() -> None:
        actions.reopen(action=action, why=form.cleaned_data["why"], **_who(request))

    return _about(request, action, form, act, ("Open it again", "Open it again", "The action is open again"))


def _asked(request: HttpRequest, pk: int, *needs: str) -> tuple[AgreedAction, Part]:
    """An action that this person may see, and what they may do; 404 for any other, and where a need is not met."""
    today = request.today  # type: ignore[attr-defined]
    rows = AgreedAction.objects.known(today).select_related("body", "owner")
    action = rows.prefetch_related("body__names", "body__offices").filter(pk=pk).first()
    if action is None:
        raise Http404("There is no such action.")
    part = part_in(action, request.reach, today)  # type: ignore[attr-defined]
    if not part.may_see or not all(getattr(part, need) for need in needs):
        raise Http404("There is no such action for this person.")
    return action, part


def _people(body: Body, request: HttpRequest, action: AgreedAction | None = None) -> list[Membership]:
    """Who of the body may own an action: whoever is there today, and who owns it already; one statement."""
    now = Membership.objects.current(request.today).filter(body=body, user__is_active=True)  # type: ignore[attr-defined]
    people = list(now.order_by("post", "pk"))
    owner = action.owner if action is not None else None
    return people if owner is None or owner in people else [owner, *people]


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.user, "today": request.today}  # type: ignore[attr-defined]


def _done(request: HttpRequest, address: str, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(address)


def _about(
    request: HttpRequest, action: AgreedAction, form: forms.Form, act: Callable[[], object], words: tuple[str, str, str]
) -> HttpResponse:
    """A page of one form about one action: its title, its button, and what is said once it is done."""
    address = reverse("assessments:agreed", args=[action.pk])
    title, button, told = words
    status = attempt(form, act)
    return _done(request, address, told) if status is None else _form(
        request, form, action.what, address, (title, button), status
    )  # fmt: skip


def _form(
    request: HttpRequest, form: forms.Form, caption: str, back: str, words: tuple[str, str], status: int
) -> HttpResponse:
    context = {
        "form": form, "title": words[0], "button_text": words[1], "caption": caption, "back": {"href": back},
    }  # fmt: skip
    return render(request, "assessments/agreed/form.html", context, status=status)
