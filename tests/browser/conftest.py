"""A real Chromium on the demonstration. Run by script/test in a process of its own: its driver keeps an event loop."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from evidence.demonstration.people import PASSWORD
from tests.house.demonstration import build

# Playwright's loop runs in this thread; Django would otherwise refuse the database in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def site(transactional_db, settings, live_server) -> str:
    """The address of a demonstration of a few bodies."""
    settings.DEMONSTRATION = True
    build()
    return live_server.url


@pytest.fixture
def person(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Sign somebody in: person("lead"), person("lay", viewport=PHONE); person() is anybody."""
    contexts = []

    def enter(who: str = "", viewport: dict[str, int] = WIDE, javascript: bool = True) -> Page:
        context = chromium.new_context(viewport=viewport, java_script_enabled=javascript, base_url=site)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        if who:
            page.goto("/account/login/")
            page.get_by_label("E-mail").or_(page.get_by_label("Email")).fill(f"{who}@demonstration.example")
            page.locator("input[name=password]").fill(PASSWORD)
            page.locator("main button[type=submit]").click()
            page.wait_for_url("**/")
        return page

    yield enter
    for context in contexts:
        context.close()
