"""What pages of the tracker say of the page that a published link leads to."""

from __future__ import annotations

from django.conf import settings

from evidence.links.words import NOT_IN_A_DEMONSTRATION, sentences
from evidence.models import Evidence, LinkWatch


def watch_of(evidence: Evidence) -> LinkWatch | None:
    """What is known of the page; asks nothing where `link` was selected with the evidence."""
    found: LinkWatch | None = getattr(evidence, "link", None)
    return found


def told_of_page(evidence: Evidence, *, to_body: bool = False) -> list[str]:
    """What is known of the page, in sentences."""
    watch = watch_of(evidence)
    if watch is None and settings.DEMONSTRATION:
        return [NOT_IN_A_DEMONSTRATION]
    return sentences(watch, to_body=to_body)


def is_gone(evidence: Evidence) -> bool:
    """Whether it was published and its page is gone."""
    watch = watch_of(evidence)
    return watch is not None and watch.gone_on is not None
