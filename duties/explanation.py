"""How a date was worked out, as a value: pages, CSV, JSON and the calculator all show the same. Pure.

An explanation is made by the rules themselves while they count, so that it cannot tell another story than the date.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that did not count, and why: "Saturday", "Good Friday", "Summer Bank Holiday (Scotland)", "fees notice"."""

    on: date
    reason: str
    nations: tuple[str, ...] = ()  # of a bank holiday: where it is one; empty for weekends and pauses


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count because somebody waits for somebody else; both ends included."""

    first_on: date
    last_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The working of one date.

    `rule` is the code or the rule's name, `title` its plain name, `section` where it stands in law (or "local policy",
    "guidance …"), `day_0` the day that counting starts from (not counted, unless `includes_day_0`), `counted` how many
    days, months or years were counted in `unit`. `restarted_on` is a later day 0 that replaced the first. `calendar`
    names the working days used ("" when every day counts) and `table_version` the holidays known. `notes` are further
    sentences without their full stop.
    """

    rule: str
    title: str
    section: str
    answer: date | None = None
    strictly_before: date | None = None
    reason: str = ""  # why there is no date
    day_0: date | None = None
    day_0_words: str = ""  # "the day the request was received"
    includes_day_0: bool = False
    counted: int = 0
    unit: str = ""  # "working days", "days", "months", "years", "clear days"
    calendar: str = ""
    table_version: str = ""
    skipped: tuple[SkippedDay, ...] = ()
    pauses: tuple[Pause, ...] = ()
    restarted_on: date | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        """The same as plain data: dates as 2016-12-31; the inverse is `from_json`."""
        return {name: _plain(getattr(self, name)) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Explanation:
        """The explanation that `as_json` wrote, as it was frozen."""
        days = ("answer", "strictly_before", "day_0", "restarted_on")
        facts: dict[str, Any] = {name: _day(value) if name in days else value for name, value in data.items()}
        facts["skipped"] = tuple(
            SkippedDay(date.fromisoformat(one["on"]), one["reason"], tuple(one["nations"])) for one in data["skipped"]
        )
        facts["pauses"] = tuple(
            Pause(date.fromisoformat(one["first_on"]), date.fromisoformat(one["last_on"]), one["reason"])
            for one in data["pauses"]
        )
        facts["notes"] = tuple(data["notes"])
        return cls(**facts)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, SkippedDay | Pause):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
