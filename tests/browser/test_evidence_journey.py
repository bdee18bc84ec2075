"""Evidence from a spreadsheet to the signed schedule, as the people do it: nothing quietly replaced, all to be checked.

A body arrives with a spreadsheet that has a fault, mends it and imports it; what it sent in comes back, is replaced
with a reason and seen; it is published under an embargo; anybody checks the digest; the schedule is printed.
"""

import csv
import hashlib
import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect

from bodies.clock import set_demonstration_day
from bodies.tasks import run_import_task
from duties.models import Obligation
from evidence.models import Evidence, Submission
from tests.browser.hands import Person, give_date, press

WORDS = "The register was reviewed on 29 September 2016 and lists every decision-maker. Invented."
TITLE = "Register of interests"
SPREADSHEET = "imported.csv"


def template_of(lead: Page, folder: Path) -> list[dict[str, str]]:
    """The rows of the template that the page gives."""
    lead.goto("/bodies/10H/import/evidence/")
    with lead.expect_download() as download:
        lead.get_by_role("link", name="Template as CSV").click()
    file = folder / "template.csv"
    download.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def upload(lead: Page, folder: Path, rows: list[dict[str, str]]) -> None:
    file = folder / SPREADSHEET
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    lead.goto("/bodies/10H/import/evidence/")
    lead.locator("input[type=file]").set_input_files(file)
    press(lead, "Upload and check")


def import_it(lead: Page, folder: Path, row: dict[str, str]) -> None:
    """A spreadsheet with a fault says which; mended, it is imported once, however often it is uploaded."""
    filled = row | {"Title": TITLE, "About": "29/09/2016", "Statement": WORDS}
    upload(lead, folder, [filled | {"About": "31/09/2016"}])
    expect(lead.locator("main")).to_contain_text("1 row to mend")
    expect(lead.locator("main")).to_contain_text("About")
    assert not Evidence.objects.filter(title=TITLE).exists()
    upload(lead, folder, [filled])
    press(lead, "Import 1 row")
    run_import_task(int(lead.url.rstrip("/").split("/")[-1]))  # what the worker does when it is woken
    lead.reload()
    expect(lead.locator("h1")).to_contain_text("What was imported")
    upload(lead, folder, [filled])
    expect(lead.locator("main")).to_contain_text("Everything in this spreadsheet is here already")


def send_in(lead: Page, obligation: Obligation) -> Submission:
    lead.goto(f"/obligations/{obligation.pk}/send/")
    give_date(lead, "done_on", 29, 9, 2016)
    lead.locator("form:has(#id_done_on_day) button[type=submit]").click()
    expect(lead.locator("main")).to_contain_text("Waiting for review")
    return obligation.submissions.latest("number")


def replace_with_a_file(lead: Page, obligation: Obligation, file: Path) -> None:
    lead.goto(f"/obligations/{obligation.pk}/")
    lead.get_by_role("link", name="Replace").first.click()
    lead.get_by_label("A file").check()
    press(lead, "Continue")
    lead.locator("input[type=file]").set_input_files(file)
    lead.get_by_label("Title").fill("Register of interests, with page references")
    give_date(lead, "about_on", 29, 9, 2016)
    lead.get_by_label("Why is it replaced?").fill("The first version had no page references.")
    lead.locator("main form button[type=submit]").last.click()
    lead.goto(f"/obligations/{obligation.pk}/")
    expect(lead.locator("main")).to_contain_text("The first version had no page references.")


def see(assurer: Page, one: Submission) -> None:
    assurer.goto(f"/review/{one.pk}/")
    for box in assurer.locator("input[name=checks]").all():
        box.check()
    press(assurer, "Evidence seen")


def publish_from(lead: Page, obligation: Obligation, day: int, month: int) -> None:
    lead.goto(f"/obligations/{obligation.pk}/")
    lead.get_by_role("link", name=re.compile("^Publish.*with page references")).click()
    lead.get_by_label("From a later day").check()
    press(lead, "Publish")
    give_date(lead, "from_on", day, month, 2016)
    lead.locator("input[name=why]").first.check()
    press(lead, "Save")
    expect(lead.locator("main")).to_contain_text(f"To be published on Monday {day} October 2016")


def test_from_a_spreadsheet_with_a_fault_to_the_schedule_that_is_signed(person: Person, tmp_path: Path) -> None:
    lead, assurer, anybody = person("lead"), person("region"), person()
    rows = template_of(lead, tmp_path)
    obligation = Obligation.objects.filter(
        body__code="10H", duty__public_facing="yes", proof="reviewed", period_year=2016, sent_on=None, met_on=None,
        closed_on=None, evidence=None, step="", period="", owed_by="body",
    ).exclude(not_applicable_asked_on__isnull=False).order_by("duty__position").first()  # fmt: skip
    row = next(one for one in rows if one["Duty"] == obligation.duty.title and one["Year"] == "2016/17")
    import_it(lead, tmp_path, row)

    first = send_in(lead, obligation)
    assurer.goto(f"/review/{first.pk}/")
    assurer.get_by_label("What is missing?").fill("Say on which page each entry stands.")
    press(assurer, "Send back")
    lead.goto("/")
    expect(lead.locator("main")).to_contain_text("Say on which page each entry stands.")

    register = tmp_path / "register.txt"
    register.write_text(WORDS + " Page references are on page 2.")
    replace_with_a_file(lead, obligation, register)
    see(assurer, send_in(lead, obligation))
    obligation.refresh_from_db()
    assert obligation.met_how == "seen"

    publish_from(lead, obligation, 24, 10)
    published = obligation.evidence.get(kind="file")
    assert anybody.goto(f"/published/{published.pk}/").status == 404
    set_demonstration_day(date(2016, 10, 24))
    anybody.goto(f"/published/{published.pk}/")
    with anybody.expect_download() as download:
        anybody.locator("a[href$='/file']").first.click()
    digest = hashlib.sha256(Path(download.value.path()).read_bytes()).hexdigest()
    assert digest == hashlib.sha256(register.read_bytes()).hexdigest()
    assert digest in anybody.locator("main").inner_text().replace("\n", "").replace(" ", "")

    lead.goto("/")
    lead.get_by_role("link", name="Schedule").first.click()
    expect(lead.locator("main")).to_contain_text(obligation.duty.title)
    assert lead.pdf(format="A4", landscape=True).startswith(b"%PDF")
    with lead.expect_download() as word:
        lead.get_by_role("link", name="Word").first.click()
    assert word.value.suggested_filename.endswith(".docx")
