"""A question that a choice reveals: there while it is chosen, and no reader is told that a radio expands."""

from playwright.sync_api import expect

from tests.browser.hands import Person


def test_a_question_is_there_while_the_radio_that_reveals_it_is_chosen(person: Person) -> None:
    for javascript in (True, False):
        page = person("region", javascript=javascript)
        page.goto("/assurance/exports/")
        revealing, another = page.locator("[name=what][data-reveals]").first, page.locator("[name=what]").first
        asked = page.locator(f"#{revealing.get_attribute('data-reveals')}")
        expect(asked).not_to_be_visible()
        revealing.check()
        expect(asked).to_be_visible()
        assert page.locator("[type=radio][aria-expanded]").count() == 0
        another.check()
        expect(asked).not_to_be_visible()
