"""Pages that show what would be done before it is done: axe, wide and narrow, and the deed without JavaScript."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from duties.models import DirectedDate, Obligation, ProclaimedHoliday
from tests.browser.conftest import PHONE, WIDE
from tests.browser.hands import without_faults

Person = Callable[..., Page]


def write_day(page: Page, name: str, day: str, month: str, year: str) -> None:
    for part, value in (("day", day), ("month", month), ("year", year)):
        page.locator(f"[name={name}_{part}]").fill(value)


def directed_date(page: Page) -> None:
    page.goto("/administration/directed-date/")
    page.get_by_label("What is the date for?").select_option("accounts_final")
    page.get_by_label("Which financial year is it about?").select_option("2016/17")
    write_day(page, "due_on", "2", "6", "2017")
    page.get_by_label("Who set it?").fill("NHS England")
    page.get_by_label("Where is it written?").fill("Letter of 1 October 2016")
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what this changes")


def holiday(page: Page) -> None:
    page.goto("/administration/holiday/")
    write_day(page, "on", "14", "11", "2016")
    page.get_by_label("England", exact=True).check()
    page.get_by_label("Wales", exact=True).check()
    page.get_by_label("What is it called?").fill("Harvest Day")
    page.get_by_label("Where is it written?").fill("Proclamation of 1 October 2016")
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what this changes")


def by_hand(page: Page) -> None:
    page.goto("/bodies/10H/open/")
    page.get_by_label("Duty").select_option(label="Publish a record of every health contract awarded")
    write_day(page, "event_on", "1", "10", "2016")
    page.get_by_label("What is it about?").fill("Walk-in centre in Amersham")
    page.get_by_role("button", name="Show its date").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Check the date")


def test_what_would_be_done_is_shown_to_everybody_and_done_without_javascript(person: Person) -> None:
    for viewport in (WIDE, PHONE):
        administrator, lead = person("administrator", viewport=viewport), person("lead", viewport=viewport)
        for page, shows in ((administrator, directed_date), (administrator, holiday), (lead, by_hand)):
            shows(page)
            without_faults(page)
    assert not ProclaimedHoliday.objects.exists()
    administrator, lead = person("administrator", javascript=False), person("lead", javascript=False)
    directed_date(administrator)
    administrator.get_by_role("button", name="Enter the date and move").click()
    assert DirectedDate.objects.get(key="accounts_final", year=2016).due_on.isoformat() == "2017-06-02"
    holiday(administrator)
    administrator.get_by_role("button", name="Enter the holiday and move").click()
    administrator.goto("/administration/holiday/2016-11-14/withdraw/")
    administrator.get_by_role("button", name="Withdraw the holiday").click()
    expect(administrator.get_by_text("The holiday is withdrawn")).to_be_visible()
    by_hand(lead)
    lead.get_by_role("button", name="Open the duty").click()
    opened = Obligation.objects.get(subject="Walk-in centre in Amersham")
    assert opened.due_on is not None and opened.due_on.isoformat() == "2016-10-31"
