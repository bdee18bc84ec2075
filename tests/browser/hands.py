"""What a person's hands do on a page."""

from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Person = Callable[..., Page]


def give_date(page: Page, name: str, day: int, month: int, year: int) -> None:
    for part, value in (("day", day), ("month", month), ("year", year)):
        page.locator(f"#id_{name}_{part}").fill(str(value))


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).or_(page.get_by_role("button", name=words)).first.click()


def without_faults(page: Page) -> None:
    """Nothing that axe finds, nothing wider than the window."""
    found = Axe().run(page).response["violations"]
    assert not found, (page.url, [(one["id"], one["nodes"][0]["html"][:200]) for one in found])
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, page.url
