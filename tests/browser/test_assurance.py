"""NHS England's pages in a browser: from the national picture to the one thing that is missing."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from duties.models import Obligation
from tests.browser.conftest import PHONE, WIDE
from tests.browser.hands import Person, give_date, press


def without_faults(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert not [(fault["id"], fault["nodes"][0]["html"]) for fault in found]
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def missing_accounts() -> Obligation:
    """The audited accounts of one body, taken back to what they were before anybody did anything."""
    late = Obligation.objects.filter(body__code="11N", year=2016, duty__theme="audited accounts", date_confirmed=True)
    one = late.filter(due_on__lt="2016-10-01", voluntary=False).order_by("due_on").first()
    assert one is not None
    Obligation.objects.filter(pk=one.pk).update(
        met_on=None, met_how="", sent_on=None, sent_back_on=None, done_on=None, achieved=None, gathering_on=None,
        reason="The auditor asked for more time.",
    )  # fmt: skip
    return Obligation.objects.get(pk=one.pk)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_national_picture_to_the_missing_accounts_in_three_clicks(person: Person, javascript: bool) -> None:
    missing = missing_accounts()
    page = person("national", javascript=javascript)
    page.goto("/assurance/")
    england = page.locator("tr.total").first
    england.get_by_role("link", name=re.compile("late")).and_(
        page.locator('td[data-head="Audited accounts"] a')
    ).click()  # one: the bodies that are late with it, the worst first
    row = page.locator("tr", has_text="NHS Kernow CCG")
    row.locator('td[data-head="Audited accounts"] a').click()  # two: what stands behind the cell
    page.get_by_role("link", name=missing.title).first.click()  # three: the accounts themselves
    expect(page).to_have_url(re.compile(rf"/obligations/{missing.pk}/$"))
    expect(page.locator("main")).to_contain_text("Nothing recorded")
    expect(page.locator("main")).to_contain_text("The auditor asked for more time.")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_national_pages_have_no_fault_and_no_page_scrolls_sideways(
    person: Person, viewport: dict[str, int]
) -> None:
    missing_accounts()
    page = person("region", viewport=viewport)
    for address in (
        "/assurance/", "/assurance/?by=category&region=Y57", "/assurance/?by=duty&theme=audited-accounts",
        "/assurance/?on=2016-06-01", "/assurance/stands-out/", "/assurance/?on_day=99&on_month=1&on_year=2016",
    ):  # fmt: skip
        page.goto(address)
        without_faults(page)


def test_looking_back_and_sorting_are_choices_that_stay_in_the_address(person: Person) -> None:
    page = person("region")
    page.goto("/assurance/")
    give_date(page, "on", 1, 6, 2016)
    page.get_by_label("Order").select_option("audited-accounts")
    press(page, "Show")
    expect(page).to_have_url(re.compile(r"/assurance/\?year=2016/17&on=2016-06-01&sort=audited-accounts$"))
    expect(page.locator("main")).to_contain_text("Looking back to 1 June 2016")
    page.get_by_role("link", name="What stands out").click()
    expect(page.locator("main")).to_contain_text("Looking back to 1 June 2016")
    page.get_by_role("link", name="Show it as at today").click()
    expect(page.locator("main")).not_to_contain_text("Looking back")
