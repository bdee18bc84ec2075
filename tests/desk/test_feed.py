"""The calendar feed: whose dates it holds, what two readers of calendars make of it, and who may ask for it."""

import re
from datetime import date, timedelta
from hashlib import sha256

import icalendar
import pytest
import vobject
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bodies import feeds
from bodies.access import Role
from bodies.actions import Refused
from bodies.models import AuditEntry, CalendarFeed
from duties import actions
from duties.directed_dates import enter_directed_date
from duties.models import Obligation
from duties.years import FinancialYear
from tests.desk.test_homes import fill
from tests.factories import TODAY, make_body, make_duty, make_member, make_obligation, make_rule, make_user

DAY = timedelta(days=1)
MARCH = date(2017, 3, 31)
MET = {"met_on": TODAY, "met_how": "seen", "sent_on": TODAY, "done_on": TODAY}


def token_for(member):
    live = feeds.feed_of(member.user)
    return feeds.make_feed(user=member.user, seen=live.pk if live else None, today=TODAY)


def answer(member):
    return Client().get(f"/feeds/{token_for(member)}.ics")


def entries(member, response=None):
    """The feed as both readers see it: the facts of each entry, by UID."""
    raw = (response or answer(member)).content
    first = {}
    for event in icalendar.Calendar.from_ical(raw).walk("VEVENT"):
        first[str(event["UID"])] = event
    second = {event.uid.value: event for event in getattr(vobject.readOne(raw.decode()), "vevent_list", [])}
    assert first.keys() == second.keys()
    for uid, event in first.items():
        other = second[uid]
        assert event["DTSTART"].dt == other.dtstart.value
        assert str(event["SUMMARY"]) == other.summary.value
        assert str(event["DESCRIPTION"]) == other.description.value
        assert str(event["STATUS"]) == other.status.value
        assert int(event["SEQUENCE"]) == int(other.sequence.value)
        assert event["LAST-MODIFIED"].dt == other.last_modified.value
        assert str(event["URL"]) == other.url.value
    return first


def uid(obligation):
    return f"obligation-{obligation.pk}@accountability-tracker.example"


def test_an_entry_says_what_is_due_when_and_where_its_record_is(place):
    duty = make_duty(title="Publish; the plan, whole", theme="annual report", tier="core")
    row = make_obligation(place.body, make_rule(duty), subject="The plan")
    event = entries(place.lead)[uid(row)]
    assert event["DTSTART"].dt == row.due_on
    assert "Publish; the plan, whole, The plan" in str(event["SUMMARY"])
    assert str(event["URL"]) == f"http://testserver/obligations/{row.pk}/"
    assert [str(one) for one in event["CATEGORIES"].cats] == ["Annual report", "Core duty"]
    assert str(event["STATUS"]) == "CONFIRMED"
    alarm = event.walk("VALARM")[0]
    assert alarm["TRIGGER"].dt == timedelta(days=-7, hours=9)
    assert str(alarm["ACTION"]) == "DISPLAY"


def test_days_have_no_time_and_the_feed_no_time_zone(place):
    make_obligation(place.body)
    text = answer(place.lead).content.decode()
    assert "DTSTART;VALUE=DATE:20170115\r\n" in text
    assert "TZID" not in text and "VTIMEZONE" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_demonstration_says_so_in_every_entry_and_keeps_search_engines_out(place, settings):
    fill(place.body)
    response = answer(place.lead)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Cache-Control"] == "private, no-cache"
    found = entries(place.lead, response)
    assert found
    for event in found.values():
        assert str(event["SUMMARY"]).startswith("Demonstration (invented): ")
        assert "invented" in str(event["DESCRIPTION"])
    settings.DEMONSTRATION = False
    response = answer(place.lead)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "invented" not in response.content.decode()


