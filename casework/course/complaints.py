"""The course of a complaint under the complaints regulations, SI 2009/309. Pure.

Regulation 8(1)(c) and (g) (what is outside), 12 (twelve months, recalled), 13 (acknowledgement), 14 (recalled).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from bodies.web.text import date_long
from casework.course.events import (
    MISTAKE,
    Entry,
    Event,
    Impossible,
    Kept,
    asked_then_decided,
    from_receipt,
    in_turn,
    refuse_after,
)
from duties.clocks.complaints import (
    complaint_ack_due,
    complaint_in_time,
    complaint_oral_excluded,
    complaint_response_due,
)
from duties.explanation import Explanation
from duties.inputs import BadInput
from duties.working_days import STANDARD, Calendars

ACKNOWLEDGED, PLAN_AGREED, DELAY_TOLD = "acknowledged", "plan_agreed", "delay_told"
SETTLED, WRITTEN_DOWN = "settled", "written_down"
RESPONDED, PASSED_ON, WITHDRAWN, NOT_TAKEN = "responded", "passed_on", "withdrawn", "not_taken"
REFERRED, DECIDED = "ombudsman_referred", "ombudsman_decided"

# In the order in which several of one day are tried.
CLOCK_KINDS = (
    WRITTEN_DOWN, ACKNOWLEDGED, PLAN_AGREED, DELAY_TOLD, SETTLED, RESPONDED, PASSED_ON, WITHDRAWN, NOT_TAKEN,
    MISTAKE,
)  # fmt: skip
ENDING = (SETTLED, RESPONDED, PASSED_ON, WITHDRAWN, NOT_TAKEN, MISTAKE)
OMBUDSMAN_KINDS = (DECIDED, REFERRED)
KINDS = (*CLOCK_KINDS, *OMBUDSMAN_KINDS)

COMPLAINT, CONTACT, MP_LETTER, ABOUT_A_REQUEST = "complaint", "contact", "mp_letter", "about_a_request"
SPOKEN = ("phone", "in_person")

ACKNOWLEDGE = "Acknowledge within three working days"
RESPOND = "Respond within six months, or the longer time agreed"
ACK_SECTION = "SI 2009/309 reg 13(3) (wording recalled; the time limit was seen)"
RESPOND_SECTION = "SI 2009/309 reg 14(3) to (5) (recalled; a sister regulation with the same words was seen)"


@dataclass(frozen=True, slots=True)
class ComplaintCourse:
    """Where a complaint stands once all of these events have happened.

    `limit` is the working of the day by which the law asks for the response: six months, or longer as agreed. `plan` is
    the last day that was agreed for the response, whether or not it is longer. `excluded`: it was spoken, and settled
    by the end of the next working day, so that the regulations do not hold. `in_time`: whether it was made within
    twelve months; None where nobody recorded when it happened.
    """

    received_on: date
    kind: str
    channel: str
    entries: tuple[Entry, ...]
    acknowledge: Explanation
    limit: Explanation
    six_months: date | None
    acknowledged: Event | None = None
    plan: Event | None = None
    ended: Event | None = None
    excluded: bool = False
    written_down: Event | None = None
    referred: Event | None = None
    decided: Event | None = None
    in_time: bool | None = None

    @property
    def has_clock(self) -> bool:
        """Whether the regulations' clocks run for it: contacts and letters of members of Parliament have none."""
        by_mistake = self.ended is not None and self.ended.kind == MISTAKE
        return self.kind == COMPLAINT and not self.excluded and not by_mistake

    @property
    def is_written(self) -> bool:
        """Whether it came in writing, or was written down later: what KO41a counts."""
        return self.channel not in SPOKEN or self.written_down is not None

    @property
    def responded(self) -> Event | None:
        return self.ended if self.ended is not None and self.ended.kind == RESPONDED else None

    @property
    def acknowledged_on(self) -> date | None:
        """When it was acknowledged; a response acknowledges what nobody acknowledged before."""
        first = self.acknowledged or self.responded
        return first.on if first is not None else None

    @property
    def due_on(self) -> date | None:
        """By when the next thing has to be done; None where nothing is due."""
        if not self.has_clock or self.ended is not None:
            return None
        if self.acknowledged is None:
            return self.acknowledge.answer
        return self.limit.answer

    @property
    def kept(self) -> Kept | None:
        """How the time for the response was kept; None where there was none, or no clock."""
        if self.responded is None or not self.has_clock or self.limit.answer is None:
            return None
        if self.six_months is not None and self.responded.on <= self.six_months:
            return Kept.IN_TIME
        return Kept.EXTENDED if self.responded.on <= self.limit.answer else Kept.LATE

    @property
    def kept_plan(self) -> bool | None:
        """Whether the response came within the time told to the complainant (reg 17(c), recalled); None without one."""
        if self.responded is None or self.plan is None or self.plan.until_on is None:
            return None
        return self.responded.on <= self.plan.until_on

    def used(self, today: date) -> tuple[int, int]:
        """How many days of its clock are used, of how many that are allowed: calendar days, the first counted."""
        last = self.limit.answer
        if last is None:
            return 0, 0
        until = min(today, self.ended.on) if self.ended is not None else today
        return max(0, (until - self.received_on).days + 1), (last - self.received_on).days + 1


