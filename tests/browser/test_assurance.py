"""NHS England's pages in a browser: from the national picture to the one thing that is missing."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import Page, expect

from assessments.models import AgreedAction
from duties.models import Obligation
from tests.browser.conftest import PHONE, WIDE
from tests.browser.hands import Person, follow, give_date, press, without_faults
from tests.house.demonstration import TODAY

LANDSCAPE = (842, 595)  # A4, in points
AT_400_PERCENT = {"width": 320, "height": 256}  # what 1280 by 1024 is then, in the pixels of the page


def report_of(page: Page) -> str:
    """The words of the month's report, as it comes from its link."""
    with page.expect_download() as taken:
        follow(page, "The region's month to 17 Oct 2016 (PDF)")
    return "".join("".join(leaf.extract_text() for leaf in pypdf.PdfReader(taken.value.path()).pages).split())


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


@pytest.mark.parametrize("viewport", [WIDE, PHONE, AT_400_PERCENT], ids=["wide", "phone", "at 400 %"])
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


def test_the_national_table_is_printed_across_and_every_column_of_it_is_on_the_paper(person: Person) -> None:
    page = person("region")
    for address, columns in (("/assurance/", 8), ("/assurance/?by=category", 25)):
        page.goto(address)
        page.emulate_media(media="print")
        printed = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
        assert {(round(leaf.mediabox.width), round(leaf.mediabox.height)) for leaf in printed.pages} == {LANDSCAPE}
        heads = page.locator("table.heat thead th").all_text_contents()
        assert len(heads) == columns
        sheets = ["".join(leaf.extract_text().split()) for leaf in printed.pages]
        with_bodies = [text for text in sheets if "CCG" in text]
        assert len(with_bodies) >= len(sheets) - 1  # the last may have the words beneath the table
        for text in with_bodies:  # each can be read by itself
            assert [head for head in heads if "".join(head.split()) not in text] == []
            assert "Download" not in text
        page.emulate_media(media="null")


def test_a_regions_monthly_meeting_is_run_from_its_page(person: Person) -> None:
    missing = missing_accounts()
    page = person("region")
    page.goto("/assurance/?region=Y57")
    report = report_of(page)  # what the meeting has on the table
    assert "NHSKernowCCG" in report and "Theauditoraskedformoretime." in report
    follow(page, "What stands out")  # what it talks about
    line = page.get_by_role("row", name=missing.title).filter(has_text="NHS Kernow CCG")
    expect(line.first).to_contain_text("The auditor asked for more time.")
    page.go_back()
    follow(page, "NHS Kernow CCG")
    expect(page.locator("main")).to_contain_text("The auditor asked for more time.")
    follow(page, "Enter an action")  # what is agreed, who does it and by when
    page.get_by_label("At which meeting").fill("October meeting")
    give_date(page, "agreed_on", 17, 10, 2016)
    page.get_by_label("What was agreed?").fill("Send the audited accounts")
    page.get_by_label("The body", exact=True).check()
    page.get_by_label("in words").fill("Chief finance officer")
    give_date(page, "due_on", 31, 10, 2016)
    press(page, "Enter the action")
    agreed = page.get_by_role("row", name="Send the audited accounts")
    expect(agreed).to_contain_text("Chief finance officer")
    expect(agreed).to_contain_text("31 Oct 2016")
    page.goto("/assurance/?region=Y57")
    assert "Sendtheauditedaccounts" in report_of(page)  # the next meeting begins with it
    page.goto("/agreed/?region=Y57")
    follow(page, "Send the audited accounts")
    follow(page, "Close")
    page.locator("[name=decision][value=confirm]").check()
    give_date(page, "done_on", 17, 10, 2016)
    press(page, "Save")
    action = AgreedAction.objects.get(what="Send the audited accounts")
    assert (action.closed_on, action.done_on, action.closed_why) == (TODAY, TODAY, "")