def test_what_is_met_stays_with_its_state_and_rings_no_more(place):
    row = make_obligation(place.body, due_on=TODAY - DAY, **(MET | {"done_on": TODAY - DAY}))
    event = entries(place.lead)[uid(row)]
    assert "(On time)" in str(event["SUMMARY"])
    assert "Evidence seen" in str(event["DESCRIPTION"])
    assert str(event["STATUS"]) == "CONFIRMED"
    assert not event.walk("VALARM")


@pytest.mark.parametrize("reason", ["not_applicable", "body closed"])
def test_what_is_closed_is_cancelled(place, reason):
    row = make_obligation(place.body)
    before = entries(place.lead)[uid(row)]
    actions.close(obligation=row, reason=reason, why="It is so", by=None, today=TODAY)
    after = entries(place.lead)[uid(row)]
    assert str(after["STATUS"]) == "CANCELLED"
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert not after.walk("VALARM")


def test_the_state_is_told_without_a_count_of_days_so_that_tomorrow_says_the_same(place):
    row = make_obligation(place.body, due_on=TODAY - 3 * DAY)
    event = entries(place.lead)[uid(row)]
    assert "(Legal date passed)" in str(event["SUMMARY"])
    assert event["LAST-MODIFIED"].dt.date() == TODAY - 2 * DAY


def newer(after, before):
    return (
        int(after["SEQUENCE"]) > int(before["SEQUENCE"])
        and after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
        and after["DTSTAMP"].dt > before["DTSTAMP"].dt
    )


def test_moving_a_date_twice_in_a_day_keeps_the_name_and_grows_the_number(place):
    row = make_obligation(place.body)
    seen = entries(place.lead)[uid(row)]
    for days in (100, 120):
        actions.agree_later_date(
            obligation=row, due_on=TODAY + days * DAY, agreed_by="The region", by=make_user(), today=TODAY
        )
        now = entries(place.lead)[uid(row)]
        assert now["DTSTART"].dt == TODAY + days * DAY
        assert newer(now, seen)
        seen = now


def test_a_directed_date_that_moves_keeps_the_name_and_grows_the_number(place):
    rule = make_rule(code="NHSE_DIRECTED:accounts_final", date_basis="directed", set_by="NHS England")
    row = make_obligation(place.body, rule, due_on=date(2017, 5, 31), period_year=2016)
    seen = entries(place.lead)[uid(row)]
    enter_directed_date(
        key="accounts_final", year=FinancialYear(2016), period="", due_on=date(2017, 6, 1), set_by="NHS England",
        source="A letter", by=make_user(), today=TODAY,
    )  # fmt: skip
    now = entries(place.lead)[uid(row)]
    assert now["DTSTART"].dt == date(2017, 6, 1)
    assert newer(now, seen)


def test_the_yearly_reviews_of_a_body_are_one_entry(place):
    rules = [make_rule(date_basis="reminder", proof=proof) for proof in ("certified", "reviewed", "certified")]
    rows = [make_obligation(place.body, rule, due_on=MARCH) for rule in rules]
    Obligation.objects.filter(pk=rows[0].pk).update(**MET)
    found = entries(place.lead)
    assert list(found) == [f"reviews-{place.body.pk}-2016@accountability-tracker.example"]
    event = found.popitem()[1]
    assert "Standing reviews 2016/17: 1 of 3 done" in str(event["SUMMARY"])
    assert all(row.title in str(event["DESCRIPTION"]) for row in rows)
    assert event["DTSTART"].dt == MARCH
    assert "/calendar/?body=10H&year=2016/17#m-2017-03" in str(event["URL"])


def test_each_person_gets_what_is_theirs(place):
    accounts = make_rule(make_duty(slug="annual-accounts"))
    rows = {
        "open": make_obligation(place.body, subject="Open"),
        "owned": make_obligation(place.body, subject="Owned", owner=place.contributor),
        "accounts": make_obligation(place.body, accounts, subject="Accounts"),
        "elsewhere": make_obligation(place.other, subject="Elsewhere"),
    }
    make_obligation(place.body, subject="Undated", due_on=None)
    make_obligation(place.body, subject="Before joining", due_on=place.body.joined_on - DAY)
    make_obligation(place.body, make_rule(make_duty(owed_by="nhs_england")), subject="NHS England's")
    for member, names in (
        (place.lead, {"open", "owned", "accounts"}), (place.contributor, {"owned"}), (place.lay, {"accounts"}),
    ):  # fmt: skip
        assert set(entries(member)) == {uid(rows[name]) for name in names}


