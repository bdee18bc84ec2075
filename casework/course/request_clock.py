"""The clock of a request while its events are taken one after the other. Pure.

Freedom of Information Act 2000 s1(3), s9, s10; SI 2004/3391 reg 5, 7, 8 and 9 (recalled).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from bodies.web.text import date_long
from casework.course.events import MISTAKE, Entry, Event, Impossible, days_used, refuse_after
from casework.course.request_kinds import (
    ANSWERED,
    ASKED,
    CLARIFIED,
    EIR,
    EXTENDED,
    FOI,
    NOT_CLARIFIED,
    NOTICE,
    PAID,
    TRANSFERRED,
    WITHDRAWN,
)
from duties.clocks.eir import EXTENDED_TO, charge_rule
from duties.clocks.foi import DECIDE_IN
from duties.clocks.foi_clock import ANSWER_IN, FOI_FEE, Clarification, Fee, FeeRule, run_clock
from duties.counting import Working
from duties.explanation import Explanation
from duties.inputs import BadInput
from duties.working_days import Calendars

EXTENDED_SECTION = "SI 2004/3391 reg 7 (recalled)"
SECTIONS = {
    FOI: ("Answer promptly, and by the twentieth working day", "Freedom of Information Act 2000 s10(1), (2), (6)"),
    EIR: ("Answer within twenty working days", "SI 2004/3391 reg 5(2), reg 8(6), reg 9(4) (recalled)"),
}


@dataclass
class RequestClock:
    """The clock of a request while its events are taken one after the other."""

    received_on: date
    law: str
    calendars: Calendars
    happened: list[Clarification | Fee] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    waiting: Event | None = None
    extension: Event | None = None
    longer: int = 0  # working days of the clock as it was extended
    passed: Explanation | None = None
    ended: Event | None = None

    def __post_init__(self) -> None:
        self.first_limit = self.limit = self._limit(self.happened)
        self.entries.append(Entry(None, self.received_on, self.limit))

    @property
    def fee(self) -> FeeRule:
        return charge_rule(self.calendars) if self.law == EIR else FOI_FEE

    @property
    def lapses_on(self) -> date | None:
        waits_for_fee = self.waiting is not None and self.waiting.kind == NOTICE
        return self.fee.last_day(self.waiting.on) if waits_for_fee and self.waiting is not None else None

    @property
    def alert_on(self) -> date | None:
        """The fortieth working day, where the public interest is weighed (the regulator's practice, recalled)."""
        if self.extension is None or self.law == EIR:
            return None
        return self._run(DECIDE_IN, self.happened).on

    @property
    def longest_on(self) -> date | None:
        """The fortieth working day, to which the regulations let it be extended (regulation 7, recalled)."""
        return self._run(EXTENDED_TO, self.happened).on if self.law == EIR else None

    @property
    def allowed(self) -> int:
        """How many working days the clock has: twenty, or as many as it was extended to."""
        told, limit = self.extension, self.limit.answer
        if told is None or told.until_on is None:
            return ANSWER_IN
        if self.law == EIR:
            return self.longer
        if limit is not None and told.on > limit:  # told so late, more time saves nothing
            return ANSWER_IN
        return max(ANSWER_IN, self._days_until(told.until_on))

    def take(self, event: Event) -> None:
        """Let one thing happen. Raises Impossible, and nothing has happened then."""
        refuse_after(self.ended, event, _ENDED)
        _TAKES[event.kind](self, event)
        self.entries.append(Entry(event, event.on, self._shown()))

    def _shown(self) -> Explanation:
        """What the timeline says after this event: by when the request has to be answered now."""
        told, limit = self.extension, self.limit.answer
        if told is None or told.until_on is None or self.law == EIR or self.ended is not None:
            return self.limit
        if limit is None or told.on > limit:  # it stands still; or told so late, more time saves nothing
            return self.limit
        notes: tuple[str, ...] = ()
        if self.alert_on is not None and told.until_on > self.alert_on:
            notes = (f"The regulator's practice is to decide by {date_long(self.alert_on)} (recalled)",)
        return Explanation(
            "TOLD", "Decide by the day told to the requester", "Freedom of Information Act 2000 s10(3), s17(2)",
            answer=max(told.until_on, limit), notes=notes,
        )  # fmt: skip

    def on_asked(self, event: Event) -> None:
        self._refuse_waiting(event)
        before = self.limit
        self._happen(event, [*self.happened, Clarification(event.on, None)])
        if before.answer is not None and event.on > before.answer and not self._in_longer_time(event, before.answer):
            self.passed = self.passed or before
        self.waiting = event

    def on_clarified(self, event: Event) -> None:
        if self.waiting is None or self.waiting.kind != ASKED:
            raise Impossible(event, "Nobody was asked to clarify the request then. Record first when that was.")
        self._happen(event, [*self.happened[:-1], Clarification(self.waiting.on, event.on)])
        # The day of receipt is another now: more time has to be taken anew.
        self.waiting, self.extension, self.limit = None, None, self.first_limit

    def on_noticed(self, event: Event) -> None:
        self._refuse_waiting(event)
        self._happen(event, [*self.happened, Fee(event.on, None)])
        self.waiting = event

    def on_paid(self, event: Event) -> None:
        if self.waiting is None or self.waiting.kind != NOTICE:
            raise Impossible(event, "No fee was asked for then. Record first when the notice was given.")
        if event.on > self.fee.last_day(self.waiting.on):
            lapsed = date_long(self.fee.last_day(self.waiting.on))
            raise Impossible(event, f"The request lapsed: the fee could be paid until {lapsed}. Log a new request.")
        self._happen(event, [*self.happened[:-1], Fee(self.waiting.on, event.on)])
        self.waiting = None

    def on_extended(self, event: Event) -> None:
        self._refuse_waiting(event)
        if self.extension is not None:
            raise Impossible(
                event, f"More time was taken already on {date_long(self.extension.on)}. Correct what is there instead."
            )
        if event.until_on is None or event.until_on <= event.on:
            raise Impossible(event, "Enter the new day, which must be after the day on which it was told.")
        if self.law == FOI:
            self.extension = event
            return
        self._refuse_longer(event, event.until_on)
        self.extension, self.longer = event, self._days_until(event.until_on)
        self.limit = self._longer(self.first_limit, self.happened)

    def _refuse_longer(self, event: Event, until_on: date) -> None:
        """Refuse an extension that the regulations do not give."""
        first, longest = self.first_limit.answer, self.longest_on
        if first is None or longest is None:
            return
        if event.on > first:
            raise Impossible(
                event, f"More time can be taken by {date_long(first)} only, the twentieth working day (regulation 7)."
            )
        if until_on <= first:
            raise Impossible(event, f"It can be answered until {date_long(first)} anyhow. Enter a later day.")
        if until_on > longest:
            raise Impossible(event, f"It can be extended to {date_long(longest)} at most, the fortieth working day.")

    def on_not_clarified(self, event: Event) -> None:
        if self.waiting is None or self.waiting.kind != ASKED:
            raise Impossible(event, "It waits for no clarification: only then can it be closed for want of one.")
        self.ended = event

    def on_end(self, event: Event) -> None:
        self.ended = event

    def _refuse_waiting(self, event: Event) -> None:
        if self.waiting is not None:
            what = "the clarification" if self.waiting.kind == ASKED else "the fee"
            raise Impossible(
                event, f"It waits for {what} since {date_long(self.waiting.on)}. Record first when that came."
            )

    def _in_longer_time(self, event: Event, limit: date) -> bool:
        """Whether it lies in a longer time that was told within the limit. Told later, that saves nothing."""
        longer = self.extension
        return longer is not None and longer.until_on is not None and longer.on <= limit and event.on <= longer.until_on

    def _happen(self, event: Event, happened: list[Clarification | Fee]) -> None:
        try:
            limit = self._limit(happened)
        except BadInput as fault:
            raise Impossible.of(event, fault) from None
        self.happened, self.first_limit, self.limit = happened, limit, self._longer(limit, happened)

    def _longer(self, limit: Explanation, happened: list[Clarification | Fee]) -> Explanation:
        """The limit as it was extended: under the regulations that moves it, under the Act it does not.

        A charge asked for since is a pause of the longer time too: the day that was told moves with it.
        """
        told = self.extension
        if self.law == FOI or told is None or limit.answer is None:
            return limit
        longer = self._run(self.longer, happened).explained("ANSWER", SECTIONS[EIR][0], EXTENDED_SECTION)
        is_paused_since = any(one.first_on >= told.on for one in longer.pauses)
        note = f"The requester was told on {date_long(told.on)} that it needs longer"
        return replace(
            longer, answer=longer.answer if is_paused_since else told.until_on, notes=(*longer.notes, note)
        )  # fmt: skip

    def _days_until(self, day: date) -> int:
        """How many working days the clock counts until a day, without its pauses."""
        day_0 = self.limit.restarted_on or self.received_on
        return days_used(day_0, day, self.calendars.any_uk_nation, self.limit.pauses)

    def _limit(self, happened: list[Clarification | Fee]) -> Explanation:
        title, section = SECTIONS[self.law]
        return self._run(ANSWER_IN, happened).explained("ANSWER", title, section)

    def _run(self, number: int, happened: list[Clarification | Fee]) -> Working:
        return run_clock(self.received_on, number, self.calendars.any_uk_nation, happened, fee=self.fee)


_TAKES = {
    ASKED: RequestClock.on_asked, CLARIFIED: RequestClock.on_clarified, NOTICE: RequestClock.on_noticed,
    PAID: RequestClock.on_paid, EXTENDED: RequestClock.on_extended, NOT_CLARIFIED: RequestClock.on_not_clarified,
    **dict.fromkeys((ANSWERED, TRANSFERRED, WITHDRAWN, MISTAKE), RequestClock.on_end),
}  # fmt: skip
_ENDED = {
    ANSWERED: "It was answered",
    TRANSFERRED: "It was transferred",
    WITHDRAWN: "It was withdrawn",
    NOT_CLARIFIED: "It was closed for want of a clarification",
    MISTAKE: "It was marked as logged by mistake",
}
