"""An invented year of meetings of the sign-ins' body around 17 October 2016: one of everything that a lead meets.

The annual public meeting of September is planned and nobody says that it was held: its yearly duty waits for that.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

from meetings.actions import publishing, recording
from meetings.actions.planning import cancel, move, plan_meeting
from meetings.actions.planning_years import plan_dates
from meetings.actions.questions import add_question, publish_question
from meetings.actions.recording import Interest
from meetings.actions.ruling import set_rules
from meetings.demonstration.telling import INVENTED, Teller
from meetings.models import Meeting, MeetingRules, Paper

PLANNED_ON = date(2015, 11, 2)
HALL = f"Town Hall, High Street, Amersham {INVENTED}"
YEAR = (
    date(2016, 1, 21), date(2016, 3, 17), date(2016, 5, 19), date(2016, 7, 21), date(2016, 9, 15), date(2016, 11, 3),
    date(2017, 1, 19), date(2017, 3, 16),
)  # fmt: skip
RULES: dict[str, Any] = {
    "notice_count": MeetingRules.Count.CLEAR_DAYS, "papers_count": MeetingRules.Count.CLEAR_WORKING_DAYS,
    "draft_minutes": MeetingRules.Minutes.NEXT_PAPERS, "draft_minutes_days": None, "ratified_days": 10,
    "meetings_a_year": 6,
}  # fmt: skip
TAKING_PART: dict[str, Any] = {
    "place": HALL, "attend": f"Come to the hall: nobody needs to book {INVENTED}",
    "access": f"Level entrance and a hearing loop {INVENTED}",
    "ask": f"Write to questions@10h.demonstration.example {INVENTED}",
}  # fmt: skip
MEMBERS = ["Chair", "Accountable officer", "Chief finance officer", "Lay member for audit", "Registered nurse"]


def tell(teller: Teller) -> dict[date, Meeting]:
    """Tell of the year; returns the governing body's meetings by day."""
    _rules(teller)
    made = plan_dates(
        body=teller.body, days=YEAR, by=teller.lead, today=PLANNED_ON, announce=True, ask_days=3, invented=True,
        kind=Meeting.Kind.GOVERNING_BODY, in_public=True, starts=time(13, 0), ends=time(16, 0), **TAKING_PART,
    ).made  # fmt: skip
    year = {meeting.on: meeting for meeting in made}
    _winter(teller, year)
    _without_minutes(teller, year[date(2016, 5, 19)])
    _july(teller, year[date(2016, 7, 21)])
    _september(teller, year[date(2016, 9, 15)])
    _others(teller)
    return year


def _rules(teller: Teller) -> None:
    """Shorter notice to March 2016, longer from April."""
    for from_on, notice, papers in ((date(2015, 4, 1), 5, 3), (date(2016, 4, 1), 7, 5)):
        set_rules(
            body=teller.body, from_on=from_on, by=teller.lead, today=from_on, invented=True, notice_days=notice,
            papers_days=papers, source=f"Standing orders 3.4 of {from_on.year}, invented", **RULES,
        )  # fmt: skip


def _winter(teller: Teller, year: dict[date, Meeting]) -> None:
    """Two in whose time less was recorded: notice, the quorum and minutes, and not who came."""
    for on, notice, next_on, out in (
        (date(2016, 1, 21), date(2016, 1, 13), date(2016, 3, 17), date(2016, 3, 24)),
        (date(2016, 3, 17), date(2016, 3, 9), date(2016, 5, 19), date(2016, 5, 25)),
    ):
        meeting = year[on]
        teller.notice(meeting, notice)
        teller.agenda(meeting, ["Performance report", "Quality report"], [], notice)
        recording.save_record(meeting=meeting, by=teller.lead, today=on, quorate=True, had_part2=False)
        publishing.publish_record(meeting=meeting, by=teller.lead, today=on)
        teller.paper(
            meeting, f"Minutes of {on:%B %Y}", "The governing body met and was quorate.", out, role=Paper.Role.MINUTES,
            ratified_on=next_on,
        )  # fmt: skip


def _without_minutes(teller: Teller, meeting: Meeting) -> None:
    """Notice came a day late, and no minutes are recorded."""
    teller.notice(meeting, date(2016, 5, 12))
    teller.agenda(meeting, ["Performance report", "Plan for 2016/17"], [], date(2016, 5, 11))
    teller.held(meeting)


def _july(teller: Teller, meeting: Meeting) -> None:
    """All in time, with minutes that the next meeting approved."""
    before = date(2016, 7, 12)
    teller.notice(meeting, before)
    items = teller.agenda(meeting, ["Annual report and accounts 2015/16", "Finance report"], [], before)
    teller.paper(meeting, "Finance report for June 2016", "Spending stood at plan.", before, item=items[1])
    recording.save_record(
        meeting=meeting, by=teller.lead, today=meeting.on, voting_present=5, voting_members=5, quorate=True,
        posts_present=MEMBERS, public_present=4, no_interests=True, had_part2=False,
        decisions={items[0].pk: f"Noted {INVENTED}", items[1].pk: f"Approved {INVENTED}"},
    )  # fmt: skip
    publishing.publish_record(meeting=meeting, by=teller.lead, today=date(2016, 7, 22))
    words = "The governing body noted the annual report and approved the finance report."
    teller.paper(meeting, "Draft minutes of July 2016", words, date(2016, 9, 6), role=Paper.Role.DRAFT_MINUTES)
    teller.paper(
        meeting, "Minutes of July 2016", words, date(2016, 9, 22), role=Paper.Role.MINUTES,
        ratified_on=date(2016, 9, 15),
    )  # fmt: skip


