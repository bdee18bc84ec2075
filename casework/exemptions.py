"""The exemptions of the Act and the exceptions of the environmental regulations, from a file of data. Pure."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "exemptions.csv"
ABSOLUTE = "absolute"


@dataclass(frozen=True, slots=True)
class Exemption:
    """One exemption. `kind` says whether the public interest is weighed: absolute, qualified, or partly."""

    law: str
    section: str
    title: str
    kind: str
    confidence: str

    @property
    def words(self) -> str:
        """Such as: Section 43: Commercial interests."""
        number = self.section[1:]
        return f"{'Section' if self.section.startswith('s') else 'Regulation'} {number}: {self.title}"


@cache
def exemptions() -> tuple[Exemption, ...]:
    """All of them, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Exemption(**row) for row in csv.DictReader(file))


def of_law(law: str) -> list[Exemption]:
    return [one for one in exemptions() if one.law == law]


def in_words(section: str) -> str:
    """An exemption by its section; the section itself where there is none such."""
    return next((one.words for one in exemptions() if one.section == section), section)


def weighs_public_interest(law: str, sections: Iterable[str]) -> bool:
    """Whether one of these is not absolute, so that the public interest is weighed (Act s2, s10(3))."""
    kinds = {one.section: one.kind for one in of_law(law)}
    return any(kinds.get(section, ABSOLUTE) != ABSOLUTE for section in sections)
