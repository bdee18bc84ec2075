"""Where an assessment stands on a day, from its dated facts. Pure: no Django, no clock.

There is no status column. `state_of(facts, today)` is the definition; what pages list by state is filtered by it, or by
a named query that a test holds to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duties.words import Words


class State(StrEnum):
    """How far an assessment has come."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    SENT_BACK = "sent_back"
    AGREED = "agreed"
    WITH_BODY = "with_body"
    HEARD = "heard"
    EMBARGOED = "embargoed"
    PUBLISHED = "published"
    REPLACED = "replaced"


WORDS = {
    State.DRAFT: Words("Draft", "○", "white", 6),
    State.PROPOSED: Words("In moderation", "◷", "purple", 4),
    State.SENT_BACK: Words("Sent back", "↩", "orange", 3),
    State.AGREED: Words("Agreed in moderation", "✓", "blue", 4),
    State.WITH_BODY: Words("With the body for comment", "◷", "purple", 5),
    State.HEARD: Words("Ready to publish", "●", "blue", 4),
    State.EMBARGOED: Words("To be published", "◷", "grey", 7),
    State.PUBLISHED: Words("Published", "✓", "green", 8),
    State.REPLACED: Words("Replaced by a later version", "–", "grey", 9),
}
# While it stands so its words may be changed, and it may be proposed.
WRITABLE = (State.DRAFT, State.SENT_BACK)
# A second assurer has agreed it, and it is not settled that it is published.
SETTLED_INSIDE = (State.AGREED, State.WITH_BODY, State.HEARD)


@dataclass(frozen=True, slots=True)
class Facts:
    """The dated facts that a state follows from.

    `comment_by_on` is the last day for the body's comment; `published_on` the day from which anybody may read it, an
    embargo where it lies ahead; `superseded_on` the day from which a later version stands in its place.
    """

    proposed_on: date | None = None
    sent_back_on: date | None = None
    agreed_on: date | None = None
    shown_on: date | None = None
    comment_by_on: date | None = None
    commented_on: date | None = None
    published_on: date | None = None
    superseded_on: date | None = None


def state_of(facts: Facts, today: date) -> State:
    """The state on a day. A fact dated after it is not known yet, but for a publication, which is an embargo."""
    if facts.published_on is not None:
        return _published(facts, today)
    if _known(facts.agreed_on, today):
        return _after_moderation(facts, today)
    if _known(facts.proposed_on, today):
        return State.PROPOSED
    return State.SENT_BACK if _known(facts.sent_back_on, today) else State.DRAFT


def is_past_comment(facts: Facts, today: date) -> bool:
    """Whether the body has had its say, or its time for one: it commented, or its days for that are over."""
    if facts.shown_on is None or facts.comment_by_on is None:
        return False
    return _known(facts.commented_on, today) or facts.comment_by_on < today


def _published(facts: Facts, today: date) -> State:
    assert facts.published_on is not None
    if facts.superseded_on is not None and facts.superseded_on <= today:
        return State.REPLACED
    return State.PUBLISHED if facts.published_on <= today else State.EMBARGOED


def _after_moderation(facts: Facts, today: date) -> State:
    if not _known(facts.shown_on, today):
        return State.AGREED
    return State.HEARD if is_past_comment(facts, today) else State.WITH_BODY


def _known(fact: date | None, today: date) -> bool:
    return fact is not None and fact <= today
