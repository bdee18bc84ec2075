"""The whole goal, in a browser, as the people who do it."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from duties.models import Flag, Obligation
from tests.browser.conftest import PHONE
from tests.browser.hands import Person, follow, give_date, press


def add_file(page: Page, file: Path, title: str) -> None:
    """From an obligation's page: add a file, one question a page, to "Check and send"."""
    follow(page, "Add evidence")
    page.get_by_label("A file").check()
    press(page, "Continue")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("Title").fill(title)
    give_date(page, "about_on", 29, 9, 2016)
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("h1")).to_contain_text("Check")


def send(page: Page, day: int) -> None:
    give_date(page, "done_on", day, 9, 2016)
    page.locator("form:has(#id_done_on_day) button[type=submit]").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_log_send_in_sent_back_log_again_seen_publish_and_read(
    person: Person, tmp_path: Path, javascript: bool
) -> None:
    notes = tmp_path / "minutes.txt"
    notes.write_text("The annual meeting was held on 29 September 2016. Invented.")
    meeting = Obligation.objects.get(duty__slug="annual-public-meeting", body__code="10H", period_year=2015)

    lead = person("lead", javascript=javascript)
    expect(lead.locator("h1")).to_contain_text("NHS Chiltern CCG")
    lead.get_by_role("link", name="Hold a meeting to present the annual report").first.click()
    add_file(lead, notes, "Minutes of the annual meeting")
    send(lead, 29)
    expect(lead.locator("main")).to_contain_text("Waiting for review")

    assurer = person("region", javascript=javascript)
    follow(assurer, "Review queue")
    round_of = meeting.submissions.get()
    assurer.goto(f"/review/{round_of.pk}/")
    expect(assurer.locator("main")).to_contain_text("Minutes of the annual meeting")
    assurer.get_by_label("What is missing?").fill("The minutes have no date of approval.")
    press(assurer, "Send back")

    lead.goto("/")
    expect(lead.locator("main")).to_contain_text("The minutes have no date of approval.")
    lead.goto(f"/obligations/{meeting.pk}/")
    notes.write_text("The annual meeting was held on 29 September 2016; approved on 12 October 2016. Invented.")
    add_file(lead, notes, "Approved minutes of the annual meeting")
    send(lead, 29)

    second = meeting.submissions.get(number=2)
    assurer.goto(f"/review/{second.pk}/")
    press(assurer, "Evidence seen")  # nothing ticked: refused in words
    expect(assurer.locator(".nhsuk-error-summary")).to_contain_text("Tick every check")
    for box in assurer.locator("input[name=checks]").all():
        box.check()
    press(assurer, "Evidence seen")
    meeting.refresh_from_db()
    assert (meeting.met_how, str(meeting.done_on)) == ("seen", "2016-09-29")

    lead.goto(f"/obligations/{meeting.pk}/")
    expect(lead.locator("main")).to_contain_text("Evidence seen")
    lead.get_by_role("link", name="Publish").or_(lead.get_by_role("button", name="Publish")).last.click()
    if "/publish/" in lead.url:
        press(lead, "Publish")
    expect(lead.locator("main")).to_contain_text("Published")

    anybody = person(javascript=javascript)
    anybody.goto("/bodies/10H/")
    anybody.get_by_role("link", name="pproved minutes of the annual meeting").or_(
        anybody.get_by_role("link", name="Minutes of the annual meeting")
    ).first.click()
    expect(anybody.locator("main")).to_contain_text("nvented")
    with anybody.expect_download() as download:
        anybody.locator("a[href$='/file']").first.click()
    assert "Invented." in Path(download.value.path()).read_text()


def test_the_administrator_moves_the_day_and_a_flag_appears(person: Person) -> None:
    review = Obligation.objects.get(
        duty__slug="spend-over-25k", body__code="10H", period="2016-09"
    )  # due on Friday 21 October 2016, nothing recorded
    administrator = person("administrator")
    administrator.set_default_timeout(180_000)  # the first night opens years that the small demonstration left out
    administrator.goto("/administration/")
    for day in (18, 19, 20, 21, 22):
        press(administrator, f"Move to {day} October 2016")
        expect(administrator.locator("main")).to_contain_text(f"It is now {day} October 2016")
    flag = Flag.objects.get(obligation=review, kind="late")
    assert str(flag.since_on) == "2016-10-22"
    lead = person("lead")
    expect(lead.locator("main")).to_contain_text("Publish spending over £25,000")
    lead.goto("/year/?body=10H&year=all&show=late")  # of eleven that are late the home page shows the first ones
    expect(lead.locator("main")).to_contain_text("Directed date passed · 1 day")


def test_a_phone_can_certify(person: Person) -> None:
    lead = person("lead", viewport=PHONE)
    row = Obligation.objects.get(duty__slug="spend-over-25k", body__code="10H", period="2016-09")
    lead.goto(f"/obligations/{row.pk}/")
    follow(lead, "Certify")
    give_date(lead, "done_on", 14, 10, 2016)
    lead.locator("form:has(#id_done_on_day) button[type=submit]").click()
    expect(lead.locator("main")).to_contain_text("Certified")
    row.refresh_from_db()
    assert row.met_how == "certified"