def test_a_contributor_who_left_a_body_has_nothing_of_it(place):
    make_obligation(place.body, owner=place.contributor)
    assert entries(place.contributor)
    token = token_for(place.contributor)
    place.contributor.to_on = TODAY - DAY
    place.contributor.save()
    response = Client().get(f"/feeds/{token}.ics")
    assert response.status_code == 200
    assert not icalendar.Calendar.from_ical(response.content).walk("VEVENT")


def test_old_years_are_left_out_but_for_what_is_still_to_do(place):
    old = date(2015, 5, 1) - timedelta(days=20)
    kept = make_obligation(place.body, due_on=date(2015, 4, 2))
    late = make_obligation(place.body, subject="Late", due_on=old)
    Obligation.objects.filter(pk=late.pk).update(due_on=date(2014, 6, 1), tracked_from=date(2014, 4, 1))
    done = make_obligation(place.body, subject="Done", due_on=date(2015, 4, 2), **MET)
    Obligation.objects.filter(pk=done.pk).update(due_on=date(2014, 6, 1), tracked_from=date(2014, 4, 1))
    assert set(entries(place.lead)) == {uid(kept), uid(late)}


def test_an_assurer_gets_one_entry_for_a_duty_of_all_their_bodies_confirmed_dates_only(place):
    third = make_body("99Z", region=place.south)
    rule = make_rule(make_duty(slug="plan", title="The plan"))
    for body in (place.body, third, place.other):
        make_obligation(body, rule)
    Obligation.objects.filter(body=third).update(**MET)
    make_obligation(place.body, make_rule(date_basis="reminder"), subject="Review")
    make_obligation(place.body, make_rule(confidence="RECALLED"), subject="Recalled")
    found = entries(place.assurer)
    assert list(found) == ["duty-Y57-plan-2016@accountability-tracker.example"]
    event = found.popitem()[1]
    assert "The plan, 2016/17: 1 of 2 bodies done" in str(event["SUMMARY"])
    assert "/calendar/weeks/?from=" in str(event["URL"])
    assert "1 of 3 bodies done" in str(next(iter(entries(place.national_assurer).values()))["SUMMARY"])


def test_a_body_with_another_day_is_an_entry_apart(place):
    third, fourth = make_body("99Z", region=place.south), make_body("99Y", region=place.south)
    rule = make_rule(make_duty(slug="plan"))
    for body in (place.body, third, fourth):
        make_obligation(body, rule, due_on=MARCH)
    Obligation.objects.filter(body=fourth).update(due_on=MARCH + 30 * DAY)
    assert {name.split("@")[0]: event["DTSTART"].dt for name, event in entries(place.assurer).items()} == {
        "duty-Y57-plan-2016": MARCH, "duty-Y57-plan-2016-20170430": MARCH + 30 * DAY,
    }  # fmt: skip


def test_the_same_feed_is_the_same_bytes_and_is_not_sent_twice(place):
    make_obligation(place.body)
    address = f"/feeds/{token_for(place.lead)}.ics"
    first = Client().get(address)
    assert first["Last-Modified"]
    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    make_obligation(place.body, subject="Another")
    changed = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200 and changed["ETag"] != first["ETag"]


def test_an_entry_that_left_reaches_who_asks_by_date_only(place):
    rows = [make_obligation(place.body, subject=str(n), owner=place.contributor) for n in range(2)]
    address = f"/feeds/{token_for(place.contributor)}.ics"
    first = Client().get(address)
    Obligation.objects.filter(pk=rows[0].pk).update(owner=None)
    again = Client().get(address, headers={"if-modified-since": first["Last-Modified"]})
    assert again.status_code == 200


