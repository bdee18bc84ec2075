"""A calendar as a list of meetings: days, times, places, repeats and their exceptions; and files that do harm."""

from __future__ import annotations

import time as clock_time
from datetime import date, time

import pytest
from django.test import Client

from meetings.models import Meeting
from tests.meetings.importing.kit import calendar, event, fates, import_, only, page_of, send, upload

pytestmark = pytest.mark.django_db
BOARD = "SUMMARY:Governing Body meeting in public"
YEAR = calendar(
    event(
        "UID:gb@example.org", "DTSTART;TZID=Europe/London:20170119T130000", "DTEND;TZID=Europe/London:20170119T153000",
        "RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=3TH;UNTIL=20170930T120000Z", BOARD, "LOCATION:Microsoft Teams Meeting",
        "EXDATE;TZID=Europe/London:20170518T130000", "DESCRIPTION:Join with the secret pass code 1234",
        "ATTENDEE;CN=Somebody:mailto:somebody@example.org",
    ),
    event(
        "UID:gb@example.org", "RECURRENCE-ID;TZID=Europe/London:20170720T130000",
        "DTSTART;TZID=Europe/London:20170727T140000", BOARD,
    ),
    event("UID:apm@example.org", "DTSTART:20170622T120000Z", "DURATION:PT2H", "SUMMARY:Annual Public Meeting"),
    event("UID:pccc@example.org", "DTSTART;VALUE=DATE:20170209", "SUMMARY:Canceled: PCCC", "STATUS:CANCELLED",
          "COMMENT:No business"),
    event("UID:secret@example.org", "DTSTART:20170622T120000Z", "SUMMARY:Appraisals", "CLASS:PRIVATE"),
)  # fmt: skip


def by_day() -> dict[str, Meeting]:
    return {one.on.isoformat(): one for one in Meeting.objects.select_related("body")}


def test_a_year_of_events_becomes_meetings_and_again_changes_nothing(client: Client) -> None:
    import_(client, content=YEAR, name="calendar.ics")
    found = by_day()
    assert sorted(found) == ["2017-01-19", "2017-02-09", "2017-03-16", "2017-06-22", "2017-07-27", "2017-09-21"]
    first = found["2017-01-19"]
    assert (first.kind, first.starts, first.ends) == ("governing_body", time(13), time(15, 30))
    assert (first.place, first.state) == ("Online (Microsoft Teams)", "planned")
    assert found["2017-09-21"].starts == time(13), "the clock of the place decides, in summer and winter"
    assert (found["2017-06-22"].starts, found["2017-06-22"].ends) == (time(13), time(15)), "noon UTC in June"
    cancelled = found["2017-02-09"]
    assert (cancelled.kind, cancelled.state, cancelled.state_why) == ("primary_care", "cancelled", "No business")
    assert "secret" not in str(list(Meeting.objects.values())) and "Somebody" not in str(list(Meeting.objects.values()))
    assert set(fates(upload(client, content=YEAR, name="calendar (1).ics"))) == {"here"}


def test_an_event_that_its_calendar_moves_or_cancels_is_the_same_meeting(client: Client) -> None:
    def of(*lines: str) -> bytes:
        return calendar(event("UID:1@example.org", BOARD, *lines))

    import_(client, content=of("DTSTART:20170119T130000"))
    pk = only().pk
    import_(client, content=of("DTSTART:20170126T140000"))
    assert (only().pk, only().on, only().starts) == (pk, date(2017, 1, 26), time(14))
    import_(client, content=of("DTSTART:20170126T140000", "STATUS:CANCELLED"))
    assert (only().pk, only().state) == (pk, "cancelled")


def test_an_event_without_a_day_is_shown_with_what_is_wrong(client: Client) -> None:
    imported = upload(client, content=calendar(event("UID:1", BOARD, "DTSTART:soon")), name="dates.ics")
    assert fates(imported) == ["wrong"] and "Fill this in, for example" in page_of(client, imported)


def test_an_event_that_repeats_without_end_is_taken_for_two_years(client: Client) -> None:
    content = calendar(event("UID:1", BOARD, "DTSTART;VALUE=DATE:20161201", "RRULE:FREQ=MONTHLY;BYDAY=1TH"))
    imported = upload(client, content=content)
    assert imported.rows.count() == 23
    assert imported.rows.latest("number").cells["date"] == "2018-10-04"


HARM = {
    "no event": calendar(),
    "only private": calendar(event("UID:1", "DTSTART:20170101", "CLASS:CONFIDENTIAL")),
    "cut off": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:2017",
    "noise": b"BEGIN:VCALENDAR\r\n\x00\xff\xfe;;;:::\r\n",
    "by the second": calendar(event(BOARD, "DTSTART:20170119T130000", "RRULE:FREQ=SECONDLY")),
    "for ever": calendar(event(BOARD, "DTSTART:20170119T130000", "RRULE:FREQ=DAILY;COUNT=999999999")),
    "on no weekday": calendar(event(BOARD, "DTSTART:20170119T130000", "RRULE:FREQ=WEEKLY;BYDAY=XX")),
    "in the year 1": calendar(event(BOARD, "DTSTART:00010101T000000Z", "RRULE:FREQ=DAILY")),
    "huge": calendar("X-JUNK:" + "x" * 2_000_000 + "\r\n"),
    "many": calendar(event("DTSTART:20170101") * 5001),
    "many that repeat": calendar(event(BOARD, "DTSTART:20170119", "RRULE:FREQ=YEARLY;COUNT=1") * 301),
}


@pytest.mark.parametrize("content", HARM.values(), ids=HARM)
def test_a_calendar_that_does_harm_is_refused_in_words(client: Client, content: bytes) -> None:
    began = clock_time.monotonic()
    answer = send(client, content, "calendar.ics")
    assert answer.status_code == 200 and "There is a problem" in answer.content.decode()
    assert "The calendar" in answer.content.decode() or "repeats" in answer.content.decode()
    assert clock_time.monotonic() - began < 20


ODD = {
    "never": calendar(event(BOARD, "DTSTART:20170119T130000", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")),
    "end of time": calendar(event(BOARD, "DTSTART:99991231T235959Z", "DURATION:P99999999D")),
    "unknown place": calendar(event(BOARD, "DTSTART;TZID=Nowhere/Land:20170119T130000", "EXDATE:rubbish")),
    "twice": calendar(event(BOARD, BOARD, "DTSTART:20170119T130000", "DTSTART:20170120T130000")),
    "long name": calendar(event("UID:" + "u" * 5000, "SUMMARY:" + "x" * 5000, "DTSTART:20170119T130000")),
    "nothing said": calendar(event()),
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_an_odd_calendar_is_read_as_far_as_it_can_be(client: Client, content: bytes) -> None:
    assert send(client, content, "calendar.ics").status_code in (200, 302)
