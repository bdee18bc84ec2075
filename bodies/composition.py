"""Who must sit on a governing body, and from when: pure, `today` is an argument.

Clinical commissioning groups: SI 2012/1631 regulation 11, as it stood to 13 April 2022 and as SI 2022/316 reduced it
from 14 April 2022 (both texts seen). Integrated care boards: NHS Act 2006 Schedule 1B paragraphs 3 to 8 (text seen).
Whether a person may hold a seat (regulation 12, Schedules 4 and 5) is not worked out here: the body answers for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

CCG, ICB = "ccg", "icb"


class PostKind(StrEnum):
    """What a post is, as the law of one time or another names it."""

    CHAIR = "chair"
    ACCOUNTABLE_OFFICER = "accountable_officer"
    CHIEF_EXECUTIVE = "chief_executive"
    FINANCE = "finance"
    NURSE = "nurse"
    SPECIALIST = "specialist"
    LAY_AUDIT = "lay_audit"
    LAY_PUBLIC = "lay_public"
    LAY_OTHER = "lay_other"
    PRACTICE = "practice"
    OF_TRUSTS = "of_trusts"
    OF_PRIMARY_CARE = "of_primary_care"
    OF_COUNCILS = "of_councils"
    OTHER = "other"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    PostKind.CHAIR: "Chair",
    PostKind.ACCOUNTABLE_OFFICER: "Accountable officer",
    PostKind.CHIEF_EXECUTIVE: "Chief executive",
    PostKind.FINANCE: "Chief finance officer",
    PostKind.NURSE: "Registered nurse",
    PostKind.SPECIALIST: "Secondary care specialist",
    PostKind.LAY_AUDIT: "Lay member (audit)",
    PostKind.LAY_PUBLIC: "Lay member (public)",
    PostKind.LAY_OTHER: "Other lay member",
    PostKind.PRACTICE: "GP or other member of a practice",
    PostKind.OF_TRUSTS: "Member nominated by trusts",
    PostKind.OF_PRIMARY_CARE: "Member nominated by primary care",
    PostKind.OF_COUNCILS: "Member nominated by local authorities",
    PostKind.OTHER: "Other",
}
_ONLY_CCG = (
    PostKind.ACCOUNTABLE_OFFICER, PostKind.NURSE, PostKind.SPECIALIST, PostKind.LAY_AUDIT, PostKind.LAY_PUBLIC,
    PostKind.LAY_OTHER, PostKind.PRACTICE,
)  # fmt: skip
_ONLY_ICB = (PostKind.CHIEF_EXECUTIVE, PostKind.OF_TRUSTS, PostKind.OF_PRIMARY_CARE, PostKind.OF_COUNCILS)


def kinds_of(kind: str) -> list[PostKind]:
    """The kinds of post that a body of a kind ("ccg", "icb") can have."""
    others = _ONLY_ICB if kind == CCG else _ONLY_CCG
    return [one for one in PostKind if one not in others]


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat that the law asks for: any of these kinds fills it, and no two seats of a rule share a kind."""

    words: str
    kinds: tuple[PostKind, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What the law asked for in a time. `minimum` is the least number of members, chair and deputy counted."""

    body_kind: str
    from_on: date
    to_on: date | None
    minimum: int
    source: str
    seats: tuple[Seat, ...]

    def missing(self, filled: Iterable[str]) -> list[Seat]:
        """The seats for which none of the kinds is filled."""
        held = set(filled)
        return [seat for seat in self.seats if not held.intersection(seat.kinds)]


def _seat(kind: PostKind, words: str = "") -> Seat:
    return Seat(words or kind.label, (kind,))


_EXECUTIVE = (
    _seat(PostKind.ACCOUNTABLE_OFFICER),
    _seat(PostKind.FINANCE),
)
RULES = (
    Rule(
        CCG, date(2013, 4, 1), date(2022, 4, 13), 6, "SI 2012/1631 regulation 11",
        (
            *_EXECUTIVE,
            _seat(PostKind.NURSE),
            _seat(PostKind.SPECIALIST),
            _seat(PostKind.LAY_AUDIT, "Lay member for financial management and audit"),
            _seat(PostKind.LAY_PUBLIC, "Another lay member, who knows the area"),
        ),
    ),
    Rule(
        CCG, date(2022, 4, 14), date(2022, 6, 30), 4, "SI 2012/1631 regulation 11, as SI 2022/316 changed it",
        (
            *_EXECUTIVE,
            Seat("Registered nurse or secondary care specialist", (PostKind.NURSE, PostKind.SPECIALIST)),
            Seat("Lay member of either kind", (PostKind.LAY_AUDIT, PostKind.LAY_PUBLIC)),
        ),
    ),
    Rule(
        ICB, date(2022, 7, 1), None, 5, "NHS Act 2006 Schedule 1B paragraphs 3 to 8",
        (
            _seat(PostKind.CHAIR),
            _seat(PostKind.CHIEF_EXECUTIVE),
            _seat(PostKind.OF_TRUSTS),
            _seat(PostKind.OF_PRIMARY_CARE),
            _seat(PostKind.OF_COUNCILS),
        ),
    ),
)  # fmt: skip


def rule_on(kind: str, day: date) -> Rule | None:
    """The rule for a body of a kind on a day; None where the law asked for none."""
    return next(
        (
            rule
            for rule in RULES
            if rule.body_kind == kind and rule.from_on <= day and (rule.to_on is None or day <= rule.to_on)
        ),
        None,
    )
