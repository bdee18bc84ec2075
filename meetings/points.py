"""What a lay member is asked about the record of a meeting, in words. Pure.

Which points there are follows from what the meeting has, and from how the lay member knows: what can be known only by
attending is not asked of who has the papers alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bodies.web.text import date_long, plural

ATTENDED, PAPERS = "attended", "papers"
LONGEST = 300  # characters of a point, as LayPoint keeps it
LONGEST_REASON = 120


@dataclass(frozen=True, slots=True)
class Held:
    """What the public record of a meeting that was held says.

    `papers` is how many papers of the open part are published, `decisions` how many items of it have a decision,
    `minutes` is "draft", "ratified", or empty where none are published. None: not recorded.
    """

    in_public: bool | None = None
    notice_on: date | None = None
    papers: int = 0
    had_part2: bool | None = None
    resolution_why: str = ""
    decisions: int = 0
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One point: its key, and a sentence that is true or leads to a question."""

    key: str
    words: str


def points(held: Held, how: str) -> list[Point]:
    """What to ask of who attended, or of who has the papers, in the order of the meeting."""
    attended = how == ATTENDED
    found = []
    if held.in_public is not False:
        found += [Point("notice", _notice(held)), Point("papers", _papers(held))]
        if attended:
            found.append(Point("open", "The open part was held in public: anybody could come and listen"))
        found += _part2(held, attended=attended)
    elif held.papers:
        found.append(Point("papers", _papers(held)))
    if held.decisions and attended:
        found.append(Point("decisions", "The decisions were taken as the record has them"))
    elif held.decisions and held.minutes:
        found.append(Point("decisions", "The decisions in the record are those in the minutes"))
    if attended and held.minutes:
        found.append(Point("minutes", f"The {held.minutes} minutes are a true record of the meeting"))
    return [Point(one.key, one.words[:LONGEST]) for one in found]


def _notice(held: Held) -> str:
    if held.notice_on is None:
        return "Notice of the meeting was published in time. When, the record does not say"
    return f"Notice of the meeting was published in time. The record says on {date_long(held.notice_on)}"


def _papers(held: Held) -> str:
    if not held.papers:
        return "The agenda and the papers were there before the meeting. The record has none of them"
    return f"The agenda and the papers were there before the meeting. The record has {plural(held.papers, 'paper')}"


def _part2(held: Held, *, attended: bool) -> list[Point]:
    """The private part: only by a resolution, and for the reason that it gives."""
    if held.had_part2:
        why = " ".join(held.resolution_why.split())
        why = why if len(why) <= LONGEST_REASON else f"{why[: LONGEST_REASON - 1]}…"
        reason = f", for the reason in the record: “{why}”" if why else ". The record gives no reason"
        return [Point("part2", f"The public was excluded only by a resolution{reason}")]
    if not attended:
        return []
    if held.had_part2 is None:
        words = "If there was a private part, the public was excluded by a resolution that gave the reason"
        return [Point("part2", words)]
    return [Point("part2", "There was no private part, as the record says")]
