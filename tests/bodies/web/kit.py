"""A small site of its own, with every part of the page kit on it: the kit is tried without the pages built from it."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.http import require_POST

from bodies.web.forms import Checkboxes, InWords, NHSDateField, Radios


class EveryQuestion(InWords, forms.Form):
    title = forms.CharField(label="Title of the <evidence>", help_text="For example, “Annual report 2015/16”")
    done_on = NHSDateField(label="When was it done?", what="the date it was done", help_text="For example, 27 3 2017")
    where = forms.ChoiceField(
        label="How was it published?",
        choices=[("web", "On the body’s website"), ("meeting", "At a meeting"), ("no", "Not published")],
        widget=Radios(hints={"web": "Paste the link later"}, reveals={"no": "reason"}),
    )
    reason = forms.CharField(label="Why not?", required=False)
    told = forms.MultipleChoiceField(
        label="Who was told?",
        choices=[("board", "Health and wellbeing board"), ("public", "The public")],
        widget=Checkboxes,
        required=False,
    )
    duty = forms.ChoiceField(label="Duty", choices=[("", "Choose a duty"), ("a", "Annual <report>")])
    notes = forms.CharField(label="Notes", widget=forms.Textarea, required=False)
    link = forms.URLField(label="Link", required=False, assume_scheme="https")
    count = forms.IntegerField(label="How many pages?", required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)
    document = forms.FileField(
        label="Document", required=False, widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.csv"})
    )
    sure = forms.BooleanField(label="I have checked it")
    token = forms.CharField(widget=forms.HiddenInput, required=False, initial="kept")

    def clean(self) -> None:
        if self.data.get("title") == "whole":
            raise forms.ValidationError("The whole form is wrong")


class OneQuestion(forms.Form):
    page_heading = "done_on"
    done_on = NHSDateField(label="When was it done?", what="the date it was done")


LATE = SimpleNamespace(word="Legal date passed", sign="■", colour="red")
SOON = SimpleNamespace(word="Due soon", sign="●", colour="yellow")
GOOD = SimpleNamespace(word="On time", sign="✓", colour="green")
NONE = SimpleNamespace(word="No date set", sign="–", colour="grey")


def every_part(request: HttpRequest) -> HttpResponse:
    if "message" in request.GET:
        messages.success(request, "The evidence is sent in")
    form = EveryQuestion(request.POST or None, request.FILES or None)
    rows = [
        SimpleNamespace(title="KO41a quarter 2", due_on=date(2016, 10, 28), words=SOON, owner="Complaints manager"),
        SimpleNamespace(title="Appoint the auditor 2017/18", due_on=date(2016, 12, 31), words=NONE, owner=None),
        SimpleNamespace(title="Complaints report 2015/16", due_on=date(2016, 6, 30), words=LATE, owner="Secretary"),
    ]
    return render(request, "every_part.html", {"form": form, "rows": rows, "words": [LATE, SOON, GOOD, NONE]})


def one_question(request: HttpRequest) -> HttpResponse:
    return render(request, "one_question.html", {"form": OneQuestion(request.POST or None)})


def empty(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse()


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def _app(name: str, *pages: str | tuple[str, Callable[..., HttpResponse]]) -> tuple[list, str]:
    patterns = [path("" if page == "home" else f"{page}/", empty, name=page) for page in pages]
    return patterns, name


urlpatterns = [
    path("parts/", every_part, name="parts"),
    path("one/", one_question, name="one"),
    path("fails/", fails, name="fails"),
    path("only-a-button/", require_POST(empty), name="only_a_button"),
    path("account/", include("allauth.account.urls")),
    path("desk/", include(_app("desk", "home", "year", "calendar", "administration"))),
    path("evidence/", include(_app("evidence", "confirm_many", "queue"))),
    path("assurance/", include(_app("assurance", "national"))),
    path("outbox/", include(_app("outbox", "told"))),
    path(
        "",
        include(
            _app(
                "register",
                *(
                    "home",
                    "search",
                    "bodies",
                    "meetings",
                    "duties",
                    "published",
                    "about",
                    "accessibility",
                    "privacy",
                    "cookies",
                ),
                "calculator",
            )
        ),
    ),
]
handler400 = "bodies.web.errors.bad_request"
handler403 = "bodies.web.errors.not_allowed"
handler404 = "bodies.web.errors.not_found"
handler500 = "bodies.web.errors.server_error"