def test_unknown_revoked_and_switched_off_look_the_same(place):
    member = place.lead
    assert Client().get("/feeds/unknown.ics").status_code == 404
    assert Client().get(f"/feeds/{'x' * 5000}.ics").status_code == 404
    token = token_for(member)
    assert Client().get(f"/feeds/{token}.ics").status_code == 200
    member.user.is_active = False
    member.user.save()
    assert Client().get(f"/feeds/{token}.ics").status_code == 404
    member.user.is_active = True
    member.user.save()
    feeds.revoke_feed(user=member.user, by=member.user, today=TODAY)
    assert Client().get(f"/feeds/{token}.ics").status_code == 404


def test_the_address_opens_the_feed_of_its_owner_whoever_is_signed_in(place, sign_in):
    row = make_obligation(place.body)
    make_obligation(place.other)
    other_lead = make_member(Role.LEAD, place.other)
    token = token_for(place.lead)
    assert set(entries(None, sign_in(other_lead).get(f"/feeds/{token}.ics"))) == {uid(row)}


def test_only_a_digest_is_kept_and_the_trail_has_no_token(place):
    token = token_for(place.lead)
    assert CalendarFeed.objects.get().digest == sha256(token.encode()).hexdigest()
    assert token not in str(list(AuditEntry.objects.values()))
    assert AuditEntry.objects.filter(verb="made a calendar address", by=place.lead.user).count() == 1


def test_the_address_is_shown_once_renewed_and_revoked_by_pressing(place, sign_in):
    client = sign_in(place.lead)
    page = client.get("/calendar/feed/").content.decode()
    assert "You have no address yet" in page and "Revoke" not in page
    made = client.post("/calendar/feed/", {"do": "make", "seen": "none"})
    address = re.search(r"http://testserver(/feeds/[\w-]{43}\.ics)", made.content.decode())[1]
    assert "no-store" in made["Cache-Control"]
    assert Client().get(address).status_code == 200
    assert "/feeds/" not in client.get("/calendar/feed/").content.decode()
    again = client.post("/calendar/feed/", {"do": "make", "seen": "none"})  # the browser's Reload
    assert again.status_code == 409
    assert Client().get(address).status_code == 200
    live = CalendarFeed.objects.get(revoked_at=None)
    renewed = client.post("/calendar/feed/", {"do": "make", "seen": str(live.pk)}).content.decode()
    newer_one = re.search(r"http://testserver(/feeds/[\w-]{43}\.ics)", renewed)[1]
    assert Client().get(address).status_code == 404
    assert Client().get(newer_one).status_code == 200
    assert client.post("/calendar/feed/", {"do": "revoke"}).status_code == 302
    assert Client().get(newer_one).status_code == 404
    client.post("/calendar/feed/", {"do": "revoke"})  # twice is once
    assert AuditEntry.objects.filter(verb="revoked a calendar address").count() == 1


def test_making_an_address_without_having_seen_the_one_in_use_is_refused(place):
    token_for(place.lead)
    with pytest.raises(Refused):
        feeds.make_feed(user=place.lead.user, seen=None, today=TODAY)


def test_reading_writes_nothing(place):
    make_obligation(place.body)
    token = token_for(place.lead)
    with CaptureQueriesContext(connection) as asked:
        Client().get(f"/feeds/{token}.ics")
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)
    assert Client().post(f"/feeds/{token}.ics").status_code == 405


@pytest.mark.parametrize("who", ["lead", "assurer"])
def test_the_feed_takes_as_many_queries_with_many_rows_as_with_few(place, who):
    token = token_for(getattr(place, who))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            Client().get(f"/feeds/{token}.ics")
        return len(asked)

    fill(place.body)
    few = queries()
    for _ in range(4):
        fill(place.body, make_rule())
    assert queries() == few
