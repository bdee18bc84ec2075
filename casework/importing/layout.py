"""What each log's columns stand for: facts of the case, entries of the body's lists, and events with their parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bodies.imports.kinds import Column
from casework.books import COMPLAINTS, REQUESTS, Book
from casework.course import complaints as c
from casework.course import request_kinds as r
from casework.course.events import MISTAKE
from casework.importing.columns import COMPLAINT_COLUMNS, REQUEST_COLUMNS


@dataclass(frozen=True)
class EventColumns:
    """Which columns tell of one kind of event; `many`: its day's column may name several."""

    kind: str
    on: str
    until: str = ""
    code: str = ""
    codes: str = ""
    words: str = ""
    many: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The columns that go with its day."""
        return tuple(key for key in (self.until, self.code, self.codes, self.words) if key)


@dataclass(frozen=True)
class Layout:
    """One log's columns. `facts` and `days` are columns by the case's field, `lists` by the body's list.

    `given` are facts that every row has; they stay as they are recorded. `events` stand in the order of the columns.
    """

    book: Book
    columns: Sequence[Column]
    given: Mapping[str, str]
    facts: Mapping[str, str]
    lists: Mapping[str, str]
    events: Sequence[EventColumns]
    defaults: Mapping[str, str] = field(default_factory=dict)

    def of_event(self, kind: str) -> EventColumns:
        return next(one for one in self.events if one.kind == kind)

    def title(self, key: str) -> str:
        return next(column.title for column in self.columns if column.key == key)


_MISTAKE = EventColumns(MISTAKE, "mistake_on", words="mistake_why")
REQUEST_LAYOUT = Layout(
    REQUESTS, REQUEST_COLUMNS,
    given={"law": "law", "received_on": "received", "channel": "channel"},
    facts={"subject": "subject", "waiting_on": "waiting_on"},
    lists={"topic": "topics"},
    events=(
        EventColumns(r.ASKED, "clarification_asked", many=True),
        EventColumns(r.CLARIFIED, "clarification_received", many=True),
        EventColumns(r.NOT_CLARIFIED, "not_clarified_on"),
        EventColumns(r.NOTICE, "fees_notice", many=True),
        EventColumns(r.PAID, "fee_paid", many=True),
        EventColumns(
            r.EXTENDED, "extended_on", until="extended_until", codes="extension_exemptions", words="extension_reason"
        ),
        EventColumns(r.ANSWERED, "answered_on", code="outcome", codes="exemptions", words="answer_note"),
        EventColumns(r.TRANSFERRED, "transferred_on", words="transferred_to"),
        EventColumns(r.WITHDRAWN, "withdrawn_on"),
        EventColumns(r.REVIEW_ASKED, "review_asked"),
        EventColumns(r.REVIEW_EXTENDED, "review_extended", words="review_extension_reason"),
        EventColumns(r.REVIEW_ANSWERED, "review_answered", code="review_outcome", words="review_note"),
        EventColumns(r.REGULATOR_ASKED, "regulator_asked"),
        EventColumns(r.REGULATOR_DECIDED, "regulator_decided", code="regulator_outcome", words="decision_notice"),
        _MISTAKE,
    ),
    defaults={"law": r.FOI},
)  # fmt: skip
COMPLAINT_LAYOUT = Layout(
    COMPLAINTS, COMPLAINT_COLUMNS,
    given={"kind": "kind", "received_on": "received", "channel": "channel"},
    facts={
        "subject": "subject", "waiting_on": "waiting_on", "happened_on": "happened_on", "known_on": "known_on",
        "exception_why": "exception_why", "came_from": "came_from", "lessons": "lessons", "action": "action",
    },
    lists={
        "subject": "subjects", "service": "services", "clinical": "clinicals", "profession": "professions",
        "age": "ages", "status": "statuses", "site": "sites",
    },
    events=(
        EventColumns(c.ACKNOWLEDGED, "acknowledged_on"),
        EventColumns(c.PLAN_AGREED, "plan_agreed_on", until="plan_until", words="plan_words"),
        EventColumns(c.DELAY_TOLD, "delay_told_on", words="delay_reason"),
        EventColumns(c.SETTLED, "settled_on", words="settled_how"),
        EventColumns(c.WRITTEN_DOWN, "written_down_on"),
        EventColumns(c.RESPONDED, "responded_on", code="outcome", words="response_note"),
        EventColumns(c.PASSED_ON, "passed_on_on", words="passed_on_to"),
        EventColumns(c.WITHDRAWN, "withdrawn_on"),
        EventColumns(c.NOT_TAKEN, "not_taken_on", words="not_taken_why"),
        EventColumns(c.REFERRED, "referred_on"),
        EventColumns(c.DECIDED, "ombudsman_on", code="ombudsman_outcome", words="ombudsman_words"),
        _MISTAKE,
    ),
    defaults={"kind": c.COMPLAINT},
)  # fmt: skip
