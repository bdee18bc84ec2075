"""How the cells of a log are read, and written again by the export: what officers call things. Pure.

A reader returns what a cell means, or raises Wrong, whose words say how to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bodies.imports import cells
from bodies.imports.cells import Wrong, one_of, same, short
from casework import words
from casework.course import complaints as c
from casework.course.request_kinds import EIR, FOI

LONGEST_TERM = 80
_EXEMPTION = re.compile(
    r"(?P<eir>(?:r|reg|regulation)s?\.?\s*)?(?P<act>(?:s|sec|sect|section)s?\.?\s*)?"
    r"(?P<number>\d{2,3}[A-Z]?)\s*(?P<parts>(?:\(\s*\w{1,4}\s*\)\s*)*)",
    re.IGNORECASE | re.ASCII,
)
_PARTED = re.compile(r"\s*(?:[;,\n/&+]|\band\b)\s*", re.IGNORECASE)
_LISTED = re.compile(r"\s*[;\n]\s*")
# What else stands in columns of outcomes: it has not ended, or a column of its own says how.
NO_OUTCOME_YET = frozenset(
    {"open", "pending", "in progress", "ongoing", "outstanding", "tbc", "awaiting", "live", "n a"}
)
NO_OUTCOME = {
    "withdrawn": "Write the day under “Withdrawn on”, and leave this empty",
    "transferred": "Write the day under “Transferred on”, and leave this empty",
    "redirected": "Write the day under “Transferred on”, and leave this empty",
    "lapsed": "Leave this empty: a request lapses by itself when its fee is not paid in time",
    "clarification not received": "Write the day under “Closed unclarified on”, and leave this empty",
    "closed": "Write how it was answered, for example Granted in full",
}


@dataclass(frozen=True)
class Choices:
    """The words of one column. `known` has what the export writes for each value, `also` what else means it."""

    what: str  # "an outcome that we know"
    known: Mapping[str, str]
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def allowed(self) -> tuple[str, ...]:
        return tuple(self.known.values())

    def read(self, cell: str) -> str:
        """The value that a cell means. Raises Wrong."""
        said = same(cell)
        for value, word in self.known.items():
            if said in (same(value), same(word), *map(same, self.also.get(value, ()))):
                return value
        raise Wrong(f"“{short(cell)}” is not {self.what}. Write {one_of(list(self.allowed))}")

    def write(self, value: str) -> str:
        return self.known.get(value, value)


LAW = Choices(
    "a law that we know", words.LAW_SHORT,
    {FOI: ("FOIA", "Freedom of Information", "Freedom of Information Act", "Freedom of Information Act 2000", "Act"),
     EIR: ("EIRs", "Environmental", "Environmental information", "Environmental Information Regulations 2004",
           "Environmental Information Regulations")},
)  # fmt: skip
_CHANNEL = {
    "email": ("mail box", "inbox", "electronic mail", "by email"),
    "web": ("website", "web site", "online", "online form", "web form", "WhatDoTheyKnow", "WDTK", "portal", "internet"),
    "letter": ("post", "mail", "in writing", "written", "fax", "paper"),
    "social": ("twitter", "facebook", "tweet"),
    "phone": ("phone", "telephone call", "call", "by phone", "verbal", "oral", "tel", "voicemail"),
    "in_person": ("face to face", "reception", "visit", "walk in", "meeting"),
}
REQUEST_CHANNEL = Choices("a way to send a request that we know", dict(words.REQUEST_CHANNELS), _CHANNEL)
COMPLAINT_CHANNEL = Choices("a way to complain that we know", dict(words.COMPLAINT_CHANNELS), _CHANNEL)

_OUTCOME = Choices(
    "an outcome that we know",
    {"granted": "Granted in full", "part": "Granted in part", "refused": "Refused in full", "not_held": "Not held",
     "cost": "Section 12 (cost limit)", "vexatious": "Section 14 (vexatious or repeated)"},
    {"granted": ("full", "full disclosure", "fully disclosed", "disclosed in full", "disclosed", "provided", "released",
                 "information provided", "information disclosed", "provided in full", "released in full",
                 "fully granted", "all information provided", "complied", "answered in full", "information released"),
     "part": ("partial", "partly", "partial disclosure", "part disclosure", "partially disclosed", "partly disclosed",
              "disclosed in part", "provided in part", "released in part", "partially granted", "partly granted",
              "partially exempt", "part exempt", "partially refused", "partly refused", "refused in part",
              "partially withheld", "partly withheld", "withheld in part", "part refused"),
     "refused": ("refusal", "full refusal", "withheld", "fully withheld", "withheld in full", "exempt", "fully exempt",
                 "not disclosed", "denied", "exemption applied", "fully refused", "information withheld"),
     "not_held": ("information not held", "no information held", "none held", "not held by ccg", "not held by us",
                  "does not hold", "do not hold", "nothing held", "Not held (regulation 12(4)(a))"),
     "cost": ("s12", "s 12", "section 12", "cost", "costs", "cost limit", "over cost limit", "over the cost limit",
              "fees limit", "exceeds cost limit", "exceeds the cost limit", "appropriate limit",
              "exceeds appropriate limit", "refused s12", "refused section 12", "refused cost",
              words.OUTCOME_WORDS["cost"]),
     "vexatious": ("s14", "s 14", "section 14", "repeated", "repeat", "vexatious or repeated", "s14 1", "s14 2",
                   "refused s14", "refused section 14", words.OUTCOME_WORDS["vexatious"])},
)  # fmt: skip
REVIEW_OUTCOME = Choices(
    "an outcome of a review that we know", {"upheld": "Upheld", "partly": "Partly changed", "overturned": "Overturned"},
    {"upheld": ("decision upheld", "original decision upheld", "original decision maintained", "maintained",
                "confirmed", "first answer upheld", "the first answer was upheld"),
     "partly": ("partly upheld", "partially upheld", "part upheld", "partially overturned", "partly overturned",
                "it was partly changed", "further information disclosed"),
     "overturned": ("decision overturned", "original decision overturned", "it was overturned", "reversed")},
)  # fmt: skip
REGULATOR_OUTCOME = Choices(
    "a decision that we know",
    {"body": "For the body", "partly": "Partly for each", "requester": "For the requester", "withdrawn": "No decision"},
    {"body": ("not upheld", "complaint not upheld", "in favour of the body"),
     "partly": ("partly upheld", "partially upheld", "complaint partly upheld", "partly in favour of each"),
     "requester": ("upheld", "complaint upheld", "in favour of the requester"),
     "withdrawn": ("settled", "informally resolved", "resolved informally", "withdrawn or settled without a decision")},
)  # fmt: skip
COMPLAINT_OUTCOME = Choices(
    "an outcome that we know", dict(words.COMPLAINT_OUTCOMES),
    {"upheld": ("well founded", "fully upheld", "substantiated", "justified"),
     "partly": ("partially upheld", "part upheld", "upheld in part", "partially", "partially substantiated"),
     "not_upheld": ("unfounded", "not well founded", "unsubstantiated", "not substantiated", "rejected")},
)  # fmt: skip
OMBUDSMAN_OUTCOME = Choices(
    "a decision that we know", dict(words.OMBUDSMAN_OUTCOMES),
    {"not_investigated": ("declined", "closed without investigation", "not accepted", "will not investigate"),
     "partly": ("partially upheld", "part upheld")},
)  # fmt: skip
KIND = Choices(
    "a kind that we know",
    {c.COMPLAINT: "Complaint", c.CONTACT: "Contact", c.MP_LETTER: "MP letter", c.ABOUT_A_REQUEST: "About a request"},
    {c.COMPLAINT: ("formal complaint", "formal", "complaints"),
     c.CONTACT: ("concern", "enquiry", "query", "PALS", "informal", "comment", "Contact or concern, no complaint"),
     c.MP_LETTER: ("MP", "MPs letter", "MP enquiry", "MP correspondence",
                   "Letter of a member of Parliament, no complaint"),
     c.ABOUT_A_REQUEST: ("FOI complaint", "About how a request for information was handled")},
)  # fmt: skip
LATE_REASON = Choices(
    "a reason that we know",
    {"waiting": "Waiting for a department", "sign_off": "Waiting for approval", "complex": "Complex or large",
     "third_party": "Waiting for somebody outside", "capacity": "Too few people", "mistake": "Mistake in handling",
     "other": "Another reason"},
    {"waiting": ("awaiting information", "department", words.LATE_REASONS[0][1]), "sign_off": ("sign off", "approval"),
     "complex": ("complexity", "complex", words.LATE_REASONS[2][1]), "third_party": ("third party", "provider"),
     "capacity": ("staffing", "staff shortage", "sickness", "workload", "resources"),
     "mistake": ("error", "admin error", "administrative error", words.LATE_REASONS[5][1]), "other": ("other",)},
)  # fmt: skip


def outcome(cell: str) -> str | None:
    """How a request was answered; None where it says that it was not yet. Raises Wrong."""
    said = same(cell)
    if said in NO_OUTCOME_YET:
        return None
    if said in NO_OUTCOME:
        raise Wrong(NO_OUTCOME[said])
    return _OUTCOME.read(cell)


def review_outcome(cell: str) -> str:
    """How a review ended; “not upheld” is said of either side. Raises Wrong."""
    if same(cell) in ("not upheld", "complaint upheld", "complaint not upheld"):
        raise Wrong(
            f"“{short(cell)}” is said of the complaint and of the answer. Write Upheld where the first answer stood, "
            "else Partly changed or Overturned"
        )
    return REVIEW_OUTCOME.read(cell)


outcome_in_words = _OUTCOME.write
OUTCOMES_ALLOWED = _OUTCOME.allowed


def days(cell: str) -> tuple[date, ...]:
    """One day, or several with a semicolon between them. Raises Wrong."""
    return tuple(cells.day(part) for part in _LISTED.split(cell.strip()) if part)


def names(cell: str) -> tuple[str, ...]:
    """Entries of a list, with a semicolon between them. Raises Wrong."""
    found = [" ".join(part.split()) for part in _LISTED.split(cell.strip()) if part.strip()]
    for one in found:
        if len(one) > LONGEST_TERM:
            raise Wrong(f"“{short(one)}” is longer than {LONGEST_TERM} characters. Part the entries with a semicolon")
    return tuple({one.casefold(): one for one in found}.values())


def exemptions(cell: str) -> tuple[str, ...]:
    """Exemptions by section: "s40; s43(2)" gives s40 and s43; "reg 12(5)(e)" gives r12(5)(e). Raises Wrong."""
    found: dict[str, None] = {}
    for part in _PARTED.split(cell.strip()):
        if part:
            found[_exemption(part)] = None
    return tuple(found)


def line(cell: str) -> str:
    """Text on one line."""
    return " ".join(cell.split())


def _exemption(part: str) -> str:
    match = _EXEMPTION.fullmatch(part)
    if match is None or (match["eir"] and match["act"]):
        raise Wrong(f"“{short(part)}” is no exemption that we know. Write it like s43, or r12(5)(e)")
    number, parts = match["number"].upper(), re.sub(r"\s", "", match["parts"]).lower()
    if match["eir"] or (not match["act"] and number in ("12", "13")):
        return f"r{number}{parts if number == '12' else ''}"
    if number in ("12", "14"):
        raise Wrong(f"Section {number} is no exemption: write it as the outcome, and leave it out here")
    return f"s{number}"
