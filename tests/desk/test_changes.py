"""What changed since an assurer looked: what counts, whose it is, what is said of what is over, and the files."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bodies.access import Role
from bodies.looking import Drawn, drawn, looked, read_drawn
from bodies.models import AuditEntry, BodyOffice, Succession
from desk.changes import SOURCES, TITLES, count, everything
from duties.flags import clear_flag, raise_flag
from duties.handover import hand_over
from duties.models import Flag, Obligation
from duties.sweep import sweep
from evidence.changes import newest
from evidence.models import Submission
from meetings.actions.checking import answer_question, check_meeting, send_on
from meetings.actions.waiting import follow_questions
from meetings.changes import newest as newest_questions
from meetings.models import Question
from tests.desk.test_homes import cards, make_round
from tests.factories import TODAY, make_body, make_member, make_obligation, make_rule
from tests.looked import committed, look
from tests.meetings.conftest import make_meeting

DAY = timedelta(days=1)


def mark(client: Any) -> None:
    """Look at the home and press."""
    page = client.get("/").content.decode()
    given = page.split('name="drawn" value="')[1].split('"')[0]
    client.post("/changes/seen/", {"drawn": given})


def gone(obligation: Obligation, since_on: date = TODAY) -> None:
    raise_flag(obligation=obligation, kind="gone", since_on=since_on, by=None, today=TODAY)


def test_what_commits_after_the_page_was_drawn_counts_though_its_moment_is_earlier(place, sign_in, monkeypatch):
    client, row = sign_in(place.assurer), make_obligation(place.body)
    began = timezone.now()
    mark(client)
    with monkeypatch.context() as patch:  # a long batch: it took its moment before the page was drawn
        patch.setattr("django.utils.timezone.now", lambda: began)
        gone(row)
    committed()
    assert Flag.objects.get().raised_at < looked(read(place.assurer)).at
    assert cards(client.get("/").content.decode())["published page gone"][0] == 1
    mark(client)
    assert "published page gone" not in cards(client.get("/").content.decode())


def read(membership):
    membership.refresh_from_db()
    return membership


def test_an_old_page_in_another_window_takes_nothing_back(place, sign_in):
    client = sign_in(place.assurer)
    old = client.get("/").content.decode().split('name="drawn" value="')[1].split('"')[0]
    gone(make_obligation(place.body))
    mark(client)
    client.post("/changes/seen/", {"drawn": old})
    assert "published page gone" not in cards(client.get("/").content.decode())


@pytest.mark.parametrize(
    "junk", ["", "now", "2016-10-17T10:00 1 2016-10-17", "2016-10-17T10:00Z -1 2016-10-17", "2016-10-17T10:00Z 1",
             "0001-01-01T00:00:00+14:00 1 2016-10-17", "2016-10-17T10:00Z 1 2016-13-01", "\0 1 2016-10-17",
             "2016-10-17T10:00Z 9999999999999999999999 2016-10-17"],
)  # fmt: skip
def test_a_press_that_no_page_made_marks_nothing_and_says_so(place, sign_in, junk):
    client = sign_in(place.assurer)
    page = client.post("/changes/seen/", {"drawn": junk}, follow=True).content.decode()
    assert "Nothing was marked" in page and read(place.assurer).looked_at is None


def test_what_a_page_says_is_read_back_and_nothing_of_it_is_to_come():
    page = drawn(TODAY)
    assert read_drawn(str(page), TODAY) == page
    later = Drawn(page.at + DAY, page.place, TODAY + DAY)
    found = read_drawn(str(later), TODAY)
    assert found and found.at <= timezone.now() and found.on == TODAY


def test_flags_that_came_and_went_between_two_visits_are_counted_and_said_to_be_over(place, sign_in):
    client = sign_in(place.assurer)
    mark(client)
    stays, goes = make_obligation(place.body, subject="stays"), make_obligation(place.body, subject="goes")
    gone(stays)
    gone(goes)
    clear_flag(obligation=goes, kind="gone", by=None, today=TODAY)
    found = cards(client.get("/").content.decode())
    assert found["published pages gone, of which 1 back again"][0] == 2
    listed = client.get("/changes/?what=gone").content.decode()
    assert "stays" in listed and "goes" in listed and listed.count("(back again)") == 1


def test_what_was_sent_back_and_came_again_counts_with_that_said(place, sign_in):
    client, row = sign_in(place.assurer), make_obligation(place.body)
    mark(client)
    make_round(row, decision="sent_back", reason="No date")
    assert cards(client.get("/").content.decode())["sent back"][0] == 1
    make_round(row, number=2)
    found = cards(client.get("/").content.decode())
    assert found["sent back, of which 1 sent in again or re-opened since"][0] == 1
    assert found["newly sent in, of which 1 no longer waiting for review"][0] == 2


def test_evidence_seen_and_re_opened_counts_with_that_said(place, sign_in):
    client = sign_in(place.assurer)
    mark(client)
    seen = make_round(make_obligation(place.body), decision="seen")
    Submission.objects.filter(pk=seen.pk).update(
        reopened_on=TODAY, reopened_by=place.assurer.user, reopened_why="Wrong year"
    )
    assert cards(client.get("/").content.decode())["evidence seen, of which 1 re-opened since"][0] == 1


def test_a_body_that_moves_brings_what_still_waits_into_the_region_and_takes_it_from_the_other(place, sign_in):
    mover = make_body("09X")
    BodyOffice.objects.create(body=mover, office=place.north, kind="region", from_on=mover.opened_on, to_on=TODAY - DAY)
    BodyOffice.objects.create(body=mover, office=place.south, kind="region", from_on=TODAY)
    north = make_member(Role.ASSURER, place.north)
    waits, over = make_obligation(mover, subject="waits"), make_obligation(mover, subject="over")
    gone(waits)
    gone(over)
    clear_flag(obligation=over, kind="gone", by=None, today=TODAY)
    make_round(make_obligation(mover, subject="seen"), decision="seen")
    long_ago = drawn(TODAY)
    for member in (place.assurer, north):
        look(member, timezone.now(), on=TODAY - DAY)  # yesterday; both pages are drawn after all that
    numbers = {
        who: {kind: one.total for kind, one in count(m.office, looked(m), TODAY).items() if one.total}
        for who, m in (("south", place.assurer), ("north", north))
    }
    assert numbers == {"south": {"gone": 1}, "north": {}}
    look(place.assurer, long_ago.at, on=TODAY)
    assert not any(one.total for one in count(place.south, looked(place.assurer), TODAY).values())


def test_what_passes_to_another_body_is_late_anew_in_the_region_of_who_answers(place, sign_in):
    closed = make_body("09Y", region=place.north, closed_on=TODAY - DAY)
    follower = make_body("09Z", region=place.south, opened_on=TODAY)
    Succession.objects.create(
        predecessor=closed, successor=follower, effective_on=TODAY, kind="ccg_merger", scope="whole"
    )
    row = make_obligation(closed, due_on=TODAY - 30 * DAY)
    sweep(TODAY - DAY)
    look(place.assurer, timezone.now())
    assert count(place.south, looked(place.assurer), TODAY)["late"].total == 0
    hand_over(today=TODAY)
    sweep(TODAY)
    row.refresh_from_db()
    assert row.held_by == follower and Flag.objects.filter(kind="late").count() == 1
    found = everything("late", place.south, looked(place.assurer), TODAY)
    assert [(one.body, one.holds) for one in found] == [(follower, True)]


# Questions ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(place) -> SimpleNamespace:
    """A lay member's question about a meeting that was held."""
    meeting = make_meeting(place.body, date(2016, 10, 6), state="held", announced_on=date(2016, 9, 1))
    answers = {"notice": "", "papers": "Hushed question", "open": "", "part2": ""}
    check_meeting(meeting=meeting, how="attended", answers=answers, note="", by=place.lay.user, today=TODAY)
    return SimpleNamespace(question=Question.objects.get(), **vars(place))


