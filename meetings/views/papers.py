"""The documents of a meeting: added as drafts by who works on it; changed, taken away, replaced, withdrawn, opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bodies.access import Permission, can
from bodies.web.asked import key_of, posted
from duties.actions import NotNow
from evidence.files.serving import download
from evidence.forms.common import WhyForm
from evidence.pre_election import period_on
from evidence.views.adding import CHOOSE_AGAIN, attempt_storing, content_of
from evidence.views.common import FORM_METHODS, attempt, done, is_invented
from meetings.actions import papers
from meetings.forms.papers import (
    AddFileForm,
    AddLinkForm,
    NewerFileForm,
    NewerLinkForm,
    PaperForm,
    item_choices,
)
from meetings.forms.publishing import PutRightForm
from meetings.models import Meeting, Paper
from meetings.papers import BEFORE
from meetings.views.common import meeting_asked
from meetings.views.pages import hub, page_of, refused

ADDING: dict[str, type[forms.Form]] = {"file": AddFileForm, "link": AddLinkForm}
REPLACING: dict[str, type[forms.Form]] = {"file": NewerFileForm, "link": NewerLinkForm}
OTHER = {"file": "link", "link": "file"}
TITLES = {"file": "Add a file", "link": "Add a link"}


def place_of(role: str) -> str:
    """Where on the meeting's page documents of a role stand."""
    return "papers" if role in BEFORE else "minutes"


@require_http_methods(FORM_METHODS)
def add_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Keep a document as a draft. `?role=` and `?item=` come from where the link stood."""
    if kind not in ADDING:
        raise Http404("There is no such kind of document.")
    meeting, today = meeting_asked(request, pk, Permission.ADD_EVIDENCE), request.today  # type: ignore[attr-defined]
    asked = {"role": request.GET.get("role", ""), "item": key_of(request.GET.get("item", ""))}
    form = _bound(request, kind, ADDING, meeting=meeting, initial={**asked, "role": asked["role"] or Paper.Role.PAPER})
    made: list[Paper] = []

    def add() -> None:
        given = form.cleaned_data
        made.append(
            papers.add_paper(
                meeting=meeting, content=content_of(given), title=given["title"], role=given["role"], by=request.user,
                today=today, invented=is_invented(), **form.belongs(),
            )
        )  # fmt: skip

    status = attempt_storing(form, add)
    if status is None:
        return _added(request, meeting, made[0])
    again = CHOOSE_AGAIN if form.is_bound and kind == "file" and "file" not in form.errors else ""
    other = reverse("meetings:add_paper", args=[pk, OTHER[kind]])
    return page_of(
        request, meeting, form, title=TITLES[kind], button="Keep as a draft", is_multipart=kind == "file",
        status=status, intro=["It is a draft, for the body alone, until the governance lead publishes it.", again],
        other={"href": f"{other}?{request.GET.urlencode()}", "text": f"{TITLES[OTHER[kind]]} instead"},
    )  # fmt: skip


def _added(request: HttpRequest, meeting: Meeting, paper: Paper) -> HttpResponse:
    """Go on to publishing where that is what comes next: papers wait for each other, minutes for nothing."""
    may_publish = can(request.reach, Permission.KEEP_MEETINGS, meeting.body, request.today)  # type: ignore[attr-defined]
    if may_publish and paper.role not in BEFORE and not paper.is_part2 and meeting.is_announced(request.today):  # type: ignore[attr-defined]
        return redirect("meetings:publish_paper", meeting.pk, paper.pk)
    return done(request, hub(meeting, place_of(paper.role)), "It was added as a draft")


@require_safe
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to where the minutes are added that come next: the draft, then the ratified ones."""
    meeting = meeting_asked(request, pk)
    role = Paper.Role.MINUTES if meeting.minutes_draft_on else Paper.Role.DRAFT_MINUTES
    kept = meeting.papers.unpublished().filter(role=role).first()
    if kept is not None:
        return redirect("meetings:publish_paper", pk, kept.pk)
    return redirect(f"{reverse('meetings:add_paper', args=[pk, 'file'])}?role={role}")


