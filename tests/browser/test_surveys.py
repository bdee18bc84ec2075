"""Five bodies say what they think of NHS England; nobody sees anything of it until the survey has closed."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from bodies.access import Role
from bodies.clock import set_demonstration_day
from bodies.models import Body, BodyOffice, Office
from duties.years import FinancialYear
from evidence.demonstration.people import PASSWORD
from surveys.actions import start_survey
from tests.browser.hands import Person, follow, press, without_faults
from tests.factories import make_body, make_member, make_user

YEAR = FinancialYear(2013)
TODAY, CLOSES_ON = date(2016, 10, 17), date(2016, 10, 28)
ASKED = "How well did this office support us when we asked for help or advice?"
ANSWERS = ("Very well", "Well", "Poorly", "Poorly", "Very poorly")
WHO = [f"lead{number}" for number in range(len(ANSWERS))]


@pytest.fixture
def asked(site: str) -> list[Body]:
    """A survey, open, about a year in which London had seven bodies of ours, five of them with a lead."""
    start_survey(year=YEAR, opens_on=date(2016, 10, 3), closes_on=CLOSES_ON, by=None, today=date(2016, 9, 1))
    london = Office.objects.get(code="Y56")
    bodies = [make_body(f"L{number}", name=f"NHS Quiet {number} CCG", region=london) for number in range(7)]
    for who, body in zip(WHO, bodies, strict=False):
        make_member(Role.LEAD, body, user=make_user(f"{who}@demonstration.example", password=PASSWORD))
    assert BodyOffice.objects.filter(office=london, body__in=bodies).count() == 7
    return bodies


def answer_about(lead: Page, words: str, comment: str = "") -> None:
    expect(lead.locator("h1")).to_contain_text("What do you say of London?")
    lead.get_by_role("group", name=ASKED).get_by_label(words, exact=True).check()
    if comment:
        lead.get_by_label("What would you like to add?").fill(comment)
        lead.get_by_label("Anybody may read this comment").check()
    press(lead, "Save and go on")
    expect(lead.locator("h1")).to_contain_text("What do you say of NHS England?")
    lead.get_by_role("group", name=ASKED).get_by_label("Not applicable, or cannot say").check()
    press(lead, "Save and go on")


def answer_as(lead: Page, words: str, comment: str) -> None:
    lead.goto("/")
    expect(lead.get_by_text("It is voluntary").first).to_be_visible()
    lead.get_by_role("link", name="How NHS England worked with us, 2013/14").click()
    without_faults(lead)
    follow(lead, "Answer about London")
    without_faults(lead)
    answer_about(lead, words, comment)
    expect(lead.locator("main")).to_contain_text("A draft is kept")
    expect(lead.locator("main")).to_contain_text(words)
    press(lead, "Send your answers")
    expect(lead.get_by_text("Your answers were sent").first).to_be_visible()


def test_five_bodies_answer_and_the_result_is_there_once_it_has_closed(person: Person, asked: list[Body]) -> None:
    for number, (who, words) in enumerate(zip(WHO, ANSWERS, strict=True)):
        answer_as(person(who), words, "Too many returns" if number == 2 else "")
    readers = [person(), person("national"), person("administrator")]
    set_demonstration_day(CLOSES_ON)
    for reader in readers:
        assert reader.goto("/surveys/2013/").status == 404
        assert reader.goto("/surveys/2013/Y56/").status == 404
        reader.goto("/surveys/")
        expect(reader.locator("main")).to_contain_text("Open")
        for body in asked[:5]:
            status = reader.goto(f"/bodies/{body.code}/surveys/2013/").status
            assert status in (200, 403) and "Very poorly" not in reader.content(), "200 is the sign-in"
    set_demonstration_day(date(2016, 10, 29))
    for reader in readers:
        assert reader.goto("/surveys/2013/").status == 200
        without_faults(reader)
        reader.get_by_role("link", name="What bodies say of it").click()
        row = reader.get_by_role("row").filter(has_text=ASKED)
        expect(row).to_contain_text("about 40%")
        expect(reader.locator("main")).to_contain_text("Too many returns")
        assert "NHS Quiet" not in reader.locator("main").inner_text()
        without_faults(reader)
