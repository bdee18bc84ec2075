"""The annual public meeting as proof: its public page is logged for the body's yearly duty, and sent in for review."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction

from bodies.models import User
from bodies.web.text import date_long
from duties.actions import NotNow
from duties.changing import locked as locked_obligation
from duties.models import Obligation
from duties.years import FinancialYear
from evidence.actions import Content, add_evidence, send_in
from evidence.models import Submission
from meetings.actions.common import locked
from meetings.models import Meeting

DUTY = "annual-public-meeting"


@transaction.atomic
def send_as_proof(*, meeting: Meeting, by: User, today: date) -> Submission:
    """Log a meeting's public page for the duty of the year that it presented, and send it in for review.

    It proves the duty (NHS Act 2006 s14Z15(6)(b)) only if the annual report was published before the meeting and
    presented at it, and the page says so to everybody. Sent in already, it stays so. Raises NotNow with what is
    missing.
    """
    current = locked(meeting)
    lacking = missing_as_proof(current, today)
    if lacking:
        raise NotNow(f"This meeting cannot be sent in yet. What is missing: {'; '.join(lacking)}.")
    owed = owed_by(current)
    if owed is None:
        year = FinancialYear(current.presents_year or 0)
        raise NotNow(f"No annual public meeting to present the report of {year} is open for {current.body.last_name}.")
    obligation = locked_obligation(owed)
    url = f"{settings.SITE_URL}{current.path}"
    sent = obligation.submissions.order_by("-pk").first()
    if sent is not None and obligation.sent_on is not None and obligation.evidence.filter(url=url).exists():
        return sent
    add_evidence(
        obligation=obligation, content=Content(url=url), title=current.label, about_on=current.on, by=by, today=today,
        invented=current.is_invented,
    )  # fmt: skip
    return send_in(obligation=obligation, done_on=current.on, note="", by=by, today=today, invented=current.is_invented)


def missing_as_proof(meeting: Meeting, today: date) -> list[str]:
    """What a meeting lacks to prove the yearly duty, in words; nothing: it proves it."""
    if meeting.kind != Meeting.Kind.ANNUAL:
        return ["it is not an annual public meeting"]
    was_held = meeting.state == Meeting.State.HELD and meeting.on <= today
    of_meeting = [
        (was_held, "it is not recorded that the meeting was held"),
        (meeting.in_public, "it is not recorded that the meeting was held in public"),
        (meeting.is_announced(today), "the meeting is not announced to the public"),
        (meeting.presents_year is not None, "the year of the annual report is not recorded"),
    ]
    return [words for is_there, words in of_meeting if not is_there] + _missing_of_report(meeting, today)


def _missing_of_report(meeting: Meeting, today: date) -> list[str]:
    lacking = []
    published = meeting.report_published_on
    if published is None or published > today:
        lacking.append("the day on which the annual report was published is not recorded")
    elif published >= meeting.on:
        lacking.append(f"the annual report was published on {date_long(published)}, which is not before the meeting")
    if not meeting.report_presented:
        lacking.append("it is not recorded that the annual report was presented at the meeting")
    elif not meeting.shows_record(today):
        lacking.append("the record of the meeting is not published, so that its page does not say what was presented")
    return lacking


def owed_by(meeting: Meeting) -> Obligation | None:
    """The yearly duty of the body for the year whose report the meeting presents, if it was opened."""
    if meeting.presents_year is None:
        return None
    owed = Obligation.objects.owed_by_body().filter(body=meeting.body, duty__slug=DUTY, closed_on=None).for_pages()
    return owed.filter(period_year=meeting.presents_year).order_by("pk").first()
