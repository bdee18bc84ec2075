"""A governance lead plans a year of meetings, moves one and puts one off, and says on its day that one was held."""

from datetime import date

from playwright.sync_api import Page, expect

from bodies.clock import set_demonstration_day
from meetings.models import Meeting
from tests.browser.hands import Person, follow, give_date, press


def plan_a_year(lead: Page) -> None:
    lead.goto("/")
    follow(lead, "All meetings")
    follow(lead, "Plan a year")
    give_date(lead, "first", 15, 11, 2016)
    lead.get_by_label("Every 2 months, on the same weekday").check()
    give_date(lead, "until", 31, 10, 2017)
    lead.get_by_label("Dates to leave out").fill("18 July 2017")
    lead.get_by_label("Starts").fill("1pm")
    lead.get_by_label("Place").fill("The Corn Exchange, HP7 0DP")
    lead.locator("#id_in_public_0").check()
    lead.get_by_label("How many days before").fill("three")
    press(lead, "Check the dates")
    expect(lead.get_by_text("Enter a number of days from 0 to 60").first).to_be_visible()
    lead.get_by_label("How many days before").fill("3")
    press(lead, "Check the dates")
    expect(lead.locator("main")).to_contain_text("every 2 months on the third Tuesday, 1pm")
    expect(lead.get_by_text("A pre-election period runs from 22 April 2017").first).to_be_visible()
    lead.get_by_label("Tuesday 19 September 2017").check()
    press(lead, "Plan these meetings")
    expect(lead.get_by_text("4 meetings were planned")).to_be_visible()


def move_one(lead: Page) -> None:
    follow(lead, "15 November 2016")
    follow(lead, "Move it to another day or time")
    give_date(lead, "on", 22, 11, 2016)
    lead.get_by_label("Why is it moved?").fill("The hall is let")
    press(lead, "Move the meeting")
    expect(lead.get_by_role("heading", level=1)).to_contain_text("Governing body, 22 November 2016")
    expect(lead.get_by_role("table", name="What became of the day")).to_contain_text("The hall is let")
    expect(lead.get_by_role("table", name="What it owes")).to_contain_text("14 Nov 2016")


def put_one_off(lead: Page) -> None:
    follow(lead, "Meetings")
    follow(lead, "17 January 2017")
    follow(lead, "Cancel it")
    press(lead, "Cancel the meeting")
    expect(lead.get_by_text("Enter the reason").first).to_be_visible()
    lead.get_by_label("Why is it cancelled?").fill("Too few could come")
    press(lead, "Cancel the meeting")
    expect(lead.get_by_text("Cancelled", exact=False).first).to_be_visible()


def test_a_year_of_meetings_is_planned_moved_put_off_and_held(person: Person) -> None:
    lead = person("lead")
    plan_a_year(lead)
    move_one(lead)
    hub = lead.url
    put_one_off(lead)
    set_demonstration_day(date(2016, 11, 23))
    lead.goto(hub)
    press(lead, "Mark as held")
    expect(lead.get_by_role("link", name="Complete the record").first).to_be_visible()
    stand = Meeting.objects.filter(body__code="10H", place__contains="Corn").order_by("on")
    assert list(stand.values_list("on", "state")) == [
        (date(2016, 11, 22), "held"), (date(2017, 1, 17), "cancelled"), (date(2017, 3, 21), "planned"),
        (date(2017, 5, 16), "planned"),
    ]  # fmt: skip
