"""One meeting as anybody sees it: what is recorded in words, what is not as "Not recorded", never too much."""

import json
import re
from datetime import date, time
from html import unescape

import pytest
from django.utils import timezone

from meetings.models import InterestDeclared, LayCheck, LayPoint, Move, Partner, PublicQuestion, Question
from tests.factories import make_body, make_user
from tests.register.meeting_kit import TODAY, add_paper, announce, whole

pytestmark = pytest.mark.usefixtures("as_at")


@pytest.fixture
def body():
    return make_body("99A", name="NHS Liverpool CCG")


def read(client, meeting, end="") -> str:
    response = client.get(f"/meetings/{meeting.pk}/{end}")
    assert response.status_code == 200
    return unescape(response.content.decode()).partition("<main")[2].partition("</main>")[0]


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def event(client, meeting) -> dict:
    html = client.get(f"/meetings/{meeting.pk}/").content.decode()
    return json.loads(re.search(r'"application/ld\+json" nonce="[^"]+">(.*?)</script>', html, re.DOTALL)[1])


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        ({}, "Governing body meeting held in public, NHS Liverpool CCG, 8 December 2016"),
        ({"in_public": None}, "Governing body meeting, NHS Liverpool CCG, 8 December 2016"),
        ({"in_public": False}, "Governing body meeting, NHS Liverpool CCG, 8 December 2016"),
        ({"kind": "annual"}, "Annual public meeting, NHS Liverpool CCG, 8 December 2016"),
        ({"kind": "other", "committee": "Audit committee"},
         "Audit committee meeting held in public, NHS Liverpool CCG, 8 December 2016"),
    ],
    ids=str,
)  # fmt: skip
def test_the_heading_says_what_whose_and_when(client, body, fields, heading):
    assert f">{heading}</h1>" in read(client, announce(body, **fields))


def test_a_board_is_called_a_board_and_the_act_of_1960_applies_to_it_and_never_did_to_groups(client, body, as_at):
    as_at(date(2023, 5, 1))
    board = make_body("QYG", name="NHS Cheshire ICB", kind="icb", opened_on=date(2022, 7, 1))
    html = read(client, announce(board, date(2023, 5, 25)))
    assert "Board meeting held in public, NHS Cheshire ICB" in html
    assert "applies to integrated care boards" in html and "did not apply" not in html
    assert "1960 did not apply to clinical commissioning groups" in read(client, announce(body))


def test_bodies_that_meet_jointly_are_all_named(client, body):
    meeting = announce(body)
    Partner.objects.create(meeting=meeting, body=make_body("01J", name="NHS Knowsley CCG"))
    html = read(client, meeting)
    assert "NHS Liverpool CCG and NHS Knowsley CCG jointly, 8 December 2016" in html
    assert "NHS Liverpool CCG keeps the record" in html


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, "Planned"),
        ({"on": date(2016, 9, 8)}, "Whether it was held is not recorded"),
        ({"on": date(2016, 9, 8), "state": "held"}, "Held"),
        ({"state": "postponed", "state_why": "Snow"}, "Postponed"),
        ({"state": "cancelled", "state_why": "Snow"}, "Cancelled"),
    ],
    ids=str,
)
def test_the_tag_says_how_it_stands(client, body, fields, word):
    html = read(client, announce(body, **fields))
    assert re.search(rf"nhsuk-tag[^>]+>(<span aria-hidden=\"true\">. </span>)?{word}<", html)
    assert ("Snow" in html) == ("state_why" in fields)


@pytest.mark.parametrize("announced_on", [None, date(2016, 10, 18)])
def test_what_is_not_announced_is_not_found(client, body, announced_on):
    meeting = announce(body, announced_on=announced_on)
    for end in ("/", "/print/", ".ics"):
        assert client.get(f"/meetings/{meeting.pk}{end}").status_code == 404