def questions(member) -> tuple[int, int]:
    found = count(member.office, looked(read(member)), TODAY)["question"]
    return found.total, found.over


def test_a_question_counts_from_the_moment_it_reached_nhs_england(asked, sign_in):
    client = sign_in(asked.assurer)
    mark(client)
    assert questions(asked.assurer) == (0, 0)
    send_on(question=asked.question, by=asked.lay.user, today=TODAY)
    assert questions(asked.assurer) == (1, 0) and questions(make_member(Role.ASSURER, asked.north)) == (0, 0)
    page = client.get("/").content.decode()
    number, href = cards(page)["question"]
    assert number == 1
    listed = client.get(href).content.decode()
    assert f"/questions/{asked.question.pk}/" in listed and "Hushed" not in listed and "Not answered yet" in listed
    answer_question(question=asked.question, text="On our site", by=asked.lead.user, today=TODAY)
    assert questions(asked.assurer) == (1, 1)
    mark(client)
    assert questions(asked.assurer) == (0, 0)


def test_a_question_whose_pass_committed_after_the_page_was_drawn_counts(asked, sign_in, monkeypatch):
    client, began = sign_in(asked.assurer), timezone.now()
    mark(client)
    with monkeypatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: began)
        send_on(question=asked.question, by=asked.lay.user, today=TODAY)
    committed()
    assert questions(asked.assurer) == (1, 0)


