"""The lead publishes papers, minutes and recordings, one by one or all papers at once."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from bodies.web.asked import posted
from bodies.web.text import date_long, plural
from duties.actions import NotNow
from evidence.views.common import FORM_METHODS, attempt, done
from meetings.actions import publishing
from meetings.forms.publishing import WhenForm
from meetings.keeping import next_of
from meetings.models import Paper
from meetings.papers import BEFORE, is_late, papers_due
from meetings.views.common import meeting_asked
from meetings.views.pages import hub, now, page_of, refused
from meetings.views.papers import paper_asked, place_of

LOOK_TWICE = "Check that it names no patients and holds nothing of Part 2."


@require_http_methods(FORM_METHODS)
def publish_paper(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    """Ask when one document was published."""
    meeting, row = paper_asked(request, pk, paper)
    today: Any = request.today  # type: ignore[attr-defined]
    back = hub(meeting, place_of(row.role))
    if request.method != "POST" and row.on is not None:
        return refused(request, back, f"“{row.evidence.title}” is published.")
    try:
        publishing.refuse_paper(meeting, row, today)
    except NotNow as refusal:
        return refused(request, back, refusal)
    following = next_of(meeting)
    form = WhenForm(
        posted(request), today=today, late=is_late(meeting, row.role, today),
        ratifies=row.role == Paper.Role.MINUTES,
        initial={"ratified_on": meeting.ratified_on or (following if following and following <= today else None)},
    )  # fmt: skip
    status = attempt(
        form,
        lambda: publishing.publish_paper(paper=row, by=request.user, today=today, **form.moment(now()), **form.more()),
    )
    if status is None:
        return done(request, back, f"“{row.evidence.title}” is published")
    intro = [f"Anybody will be able to read “{row.evidence.title}”. {LOOK_TWICE}", _due(meeting, [row.role])]
    return page_of(request, meeting, form, title="Publish", button="Publish", status=status, intro=intro, back=back)


@require_http_methods(FORM_METHODS)
def publish_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask when all papers of Part 1 were published that are drafts still."""
    meeting, today = meeting_asked(request, pk), request.today  # type: ignore[attr-defined]
    back = hub(meeting, "papers")
    rows = list(meeting.papers.unpublished().filter(role__in=BEFORE).select_related("evidence", "item"))
    try:
        for row in rows[:1]:
            publishing.refuse_paper(meeting, row, today)
    except NotNow as refusal:
        return refused(request, back, refusal)
    if not rows:
        return refused(request, back, "Every paper of Part 1 is published.")
    form = WhenForm(posted(request), today=today, late=is_late(meeting, Paper.Role.PAPER, today))
    status = attempt(
        form,
        lambda: publishing.publish_all(
            meeting=meeting, by=request.user, today=today, **form.moment(now()), **form.more()
        ),
    )
    if status is None:
        return done(request, back, f"{plural(len(rows), 'paper is', 'papers are')} published")
    titles = ", ".join(f"“{row.evidence.title}”" for row in rows)
    intro = [f"Anybody will be able to read these: {titles}.", LOOK_TWICE, _due(meeting, [Paper.Role.PAPER])]
    title = f"Publish {plural(len(rows), 'paper')}"
    return page_of(request, meeting, form, title=title, button="Publish", status=status, intro=intro, back=back)


def _due(meeting: Any, roles: list[str]) -> str:
    due_on = papers_due(meeting)
    return f"Papers were due by {date_long(due_on)}." if due_on is not None and roles[0] in BEFORE else ""
