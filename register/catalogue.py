"""The catalogue as the public reads it: which version of a duty holds today, and the words around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from duties.models import Duty, DutyRule, OwedBy
from duties.words import (
    CONFIDENCE_SENTENCES,
    CONFIDENCE_WORDS,
    PROOF_SENTENCES,
    DateBasis,
    Words,
    who_fixed_the_date,
)

REGIMES = {"CCG": "Clinical commissioning groups", "ICB": "Integrated care boards"}
OPENS = {
    "yearly": "Every year.",
    "quarterly": "Every quarter.",
    "monthly": "Every month.",
    "once": "Once.",
    "rolling": "Again and again: each publication starts the next.",
    "by hand": "Each time the event happens.",
    "record": "Each time the event happens.",
    "rule": "It explains a date or a fact; nothing is sent in for it.",
    "schedule": "It is answered as one line of a yearly schedule of general duties.",
}


@dataclass(frozen=True)
class Step:
    """One step of a version, in sentences."""

    rule: DutyRule

    @property
    def how_often(self) -> str:
        return OPENS.get(self.rule.opens, "")

    @property
    def who_fixes(self) -> str:
        return who_fixed_the_date(self.rule.date_basis or DateBasis.NONE, self.rule.set_by)

    @property
    def how_sure(self) -> str:
        return CONFIDENCE_SENTENCES[self.rule.confidence]

    @property
    def sure_words(self) -> Words:
        return CONFIDENCE_WORDS[self.rule.confidence]

    @property
    def how_proved(self) -> str:
        return PROOF_SENTENCES[self.rule.proof]


@dataclass(frozen=True)
class Version:
    """What one regime asked between two days, with its steps."""

    regime: str
    from_on: date
    to_on: date | None
    steps: tuple[Step, ...]

    @property
    def who(self) -> str:
        return REGIMES[self.regime]

    def in_force(self, day: date) -> bool:
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


def versions_of(duty: Duty) -> list[Version]:
    """The dated versions of a duty, the earliest first; no query where `rules` is prefetched."""

    def span(rule: DutyRule) -> tuple[date, date, str]:
        return (rule.from_on, rule.to_on or date.max, rule.regime)

    rules = sorted(duty.rules.all(), key=lambda rule: (span(rule), rule.pk))
    return [
        Version(regime, from_on, None if to_on == date.max else to_on, tuple(Step(rule) for rule in same))
        for (from_on, to_on, regime), same in groupby(rules, key=span)
    ]


def in_force(duty: Duty, today: date) -> bool:
    """Whether any version holds today; no query where `rules` is prefetched."""
    return any(rule.in_force(today) for rule in duty.rules.all())


def owed_by_words(duty: Duty) -> str:
    """Who owes it, where that is not the body itself."""
    return "NHS England owes this" if duty.owed_by == OwedBy.NHS_ENGLAND else ""


@dataclass(frozen=True)
class Group:
    """Duties under one heading."""

    heading: str
    duties: list[Duty]


def grouped(duties: Iterable[Duty], by: str, headings: Iterable[str]) -> list[Group]:
    """Duties under the headings that their field `by` names, in the order of the headings; empty ones left out."""
    found: dict[str, list[Duty]] = {heading: [] for heading in headings}
    for duty in duties:
        found.setdefault(getattr(duty, by), []).append(duty)
    return [Group(heading, members) for heading, members in found.items() if heading and members]