def test_a_question_that_waited_counts_from_the_pass_that_found_it_and_once(asked):
    look(asked.national_assurer, timezone.now())
    day = TODAY + 40 * DAY
    follow_questions(day)
    asked.question.refresh_from_db()
    assert (asked.question.waited_on, asked.question.reached_on) == (day, day)
    assert questions(asked.national_assurer) == (1, 0)
    before = asked.question.reached_at
    follow_questions(day + DAY)
    asked.question.refresh_from_db()
    assert asked.question.reached_at == before
    assert [one.path for one in newest_questions(asked.national, day, 9)] == [f"/questions/{asked.question.pk}/"]
    assert newest_questions(asked.north, day, 9) == []


# Lists, files, and what others read -----------------------------------------------------------------------------------


@pytest.fixture
def busy(place) -> SimpleNamespace:
    """Something of each kind, at two bodies of the region and one elsewhere."""
    second = make_body("11J", name="NHS Dorset CCG", region=place.south)
    for body in (place.body, second, place.other):
        gone(make_obligation(body, subject="page"))
        make_obligation(body, subject="late", due_on=TODAY - DAY)
        make_round(make_obligation(body, subject="seen"), decision="seen")
        make_round(make_obligation(body, subject="back"), decision="sent_back", reason="Why")
        make_round(make_obligation(body, subject="in"))
    sweep(TODAY)
    look(place.assurer, timezone.now() - DAY)
    return SimpleNamespace(second=second, **vars(place))


