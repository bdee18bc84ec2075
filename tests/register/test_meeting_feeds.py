"""Meetings for programs: what a reader of feeds and two readers of calendars make of them, and what asking costs."""

from datetime import UTC, date, datetime, time, timedelta

import feedparser
import icalendar
import pytest
import vobject
from django.test import Client
from django.utils.http import parse_http_date

from meetings.actions import planning
from meetings.models import Change, Partner
from tests.factories import make_body, make_office, make_user
from tests.meetings.conftest import catalogue  # noqa: F401  a fixture
from tests.register.meeting_kit import TODAY, announce, whole

pytestmark = pytest.mark.usefixtures("as_at")
DAY = timedelta(days=1)
ALL, REGION, BODY = "/feeds/meetings", "/feeds/meetings/region/Y57", "/feeds/meetings/body/10H"


@pytest.fixture
def body(catalogue):  # noqa: F811
    return make_body("10H", name="NHS Chiltern CCG", region=make_office("Y57", name="South of England"))


def calendar(path: str) -> dict:
    """A calendar as both readers see it: its entries by UID."""
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    first = {str(event["UID"]): event for event in icalendar.Calendar.from_ical(response.content).walk("VEVENT")}
    second = {
        event.uid.value: event for event in getattr(vobject.readOne(response.content.decode()), "vevent_list", [])
    }
    assert first.keys() == second.keys()
    for uid, event in first.items():
        other = second[uid]
        assert event["DTSTART"].dt == other.dtstart.value
        for name in ("SUMMARY", "DESCRIPTION", "STATUS", "CLASS", "URL"):
            assert str(event[name]) == getattr(other, name.lower()).value
        assert int(event["SEQUENCE"]) == int(other.sequence.value)
        assert ("LOCATION" in event) == hasattr(other, "location")
    return first


def entry(meeting, path: str = BODY):
    return calendar(f"{path}.ics")[f"meeting-{meeting.pk}@accountability-tracker.example"]