def test_the_whole_record_is_shown_under_its_headings(client, body):
    told = text(read(client, whole(body)))
    for words in (
        "Thursday 15 September 2016 , 1:30pm", "Town hall", "Come to the main door.", "Write to the board secretary.",
        "By Tuesday 13 September 2016", "Agenda published on Thursday 8 September 2016, midday",
        "Paper on hospitals Statement · published 8 Sep 2016, 12:05pm", "late : Figures came late.",
        "Minutes of the last meeting: Approved as they stand.", "That the public be excluded.",
        "Commercial terms are discussed.",
        "5 of 6 voting members", "Quorum Met", "Chair, Chief nurse", "Members of the public 4",
    ):  # fmt: skip
        assert words in told, words
    assert "Private" not in told.replace("Part 2, the private part", "")


def test_what_nobody_recorded_says_so(client, body):
    told = text(read(client, announce(body, date(2016, 9, 8), starts=None, place="")))
    for key in ("Where", "How to attend", "Access", "How to ask a question", "Meeting notice"):
        assert f"{key} Not recorded" in told, key
    for heading in ("Agenda and papers", "Decisions", "Part 2, the private part", "Who came", "Interests declared"):
        assert f"{heading} Not recorded." in told, heading
    assert "time not recorded" in told
    assert "Draft minutes published Not recorded Ratified minutes published Not recorded" in told


def test_agenda_and_record_wait_for_their_days(client, body, as_at):
    meeting = whole(body, agenda_on=date(2016, 10, 18), record_on=date(2016, 10, 19))
    told = text(read(client, meeting))
    for words in ("Hospital services", "Paper on hospitals", "Approved as they stand", "5 of 6", "Commercial terms"):
        assert words not in told
    as_at(date(2016, 10, 18))
    told = text(read(client, meeting))
    assert "Hospital services" in told and "Paper on hospitals" in told and "Approved as they stand" not in told
    as_at(date(2016, 10, 19))
    assert "Approved as they stand" in text(read(client, meeting))


def test_an_earlier_day_is_told_if_anybody_knew_of_it(client, body):
    meeting = announce(body)
    told = {"moved_on": TODAY, "now_on": meeting.on, "meeting": meeting, "was_at": time(10, 0)}
    Move.objects.create(was_on=date(2016, 12, 1), why="The hall was flooded", was_public=True, **told)
    Move.objects.create(was_on=date(2016, 11, 1), why="Nobody knew of it", was_public=False, **told)
    html = read(client, meeting)
    assert "It was announced for Thursday 1 December 2016, 10am, and moved on 17 October 2016: The hall" in html
    assert "Nobody knew of it" not in html and "1 November" not in html
    data = event(client, meeting)
    assert data["eventStatus"] == "https://schema.org/EventRescheduled"
    assert data["previousStartDate"] == ["2016-12-01"]


def test_interests_are_told_with_the_record_but_those_about_part_2_never(client, body):
    meeting = whole(body)
    item, private = meeting.items.first(), meeting.items.get(is_part2=True)
    made = {"meeting": meeting, "interest": "Owns shares"}
    InterestDeclared.objects.create(post="Chair", item=item, handled="Left the room", **made)
    InterestDeclared.objects.create(post="Medical director", item=private, **made)
    told = text(read(client, meeting))
    assert "Chair: Owns shares (about “Minutes of the last meeting”). How it was handled: Left the room" in told
    assert "Medical director" not in told
    assert "about items of Part 2 are not shown" in told


def test_public_questions_have_a_day_of_their_own(client, body):
    meeting = announce(body)
    asked = {"meeting": meeting, "answer": "Next year."}
    PublicQuestion.objects.create(question="When does it open?", published_on=TODAY, **asked)
    PublicQuestion.objects.create(question="Not yet published?", published_on=None, **asked)
    PublicQuestion.objects.create(question="Tomorrow?", published_on=date(2016, 10, 18), **asked)
    html = read(client, meeting)
    assert "When does it open?" in html and "Not yet published?" not in html and "Tomorrow?" not in html


@pytest.mark.parametrize("lay", [None, TODAY])
@pytest.mark.parametrize("bodys", [None, TODAY])
def test_a_lay_members_question_is_public_once_both_agree(client, body, lay, bodys):
    meeting, user = whole(body), make_user()
    check = LayCheck.objects.create(
        meeting=meeting, by=user, how="attended", note="A note of theirs", checked_on=TODAY, checked_at=timezone.now()
    )
    point = LayPoint.objects.create(check_of=check, key="papers", words="Papers were there in time", is_true=False)
    Question.objects.create(
        point=point, meeting=meeting, by=user, text="Why so late?", asked_on=TODAY, answer="The printer broke.",
        answered_on=TODAY, answered_by=user, lay_agrees_on=lay, body_agrees_on=bodys,
        body_agrees_by=user if bodys else None,
    )  # fmt: skip
    html = read(client, meeting)
    for words in ("Why so late?", "The printer broke.", "Papers were there in time"):
        assert (words in html) == (lay is not None and bodys is not None), words
    assert "A note of theirs" not in html


