"""What a row of a list of meetings becomes, and what is refused in words."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.test import Client

from bodies.models import Body, Succession
from duties.models import Obligation
from meetings.actions import planning
from meetings.models import Change, Meeting
from tests.factories import TODAY, make_body
from tests.meetings.importing.kit import START, errors, fates, import_, listed, notes, only, page_of, row, send, upload

pytestmark = pytest.mark.django_db


class TestTaken:
    def test_a_row_becomes_a_public_meeting_that_says_where_it_comes_from(self, client: Client, body: Body) -> None:
        import_(
            client, row(weekday="Thu", time="14:00-16:00", place="Town Hall", note="6 members of the public present")
        )
        meeting = only()
        assert (meeting.body, meeting.kind, meeting.on, meeting.state) == (
            body,
            "governing_body",
            date(2016, 9, 15),
            "held",
        )
        assert (meeting.starts, meeting.ends, meeting.place) == (time(14), time(16), "Town Hall")
        assert (meeting.announced_on, meeting.entered_on, meeting.public_present) == (TODAY, TODAY, 6)
        assert meeting.source_note == "6 members of the public present"
        assert meeting.taken_from == "Taken from dates.csv, as at 17 October 2016."
        assert Change.objects.get().words == "Announced: Governing body, 15 September 2016"

    def test_without_a_code_it_is_of_the_body_that_was_chosen(self, client: Client, body: Body, second: Body) -> None:
        import_(client, row(ods_code=""), row(ods_code="10y"))
        assert {one.body for one in Meeting.objects.all()} == {body, second}

    def test_titles_in_friendly_words(self, client: Client) -> None:
        content = b"Meeting type,Held on,Day,Start time,Venue,State\nBoard,15 September 2016,Thursday,2pm,Online,held\n"
        import_(client, content=content)
        assert (only().kind, only().starts, only().place) == ("governing_body", time(14), "Online")

    def test_what_fell_due_before_it_was_imported_is_never_late(self, client: Client) -> None:
        import_(client, row(), row(date="2016-12-08", status="scheduled"))
        past = Obligation.objects.filter(event_on=date(2016, 9, 15), step="notice").get()
        assert past.due_on < past.tracked_from
        assert not Obligation.objects.late(TODAY).exists()
        coming = Obligation.objects.get(event_on=date(2016, 12, 8), step="notice")
        assert coming.due_on >= coming.tracked_from

    def test_a_scheduled_meeting_of_the_past_stays_not_recorded(self, client: Client) -> None:
        assert "whether it was held stays “not recorded”" in notes(client, status="scheduled")
        import_(client, row(status="scheduled"))
        assert only().state == "planned"

    @pytest.mark.parametrize(("status", "state"), [("postponed", "postponed"), ("Canceled", "cancelled")])
    def test_one_that_was_put_off_takes_its_reason_from_the_note(self, client: Client, status: str, state: str) -> None:
        import_(client, row(status=status, note="pre-election period"), row(status=status, date="2016-09-22"))
        first, second = Meeting.objects.all()
        assert (first.state, first.state_why) == (state, "pre-election period")
        assert second.state_why == "The source gives no reason."

    def test_another_word_is_another_committee_and_the_preview_says_so(self, client: Client) -> None:
        said = notes(client, kind="annual_report_approval")
        assert "taken as another committee, Annual report approval" in said
        assert "Whether it is held in public: not recorded." in said
        import_(client, row(kind="annual_report_approval"))
        assert (only().what, only().in_public) == ("Annual report approval", None)
        assert not Obligation.objects.exists()


class TestRefused:
    def test_a_wrong_weekday_names_the_right_one(self, client: Client) -> None:
        assert errors(client, weekday="Fri")["weekday"].startswith("15 September 2016 is a Thursday, not a Friday.")

    def test_what_has_not_come_was_not_held(self, client: Client) -> None:
        assert "8 December 2016 has not come yet" in errors(client, date="2016-12-08")["status"]

    @pytest.mark.parametrize(
        ("cells", "column", "words"),
        [
            ({"kind": ""}, "kind", "Fill this in"), ({"date": "31/02/2016"}, "date", "is not a real date"),
            ({"time": "teatime"}, "time", "Write it like 13:30"), ({"kind": "Part 2"}, "kind", "not for the public"),
            ({"status": "maybe"}, "status", "Write held, scheduled"), ({"weekday": "someday"}, "weekday", "not a day"),
            ({"ods_code": "ZZZ"}, "ods_code", "There is no body with the code “ZZZ”"),
            ({"place": "x" * 301}, "place", "300 characters or fewer"),
        ],
    )  # fmt: skip
    def test_each_fault_is_at_its_column_in_words(
        self, client: Client, cells: dict[str, str], column: str, words: str
    ) -> None:
        assert words in errors(client, **cells)[column]

    def test_another_bodys_row_is_refused_in_words(self, client: Client) -> None:
        make_body("99A", name="NHS Liverpool CCG")
        assert errors(client, ods_code="99A")["ods_code"] == (
            "You do not lead NHS Liverpool CCG (99A): its own governance lead imports its meetings. Delete this row"
        )

    def test_a_body_that_did_not_exist_on_the_day(self, client: Client, body: Body, second: Body) -> None:
        assert "opened on 1 April 2013: it had no meeting on 1 March 2013" in errors(client, date="2013-03-01")["date"]
        Body.objects.filter(pk=second.pk).update(closed_on=date(2016, 3, 31))
        assert errors(client, ods_code="10Y")["date"].endswith("Check the date, and the code")
        Succession.objects.create(
            predecessor=second, successor=body, effective_on=date(2016, 4, 1), kind="ccg_merger", scope="whole"
        )
        followed = "It was followed by NHS Chiltern CCG (10H): use that code"
        assert errors(client, ods_code="10Y")["date"].endswith(followed)

    def test_one_meeting_twice_in_a_list(self, client: Client) -> None:
        imported = upload(client, row(), row(place="Town Hall"))
        assert fates(imported) == ["new", "wrong"]
        assert "This is the same meeting as row 2" in page_of(client, imported)

    def test_files_that_are_no_list(self, client: Client) -> None:
        for content, words in (
            (b"", "empty"), (b"kind;status\nboard;held\n", "The column “Date” is missing"),
            (b"\xff\xfe\x00", "not a spreadsheet"),
            (b"kind,date,birds\nboard,2016-01-01,3\n", "“birds” (column C) is not a column that we know"),
        ):  # fmt: skip
            answer = send(client, content)
            assert answer.status_code == 200 and words in answer.content.decode(), content
        assert not Meeting.objects.exists()

    def test_who_does_not_lead_may_not(self, client: Client, second: Body) -> None:
        make_body("99A", name="NHS Liverpool CCG")
        assert client.get("/bodies/99A/import/meetings/").status_code == 404
        assert Client().get(START).status_code == 302


class TestAgain:
    def test_the_same_list_again_is_already_here(self, client: Client) -> None:
        rows = (row(time="2pm"), row(date="2016-12-08", status="scheduled"), row(kind="Audit", date="2016-09-16"))
        import_(client, *rows)
        before = list(Meeting.objects.values())
        assert fates(upload(client, *rows, name="dates (1).csv")) == ["here"] * 3
        assert list(Meeting.objects.values()) == before

    def test_what_a_row_says_anew_is_taken(self, client: Client) -> None:
        import_(client, row(date="2016-12-08", status="scheduled", place="Hall", time="13:00"))
        again = row(date="2016-12-08", status="cancelled", place="Online", time="13:00", note="No quorum expected")
        imported = upload(client, again, name="later.csv")
        assert "the place, the status, the reason and the note will be as this row says" in page_of(client, imported)
        import_(client, again, name="later.csv")
        meeting = only()
        assert (meeting.place, meeting.state, meeting.state_why) == ("Online", "cancelled", "No quorum expected")
        assert meeting.taken_from.startswith("Taken from later.csv")
        assert fates(upload(client, again)) == ["here"]

    def test_what_people_recorded_since_stays(self, client: Client, lead) -> None:
        first = row(date="2016-12-08", status="scheduled", place="Hall", time="13:00")
        import_(client, first)
        planning.change_details(meeting=only(), by=lead.user, today=TODAY, place="Library", access="A ramp")
        assert fates(upload(client, first)) == ["here"]
        again = first | {"place": "School", "note": "Bring a coat"}
        assert "The place stays as recorded here since" in notes(client, **again)
        import_(client, again)
        assert (only().place, only().access, only().source_note) == ("Library", "A ramp", "Bring a coat")

    def test_an_end_that_the_list_does_not_give_stays(self, client: Client) -> None:
        import_(client, row(time="14:00-16:00"))
        assert fates(upload(client, row(time="2pm"))) == ["here"]
        assert only().ends == time(16)

    def test_a_meeting_that_people_moved_is_not_planned_again(self, client: Client, lead) -> None:
        rows = (row(date="2016-12-08", status="scheduled"),)
        import_(client, *rows)
        meeting = only()
        planning.move(
            meeting=meeting, on=date(2016, 12, 15), starts=None, ends=None, why="Hall let", by=lead.user, today=TODAY
        )
        imported = upload(client, *rows, row(date="2016-12-15", status="scheduled"))
        assert fates(imported) == ["here", "here"]
        assert "It was moved here, to 15 December 2016." in page_of(client, imported)

    def test_what_people_planned_gets_what_it_lacks(self, client: Client, body: Body, lead) -> None:
        planning.plan_meeting(
            body=body, by=lead.user, today=TODAY, announce=True, kind="governing_body", in_public=True,
            on=date(2016, 9, 15), place="Library",
        )  # fmt: skip
        import_(client, row(time="2pm", place="Hall"))
        assert (only().state, only().starts, only().place) == ("held", time(14), "Library")

    def test_a_reference_follows_a_meeting_to_another_day(self, client: Client) -> None:
        titles = ("kind", "date", "status", "reference")

        def of(day: str) -> bytes:
            return listed({"kind": "board", "date": day, "status": "scheduled", "reference": "GB-7"}, titles=titles)

        import_(client, content=of("2016-12-08"))
        pk = only().pk
        import_(client, content=of("2016-12-15"))
        assert (only().pk, only().on) == (pk, date(2016, 12, 15))
        assert only().moves.get().why == "Taken from dates.csv"

    def test_a_joint_meeting_is_here_for_its_partners_too(self, client: Client, body: Body, second: Body, lead) -> None:
        planning.plan_meeting(
            body=body, by=lead.user, today=TODAY, announce=True, partners=[second], kind="governing_body",
            in_public=True, on=date(2016, 9, 15),
        )  # fmt: skip
        imported = upload(client, row(ods_code="10Y"))
        assert fates(imported) == ["here"]
        assert "keeps the record of this joint meeting" in page_of(client, imported)


def test_checking_costs_the_same_for_any_number_of_rows(client: Client, django_assert_max_num_queries) -> None:
    import_(client, row())
    many = [row(date=f"2016-{month:02}-{day:02}") for month in (5, 6, 7) for day in range(1, 29)]
    with django_assert_max_num_queries(40):
        upload(client, *many, row())
