"""What happened to an obligation, in sentences: a pure mapping from the verb of an audit entry to words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from bodies.models import AuditEntry
from bodies.web.text import date_long
from duties.models import Flag
from duties.words import FLAG_SENTENCES
from evidence.people import Posts
from evidence.publication_words import DECISIONS, told

Detail = dict[str, Any]


@dataclass(frozen=True)
class Happening:
    """One line of the history."""

    on: date
    sentence: str


def _after(detail: Detail, name: str) -> Any:
    return detail.get("after", {}).get(name)


def _day(detail: Detail, name: str) -> str:
    value = _after(detail, name)
    return date_long(date.fromisoformat(value)) if value else ""


def _done(detail: Detail) -> str:
    day = _day(detail, "done_on")
    return f", done on {day}" if day else ""


def _because(detail: Detail, name: str) -> str:
    why = _after(detail, name)
    return f": “{why}”" if why else ""


def _expects(detail: Detail) -> str:
    day = _day(detail, "expected_on")
    return f" It is expected on {day}." if day else ""


# Each gives what follows the person. Verbs that repeat another one's news are in SILENT.
SENTENCES: dict[str, Callable[[Detail], str]] = {
    "opened by hand": lambda d: "opened it.",
    "opened the next": lambda d: "settled the one before, which opened this.",
    "opened by a record": lambda d: "made the record that opened it.",
    "re-dated by its record": lambda d: f"changed its record, which moved the date {_from_to(d)}.",
    "opened again by its record": lambda d: "changed its record, which opened it again.",
    "its record was put right": lambda d: f"changed its record: the day on which it was done is {_done_now(d)}.",
    "opened to NHS England by its record": lambda d: "let NHS England see it.",
    "put on record": lambda d: "published a document with its record.",
    "sent in": lambda d: f"sent it in{_done(d)}.",
    "sent back": lambda d: "sent it back.",
    "re-opened: seen": lambda d: f"re-opened what had been seen{_reopened(d)} It waits for review again.",
    "re-opened: sent_back": lambda d: f"re-opened that it was sent back{_reopened(d)} It waits for review again.",
    "re-opened: certified": lambda d: f"re-opened the certification{_reopened(d)} It is to be done again.",
    "called in": lambda d: f"called it in, to see its evidence: “{d['why']}”.",
    "drawn in a sample": lambda d: "drew it in a sample: NHS England asks to see its evidence.",
    "answered a call": lambda d: "sent the evidence that NHS England asked for.",
    "withdrew an answer": lambda d: f"withdrew the evidence that NHS England asked for: “{d['why']}”.",
    "sent back an answer": lambda d: "sent that back: it did not show what NHS England asked for.",
    "closed a call: seen": lambda d: "saw the evidence that NHS England asked for.",
    "closed a call: taken_back": lambda d: f"asked no longer to see its evidence: “{d['why']}”.",
    "withdrew what was sent in": lambda d: f"withdrew what was sent in, before review: “{d['why']}”.",
    "met: seen": lambda d: f"saw the evidence{_done(d)}.",
    "met: certified": lambda d: f"certified it{_done(d)}.",
    "met: recorded": lambda d: f"recorded it{_done(d)}.",
    "assigned": lambda d: "named who does it." if _after(d, "owner") else "took the owner's name off it.",
    "explained": lambda d: f"gave the body's reason{_because(d, 'reason')}.{_expects(d)}",
    "asked: does not apply": lambda d: f"said that it does not apply{_because(d, 'not_applicable_why')}.",
    "not agreed: does not apply": lambda d: f"did not agree that it does not apply{_because(d, 'not_applicable_why')}.",
    "closed: not_applicable": lambda d: f"agreed that it does not apply{_because(d, 'closed_why')}.",
    "disputed the date": lambda d: f"disputed the date{_because(d, 'dispute')}.",
    "agreed a later date": lambda d: (
        f"recorded a later date, {_day(d, 'due_on')}, agreed by {_after(d, 'later_agreed_by')}."
    ),
    "handed over": lambda d: (
        "passed it to the body that follows." if _after(d, "held_by") else "took it from the body that was split."
    ),
    "named the holder": lambda d: "named the body that answers for it.",
    "added evidence": lambda d: f"added evidence: {_a_kind(d)}.",
    "used again": lambda d: "offered evidence that was here already.",
    "confirmed again": lambda d: f"confirmed that evidence of {_after(d, 'about')} still holds{_because(d, 'words')}.",
    "shared": lambda d: "shared a piece of evidence with another body.",
    "ended a share": lambda d: "ended the sharing of a piece of evidence with another body.",
    "prepared a replacement": lambda d: "added what shall replace evidence that was sent in.",
    "superseded": lambda d: f"replaced a piece of evidence by a newer one{_because(d, 'supersedes_why')}.",
    "withdrew evidence": lambda d: f"withdrew a piece of evidence{_because(d, 'withdrawn_why')}.",
    **{verb: partial(told, verb, what="a piece of evidence") for verb in DECISIONS},
    "cleared: gone": lambda d: "took back that a page was gone: it is there again, or no longer published for this.",
}
OPENED_FOR_AN_EVENT = ("opened by hand", "opened the next", "opened by a record")
SILENT = {
    "began gathering", "stopped gathering", "opened a round", "decided: seen", "decided: sent_back",
    "decided: certified", "decided: withdrawn", "re-opened a decision", "closed a call: reopened",
    "changed a draft", "removed a draft", "flagged: late", "flagged: soon", "used by another body",
    "flagged: gone", "flagged: escalated", "flagged: assurer", "followed its record", "kept for a record",
    "let go by its record",
}  # fmt: skip


def _from_to(detail: Detail) -> str:
    """From which day to which, as recorded when it was re-dated."""
    before = detail.get("before", {}).get("due_on")
    old = date_long(date.fromisoformat(before)) if before else "no date set"
    return f"from {old} to {_day(detail, 'due_on') or 'no date set'}"


def _done_now(detail: Detail) -> str:
    return _day(detail, "done_on") or "not recorded any more"


def _why(detail: Detail) -> str:
    return f" ({detail['why']})" if detail.get("why") else ""


def _reopened(detail: Detail) -> str:
    opened = " The next one, which it had opened, stays." if "next" in detail else ""
    return f": “{detail['why']}”.{opened}"


def _a_kind(detail: Detail) -> str:
    return {"file": "a file", "link": "a link", "statement": "a statement"}.get(detail.get("kind", ""), "a record")


def sentence(verb: str, detail: Detail, who: str) -> str | None:
    """One entry as a sentence; None where another entry tells the same."""
    if verb in SILENT:
        return None
    told = SENTENCES.get(verb)
    if told is not None:
        return f"{who} {told(detail)}"
    if verb.startswith("closed: "):
        return f"{who} closed it ({verb.removeprefix('closed: ').replace('_', ' ')}){_because(detail, 'closed_why')}."
    if verb == "re-dated":
        return f"{who} moved the date {_from_to(detail)}{_why(detail)}."
    return f"{who}: {verb}."


def tell(entries: Sequence[AuditEntry], flags: Iterable[Flag], posts: Posts, opened_on: date) -> list[Happening]:
    """The whole history, newest first. Entries come newest first."""
    lines = [
        (entry.domain_on, entry.pk, told)
        for entry in entries
        if (told := sentence(entry.verb, entry.detail, posts.of(entry.by_id))) is not None
    ]
    # A flag stands before what people did on the same day: it was so since midnight. Sending back starts the clock.
    sent_back = {entry.domain_on: entry.pk for entry in entries if entry.verb == "sent back"}
    lines += [(flag.since_on, sent_back.get(flag.since_on, 0), FLAG_SENTENCES[flag.kind]) for flag in flags]
    if not any(entry.verb in OPENED_FOR_AN_EVENT for entry in entries):
        lines += [(opened_on, -1, "The tracker opened it.")]
    return [Happening(day, told) for day, _, told in sorted(lines, reverse=True)]
