"""What is known of a published page, in sentences: for the public and for the body alike. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Protocol

from bodies.web.text import date_long

NOT_IN_A_DEMONSTRATION = "A demonstration asks nothing of the web: nobody has looked whether this page is there."

WHY = {
    "text": "its words are not the same",
    "home_page": "the address now leads to the front page of the site",
    "not_found": "the site says that there is no such page",
    "no_host": "the name of the site leads nowhere",
    "closed": "the site does not show it to us; people may see it",
    "not_asked": "its address is not on the public web",
    "time": "it did not answer in time",
    "certificate": "its certificate is not valid",
    "connection": "the connection failed",
    "redirects": "it sends from one address to another without end",
    "site_error": "the site had an error",
    "too_often": "the site asked us to come again later",
    "no_resolver": "the name of the site could not be looked up",
}


class Page(Protocol):
    """What is told of a page."""

    outcome: str
    why: str
    checked_on: date | None
    first_seen_on: date | None
    seen_on: date | None
    changed_on: date | None
    missing_on: date | None
    gone_on: date | None


def sentences(page: Page | None, *, to_body: bool = False) -> list[str]:
    """What we know of a page; one that nobody has looked at says so.

    That it was not found a first time is told to the body alone: it may pass, and then was nothing.
    """
    if page is None or page.checked_on is None:
        return ["We have not looked yet whether this page is there."]
    return list(_told(page, page.checked_on, to_body)) or ["We have not seen this page yet."]


def _told(page: Page, checked_on: date, to_body: bool) -> Iterator[str]:
    if page.seen_on is not None:
        yield f"We last saw this page on {date_long(page.seen_on)}."
    if page.changed_on is not None:
        what = WHY["home_page"] if page.why == "home_page" else WHY["text"]
        yield f"It changed since it was recorded, first noticed on {date_long(page.changed_on)}: {what}."
    if page.gone_on is not None:
        yield f"It was gone when we looked on {date_long(page.missing_on)} and on {date_long(page.gone_on)}."
    elif page.missing_on is not None and to_body:
        yield f"We could not find it on {date_long(page.missing_on)}, and will look again."
    if page.outcome in ("not_reached", "refused"):
        verb = "could not reach" if page.outcome == "not_reached" else "could not look at"
        yield f"We {verb} it on {date_long(checked_on)}: {WHY.get(page.why, WHY['connection'])}."
