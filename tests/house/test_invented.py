"""In a demonstration every page marks what is invented, beside each invented record, and keeps search engines out."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from duties.models import Obligation
from evidence.demonstration.people import DOMAIN, PASSWORD
from evidence.models import CallIn, Evidence, Submission
from tests.house.demonstration import build

BESIDE = 260  # characters of visible text on either side of a record's words
EACH = 5  # pages of one shape that are looked at for each person
WHO = ["", "lead", "contributor", "lay", "region", "national", "administrator"]


class Page(HTMLParser):
    """The visible text and the links of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self._text: list[str] = []
        self._hidden = 0
        self.feed(html)
        self.text = re.sub(r"\s+", " ", " ".join(self._text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style", "head")
        if tag == "a" and (href := dict(attrs).get("href")):
            self.links.append(href)

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style", "head")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._text.append(data)


def unmarked(text: str, words: set[str]) -> list[str]:
    """Which invented words stand in the text without "invented" beside them."""
    found = []
    for one in words:
        for match in re.finditer(re.escape(one), text):
            around = text[max(0, match.start() - BESIDE) : match.end() + BESIDE]
            if "nvented" not in around.replace(one, ""):
                found.append(one)
    return found


def invented_words() -> set[str]:
    """The words of every invented record."""
    titles = set(Evidence.objects.filter(is_invented=True).values_list("title", flat=True))
    reasons = set(Submission.objects.exclude(reason="").values_list("reason", flat=True))
    reasons |= set(Submission.objects.exclude(reopened_why="").values_list("reopened_why", flat=True))
    reasons |= {why for whys in CallIn.objects.values_list("why", "closed_why") for why in whys if why}
    own = set(Obligation.objects.exclude(reason="").values_list("reason", flat=True))
    asked = set(Obligation.objects.exclude(not_applicable_why="").values_list("not_applicable_why", flat=True))
    return {" ".join(text.split(" (Invented")[0].split()) for text in titles | reasons | own | asked}


def pages(client: Client) -> Iterator[tuple[str, str, Page]]:
    """Every page that links lead to from the start, a few of each shape."""
    waiting, seen, shapes = deque(["/", "/register/"]), {"/", "/register/"}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        response = client.get(address, follow=True)
        assert response.status_code == 200, (address, response.status_code)
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        if not response["Content-Type"].startswith("text/html"):
            assert response.getvalue()  # read to its end, so that the file is closed
            continue
        html = response.content.decode()
        page = Page(html)
        yield address, html, page
        for link in page.links:
            parts = urlsplit(link)
            path = link.split("#")[0]
            if parts.netloc or not parts.path.startswith("/") or path in seen:
                continue
            shape = resolve(parts.path).view_name + re.sub(r"=[^&]*", "", parts.query)
            if shapes[shape] >= EACH:
                continue
            shapes[shape] += 1
            seen.add(path)
            waiting.append(path)


@pytest.fixture
def demonstration(db, settings) -> None:
    settings.DEMONSTRATION = True
    build()


@pytest.mark.usefixtures("demonstration")
def test_every_page_marks_what_is_invented() -> None:
    words = invented_words()
    assert len(words) > 100
    faults, looked_at, met = [], 0, 0
    for who in WHO:
        client = Client()
        if who:
            assert client.login(email=f"{who}@{DOMAIN}", password=PASSWORD)
        for address, html, page in pages(client):
            here = {one for one in words if one in page.text}
            looked_at += 1
            met += bool(here)
            assert "Demonstration as at" in page.text, address
            assert '<meta name="robots" content="noindex">' in html, address
            faults += [f"{who or 'anybody'} {address}: {one}" for one in set(unmarked(page.text, here))]
    assert looked_at > 100
    assert met > 50
    assert not faults, "\n".join(faults[:40])


def test_a_record_without_its_mark_is_found() -> None:
    far = "x " * BESIDE
    assert unmarked(f"Invented {far} Minutes of May {far}", {"Minutes of May"}) == ["Minutes of May"]
    assert not unmarked(f"{far} Minutes of May, invented {far}", {"Minutes of May"})
