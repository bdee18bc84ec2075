"""Publishing with an embargo inside a pre-election period, in a browser, until the day on which anybody reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from bodies.clock import set_demonstration_day
from tests.browser.conftest import PHONE, WIDE

Person = Callable[..., Page]


@pytest.mark.parametrize(("viewport", "javascript"), [(WIDE, True), (PHONE, False)])
def test_publish_with_an_embargo_and_read_on_its_day(
    person: Person, viewport: dict[str, int], javascript: bool
) -> None:
    lead = person("lead", viewport=viewport, javascript=javascript)
    lead.get_by_role("link", name="neither published nor say why").click()
    row = lead.locator("#undecided ~ table").first.locator("tbody tr").first
    title = row.get_by_role("rowheader").inner_text().split(" Invented")[0].removeprefix("Evidence").strip()
    row.get_by_role("link", name=re.compile("^Publish ?:")).click()
    lead.get_by_label("From a later day").check()
    lead.get_by_role("button", name="Publish").click()
    for part, value in (("day", 2), ("month", 5), ("year", 2017)):
        lead.locator(f"#id_from_on_{part}").fill(str(value))
    lead.get_by_label("Before the audit is finished").check()
    lead.get_by_role("button", name="Save").click()
    expect(lead.locator("main")).to_contain_text("A pre-election period runs from 22 April 2017 to 8 June 2017")
    lead.get_by_label("Publish all the same").check()
    lead.get_by_role("button", name="Save").click()
    expect(lead.locator("main")).to_contain_text(
        "To be published on Tuesday 2 May 2017. Until then not: before the audit"
    )

    link = lead.get_by_role("link", name="move the day").first.get_attribute("href") or ""
    piece = re.findall(r"/evidence/(\d+)/", link)[0]
    anybody = person(viewport=viewport, javascript=javascript)
    anybody.goto(f"/published/{piece}/")
    expect(anybody.locator("h1")).to_contain_text("not found")
    set_demonstration_day(date(2017, 5, 2))
    anybody.goto(f"/published/{piece}/")
    expect(anybody.locator("h1")).to_contain_text(title)
    expect(anybody.locator("main")).to_contain_text("nvented")
