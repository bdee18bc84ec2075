"""What the public, the body and NHS England read of the page that a published link leads to."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from evidence.links import checking, watching
from evidence.links.judging import Look, Outcome
from evidence.models import Evidence
from tests.factories import TODAY
from tests.register.kit import make_evidence

SEEN = Look(Outcome.SEEN, status=200, digest="a" * 64)
OTHER = Look(Outcome.SEEN, status=200, digest="b" * 64)
MISSED = Look(Outcome.MISSING, "not_found", 404)


@pytest.fixture
def link(world, obligation) -> Evidence:
    """A published link that proves the obligation."""
    return make_evidence(obligation, title="Constitution", kind="link", url="https://trust.example/constitution")


def look(link: Evidence, *found: Look, last_on: date = TODAY) -> None:
    """One look a day, the last on `last_on`."""
    watching.keep_up(last_on, timezone.now())
    for ago, one in zip(range(len(found) - 1, -1, -1), found, strict=True):
        checking.record(link.link, one, today=last_on - timedelta(ago), now=timezone.now())


def public(link: Evidence) -> str:
    return unescape(Client().get(f"/published/{link.pk}/").content.decode())


def test_the_public_reads_when_we_saw_the_page_last(link) -> None:
    assert "We have not looked yet whether this page is there." in public(link)
    look(link, SEEN)
    assert "We last saw this page on 17 October 2016." in public(link)


def test_the_public_reads_that_it_changed_or_is_gone(link) -> None:
    look(link, SEEN, OTHER)
    assert "It changed since it was recorded, first noticed on 17 October 2016" in public(link)
    look(link, SEEN, MISSED, MISSED)
    page = public(link)
    assert "We last saw this page on 15 October 2016." in page
    assert "It was gone when we looked on 16 October 2016 and on 17 October 2016." in page


def test_a_single_miss_is_told_to_the_body_alone(link, as_, world, obligation) -> None:
    look(link, SEEN, MISSED)
    words = "We could not find it on 17 October 2016, and will look again."
    assert words not in public(link)
    address = f"/obligations/{obligation.pk}/"
    assert words in as_(world.lead).get(address).content.decode()
    assert words not in as_(world.assurer).get(address).content.decode()


def test_the_obligation_says_that_its_page_is_gone_and_tells_it_in_its_history(link, as_, world, obligation) -> None:
    look(link, SEEN, MISSED, MISSED)
    for member in (world.lead, world.assurer, world.lay):
        page = as_(member).get(f"/obligations/{obligation.pk}/").content.decode()
        assert "Published page gone" in page
        assert "The tracker flagged it: a page that was published for it was gone." in page
    look(link, SEEN)
    page = as_(world.lead).get(f"/obligations/{obligation.pk}/").content.decode()
    assert "Published page gone" not in page
    assert "The tracker took back that a page was gone" in page


def test_an_assurer_sees_how_many_pages_are_gone_and_which(link, as_, world, obligation) -> None:
    client = as_(world.assurer)
    assert "page gone" not in client.get("/").content.decode()
    look(link, MISSED, MISSED)
    assert "published page gone" in client.get("/").content.decode()
    assert f"/obligations/{obligation.pk}/" in client.get("/changes/?what=gone").content.decode()
    assert "page gone" not in as_(world.other_assurer).get("/").content.decode()


def test_in_a_demonstration_the_page_says_that_nothing_was_asked(link, settings) -> None:
    settings.DEMONSTRATION = True
    assert "A demonstration asks nothing of the web" in public(link)


def test_what_is_no_link_says_nothing_of_a_page(world, obligation) -> None:
    assert "this page" not in public(make_evidence(obligation, title="A statement"))
