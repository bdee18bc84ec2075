"""An assessment as its people make it: written, sent back and agreed, commented on, published, read by anybody."""

from playwright.sync_api import Page, expect

from assessments.models import Assessment
from tests.browser.conftest import PHONE
from tests.browser.hands import Person, follow, give_date, press, without_faults

SUMMARY = "The hedgehogs of the county are well looked after."


def write(assurer: Page) -> Assessment:
    """From the list: begun for a body that has none, and written."""
    follow(assurer, "What NHS England judged of each body")
    without_faults(assurer)
    assurer.goto("/bodies/10H/assessed/begin/?year=2014/15&period=Q4")
    without_faults(assurer)
    press(assurer, "Begin")
    made = Assessment.objects.get(body__code="10H", year=2014, period="Q4")
    expect(assurer.locator("main")).to_contain_text("Recalled, to be verified")
    without_faults(assurer)
    assurer.locator("[name=headline]").nth(1).check()
    assurer.locator("[name=summary]").fill(SUMMARY)
    for unit in made.sheet.units:
        assurer.locator(f"[name=value_{unit.slug}]").first.check()
        assurer.locator(f"[name=why_{unit.slug}]").fill(f"Reasons for {unit.slug}")
    press(assurer, "Save")
    without_faults(assurer)
    press(assurer, "Propose it")
    expect(assurer.locator("main")).to_contain_text("a second assurer moderates it")
    return made


def moderate(second: Page, made: Assessment, decision: str, reason: str) -> None:
    second.goto(f"/assessments/{made.pk}/")
    follow(second, "Moderate it")
    without_faults(second)
    second.locator(f"[name=decision][value={decision}]").check()
    second.locator("[name=reason]").fill(reason)
    press(second, "Save")


def consult_and_send(assurer: Page) -> None:
    follow(assurer, "Add a board that was consulted")
    without_faults(assurer)
    assurer.locator("[name=board]").fill("Board of the county")
    give_date(assurer, "asked_on", 3, 10, 2016)
    press(assurer, "Save")
    follow(assurer, "Send it to the body")
    without_faults(assurer)
    give_date(assurer, "comment_by_on", 31, 10, 2016)
    press(assurer, "Send")
    expect(assurer.locator("main")).to_contain_text("With the body for comment")


def test_an_assessment_from_the_first_word_to_the_page_that_anybody_reads(person: Person) -> None:
    assurer, second, lead = person("region"), person("national"), person("lead", viewport=PHONE, javascript=False)
    made = write(assurer)
    moderate(second, made, "back", "Say more of leadership")
    assurer.reload()
    expect(assurer.locator("main")).to_contain_text("Say more of leadership")
    press(assurer, "Propose it")
    moderate(second, made, "agree", "")
    expect(second.locator("main")).to_contain_text("Agreed in moderation")
    assert lead.goto(f"/assessments/{made.pk}/").status == 404
    assurer.reload()
    consult_and_send(assurer)
    lead.goto("/")
    follow(lead, "NHS England’s assessment of NHS Chiltern CCG, 2014/15 Q4")
    expect(lead.locator("main")).to_contain_text(SUMMARY)
    expect(lead.locator("main")).not_to_contain_text("Say more of leadership")
    follow(lead, "Comment on it")
    lead.locator("[name=words]").fill("We are glad of the hedgehogs.")
    press(lead, "Save the comment")
    citizen = person(viewport=PHONE)
    citizen.goto("/bodies/10H/assessments/")
    expect(citizen.locator("main")).not_to_contain_text(SUMMARY)
    assurer.reload()
    follow(assurer, "Publish it")
    without_faults(assurer)
    press(assurer, "Publish")
    expect(assurer.locator("main")).to_contain_text("Correct what is published")
    without_faults(assurer)
    citizen.reload()
    for words in (SUMMARY, "We are glad of the hedgehogs.", "CCG Assurance Framework 2014/15", "Assured with support"):
        expect(citizen.locator("main")).to_contain_text(words)
    without_faults(citizen)
    citizen.goto("/assessments/?year=2014/15")
    expect(citizen.locator("main")).to_contain_text("2014/15 Q4")
    without_faults(citizen)