def _september(teller: Teller, meeting: Meeting) -> None:
    """The last one: a late paper with its reason, a private part, a question of the public, and draft minutes."""
    before, late = date(2016, 9, 6), date(2016, 9, 12)
    teller.notice(meeting, before)
    items = teller.agenda(
        meeting, ["Finance report", "Community services in Wycombe", "Winter plan"], ["A contract in dispute"], before
    )
    teller.paper(meeting, "Winter plan 2016/17", "How we prepare for a cold winter.", before, item=items[2])
    teller.paper(
        meeting, "Community services in Wycombe", "Two clinics may move to the health centre.", before, item=items[1]
    )
    teller.paper(
        meeting, "Finance report for July 2016", "Spending stood £40,000 above plan.", late, item=items[0],
        late_why=f"The figures came from our support unit on 9 September {INVENTED}",
    )  # fmt: skip
    teller.draft(meeting, "Advice on the contract", "What is in dispute.", before, item=items[3])
    recording.save_record(
        meeting=meeting, by=teller.lead, today=meeting.on, voting_present=4, voting_members=5, quorate=True,
        posts_present=MEMBERS[:4], posts_absent=MEMBERS[4:], public_present=6, had_part2=True,
        resolution=f"That the public be excluded while a contract is discussed {INVENTED}",
        resolution_why=f"The discussion would harm the commercial interests of others {INVENTED}",
        interests=[Interest("Chair", f"Works for a provider {INVENTED}", f"Left the room for the item {INVENTED}")],
        decisions={items[0].pk: f"Noted {INVENTED}", items[2].pk: f"Approved, with a report in January {INVENTED}"},
    )  # fmt: skip
    publishing.publish_record(meeting=meeting, by=teller.lead, today=date(2016, 9, 19))
    asked = add_question(
        meeting=meeting, question=f"Will the clinic in Wycombe stay open on Saturdays? {INVENTED}",
        answer=f"Yes, until the end of March 2017 {INVENTED}", answered_on=date(2016, 9, 15), by=teller.lead,
        today=date(2016, 9, 19),
    )  # fmt: skip
    publish_question(asked=asked, by=teller.lead, today=date(2016, 9, 19))
    words = "The governing body noted the finance report and approved the winter plan."
    teller.paper(meeting, "Draft minutes of September 2016", words, date(2016, 10, 10), role=Paper.Role.DRAFT_MINUTES)


def _others(teller: Teller) -> None:
    """A meeting that was cancelled, the annual one, one that was moved, and one that nobody may know of."""
    said: dict[str, Any] = {"body": teller.body, "by": teller.lead, "invented": True}
    extra = plan_meeting(
        **said, today=date(2016, 7, 25), announce=True, kind=Meeting.Kind.GOVERNING_BODY, in_public=True,
        on=date(2016, 8, 18), starts=time(18, 0), **TAKING_PART,
    )  # fmt: skip
    cancel(
        meeting=extra, why=f"The business can wait until September {INVENTED}", by=teller.lead, today=date(2016, 8, 8)
    )
    annual = plan_meeting(
        **said, today=date(2016, 6, 30), announce=True, kind=Meeting.Kind.ANNUAL, in_public=True,
        on=date(2016, 9, 29), starts=time(18, 30), presents_year=2015, **TAKING_PART,
    )  # fmt: skip
    teller.notice(annual, date(2016, 9, 15))
    teller.agenda(annual, ["Our year 2015/16", "Questions"], [], date(2016, 9, 15))
    primary = plan_meeting(
        **said, today=date(2016, 7, 1), announce=True, kind=Meeting.Kind.PRIMARY_CARE, in_public=True,
        on=date(2016, 10, 13), starts=time(14, 0), **TAKING_PART,
    )  # fmt: skip
    moved_on = date(2016, 9, 30)
    move(
        meeting=primary, on=date(2016, 10, 27), starts=time(14, 0), ends=None, by=teller.lead, today=moved_on,
        why=f"Too few members could come {INVENTED}",
    )  # fmt: skip
    teller.notice(primary, date(2016, 10, 12))
    teller.agenda(primary, ["Opening hours of practices", "Premises"], [], date(2016, 10, 14))
    plan_meeting(
        **said, today=date(2016, 10, 3), announce=False, kind=Meeting.Kind.OTHER, committee="Remuneration committee",
        in_public=False, on=date(2016, 11, 10), starts=time(9, 30),
    )  # fmt: skip