@require_http_methods(FORM_METHODS)
def change_paper(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Correct a draft; of what is published, when that was and why it was late, which only the lead does."""
    meeting, row = paper_asked(request, pk, paper, Permission.ADD_EVIDENCE)
    if row.evidence.withdrawn_on is not None:
        return refused(request, hub(meeting, place_of(row.role)), "This was withdrawn: it stays as it is.")
    if row.on is not None:
        meeting_asked(request, pk)  # the lead alone
        return _put_right(request, meeting, row)
    initial = {"title": row.evidence.title, "item": row.item_id, "is_part2": row.is_part2}
    form = PaperForm(posted(request), meeting=meeting, initial=initial)
    status = attempt(
        form,
        lambda: papers.change_paper(
            paper=row, title=form.cleaned_data["title"], by=request.user, today=request.today, **form.belongs()
        ),
    )
    if status is None:
        return done(request, hub(meeting, place_of(row.role)), "The draft was saved")
    return page_of(request, meeting, form, title="Change a draft", button="Save", status=status)


def _put_right(request: HttpRequest, meeting: Meeting, row: Paper) -> HttpResponse:
    items = {one.pk: one for one in meeting.items.all()}
    form = PutRightForm(
        posted(request), today=request.today, items=item_choices(meeting, part2=False),  # type: ignore[attr-defined]
        initial={"on": row.on, "at": row.at, "late_why": row.late_why, "item": row.item_id},
    )  # fmt: skip

    def save() -> None:
        given: dict[str, Any] = dict(form.cleaned_data)
        papers.put_right_paper(
            paper=row, item=items.get(given.pop("item")), by=request.user, today=request.today, **given
        )

    status = attempt(form, save)
    if status is None:
        return done(request, hub(meeting, place_of(row.role)), "It was put right")
    intro = [f"“{row.evidence.title}” is published: what you save here anybody can read at once."]
    return page_of(request, meeting, form, title="When was it published?", button="Save", status=status, intro=intro)


@require_POST
def remove_paper(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Take a draft away. A second press finds it gone, which is what was wanted."""
    meeting = meeting_asked(request, pk, Permission.ADD_EVIDENCE)
    row = meeting.papers.filter(pk=paper).select_related("evidence").first()
    try:
        if row is not None:
            papers.remove_paper(paper=row, by=request.user, today=request.today)  # type: ignore[attr-defined]
    except NotNow as refusal:
        return refused(request, hub(meeting), refusal)
    return done(request, hub(meeting, place_of(row.role) if row else "papers"), "The draft was taken away")


@require_http_methods(FORM_METHODS)
def withdraw_paper(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Withdraw a published document with a reason."""
    meeting, row = _published(request, pk, paper)
    form = WhyForm(
        posted(request), label="Why is it withdrawn?",
        hint="The public reads this, and so does NHS England: name no patients or staff.",
    )  # fmt: skip
    status = attempt(
        form,
        lambda: papers.withdraw_paper(paper=row, why=form.cleaned_data["why"], by=request.user, today=request.today),
    )
    if status is None:
        return done(request, hub(meeting, place_of(row.role)), "It was withdrawn. It stays on the record")
    intro = [
        f"“{row.evidence.title}” is no document of the meeting any more.",
        "It comes off the public site, which will say when it was withdrawn and why.",
    ]
    return page_of(request, meeting, form, title="Withdraw", button="Withdraw", status=status, intro=intro)


@require_http_methods(FORM_METHODS)
def replace_paper(request: HttpRequest, pk: int, paper: int, kind: str) -> HttpResponse:
    """Let a newer version take the place of a published document, at once."""
    if kind not in REPLACING:
        raise Http404("There is no such kind of document.")
    meeting, row = _published(request, pk, paper)
    today, title = request.today, row.evidence.title  # type: ignore[attr-defined]
    period = period_on(today)
    form = _bound(request, kind, REPLACING, initial={"title": title}, during_election=period is not None)

    def replace() -> None:
        given = form.cleaned_data
        papers.replace_paper(
            paper=row, content=content_of(given), title=given["title"], why=given["why"],
            anyway=given.get("anyway", False), by=request.user, today=today, invented=is_invented(),
        )  # fmt: skip

    status = attempt_storing(form, replace)
    if status is None:
        return done(request, hub(meeting, place_of(row.role)), "The newer version is published")
    again = CHOOSE_AGAIN if form.is_bound and kind == "file" and "file" not in form.errors else ""
    return page_of(
        request, meeting, form, title="Replace by a newer version", button="Replace", is_multipart=kind == "file",
        status=status, period=period, intro=[
            f"Anybody can read the newer version of “{title}” at once.",
            "Beside it is shown that it was replaced, when and why, with the day on which the first one was published.",
            again,
        ],
        other={
            "href": reverse("meetings:replace_paper", args=[pk, paper, OTHER[kind]]),
            "text": f"Replace it by a {OTHER[kind]}",
        },
    )  # fmt: skip


@require_safe
def paper_file(request: HttpRequest, pk: int, paper: int) -> HttpResponseBase:
    """The file of a document, whatever it is, for those who work on the meeting."""
    _, row = paper_asked(request, pk, paper, Permission.SEE_DRAFTS)
    return download(row.evidence)


def paper_asked(
    request: HttpRequest, pk: int, paper: int, permission: Permission = Permission.KEEP_MEETINGS
) -> tuple[Meeting, Paper]:  # fmt: skip
    """A meeting, as for `meeting_asked`, and one of its documents. Raises Http404."""
    meeting = meeting_asked(request, pk, permission)
    row = get_object_or_404(meeting.papers.select_related("evidence__file", "item"), pk=paper)
    row.meeting = meeting
    return meeting, row


def _published(request: HttpRequest, pk: int, paper: int) -> tuple[Meeting, Paper]:
    meeting, row = paper_asked(request, pk, paper)
    if row.on is None:
        raise Http404("This is not published.")
    return meeting, row


def _bound(request: HttpRequest, kind: str, classes: dict[str, type[forms.Form]], **given: Any) -> Any:
    """The form of one kind of document, with what was sent."""
    data = posted(request)
    if kind == "file":
        given |= {
            "files": request.FILES if data is not None else None, "request": request,
            "limit": settings.MAX_UPLOAD_BYTES,
        }  # fmt: skip
    return classes[kind](data, **given)
