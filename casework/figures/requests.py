"""The figures of requests for information in one period, from plain rows (reference/law.md §7). Pure.

Everything is by the day on which it happened, and as at a day: later facts do not exist. What was logged by mistake is
in no figure. Requests under the environmental regulations are counted with those under the Act, and told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median
from typing import Any

from casework.course.events import MISTAKE, Kept
from casework.course.request_kinds import ANSWERED, EIR, NOT_CLARIFIED, TRANSFERRED, WITHDRAWN
from casework.figures.bands import QUARTERS_ONLY, Share, band_of, is_watched, review_band_of
from casework.figures.counting import ONE_DAY, Answers, Counts, Freezes, by, ended_as, kept_of, tally, within
from duties.words import Words

QUARTER_DAYS = 92  # the longest
LAPSED = "lapsed"  # the fee was not paid in time
ENDED_OTHERWISE = {
    "transferred": TRANSFERRED, "withdrawn": WITHDRAWN, "lapsed": LAPSED, "not_clarified": NOT_CLARIFIED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One internal review."""

    asked_on: date
    due_on: date | None = None
    ended_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class RequestRow:
    """What the figures need of one request; the columns of InformationRequest under their own names.

    `told_until`: the day told to the requester, of the Act (under the regulations the limit itself moves). `waits`:
    from when to when the clock stood still, the last without an end. `exemptions`: those that the answer names.
    `days_taken`: working days of its clock until the answer.
    """

    law: str
    received_on: date
    ended_on: date | None = None
    ended_how: str = ""
    outcome: str = ""
    kept: str = ""
    limit_on: date | None = None
    extended_on: date | None = None
    told_until: date | None = None
    waits: tuple[tuple[date, date | None], ...] = ()
    exemptions: tuple[str, ...] = ()
    reviews: tuple[ReviewRow, ...] = ()
    regulator_asked_on: date | None = None
    regulator_decided_on: date | None = None
    regulator_outcome: str = ""
    late_reason: str = ""
    days_taken: int | None = None

    def is_open(self, day: date) -> bool:
        """Whether it was there and had not ended by the end of a day."""
        return self.received_on <= day and not by(self.ended_on, day)

    def is_late(self, day: date) -> bool:
        """Whether it was open then and past the day that counted then.

        `limit_on` is what all events make of it. That is right for an earlier day too: only what happens within a limit
        moves it, so a limit that had passed has not moved since; and one that moved had not passed. Without a limit the
        clock stands still.
        """
        if self.limit_on is None or not self.is_open(day):
            return False
        # A longer time counts once it was taken, within the limit; one that ends before the limit takes nothing away.
        longer = self.told_until if by(self.extended_on, min(day, self.limit_on)) else None
        return max(longer or self.limit_on, self.limit_on) < day

    def stands_still(self, day: date) -> bool:
        """Whether it waited for the requester then, for a clarification or a fee, and was not late already."""
        waited = any(since <= day and not by(until, day) for since, until in self.waits)
        return waited and self.is_open(day) and not self.is_late(day)

    def as_at(self, today: date) -> RequestRow:
        """The row without what happened after a day."""
        now = self
        if self.ended_on is not None and self.ended_on > today:
            now = replace(now, ended_on=None, ended_how="", outcome="", kept="", exemptions=(), days_taken=None)
        if self.regulator_decided_on is not None and self.regulator_decided_on > today:
            now = replace(now, regulator_decided_on=None, regulator_outcome="")
        return replace(now, reviews=tuple(_review_as_at(one, today) for one in self.reviews if one.asked_on <= today))


def _review_as_at(review: ReviewRow, today: date) -> ReviewRow:
    return review if review.ended_on is None or review.ended_on <= today else ReviewRow(review.asked_on, review.due_on)


