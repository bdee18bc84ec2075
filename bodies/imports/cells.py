"""What stands in one cell of a spreadsheet, made plain text and read as what it means. Pure.

A reader takes the text of a cell and returns what it means, or raises Wrong, whose words say how to mend it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from bodies.web.dates import EARLIEST_YEAR, LATEST_YEAR, month_number

# What Excel and its like show in place of a value.
FAULTS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[T ].*)?", re.ASCII)
_NUMBERS = re.compile(r"(?P<day>\d{1,2})[/. -](?P<month>\d{1,2})[/. -](?P<year>\d{4}|\d{2})", re.ASCII)
_NAMED = re.compile(
    r"(?:[a-z]+,? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -]?(?P<month>[a-z]{3,9})\.?,?[ -]?(?P<year>\d{4}|\d{2})",
    re.ASCII | re.IGNORECASE,
)
_YES, _NO = {"yes", "y", "true"}, {"no", "n", "false"}


class Wrong(ValueError):
    """A cell does not say what its column asks; the words say how to mend it."""


def plain(value: object) -> str:
    """A cell as plain text, whatever type the spreadsheet gave it: a date becomes 2017-03-27, TRUE becomes yes."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return tidy(str(value))


def tidy(text: str) -> str:
    """Text without what nobody sees: control characters, blanks at its ends, other blanks than spaces and new lines."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"[^\S\n]", " ", text)
    return "".join(
        letter for letter in text if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs")
    ).strip()


def same(text: str) -> str:
    """The text as it is compared with another: case, accents' writing, blanks and punctuation make no difference."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(re.findall(r"[^\W_]+", folded.replace("'", "")))


def text(cell: str) -> str:
    """Any text."""
    return cell


def day(cell: str) -> date:
    """A date: 27/03/2017 (the day first), 27 March 2017, 27-Mar-17 or 2017-03-27. Raises Wrong."""
    found = _ISO.fullmatch(cell) or _NUMBERS.fullmatch(cell) or _NAMED.fullmatch(cell)
    month = month_number(found["month"]) if found else None
    if found is None or month is None:
        raise Wrong(f"“{short(cell)}” is not a date. Write it like 27/03/2017 or 27 March 2017")
    year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
    try:
        answer = date(year, month, int(found["day"]))
    except ValueError:
        raise Wrong(f"“{short(cell)}” is not a real date. Write the day first, like 27/03/2017") from None
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Wrong(f"“{short(cell)}” is not a real date. Check the year")
    return answer


def yes_or_no(cell: str) -> bool:
    """Yes or no. Raises Wrong."""
    if cell.casefold() not in _YES | _NO:
        raise Wrong(f"“{short(cell)}” is neither. Write yes or no")
    return cell.casefold() in _YES


def short(cell: str, most: int = 60) -> str:
    """The beginning of a text, for a sentence about it."""
    line = " ".join(cell.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def one_of(words: list[str]) -> str:
    """A choice in words: "Q1, Q2 or Q3"."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
