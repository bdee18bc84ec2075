"""What is printed: the schedule on A4 landscape with a place to sign, the audit committee's paper on one page."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

from bodies.models import Body
from meetings.models import Meeting
from tests.register.meeting_kit import add_item, add_paper, whole

A4 = (842, 595)  # points


def pages_of(pdf: bytes) -> list[tuple[int, int]]:
    """The size of every page, in points."""
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    return [(round(float(width)), round(float(height))) for width, height in boxes]


def test_the_schedule_and_the_paper_are_printed(person: Callable[..., Page]) -> None:
    page = person("lead")
    page.get_by_role("link", name="Schedule", exact=True).click()
    page.wait_for_url("**/schedule/")  # with its style sheets
    sign = page.get_by_role("heading", name="For the accountable officer")
    assert not sign.is_visible()  # a place to sign is for paper
    printed = pages_of(page.pdf(prefer_css_page_size=True))
    assert set(printed) == {A4}
    assert 5 <= len(printed) <= 25
    page.emulate_media(media="print")
    assert sign.is_visible()
    assert not page.get_by_role("button", name="Show").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.emulate_media(media="null")
    page.get_by_role("link", name="Paper for the audit committee").click()
    page.wait_for_url(re.compile("/paper/"))
    assert pages_of(page.pdf(prefer_css_page_size=True)) == [A4[::-1]]
    with page.expect_download() as taken:
        page.get_by_role("link", name="Word document").click()
    assert taken.value.suggested_filename == "audit-committee-10H-2016-17-as-at-2016-10-17.docx"


def test_a_meeting_is_printed_on_one_page(person: Callable[..., Page]) -> None:
    meeting = whole(Body.objects.get(code="10H"), is_invented=True)
    for number in range(40):
        item = add_item(meeting, f"Item {number}: {'a long title ' * 8}", decision="It was agreed. " * 40)
        add_paper(meeting, f"Paper {number}", item, is_invented=True)
    Meeting.objects.filter(pk=meeting.pk).update(
        **dict.fromkeys(("attend", "access", "ask", "resolution", "resolution_why"), "A long text. " * 100)
    )
    page = person("")
    page.goto(f"/meetings/{meeting.pk}/")
    page.get_by_role("link", name="One page to print").click()
    page.wait_for_url("**/print/")
    assert pages_of(page.pdf(prefer_css_page_size=True)) == [A4[::-1]]
