"""Meetings held in public, as the people do it: planned, published, completed, checked, questioned, found, followed."""

from pathlib import Path

from playwright.sync_api import Page, expect

from duties.models import Obligation
from meetings.models import Meeting, Question, Subscription
from tests.browser.conftest import PHONE
from tests.browser.hands import Person, follow, give_date, press

OCTOBER, DECEMBER = "Governing body, 11 October 2016", "Governing body, 13 December 2016"


def plan_a_year(lead: Page) -> None:
    """Every two months on the second Tuesday, one of them left out."""
    lead.goto("/")
    lead.get_by_role("link", name="All meetings").click()
    follow(lead, "Plan a year")
    give_date(lead, "first", 11, 10, 2016)
    lead.get_by_label("Every 2 months, on the same weekday").check()
    give_date(lead, "until", 31, 10, 2017)
    lead.locator("[name=starts]").fill("1.30pm")
    lead.locator("[name=ends]").fill("4pm")
    lead.locator("[name=place]").fill("Council Chamber, Amersham")
    lead.locator("[name=in_public][value=yes]").check()
    press(lead, "Check the dates")
    expect(lead.locator("main")).to_contain_text("every 2 months on the second Tuesday")
    lead.get_by_label("Tuesday 8 August 2017").check()
    press(lead, "Plan these meetings")
    expect(lead.locator("main")).to_contain_text("Governing body, 13 December 2016")
    assert not Meeting.objects.filter(body__code="10H", on="2017-08-08").exists()


def hub_of(lead: Page, label: str) -> Meeting:
    meeting = Meeting.objects.get(body__code="10H", on=label)
    lead.goto(f"/meetings/{meeting.pk}/record/")
    return meeting


def publish_notice_and_papers(lead: Page, meeting: Meeting) -> None:
    address = f"/meetings/{meeting.pk}/record/"
    lead.goto(f"{address}notice/")
    give_date(lead, "on", 3, 10, 2016)
    lead.locator("[name=where]").fill("https://chiltern.demonstration.example/notice")
    press(lead, "Save")
    for part, titles in (("1", "Welcome\nFinance report"), ("2", "Terms of a contract")):
        lead.goto(f"{address}agenda/")
        lead.locator("[name=titles]").fill(titles)
        lead.locator(f"[name=part][value='{part}']").check()
        press(lead, "Add")
    lead.goto(f"{address}papers/add/file/")
    paper = b"Finance report. The forecast mentions hedgehogs. Invented."
    lead.locator("input[type=file]").set_input_files({"name": "f.txt", "mimeType": "text/plain", "buffer": paper})
    lead.locator("[name=title]").fill("Finance report for September")
    lead.locator("[name=item]").select_option(label="Finance report")
    press(lead, "Keep as a draft")
    lead.goto(f"{address}agenda/publish/")
    lead.locator("[name=when][value=before]").check()
    give_date(lead, "on", 5, 10, 2016)
    press(lead, "Publish")


def complete_the_record(lead: Page, meeting: Meeting) -> None:
    address = f"/meetings/{meeting.pk}/record/"
    lead.goto(address)
    press(lead, "Mark as held")
    lead.goto(f"{address}happened/")
    for name, value in (
        ("voting_present", "5"), ("voting_members", "6"), ("posts_present", "Chair\nAccountable officer"),
        ("public_present", "6"), ("resolution", "That the public be excluded."), ("resolution_why", "Commercial terms"),
    ):  # fmt: skip
        lead.locator(f"[name={name}]").fill(value)
    lead.locator("[name=quorate][value=yes]").check()
    lead.locator("[name=interests][value=none]").check()
    lead.locator("[name=had_part2][value=yes]").check()
    item = meeting.items.get(title="Finance report")
    lead.locator(f"[name=decision-{item.pk}]").fill("The report was received.")
    press(lead, "Save")
    lead.goto(f"{address}happened/publish/")
    press(lead, "Publish")


def test_a_lead_plans_a_year_publishes_and_completes_and_a_lay_member_checks_and_asks(person: Person) -> None:
    lead, anybody, lay = person("lead"), person(viewport=PHONE), person("lay")
    plan_a_year(lead)
    meeting = hub_of(lead, "2016-10-11")
    publish_notice_and_papers(lead, meeting)
    complete_the_record(lead, meeting)
    settled = Obligation.objects.filter(record_kind="meeting", record_id=meeting.pk, met_how="recorded")
    assert {row.step: str(row.done_on) for row in settled} == {"notice": "2016-10-03", "papers": "2016-10-05"}

    anybody.goto(f"/meetings/{meeting.pk}/")
    page = anybody.locator("main")
    expect(page).to_contain_text("Notice was published 7 clear days before")
    expect(page).to_contain_text("5 of 6 voting members")
    expect(page).to_contain_text("The report was received.")
    expect(page).to_contain_text("Commercial terms")
    assert "Terms of a contract" not in anybody.content()
    with anybody.expect_download() as download:
        anybody.get_by_role("link", name="Finance report for September").first.click()
        if "/published/" in anybody.url:
            anybody.locator("a[href$='/file']").first.click()
    assert b"hedgehogs" in Path(download.value.path()).read_bytes()

    lay.goto(f"/meetings/{meeting.pk}/check/")
    expect(lay.locator("main")).to_contain_text("Freedom of Information")
    check_and_ask(lay)
    question = Question.objects.get(meeting=meeting)
    lead.goto(f"/questions/{question.pk}/")
    lead.locator("[name=answer]").fill("It was in the entrance too.")
    press(lead, "Send the answer")
    lay.goto(f"/questions/{question.pk}/")
    expect(lay.locator("main")).to_contain_text("It was in the entrance too.")


def check_and_ask(lay: Page) -> None:
    """A question about the notice; everything else is true."""
    lay.get_by_role("link", name="From the papers").or_(lay.get_by_role("button", name="From the papers")).click()
    for choice in lay.locator("input[value=true]").all():
        choice.check()
    lay.locator("[name=notice-outcome][value=question]").check()
    lay.locator("[name=notice-text]").fill("Was it also posted at the door?")
    press(lay, "Send")


def test_anybody_finds_a_meeting_follows_a_body_by_letter_and_stops(person: Person) -> None:
    lead, anybody = person("lead"), person()
    plan_a_year(lead)
    anybody.goto("/meetings/")
    anybody.get_by_role("link", name="Tuesday 13 December 2016").first.click()
    expect(anybody.locator("h1")).to_contain_text("Governing body meeting held in public, NHS Chiltern CCG")
    anybody.goto("/search/?q=governing+body")
    expect(anybody.locator("main")).to_contain_text("13 December 2016")
    anybody.goto("/bodies/10H/")
    expect(anybody.locator("main")).to_contain_text("13 December 2016")
    anybody.goto("/bodies/10H/meetings/")
    anybody.get_by_role("link", name="Be told by e-mail").click()
    anybody.get_by_label("E-mail").or_(anybody.locator("[name=address]")).first.fill("citizen@demonstration.example")
    press(anybody, "Send me a letter to confirm")
    asked = Subscription.objects.get(address="citizen@demonstration.example")
    assert asked.confirmed_at is None
    anybody.goto(f"/subscriptions/{asked.token}/")
    anybody.locator("main form button[type=submit]").first.click()
    asked.refresh_from_db()
    assert asked.confirmed_at is not None
    anybody.goto(f"/subscriptions/{asked.token}/end/")
    press(anybody, "No more letters")
    asked.refresh_from_db()
    assert asked.ended_at is not None and asked.address == ""