def atom(path: str):
    response = Client().get(f"{path}.atom")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(response.content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    assert found.feed.id and found.feed.title and found.feed.updated_parsed and found.feed.author
    ids = [one.id for one in found.entries]
    assert len(ids) == len(set(ids))
    for one in found.entries:
        assert one.id.startswith("tag:") and one.title and one.link and one.updated_parsed
    return found


def test_a_calendar_says_when_where_and_what(body):
    meeting = announce(body, ends=time(16, 0), attend="Come; to the door, please", ask="Write")
    event = entry(meeting)
    assert event["DTSTART"].dt == datetime(2016, 12, 8, 13, 30, tzinfo=UTC)
    assert event["DTEND"].dt == datetime(2016, 12, 8, 16, 0, tzinfo=UTC)
    assert str(event["SUMMARY"]) == ("Governing body meeting held in public, NHS Chiltern CCG, 8 December 2016")
    assert str(event["LOCATION"]) == "Town hall"
    assert str(event["URL"]) == f"http://testserver/meetings/{meeting.pk}/"
    assert (str(event["STATUS"]), str(event["CLASS"]), str(event["TRANSP"])) == ("CONFIRMED", "PUBLIC", "OPAQUE")
    assert "How to attend: Come; to the door, please" in str(event["DESCRIPTION"])


def test_summer_time_is_told_right_and_a_day_without_a_time_is_a_day(body):
    assert entry(announce(body, date(2016, 7, 7)))["DTSTART"].dt == datetime(2016, 7, 7, 12, 30, tzinfo=UTC)
    assert entry(announce(body, date(2016, 7, 8), starts=None))["DTSTART"].dt == date(2016, 7, 8)


def test_edited_and_moved_it_keeps_its_name_and_its_number_grows(body):
    meeting, user = announce(body), make_user()
    seen = entry(meeting)
    planning.change_details(meeting=meeting, by=user, today=TODAY, attend="By the back door")
    edited = entry(meeting)
    assert "By the back door" in str(edited["DESCRIPTION"])
    planning.move(
        meeting=meeting, on=date(2016, 12, 15), starts=time(10, 0), ends=None, why="Flood", by=user, today=TODAY
    )
    moved = entry(meeting)
    assert moved["DTSTART"].dt == datetime(2016, 12, 15, 10, 0, tzinfo=UTC)
    for before, after in ((seen, edited), (edited, moved)):
        assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
        assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


def test_a_cancelled_meeting_says_cancelled_and_a_postponed_one_is_not_to_be_counted_on(body):
    off, later = announce(body), announce(body, date(2016, 12, 9))
    planning.cancel(meeting=off, why="Not enough members", by=None, today=TODAY)
    planning.postpone(meeting=later, why="Pre-election period", by=None, today=TODAY)
    cancelled, postponed = entry(off), entry(later)
    assert (str(cancelled["STATUS"]), str(cancelled["TRANSP"])) == ("CANCELLED", "TRANSPARENT")
    assert str(cancelled["SUMMARY"]).startswith("Cancelled: ") and "Not enough members" in cancelled["DESCRIPTION"]
    assert str(postponed["STATUS"]) == "TENTATIVE"
    assert str(postponed["SUMMARY"]).startswith("Postponed: ")
    titles = {one.title.partition(":")[0] for one in atom(ALL).entries}
    assert titles == {"Cancelled", "Postponed"}


def test_of_a_day_that_passed_while_nobody_said_that_it_was_held_nothing_is_confirmed(body):
    assert str(entry(announce(body, date(2016, 9, 8)))["STATUS"]) == "TENTATIVE"
    assert str(entry(announce(body, date(2016, 9, 9), state="held"))["STATUS"]) == "CONFIRMED"


def test_a_feed_tells_of_each_meeting_once_the_latest_news_first(body):
    quiet, loud = announce(body), announce(body, date(2016, 12, 9))
    for kind, words, hour in (("announced", "Announced", 9), ("agenda", "The agenda <b>is out</b> & more", 10)):
        Change.objects.create(
            meeting=loud, kind=kind, words=words, on=TODAY, at=datetime(2016, 10, 17, hour, tzinfo=UTC)
        )
    found = atom(ALL)
    assert [one.link for one in found.entries] == [f"http://testserver/meetings/{one.pk}/" for one in (loud, quiet)]
    assert found.entries[0].updated == "2016-10-17T10:00:00+00:00"
    assert found.feed.updated == found.entries[0].updated
    assert "The agenda &lt;b&gt;is out&lt;/b&gt; &amp; more" in found.entries[0].summary
    before = found.entries[0].id
    planning.move(meeting=loud, on=date(2016, 12, 16), starts=None, ends=None, why="Mud", by=None, today=TODAY)
    assert atom(ALL).entries[0].id == before


@pytest.mark.parametrize("path", [ALL, REGION, BODY])
def test_each_feed_holds_its_own_and_nothing_that_is_not_announced(body, path):
    other = make_body("99A", region=make_office("Y54"))
    ours, theirs = announce(body), announce(other)
    joint = announce(other, date(2016, 12, 9))
    Partner.objects.create(meeting=joint, body=body)
    hidden, ahead = announce(body, announced_on=None), announce(body, announced_on=TODAY + DAY)
    old = announce(body, TODAY - 366 * DAY)
    wanted = {ours.pk} | ({joint.pk} if path == BODY else set()) | ({joint.pk, theirs.pk} if path == ALL else set())
    assert {int(uid.split("-")[1].split("@")[0]) for uid in calendar(f"{path}.ics")} == wanted
    assert {int(one.link.split("/")[-2]) for one in atom(path).entries} == wanted
    for meeting in (hidden, ahead):
        assert Client().get(f"/meetings/{meeting.pk}.ics").status_code == 404
    assert len(calendar(f"/meetings/{old.pk}.ics")) == 1  # by itself it is there for ever


@pytest.mark.parametrize("path", ["region/Y99", "body/ZZ", "body/%00", "region/10H"])
def test_a_feed_of_nothing_is_not_found(body, path):
    for kind in ("atom", "ics"):
        assert Client().get(f"/feeds/meetings/{path}.{kind}").status_code == 404


@pytest.mark.parametrize("path", [f"{ALL}.ics", f"{ALL}.atom", f"{REGION}.ics", f"{BODY}.atom", "one"])
def test_who_has_it_already_is_told_so_and_who_has_not_gets_it(body, path):
    meeting = announce(body)
    path = f"/meetings/{meeting.pk}.ics" if path == "one" else path
    first = Client().get(path)
    by_tag = {"If-None-Match": first["ETag"]}
    by_day = {"If-Modified-Since": first["Last-Modified"]}
    assert Client().get(path).content == first.content
    for asked in (by_tag, by_day, by_tag | by_day):
        answer = Client().get(path, headers=asked)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer["ETag"] == first["ETag"]
    meeting.changed_at += timedelta(minutes=1)
    meeting.place = "Elsewhere"
    meeting.save()
    assert parse_http_date(Client().get(path)["Last-Modified"]) > parse_http_date(first["Last-Modified"])
    for asked in (by_tag, by_day, by_tag | by_day):
        assert Client().get(path, headers=asked).status_code == 200


def test_an_empty_feed_is_a_feed_and_says_the_same_each_time(body):
    assert calendar(f"{ALL}.ics") == {} and atom(ALL).entries == []
    for kind in ("ics", "atom"):
        assert Client().get(f"{ALL}.{kind}").content == Client().get(f"{ALL}.{kind}").content


def test_a_demonstration_says_so_in_its_name_in_every_entry_and_before_what_is_invented(body, settings):
    announce(body, is_invented=True)
    real = announce(body, date(2016, 12, 9))
    events, feed = calendar(f"{ALL}.ics"), atom(ALL)
    assert "(demonstration)" in feed.feed.title and "demonstration" in feed.feed.subtitle
    assert all("demonstration" in str(event["DESCRIPTION"]) for event in events.values())
    assert all("demonstration" in one.summary for one in feed.entries)
    marked = [str(event["SUMMARY"]).startswith("Demonstration (invented): ") for event in events.values()]
    assert sorted(marked) == [False, True]
    assert not str(entry(real)["SUMMARY"]).startswith("Demonstration")
    assert Client().get(f"{ALL}.ics")["X-Robots-Tag"] == "noindex, nofollow"
    settings.DEMONSTRATION = False
    for kind in ("ics", "atom"):
        assert b"emonstration" not in Client().get(f"{ALL}.{kind}").content


def test_what_somebody_typed_breaks_no_reader(body):
    sly = "Hall\x0b\x01 <script>&amp; ]]> BEGIN:VEVENT\r\nEND:VCALENDAR\nUID:x; a,b \\n \ufffe 🦔"
    meeting = announce(body, place=sly[:300].replace("\x00", ""), attend=sly, ask=sly)
    assert len(calendar(f"{ALL}.ics")) == 1
    assert entry(meeting)["SEQUENCE"] == 0
    found = atom(ALL)
    assert len(found.entries) == 1 and "<script>" not in found.entries[0].summary


def test_the_feeds_are_named_in_the_heads_of_pages_and_seen_on_them(client, body):
    meeting = announce(body)
    for page, path in (
        ("/register/", ALL), ("/meetings/", ALL), ("/meetings/month/2016-12/?region=Y57", REGION),
        ("/bodies/10H/", BODY), ("/bodies/10H/meetings/", BODY), (f"/meetings/{meeting.pk}/", BODY),
    ):  # fmt: skip
        head = client.get(page).content.decode().partition("</head>")[0]
        for kind, ending in (("application/atom+xml", "atom"), ("text/calendar", "ics")):
            assert f'rel="alternate" type="{kind}"' in head and f'href="{path}.{ending}"' in head, page
    for page, path in (("/meetings/", ALL), ("/bodies/10H/meetings/", BODY)):
        shown = client.get(page).content.decode().partition("<main")[2]
        assert f'href="{path}.ics"' in shown and f'href="{path}.atom"' in shown
    assert f'href="/meetings/{meeting.pk}.ics"' in client.get(f"/meetings/{meeting.pk}/").content.decode()


@pytest.mark.parametrize("path", [f"{ALL}.ics", f"{ALL}.atom", f"{REGION}.ics", f"{BODY}.atom"])
def test_a_feed_costs_the_same_for_two_meetings_and_for_twenty(client, body, path, django_assert_max_num_queries):
    def cost() -> int:
        with django_assert_max_num_queries(14) as captured:
            client.get(path)
        return len(captured)

    def plant(number: int) -> None:
        for _ in range(number):
            meeting = whole(body)
            Partner.objects.create(meeting=meeting, body=make_body())
            Change.objects.create(meeting=meeting, kind="announced", words="Announced", on=TODAY, at=meeting.changed_at)

    plant(2)
    few = cost()
    plant(18)
    assert cost() == few