def complaint_course(
    received_on: date, kind: str, channel: str, events: Iterable[Event] = (), *, happened_on: date | None = None,
    known_on: date | None = None, calendars: Calendars = STANDARD,
) -> ComplaintCourse:  # fmt: skip
    """The course of a complaint that these events, in any order, make. Raises Impossible, in words."""
    given = from_receipt(events, received_on, "complaint")
    folding = _Folding(received_on, kind, channel, _in_time(received_on, happened_on, known_on), calendars)
    in_turn([one for one in given if one.kind in CLOCK_KINDS], CLOCK_KINDS, folding.take)
    first = "Record first when you learned that it was referred to the Ombudsman."
    referred, decided = asked_then_decided(given, REFERRED, DECIDED, first)
    after = [Entry(one, one.on, folding.limit) for one in (referred, decided) if one is not None]
    entries = sorted([*folding.entries, *after], key=lambda entry: entry.on)
    return ComplaintCourse(
        received_on, kind, channel, tuple(entries), folding.ack, folding.limit, folding.six_months,
        acknowledged=folding.acknowledged, plan=folding.plan, ended=folding.ended, excluded=folding.excluded,
        written_down=folding.written_down, referred=referred, decided=decided, in_time=folding.in_time,
    )  # fmt: skip


def _in_time(received_on: date, happened_on: date | None, known_on: date | None) -> bool | None:
    """Whether it was made within twelve months (SI 2009/309 reg 12, recalled); None where nobody knows.

    Raises ValueError where the days cannot be: whoever enters them is told so before.
    """
    if happened_on is None:
        return None
    return complaint_in_time(happened_on, received_on, known=known_on).value is True