@dataclass(frozen=True, slots=True)
class RequestFigures(Answers, Freezes):
    """The figures of one period. `as_at_on` is the last day that was counted: the period's, or today while it runs.

    `answered` is the base of the rate in time: open requests are in none. Counts by code: `outcomes` and `exemptions`
    of what was answered; `late_reasons` of what was answered late, and of what was late and open at the end.
    """

    first_on: date
    last_on: date
    as_at_on: date
    brought_forward: int = 0
    received: int = 0
    received_eir: int = 0
    in_time: int = 0
    extended: int = 0
    late: int = 0
    transferred: int = 0
    withdrawn: int = 0
    lapsed: int = 0
    not_clarified: int = 0
    open_in_time: int = 0
    open_late: int = 0
    standing: int = 0
    oldest_open_on: date | None = None
    outcomes: Counts = field(default_factory=dict)
    exemptions: Counts = field(default_factory=dict)
    extensions: int = 0
    reviews_asked: int = 0
    reviews_ended: int = 0
    reviews_in_time: int = 0
    review_outcomes: Counts = field(default_factory=dict)
    regulator_asked: int = 0
    regulator_decided: int = 0
    regulator_outcomes: Counts = field(default_factory=dict)
    late_reasons: Counts = field(default_factory=dict)
    median_days: float | None = None

    @property
    def is_longer(self) -> bool:
        """Whether the period is longer than a quarter: the regulator's bands are meant for the latest quarter."""
        return (self.last_on - self.first_on).days > QUARTER_DAYS

    @property
    def band(self) -> Words:
        if self.is_longer:
            return QUARTERS_ONLY
        return band_of(self.on_time.kept, self.on_time.base, self.last_on)

    @property
    def is_watched(self) -> bool:
        """Whether the rate was below what the Commissioner watches bodies from."""
        return is_watched(self.on_time.kept, self.on_time.base, self.last_on)

    @property
    def reviews_on_time(self) -> Share:
        return Share(self.reviews_in_time, self.reviews_ended)

    @property
    def review_band(self) -> Words:
        if self.is_longer:
            return QUARTERS_ONLY
        return review_band_of(self.reviews_in_time, self.reviews_ended, self.last_on)

    @property
    def otherwise_ended(self) -> int:
        """Ended without an answer: transferred, withdrawn, lapsed, or closed for want of a clarification."""
        return self.transferred + self.withdrawn + self.lapsed + self.not_clarified

    @property
    def still_open(self) -> int:
        return self.open_in_time + self.open_late + self.standing

    @property
    def is_nil(self) -> bool:
        """Whether there was nothing to count at all."""
        counted = (
            self.brought_forward, self.received, self.extensions, self.reviews_asked, self.reviews_ended,
            self.regulator_asked, self.regulator_decided,
        )  # fmt: skip
        return not any(counted)


def request_figures(rows: Iterable[RequestRow], first: date, last: date, today: date) -> RequestFigures:
    """The figures of requests from one day to another, both included, as at today."""
    day = min(last, today)
    known = [row.as_at(today) for row in rows if row.received_on <= today and row.ended_how != MISTAKE]
    received = [row for row in known if within(row.received_on, first, day)]
    answered = [row for row in known if row.ended_how == ANSWERED and within(row.ended_on, first, day)]
    late = [row for row in answered if row.kept == Kept.LATE]
    late += [row for row in known if row.is_late(day)]
    return RequestFigures(
        first, last, day,
        brought_forward=sum(row.is_open(first - ONE_DAY) for row in known),
        received=len(received), received_eir=sum(row.law == EIR for row in received),
        extensions=sum(within(row.extended_on, first, day) for row in known),
        late_reasons=tally(row.late_reason for row in late),
        **ended_as(known, first, day, ENDED_OTHERWISE), **_answered(answered), **_open(known, day),
        **_afterwards(known, first, day),
    )  # fmt: skip


def _answered(rows: Sequence[RequestRow]) -> dict[str, Any]:
    """How what was answered kept its limit, and what the answers were."""
    days = [row.days_taken for row in rows if row.days_taken is not None]
    return kept_of(rows) | {
        "outcomes": tally(row.outcome for row in rows),
        "exemptions": tally(code for row in rows for code in set(row.exemptions)),
        "median_days": float(median(days)) if days else None,
    }  # fmt: skip


def _open(rows: Sequence[RequestRow], day: date) -> dict[str, Any]:
    """What was open at the end of the day: late, standing still, or within its time."""
    still_open = [row for row in rows if row.is_open(day)]
    late, standing = sum(row.is_late(day) for row in still_open), sum(row.stands_still(day) for row in still_open)
    return {
        "open_late": late, "standing": standing, "open_in_time": len(still_open) - late - standing,
        "oldest_open_on": min((row.received_on for row in still_open), default=None),
    }  # fmt: skip


def _afterwards(rows: Sequence[RequestRow], first: date, day: date) -> dict[str, Any]:
    """What came after answers: internal reviews, and complaints to the regulator."""
    reviews = [review for row in rows for review in row.reviews]
    ended = [one for one in reviews if within(one.ended_on, first, day)]
    decided = [row for row in rows if within(row.regulator_decided_on, first, day)]
    return {
        "reviews_asked": sum(within(one.asked_on, first, day) for one in reviews),
        "reviews_ended": len(ended),
        "reviews_in_time": sum(one.due_on is not None and by(one.ended_on, one.due_on) for one in ended),
        "review_outcomes": tally(one.outcome for one in ended),
        "regulator_asked": sum(within(row.regulator_asked_on, first, day) for row in rows),
        "regulator_decided": len(decided),
        "regulator_outcomes": tally(row.regulator_outcome for row in decided),
    }
