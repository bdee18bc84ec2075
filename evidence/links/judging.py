"""What one look at a page says of it, and what then is known of the page. Pure: no Django, no clock, no web.

A page is gone only when it was not there twice, a day or more apart: "not found" by the site itself (404, 410), or a
name that leads nowhere. Whatever may pass (no answer in time, an error of the site, too many questions) says nothing of
the page, and is tried again. What a site refuses to a program people may still read: that is neither.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from evidence.links.addresses import NoSuchHost, NotAsked
from evidence.links.asking import Answer, NotReached
from evidence.links.text import digest_of

AGAIN = timedelta(days=7)
AGAIN_SOON = timedelta(hours=25)  # so that two looks lie a day apart
LONGEST_WAIT = timedelta(days=7)


class Outcome(StrEnum):
    """What one look found."""

    SEEN = "seen"
    CHANGED = "changed"
    MISSING = "missing"  # not there, for the first time
    GONE = "gone"  # not there, again
    NOT_REACHED = "not_reached"
    REFUSED = "refused"


@dataclass(frozen=True)
class Look:
    """What one look found. `why` is a key of `evidence.links.words.WHY`; `wait` is what the site asks us to wait."""

    outcome: Outcome
    why: str = ""
    status: int = 0
    digest: str = ""
    etag: str = ""
    last_modified: str = ""
    wait: timedelta = timedelta()


@dataclass(frozen=True)
class Known:
    """What is known of a page. The first digest is that of the day on which it was first seen."""

    outcome: str = ""
    why: str = ""
    status: int = 0
    first_seen_on: date | None = None
    first_digest: str = ""
    seen_on: date | None = None
    digest: str = ""
    changed_on: date | None = None
    missing_on: date | None = None
    gone_on: date | None = None
    etag: str = ""
    last_modified: str = ""


def look_of(answer: Answer) -> Look:
    """What an answer says. Whether it changed, or is gone, only what was known before can tell."""
    wait = min(timedelta(seconds=answer.retry_after), LONGEST_WAIT)
    if answer.status == 200 and answer.led_home:
        return Look(Outcome.CHANGED, "home_page", 200)
    if answer.status == 200:
        digest = digest_of(answer.body, answer.content_type, answer.charset)
        return Look(Outcome.SEEN, "", 200, digest, answer.etag, answer.last_modified)
    if answer.status == 304:
        return Look(Outcome.SEEN, "", 304)
    if answer.status in (404, 410):
        return Look(Outcome.MISSING, "not_found", answer.status)
    if answer.status in (401, 402, 403, 407, 451):
        return Look(Outcome.REFUSED, "closed", answer.status)
    if answer.status == 429:
        return Look(Outcome.NOT_REACHED, "too_often", 429, wait=wait)
    return Look(Outcome.NOT_REACHED, "site_error", answer.status, wait=wait)


def look_without(fault: NotAsked | NoSuchHost | NotReached) -> Look:
    """What it says that there was no answer."""
    if isinstance(fault, NotAsked):
        return Look(Outcome.REFUSED, "not_asked")
    if isinstance(fault, NoSuchHost):
        return Look(Outcome.MISSING, "no_host") if fault.is_sure else Look(Outcome.NOT_REACHED, "no_resolver")
    return Look(Outcome.NOT_REACHED, fault.why)


def known_after(before: Known, look: Look, today: date) -> Known:
    """What is known of the page after one more look."""
    after = replace(before, outcome=look.outcome, why=look.why, status=look.status)
    if look.outcome is Outcome.MISSING:
        return _missing(after, today)
    if look.outcome is Outcome.CHANGED:
        return replace(after, changed_on=before.changed_on or today, missing_on=None, gone_on=None)
    if look.outcome is Outcome.SEEN:
        return _seen(after, look, today)
    return after


def _missing(after: Known, today: date) -> Known:
    if after.missing_on is None or after.missing_on >= today:
        return replace(after, missing_on=after.missing_on or today)
    return replace(after, outcome=Outcome.GONE, gone_on=after.gone_on or today)


def _seen(after: Known, look: Look, today: date) -> Known:
    digest = look.digest or after.digest  # unchanged, says the site: what it said last time
    first = after.first_digest or digest
    differs = digest != first
    return replace(
        after,
        outcome=Outcome.CHANGED if differs else Outcome.SEEN,
        why="text" if differs else "",
        status=200,
        first_seen_on=after.first_seen_on or today,
        first_digest=first,
        seen_on=today,
        digest=digest,
        changed_on=(after.changed_on or today) if differs else None,
        missing_on=None,
        gone_on=None,
        etag=look.etag or (after.etag if look.status == 304 else ""),
        last_modified=look.last_modified or (after.last_modified if look.status == 304 else ""),
    )


def look_again_after(known: Known, look: Look) -> timedelta:
    """How long to wait before the next look."""
    passing = known.outcome in (Outcome.MISSING, Outcome.NOT_REACHED)
    return max(AGAIN_SOON if passing else AGAIN, look.wait)