@dataclass
class _Folding:
    """The clocks of a complaint while its events are taken one after the other."""

    received_on: date
    kind: str
    channel: str
    in_time: bool | None
    calendars: Calendars
    entries: list[Entry] = field(default_factory=list)
    acknowledged: Event | None = None
    plan: Event | None = None
    ended: Event | None = None
    excluded: bool = False
    written_down: Event | None = None

    def __post_init__(self) -> None:
        if self.kind == COMPLAINT:
            self.ack = complaint_ack_due(self.received_on, calendars=self.calendars).explained(
                "ACKNOWLEDGE", ACKNOWLEDGE, ACK_SECTION
            )
            self.limit = complaint_response_due(self.received_on).explained("RESPOND", RESPOND, RESPOND_SECTION)
        else:
            reason = NO_CLOCK[self.kind]
            self.ack = self.limit = Explanation("NO_CLOCK", "No clock runs", "SI 2009/309", reason=reason)
        self.six_months = self.limit.answer
        self.entries.append(Entry(None, self.received_on, self._shown()))

    def take(self, event: Event) -> None:
        """Let one thing happen. Raises Impossible, and nothing has happened then."""
        refuse_after(self.ended, event, _ENDED)
        _TAKES[event.kind](self, event)
        self.entries.append(Entry(event, event.on, self._shown()))

    def _shown(self) -> Explanation:
        """What the timeline says after this event: the acknowledgement is due first."""
        return self.ack if self.acknowledged is None and self.ended is None else self.limit

    def on_acknowledged(self, event: Event) -> None:
        if self.acknowledged is not None:
            raise Impossible(
                event, f"It was acknowledged on {date_long(self.acknowledged.on)}. Correct that day instead."
            )
        self.acknowledged = event

    def on_planned(self, event: Event) -> None:
        if event.until_on is None or event.until_on < event.on:
            raise Impossible(event, "Enter the day agreed for the response, which cannot be before the agreement.")
        if self.six_months is not None and event.until_on > self.six_months:
            try:
                longer = complaint_response_due(self.received_on, agreed_on=event.on, agreed_until=event.until_on)
            except BadInput as fault:
                raise Impossible.of(event, fault) from None
            self.limit = longer.explained("RESPOND", RESPOND, RESPOND_SECTION)
        elif self.limit.answer is not None and self.limit.answer != self.six_months:
            raise Impossible(event, f"A longer time is agreed already, until {date_long(self.limit.answer)}.")
        self.plan = event

    def on_settled(self, event: Event) -> None:
        if self.channel not in SPOKEN:
            raise Impossible(event, "Only a spoken complaint can be settled at once. Record the response instead.")
        found = complaint_oral_excluded(self.received_on, event.on, calendars=self.calendars)
        if not found.value:
            raise Impossible(
                event, f"Settled after {date_long(found.on)}, the next working day, it stays a complaint under the"
                " regulations. Record the response instead.",
            )  # fmt: skip
        self.excluded, self.ended = True, event
        section, words = "SI 2009/309 reg 8(1)(c)", "It was settled by the end of the next working day"
        self.ack = self.limit = replace(found.explained("OUTSIDE", words, section), answer=None, reason=words)

    def on_not_taken(self, event: Event) -> None:
        if self.in_time is not False:
            raise Impossible(
                event, "Only a complaint made after the twelve months can be refused as out of time. Record first when "
                "it happened and when it was known.",
            )  # fmt: skip
        self.ended = event

    def on_write_down(self, event: Event) -> None:
        if self.channel not in SPOKEN:
            raise Impossible(event, "It came in writing already.")
        if self.written_down is not None:
            raise Impossible(event, "This is recorded already. Correct the day that is there.")
        self.written_down = event

    def on_end(self, event: Event) -> None:
        self.ended = event

    def on_told(self, event: Event) -> None:
        """A letter that says why there is no response yet (reg 14(4), recalled) changes no date."""


_TAKES = {
    ACKNOWLEDGED: _Folding.on_acknowledged, PLAN_AGREED: _Folding.on_planned, SETTLED: _Folding.on_settled,
    NOT_TAKEN: _Folding.on_not_taken, WRITTEN_DOWN: _Folding.on_write_down, DELAY_TOLD: _Folding.on_told,
    **dict.fromkeys((RESPONDED, PASSED_ON, WITHDRAWN, MISTAKE), _Folding.on_end),
}  # fmt: skip
_ENDED = {
    SETTLED: "It was settled",
    RESPONDED: "The response was sent",
    PASSED_ON: "It was passed on",
    WITHDRAWN: "It was withdrawn",
    NOT_TAKEN: "It was not taken, as out of time,",
    MISTAKE: "It was marked as logged by mistake",
}
NO_CLOCK = {
    CONTACT: "A contact is no complaint: no clock runs",
    MP_LETTER: "A letter of a member of Parliament is no complaint by itself: no clock runs",
    ABOUT_A_REQUEST: "How a request for information was handled is outside these regulations (regulation 8(1)(g)): "
    "offer an internal review",
}
