"""The one writer of calendars: what two readers make of days and of times, in summer and in winter."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from bodies.ical import Entry, write

LONDON = ZoneInfo("Europe/London")
NO_ZONE = datetime(2016, 12, 8, 15, tzinfo=UTC).replace(tzinfo=None)
DAY = Entry(
    key="obligation-7", summary="Publish; the plan, whole", on=date(2017, 1, 15),
    description="Due 15 January 2017.\nhttp://testserver/obligations/7/", url="http://testserver/obligations/7/",
    categories=("Annual report", "Core duty"), version=3, changed_on=date(2016, 10, 17), to_do=True,
)  # fmt: skip


def meeting(starts_at=datetime(2016, 12, 8, 13, tzinfo=LONDON), **changed):
    facts = {
        "key": "meeting-5", "summary": "Governing body, in public", "on": None, "description": "Anyone may come.",
        "url": "http://testserver/meetings/5/", "categories": ("Governing body",), "version": 1,
        "changed_on": date(2016, 11, 1), "starts_at": starts_at, "location": "Town Hall, High Street; room 2",
        "is_public": True,
    }  # fmt: skip
    return Entry(**facts | changed)


def read(*entries):
    """The feed's only entry, as each of two readers has it."""
    raw = write(entries, name="Meetings", description="Held in public")
    (first,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    return first, vobject.readOne(raw.decode()).vevent


def test_a_deadline_is_written_as_it_always_was():
    assert write([DAY], name="Mine", description="What is due").decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Accountability tracker//Calendar feed//EN",
        "CALSCALE:GREGORIAN",
        "DESCRIPTION:What is due",
        "NAME:Mine",
        "X-WR-CALNAME:Mine",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
        "BEGIN:VEVENT",
        "SUMMARY:Publish\\; the plan\\, whole",
        "DTSTART;VALUE=DATE:20170115",
        "DTSTAMP:20161017T000003Z",
        "UID:obligation-7@accountability-tracker.example",
        "SEQUENCE:3",
        "CATEGORIES:Annual report,Core duty",
        "CLASS:PRIVATE",
        "DESCRIPTION:Due 15 January 2017.\\nhttp://testserver/obligations/7/",
        "LAST-MODIFIED:20161017T000003Z",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "URL:http://testserver/obligations/7/",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Publish\\; the plan\\, whole",
        "TRIGGER:-P6DT15H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(
    ("day", "hours_ahead"),
    [
        (date(2016, 3, 26), 0), (date(2016, 3, 27), 1),  # the clocks go forward on the second
        (date(2016, 10, 29), 1), (date(2016, 10, 30), 0),  # and back
        (date(2016, 7, 14), 1), (date(2016, 12, 8), 0),
    ],
)  # fmt: skip
def test_ten_in_london_is_ten_in_london_whatever_the_season(day, hours_ahead):
    starts_at = datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)
    ends_at = datetime(day.year, day.month, day.day, 12, 30, tzinfo=LONDON)
    first, second = read(meeting(starts_at, ends_at=ends_at))
    for start, end in (
        (first["DTSTART"].dt, first["DTEND"].dt), (second.dtstart.value, second.dtend.value),
    ):  # fmt: skip
        assert start == datetime(day.year, day.month, day.day, 10 - hours_ahead, tzinfo=UTC)
        assert end - start == timedelta(hours=2, minutes=30)
        assert start.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") == f"{day} 10:00"
    raw = write([meeting(starts_at)], name="Meetings", description="Held in public")
    assert b"TZID" not in raw and b"VTIMEZONE" not in raw  # moments in UTC need none


def test_what_is_held_in_public_says_so_takes_its_time_and_does_not_ring():
    first, second = read(meeting())
    assert (str(first["CLASS"]), str(first["TRANSP"]), str(first["STATUS"])) == ("PUBLIC", "OPAQUE", "CONFIRMED")
    assert str(first["LOCATION"]) == second.location.value == "Town Hall, High Street; room 2"
    assert "DTEND" not in first and not first.walk("VALARM")


@pytest.mark.parametrize("status", ["TENTATIVE", "CANCELLED"])
def test_a_status_is_told_and_a_meeting_called_off_takes_nobodys_time(status):
    first, second = read(meeting(status=status))
    assert str(first["STATUS"]) == second.status.value == status
    assert str(first["TRANSP"]) == ("TRANSPARENT" if status == "CANCELLED" else "OPAQUE")


def test_the_name_stays_and_the_number_and_the_stamp_grow_with_an_edit_on_the_same_day():
    before, _ = read(meeting())
    after, _ = read(meeting(datetime(2016, 12, 15, 13, tzinfo=LONDON), version=2))
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert after["LAST-MODIFIED"].dt == after["DTSTAMP"].dt


def test_days_and_times_stand_in_their_order_and_the_bytes_do_not_depend_on_it():
    entries = [
        meeting(key="later"), meeting(datetime(2016, 12, 8, 9, tzinfo=LONDON), key="earlier"),
        meeting(None, on=date(2016, 12, 8), key="all-day"),
    ]  # fmt: skip
    raw = write(entries, name="Meetings", description="Held in public")
    assert [str(one["UID"]).partition("@")[0] for one in icalendar.Calendar.from_ical(raw).walk("VEVENT")] == [
        "all-day", "earlier", "later",
    ]  # fmt: skip
    assert write(reversed(entries), name="Meetings", description="Held in public") == raw


@pytest.mark.parametrize("evil", ["a\rSTATUS:CANCELLED", "a\r\nSTATUS:CANCELLED", "a\x00b\x0bc\x1f", "é" * 200])
def test_no_text_can_add_a_line_or_break_a_reader(evil):
    first, second = read(meeting(summary=evil, location=evil, description=evil, categories=(evil,)))
    assert str(first["STATUS"]) == second.status.value == "CONFIRMED"
    assert str(first["SUMMARY"]) == second.summary.value
    raw = write([meeting(summary=evil, location=evil)], name=evil, description=evil)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\r" not in raw.replace(b"\r\n", b"")


def test_what_nobody_recorded_is_left_out():
    first, _ = read(meeting(location="", url="", categories=()))
    assert not {"LOCATION", "URL", "CATEGORIES"} & set(first)


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": date(2016, 12, 8)}, {"starts_at": None}, {"starts_at": NO_ZONE},
        {"ends_at": datetime(2016, 12, 8, 13, tzinfo=LONDON)}, {"ends_at": NO_ZONE},
        {"to_do": True}, {"starts_at": None, "on": date(2016, 12, 8), "ends_at": datetime(2016, 12, 8, 13, tzinfo=UTC)},
    ],
)  # fmt: skip
def test_what_no_calendar_can_say_is_refused(wrong):
    with pytest.raises(ValueError, match="meeting-5"):
        meeting(**wrong)