def test_an_imported_record_says_from_where_and_as_at_which_day(client, body):
    html = read(client, announce(body, source="a file of sample meetings", source_key="1", source_note="for 2017/18"))
    assert "Taken from a file of sample meetings, as at 1 September 2016." in html
    assert "The source adds: “for 2017/18”." in html
    again = read(client, announce(body, source="a list", source_key="2", source_on=date(2016, 10, 3)))
    assert "Taken from a list, as at 3 October 2016." in again, "the day of the last import"


def test_what_is_invented_says_so_and_what_is_real_does_not(client, body):
    assert "Invented for the demonstration" in read(client, announce(body, is_invented=True))
    assert "Invented" not in read(client, announce(body, date(2016, 12, 9)))


def test_machines_read_it_as_an_event(client, body):
    data = event(client, announce(body, ends=time(16, 0), link="https://watch.example/live"))
    assert data["@type"] == "Event" and data["startDate"] == "2016-12-08T13:30:00+00:00"
    assert data["endDate"] == "2016-12-08T16:00:00+00:00"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    assert data["location"] == [
        {"@type": "Place", "name": "Town hall", "address": "Town hall"},
        {"@type": "VirtualLocation", "url": "https://watch.example/live"},
    ]
    assert data["organizer"][0]["name"] == "NHS Liverpool CCG"
    assert "isAccessibleForFree" not in data
    assert event(client, announce(body, date(2016, 7, 7)))["startDate"].endswith("+01:00")


@pytest.mark.parametrize(("state", "status"), [("postponed", "EventPostponed"), ("cancelled", "EventCancelled")])
def test_machines_are_told_that_it_was_put_off(client, body, state, status):
    data = event(client, announce(body, state=state, state_why="Snow", place="", starts=None))
    assert data["eventStatus"] == f"https://schema.org/{status}"
    assert data["startDate"] == "2016-12-08" and "location" not in data


def test_no_text_ends_the_block_for_machines(client, body):
    sly = "</script><script>alert(1)</script><!-- & \u2028"
    meeting = announce(body, place=sly, attend=sly)
    assert event(client, meeting)["location"]["name"] == sly
    assert "<script>alert" not in client.get(f"/meetings/{meeting.pk}/").content.decode()


def test_the_page_to_print_tells_the_same_in_short(client, body):
    told = text(read(client, whole(body), "print/"))
    assert "Hospital services (1 paper)" in told and "5 of 6 voting members" in told
    assert "Commercial terms are discussed." in told and "Private matter" not in told


def test_a_page_costs_the_same_for_a_small_meeting_and_for_a_large_one(client, body, django_assert_max_num_queries):
    def cost(meeting) -> int:
        with django_assert_max_num_queries(25) as captured:
            read(client, meeting)
        return len(captured)

    meeting = whole(body)
    Partner.objects.create(meeting=meeting, body=make_body())
    few = cost(meeting)
    for number in range(12):
        item = meeting.items.create(position=number + 5, title=f"Item {number}")
        add_paper(meeting, f"Paper {number}", item)
        InterestDeclared.objects.create(meeting=meeting, post="Chair", interest="Shares", item=item)
        Partner.objects.create(meeting=meeting, body=make_body())
    assert cost(meeting) == few


def test_nothing_of_what_happens_is_called_missing_before_the_day_or_of_a_meeting_that_was_put_off(client, body):
    coming = text(read(client, announce(body)))
    assert "Who came" not in coming and "will appear here" in coming
    cancelled = text(read(client, announce(body, date(2016, 9, 15), state="cancelled", state_why="Snow")))
    assert "Who came" not in cancelled and "will appear here" not in cancelled
    past = text(read(client, announce(body, date(2016, 9, 22))))
    assert "Who came Not recorded" in past
