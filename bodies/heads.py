"""The heads of the audit trail's chain, exported: where it ended, so that a tail that is missing later is found.

They lie in a file outside the database (AUDIT_HEADS_FILE), best on another machine, one line for each verification.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


class UnreadableHead(ValueError):
    """A line of the file of heads is not one of ours; the words say which."""


@dataclass(frozen=True)
class Head:
    """The last link of the chain at a moment; place 0 where nothing was ever recorded."""

    place: int
    chain: str
    at: datetime


def read_heads(file: Path) -> Iterator[Head | UnreadableHead]:
    """Give every head that was exported, and a fault for each line that cannot be read; nothing where no file is."""
    if not file.exists():
        return
    with file.open(newline="", encoding="utf-8", errors="replace") as lines:
        for number, row in enumerate(csv.reader(lines), 1):
            try:
                place, chain, at = row
                yield Head(int(place), chain, datetime.fromisoformat(at))
            except ValueError:
                yield UnreadableHead(f"Line {number} of {file.name}, the file of exported heads, cannot be read.")


def export_head(head: Head, file: Path) -> None:
    """Add a head to the file, on disk before this returns. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", newline="", encoding="utf-8") as lines:
        csv.writer(lines).writerow([head.place, head.chain, head.at.isoformat()])
        lines.flush()
        os.fsync(lines.fileno())
