"""The lists of an assurer to take away: the same rows as the pages, typed. Reads nothing that the pages do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bodies.web.workbook import Sheet
from evidence.models import CallIn, Submission
from evidence.people import Posts

QUEUE = (
    "Code", "Body", "Theme", "Duty", "About", "Due", "Why it waits", "Round", "Sent in", "First sent in",
    "Days waiting", "Who looks at it", "Obligation",
)  # fmt: skip
CALLS = ("Code", "Body", "Theme", "Duty", "About", "Asked", "Why", "Asked by", "Where it stands", "Obligation")


def queue_sheet(rounds: Iterable[Submission], looks: Mapping[int, str], today: date) -> Sheet:
    """What waits for review. Each round has `first_sent_on`, and `looks` says who looks at which."""
    return Sheet("Review queue", QUEUE, [_waiting(one, looks.get(one.pk, ""), today) for one in rounds])


def calls_sheet(calls: Iterable[CallIn], posts: Posts, today: date) -> Sheet:
    """What NHS England asked to see and has not seen yet. Each call has `is_answered`."""
    return Sheet("Asked of bodies", CALLS, [_asked(one, posts, today) for one in calls])


def _waiting(one: Submission, looks: str, today: date) -> list[object]:
    first: date = one.first_sent_on  # type: ignore[attr-defined]  # queue.with_first_sending
    return [
        *_about(one, today), one.obligation.due_on, one.kind_words or "First round", one.number, one.sent_on, first,
        (today - one.sent_on).days, looks, one.obligation_id,
    ]  # fmt: skip


def _asked(one: CallIn, posts: Posts, today: date) -> list[object]:
    sample = one.sample
    why = f"Drawn in the sample of {sample.month:%B %Y}, {sample.office.name}" if sample else one.why
    stands = "Answered: in the queue" if one.is_answered else "Waiting for the body"  # type: ignore[attr-defined]
    return [
        *_about(one, today), one.called_on, why, "" if sample else posts.of(one.called_by_id), stands,
        one.obligation_id,
    ]  # fmt: skip


def _about(one: Submission | CallIn, today: date) -> list[object]:
    owed = one.obligation
    return [owed.body.code, owed.body.name_on(today), owed.duty.theme.capitalize(), owed.title, owed.about]
