"""What a mail says: lines under the name of each body, the subject, and the text. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from textwrap import shorten

from bodies.models import Notice
from bodies.web.text import plural

MOST_LINES = 20  # of one body; the page of the mail has them all
LONGEST_SUBJECT = 150  # characters
CANNOT_WAIT = "This cannot wait."
NEW = "This is new since your last mail."
DEMONSTRATION = "This comes from a demonstration: what it says of bodies is invented."
NO_SERVICE = "The accountability tracker is not an NHS service."


@dataclass(frozen=True)
class Line:
    """One line of a mail, and where it leads."""

    words: str
    address: str


@dataclass(frozen=True)
class Section:
    """What a mail says of one body; of none in particular, without a name."""

    name: str
    lines: tuple[Line, ...]
    more: int  # lines for which there is no room


@dataclass(frozen=True)
class Letter:
    """Everything that a mail says."""

    subject: str
    opening: str
    sections: tuple[Section, ...]
    page: str  # where all of it stands
    choices: str  # where the person chooses how often they get mail
    demonstration: bool

    @property
    def closing(self) -> tuple[str, ...]:
        return (NO_SERVICE, DEMONSTRATION) if self.demonstration else (NO_SERVICE,)

    def text(self) -> str:
        """The letter as plain text."""
        parts = [self.opening]
        for section in self.sections:
            lines = [f"* {line.words}\n  {line.address}" for line in section.lines]
            if section.more:
                lines.append(f"* and {plural(section.more, 'more line', 'more lines')}\n  {self.page}")
            parts.append("\n".join(([section.name, ""] if section.name else []) + lines))
        parts.append(f"What you were told, how often you get mail, and how to pause it:\n{self.choices}")
        parts += self.closing
        return "\n\n".join(parts) + "\n"


def letter(notices: Sequence[Notice], *, site: str, page: str, choices: str, demonstration: bool) -> Letter:
    """Write what these notices to one person say, each with its body. `page` and `choices` are paths of the site."""
    notices = _said_once(notices)
    at_once = all(notice.at_once for notice in notices)
    mark = "Demonstration: " if demonstration else ""
    return Letter(
        subject=short(mark + _subject(notices)),
        opening=CANNOT_WAIT if at_once else NEW,
        sections=tuple(_section(name, rows, site, page) for name, rows in _by_body(notices)),
        page=site + page, choices=site + choices, demonstration=demonstration,
    )  # fmt: skip


def one_line(text: str) -> str:
    """Text without line breaks and runs of blanks: what a header can carry."""
    return " ".join(text.split())


def short(subject: str) -> str:
    """A subject that is not too long: of one about a long title, what is said of it stays whole."""
    about, colon, news = subject.rpartition(": ")
    if len(subject) <= LONGEST_SUBJECT or len(news) > LONGEST_SUBJECT // 2:
        return shorten(subject, LONGEST_SUBJECT, placeholder=" …")
    return shorten(about, LONGEST_SUBJECT - len(colon + news), placeholder=" …") + colon + news


def _said_once(notices: Sequence[Notice]) -> list[Notice]:
    """Leave out what another of them says too and goes on from: late, and still open after so many days."""
    said: dict[str, list[str]] = {}
    for notice in notices:
        said.setdefault(notice.url_path, []).append(notice.words)
    return [
        notice for notice in notices
        if not any(words.startswith(f"{notice.words};") for words in said[notice.url_path])
    ]  # fmt: skip


def _subject(notices: Sequence[Notice]) -> str:
    names = {_name(notice) for notice in notices} - {""}
    if len(notices) == 1:
        return one_line(": ".join(part for part in (_name(notices[0]), notices[0].words) if part))
    things = plural(len(notices), "thing")
    if len(names) > 1:
        return f"{things} to know, in {len(names)} bodies"
    return f"{things} to know{''.join(f', {one_line(name)}' for name in names)}"


def _by_body(notices: Sequence[Notice]) -> Iterable[tuple[str, list[Notice]]]:
    rows = sorted(notices, key=lambda notice: (_name(notice), notice.pk))
    return [(name, list(those)) for name, those in groupby(rows, key=_name)]


def _section(name: str, notices: Sequence[Notice], site: str, page: str) -> Section:
    together: dict[tuple[str, str], list[Notice]] = {}
    for notice in notices:
        kind = (notice.kind, notice.together) if notice.together else (notice.kind, f" {notice.pk}")
        together.setdefault(kind, []).append(notice)
    lines = [_line(those, site, page) for those in together.values()]
    return Section(name, tuple(lines[:MOST_LINES]), max(len(lines) - MOST_LINES, 0))


def _line(notices: Sequence[Notice], site: str, page: str) -> Line:
    """One thing as it was told; several of a kind as their number, which leads to the page where each stands."""
    if len(notices) == 1:
        return Line(one_line(notices[0].words), site + notices[0].url_path)
    return Line(one_line(f"{len(notices):,} {notices[0].together}"), site + page)


def _name(notice: Notice) -> str:
    return notice.body.name if notice.body else ""