def test_all_changes_stand_by_body_the_newest_first_and_the_files_have_the_same_rows(busy, sign_in):
    client = sign_in(busy.assurer)
    page = client.get("/changes/?what=all").content.decode()
    assert page.index("NHS Chiltern CCG") < page.index("NHS Dorset CCG") and "Eastern Cheshire" not in page
    wanted = everything("all", busy.south, looked(busy.assurer), TODAY)
    assert len(wanted) == 2 * 7 and {one.kind for one in wanted} == set(SOURCES) - {"question"}
    for body in (busy.body, busy.second):
        moments = [one.at for one in wanted if one.body == body]
        assert moments == sorted(moments, reverse=True)
    rows = list(csv.reader(io.StringIO(client.get("/changes/csv/?what=all").content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Body code", "Body", "Change", "When"]
    assert [(row[0], row[2], row[3], row[4]) for row in rows[1:]] == [
        (one.body.code, one.words.word, one.on.isoformat(), one.title) for one in wanted
    ]
    assert page.count('role="rowheader"') == len(wanted)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/changes/xlsx/?what=all").content))
    found = list(book.active.iter_rows(values_only=True))
    assert [row[0] for row in found[1 : len(wanted) + 1]] == [row[0] for row in rows[1:]]
    assert found[1][3].date() == wanted[0].on


def test_a_page_of_all_changes_has_the_newest_and_says_how_many_there_are(busy, sign_in, monkeypatch):
    monkeypatch.setattr("desk.views.assurer.MOST", 5)
    page = sign_in(busy.assurer).get("/changes/?what=all").content.decode()
    whole = everything("all", busy.south, looked(busy.assurer), TODAY)
    newest_five = sorted(whole, key=lambda one: (one.at, one.kind, one.key))[-5:]
    assert "The newest 5 of 14. The files below have them all." in page
    assert page.count('role="rowheader"') == 5
    assert all(page.count(one.path) >= 1 for one in newest_five)


@pytest.mark.parametrize("what", TITLES)
def test_each_list_its_files_and_its_number_agree(busy, sign_in, what):
    client = sign_in(busy.assurer)
    rows = list(csv.reader(io.StringIO(client.get(f"/changes/csv/?what={what}").content.decode("utf-8-sig"))))[1:]
    numbers = count(busy.south, looked(busy.assurer), TODAY)
    assert len(rows) == (sum(one.total for one in numbers.values()) if what == "all" else numbers[what].total)


def test_files_are_for_their_own_assurer_and_of_lists_that_there_are(busy, sign_in):
    client = sign_in(busy.assurer)
    for form in ("csv", "xlsx"):
        assert client.get(f"/changes/{form}/?what=nonsense").status_code == 404
        assert client.get(f"/changes/{form}/?what=all&as={busy.national_assurer.pk}").status_code == 404
        assert sign_in(busy.lead).get(f"/changes/{form}/?what=all").status_code == 403
        client = sign_in(busy.assurer)


def test_the_newest_of_an_office_are_the_newest_of_all_that_it_may_read(busy):
    def by_hand(bodies) -> list[tuple[str, int]]:
        rows = [(one.raised_at, one.kind, one.pk, one.obligation) for one in Flag.objects.all()]
        rows += [(one.sent_at, "sent_in", one.pk, one.obligation) for one in Submission.objects.all()]
        rows += [
            (one.decided_at, one.decision, one.pk, one.obligation) for one in Submission.objects.exclude(decision="")
        ]
        rows = [row for row in rows if row[1] in SOURCES and row[3].body in bodies]
        return [(kind, pk) for _, kind, pk, _ in sorted(rows, key=lambda row: row[:3], reverse=True)]

    ours = [busy.body, busy.second]
    for office, bodies in ((busy.south, ours), (None, [*ours, busy.other]), (busy.north, [busy.other])):
        found = newest(office, TODAY, 100)
        assert [(one.kind, one.key) for one in found] == by_hand(bodies)
        assert newest(office, TODAY, 3) == found[:3]
        assert all(one.path == f"/obligations/{one.obligation.pk}/" for one in found)


@pytest.mark.parametrize("address", ["/", "/changes/?what=all", "/changes/?what=late", "/changes/csv/?what=all"])
def test_pages_of_changes_take_as_many_queries_with_many_rows_as_with_few(busy, sign_in, address):
    client = sign_in(busy.assurer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    client.get(address)
    few, rule = queries(), make_rule()
    for number in range(6):
        body = make_body(region=busy.south)
        make_obligation(body, rule, subject=str(number), due_on=TODAY - DAY)
        gone(make_obligation(body, rule, subject=f"gone {number}"))
        make_round(make_obligation(body, subject="seen"), decision="seen")
    sweep(TODAY)
    assert queries() == few


def test_a_press_is_on_record_with_the_place_that_the_trail_had_reached(place, sign_in):
    gone(make_obligation(place.body))
    before = drawn(TODAY).place
    mark(sign_in(place.assurer))
    entry = AuditEntry.objects.get(verb="marked as seen")
    assert entry.detail["place"] == before and read(place.assurer).looked_on == TODAY
