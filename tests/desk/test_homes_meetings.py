"""What the homes of a lay member and a governance lead tell of meetings."""

import re
from datetime import date

import pytest
from django.utils import timezone

from meetings.models import LayCheck, LayPoint, Meeting, Question
from tests.factories import TODAY


def words_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def meet(body, on, **fields):
    given = {
        "kind": "governing_body", "in_public": True, "announced_on": date(2016, 4, 1), "state_on": date(2016, 4, 1),
        "entered_on": date(2016, 4, 1), "changed_at": timezone.now(),
    }  # fmt: skip
    return Meeting.objects.create(body=body, on=on, **(given | fields))


@pytest.fixture
def home(place, sign_in):
    def of(member):
        return sign_in(member).get("/").content.decode()

    return of


def test_a_lay_member_reads_the_next_meeting_and_four_facts_of_the_last(place, home):
    meet(place.body, date(2016, 7, 14), state="held", notice_on=date(2016, 7, 13))
    last = meet(
        place.body, date(2016, 9, 8), state="held", notice_on=date(2016, 8, 31), record_on=date(2016, 9, 30),
        had_part2=False, minutes_draft_on=date(2016, 9, 26),
    )  # fmt: skip
    meet(place.body, date(2016, 10, 13), state="cancelled", state_why="The snow.")
    coming = meet(place.body, date(2016, 12, 8), place="Amersham")
    page = home(place.lay)
    shown = words_of(page)
    assert "Next: Governing body , Thursday 8 December 2016" in shown and "(in 52 days), Amersham." in shown
    assert f'href="/meetings/{coming.pk}/"' in page
    for sentence in (
        "Notice was published 7 clear days before", "When the agenda and the papers were published is not recorded.",
        "The public was not excluded from any part of it.", "Draft minutes were published 12 working days after",
    ):  # fmt: skip
        assert sentence in shown
    assert "voting members" not in shown  # four facts, and no more
    assert f'href="/meetings/{last.pk}/check/"' in page


def test_a_lay_member_sees_no_draft_nor_what_is_not_public(place, home):
    meet(place.body, date(2016, 12, 8), announced_on=None)
    meet(place.body, date(2016, 9, 8), state="held", announced_on=None)
    assert "No meeting in public is recorded yet." in words_of(home(place.lay))
    assert "next Governing body, 8 December 2016" in words_of(home(place.lead))


def test_a_meeting_of_which_nobody_said_that_it_was_held_cannot_be_checked(place, home):
    meet(place.body, date(2016, 9, 8))
    shown = words_of(home(place.lay))
    assert "Whether it was held is not recorded." in shown
    assert "Nobody can check it until the governance lead says that it was held." in shown
    assert "Check this record" not in shown
    before = meet(place.body, date(2016, 7, 14), state="held")
    page = home(place.lay)
    assert "Check the record of the one before" in words_of(page)
    assert f'href="/meetings/{before.pk}/check/"' in page


def test_a_lay_member_finds_their_questions_and_what_they_checked(place, home):
    last = meet(place.body, date(2016, 9, 8), state="held")
    assert "You have asked nothing." in words_of(home(place.lay))
    check = LayCheck.objects.create(
        meeting=last, by=place.lay.user, how="papers", checked_on=TODAY, checked_at=timezone.now()
    )
    point = LayPoint.objects.create(check_of=check, key="notice", words="Notice was in time", is_true=False)
    one = Question.objects.create(point=point, meeting=last, by=place.lay.user, text="When was it?", asked_on=TODAY)
    page = home(place.lay)
    assert f'href="/questions/{one.pk}/"' in page
    assert "Governing body, 8 September 2016: Notice was in time Not answered yet" in words_of(page)
    assert "You have checked this record already." in page


def test_a_lead_reads_one_line_about_meetings(place, home):
    assert "Meetings: none is planned. All meetings" in words_of(home(place.lead))
    meet(place.body, date(2016, 9, 8), state="held", notice_on=date(2016, 8, 31))
    meet(place.body, date(2016, 12, 8))
    page = home(place.lead)
    assert "Meetings: next Governing body, 8 December 2016 , in 52 days. Of the last one, Governing body, " in words_of(
        page
    )
    assert "not recorded: agenda and papers, attendance, Part 2, minutes and questions from the public." in words_of(
        page
    )
    assert 'href="/bodies/10H/meetings/manage/"' in page
