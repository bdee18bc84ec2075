"""Reading the whole audit trail again: what was altered, removed, put in beside the chain or cut off its end.

Memory is constant, and writers need not stop: the chain is read up to where it ended at the start. What is wrong is
said in sentences, one for each row, up to FAULTS_KEPT of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from bodies.audit import SAID, digest_of
from bodies.chain import BEFORE_THE_FIRST, link_of
from bodies.heads import Head, UnreadableHead, export_head, read_heads
from bodies.models import AuditEntry, AuditLink, Verification
from bodies.triggers import all_guards, missing

BATCH = 500
FAULTS_KEPT = 500
BEFORES_KEPT = 8

Link = tuple[int, int, str]  # place, number of the entry, what the link says
Entry = tuple[Any, ...]  # its digest, then the values of SAID


@dataclass
class Faults:
    """Sentences about what is wrong, and how many there are beyond those kept."""

    kept: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, sentence: str) -> None:
        if len(self.kept) < FAULTS_KEPT:
            self.kept.append(sentence)
        else:
            self.more += 1

    def told(self) -> list[str]:
        return [*self.kept, f"And {self.more:,} more."] if self.more else self.kept


def verify_audit(heads_file: Path) -> Verification:
    """Read the whole trail, compare it with every head exported before, export its head, and keep what was found."""
    started_at = timezone.now()
    faults = Faults()
    for name in missing(connection, all_guards()):
        faults.add(f"The guard {name} is missing from the database: what it kept may have been changed since.")
    reading = Reading(faults, _heads(heads_file, faults))
    reading.read(_last_place())
    _find_unchained(faults)
    head = Head(reading.place, reading.chain, started_at)
    try:
        export_head(head, heads_file)
    except OSError as fault:
        faults.add(f"The head could not be exported to {heads_file.name}: {fault.strerror}.")
    return Verification.objects.create(
        kind=Verification.Kind.AUDIT, started_at=started_at, finished_at=timezone.now(), count=reading.count,
        faults=faults.told(), head_place=head.place, head_chain=head.chain,
    )  # fmt: skip


def last_verification(kind: Verification.Kind) -> Verification | None:
    return Verification.objects.filter(kind=kind).first()


def _last_place() -> int:
    return AuditLink.objects.order_by("-place").values_list("place", flat=True).first() or 0


def _heads(file: Path, faults: Faults) -> dict[int, Head]:
    """Read every head exported before, by place: those of the file, and those that the database remembers."""
    found: dict[int, Head] = {}
    for place, chain, at in Verification.objects.filter(kind=Verification.Kind.AUDIT).values_list(
        "head_place", "head_chain", "started_at"
    ):
        found[place] = Head(place, chain, at)
    for head in read_heads(file):
        if isinstance(head, UnreadableHead):
            faults.add(str(head))
        elif head.chain != found.setdefault(head.place, head).chain:
            faults.add(f"Two exported heads say different things of place {head.place}: {_then(head)}, and another.")
            found[head.place] = head  # the file is harder to alter than the database
    found.pop(0, None)
    return found


def _then(head: Head) -> str:
    return f"at the verification of {_moment(head.at)}"


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M:%S}"


class Reading:
    """One walk along the chain. Each link is checked against what stands before it, so that a fault names one row."""

    def __init__(self, faults: Faults, heads: dict[int, Head]) -> None:
        self.faults = faults
        self.heads = heads
        self.count = 0
        self.place = 0
        self.chain = BEFORE_THE_FIRST  # as it stands in the database
        self.befores: tuple[str, ...] = (BEFORE_THE_FIRST,)  # what the next link may be made of; empty: not known
        self.last_entry = "the beginning"

    def read(self, last_place: int) -> None:
        for links in _batches(last_place):
            entries = _entries([entry_id for _, entry_id, _ in links])
            for link in links:
                self._gap_before(link[0])
                self._check(link, entries.get(link[1]))
        for head in self.heads.values():
            if head.place > self.place:
                self.faults.add(
                    f"The trail ends at place {self.place}, and {_then(head)} it ended at place {head.place}: "
                    f"{head.place - self.place:,} places were removed from its end."
                )

    def _gap_before(self, place: int) -> None:
        first = self.place + 1
        if place > first:
            which = f"Place {first} was" if place == first + 1 else f"Places {first} to {place - 1} were"
            self.faults.add(f"{which} removed from the chain, after {self.last_entry}.")
            self.befores = ()

    def _check(self, link: Link, entry: Entry | None) -> None:
        place, entry_id, chain = link
        expected: list[str] = []
        if entry is None:
            self.faults.add(f"Entry {entry_id} was removed. It had place {place}, after {self.last_entry}.")
        else:
            self.count += 1
            named = _named(entry_id, place, entry)
            digest = _digest(entry)
            expected = [link_of(before, entry_id, digest) for before in self.befores]
            if digest != entry[0]:
                self.faults.add(f"{named} was altered: its digest is not that of what it says.")
            elif expected and chain not in expected:
                self.faults.add(f"{named} does not fit its link: it was altered with its digest, or put there instead.")
            self.last_entry = f"entry {entry_id} of {_when(entry)}"
        head = self.heads.get(place)
        if head is not None and head.chain != chain:
            self.faults.add(
                f"Place {place} is not what it was {_then(head)}: the chain was written anew, there or before."
            )
        self.place, self.chain = place, chain
        # After an altered link the next one fits what it should have been; after an altered entry, what it is.
        self.befores = (chain,) if chain in expected else (chain, *expected)[:BEFORES_KEPT]


def _batches(last_place: int) -> Iterator[list[Link]]:
    after = 0
    while links := list(
        AuditLink.objects.filter(place__gt=after, place__lte=last_place)
        .order_by("place")
        .values_list("place", "entry_id", "chain")[:BATCH]
    ):
        yield links
        after = links[-1][0]


def _entries(numbers: Sequence[int]) -> dict[int, Entry]:
    """Read entries by number. One that holds what the database's own types cannot is read as saying nothing."""
    rows = AuditEntry.objects.filter(pk__in=numbers).values_list("pk", "digest", *SAID)
    try:
        return {number: said for number, *said in rows}
    except (ValueError, TypeError, AttributeError):
        if len(numbers) == 1:
            return {numbers[0]: ("",)} if AuditEntry.objects.filter(pk__in=numbers).exists() else {}
        return {number: said for one in numbers for number, said in _entries([one]).items()}


def _digest(entry: Entry) -> str:
    try:
        return digest_of(entry[1:])
    except (ValueError, TypeError, AttributeError):
        return "unreadable"


def _named(number: int, place: int, entry: Entry) -> str:
    said = dict(zip(SAID, entry[1:], strict=False))
    what = f", “{said['verb']}” of {said['subject_kind']} {said['subject_id']}" if said else ""
    return f"Entry {number} (place {place}{what})"


def _when(entry: Entry) -> str:
    at = entry[1] if len(entry) > 1 else None
    return _moment(at) if isinstance(at, datetime) else "an unreadable moment"


def _find_unchained(faults: Faults) -> None:
    """Find entries that have no link; one that is being written at this moment cannot be seen before its link."""
    found: Iterable[tuple[int, str]] = AuditEntry.objects.filter(link=None).order_by("pk").values_list("pk", "verb")
    for number, verb in found.iterator(chunk_size=BATCH):  # type: ignore[attr-defined]
        faults.add(f"Entry {number} (“{verb}”) is not in the chain: its link was removed, or it was put in beside it.")
