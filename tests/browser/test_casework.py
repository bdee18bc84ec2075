"""Requests and complaints, as the people do it: logged, clarified, answered, published, found, counted."""

from playwright.sync_api import Page, expect

from casework.models import Complaint, InformationRequest
from tests.browser.conftest import PHONE
from tests.browser.hands import Person, follow, give_date, press

SUBJECT = "Fees of consultants by quarter"


def log_a_request(officer: Page) -> InformationRequest:
    """From the officer's home; the first words hold a phone number, which is refused and taken out."""
    follow(officer, "Information requests of NHS Chiltern CCG")
    follow(officer, "Log a request")
    expect(officer.locator("main")).to_contain_text("there is no field for one")
    give_date(officer, "received_on", 1, 9, 2016)
    officer.locator("[name=channel][value=email]").check()
    officer.locator("[name=subject]").fill(f"{SUBJECT}, asked on 01494 123456")
    press(officer, "Log it")
    expect(officer.locator("main")).to_contain_text("looks like a phone number")
    officer.locator("[name=subject]").fill(SUBJECT)
    press(officer, "Log it")
    expect(officer.locator("main")).to_contain_text("Late")
    return InformationRequest.objects.get(subject=SUBJECT)


def clarify_and_answer(officer: Page, case: InformationRequest) -> None:
    """The clock starts again with the clarification, and the answer is in time."""
    follow(officer, "Ask to clarify")
    give_date(officer, "on", 8, 9, 2016)
    press(officer, "Save")
    expect(officer.locator("main")).to_contain_text("Waiting for the requester")
    follow(officer, "Clarification came")
    give_date(officer, "on", 20, 9, 2016)
    press(officer, "Save")
    expect(officer.locator("main")).to_contain_text("18 Oct 2016")
    follow(officer, "Record the answer")
    give_date(officer, "on", 14, 10, 2016)
    officer.locator("[name=code][value=granted]").check()
    press(officer, "Save")
    expect(officer.locator("main")).to_contain_text("Answered in time")
    case.refresh_from_db()
    assert (case.kept, str(case.limit_on)) == ("in_time", "2016-10-18")


def publish(officer: Page) -> None:
    follow(officer, "Publish it in the disclosure log")
    officer.locator("[name=title]").fill("Fees of consultants in 2015/16")
    officer.locator("[name=text]").fill("Asked for: fees by quarter. Disclosed: the table of hedgehogs.")
    press(officer, "Publish")
    expect(officer.locator("main")).to_contain_text("It is in the disclosure log")


def test_a_request_from_the_first_day_to_the_disclosure_that_anybody_finds(person: Person) -> None:
    officer = person("foi")
    case = log_a_request(officer)
    clarify_and_answer(officer, case)
    publish(officer)
    citizen = person(viewport=PHONE)
    citizen.goto("/disclosures/")
    citizen.get_by_text("Narrow the list").click()
    citizen.locator("main [name=q]").fill("hedgehogs")
    citizen.locator("main form button[type=submit]").first.click()
    citizen.get_by_role("link", name="Fees of consultants in 2015/16").click()
    expect(citizen.locator("main")).to_contain_text("the table of hedgehogs")
    expect(citizen.locator("main")).not_to_contain_text(SUBJECT)
    assurer = person("region")
    assert assurer.goto(f"/requests/{case.pk}/").status == 403
    assurer.goto("/assurance/requests/?year=2016/17")
    expect(assurer.locator("main")).to_contain_text("NHS Chiltern CCG")
    expect(assurer.locator("main")).not_to_contain_text(case.reference)


def test_a_complaint_at_reception_without_javascript_and_on_a_phone(person: Person) -> None:
    manager = person("contributor", viewport=PHONE, javascript=False)
    manager.goto("/bodies/10H/complaints/")
    follow(manager, "Quick add")
    manager.locator("[name=subject]").fill("Tone of a telephone call")
    press(manager, "Log it")
    expect(manager.locator("main")).to_contain_text("To acknowledge")
    case = Complaint.objects.get(subject="Tone of a telephone call")
    follow(manager, "Settled by the next working day")
    give_date(manager, "on", 17, 10, 2016)
    press(manager, "Save")
    expect(manager.locator("main")).to_contain_text("Settled at once")
    case.refresh_from_db()
    assert (case.is_counted, case.is_open) == (False, False)
