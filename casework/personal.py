"""Finds what looks like personal data in a text, before it is kept: numbers, addresses, dates of birth. Pure.

A name can be told from other words only after a title: the forms have no field for one, and say so. What is found here
is shown to whoever typed it, who takes it out or says that it is not personal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NOT_WITHIN = r"(?<![\w])"
# What people write between the digits of one number: a blank of whatever width, a dash, a dot.
_GAP = r"(?:[^\S\n]|[.\-\u2010-\u2015])"
_LOOSE = r"(?:[^\S\n]|[().\-\u2010-\u2015]){0,2}"
_EMAIL = re.compile(r"[\w.+'-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.[^\W\d_]{2,63}")
_TEN_DIGITS = re.compile(rf"(?<!\d)\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d{{4}}(?!\d)")
# From abroad, or from here: no number begins with 00, 04 or 06, and none is shorter than ten digits.
_PHONE = re.compile(
    rf"(?:(?<!\d)(?:\+|{_NOT_WITHIN}00){_LOOSE}[1-9](?:{_LOOSE}\d){{8,12}}"
    rf"|{_NOT_WITHIN}\(?0(?!\.){_LOOSE}[1235789](?:{_LOOSE}\d){{8,9}})(?!\d)"
)
_POSTCODE = re.compile(
    rf"{_NOT_WITHIN}(?:GIR{_GAP}?0AA|[A-Z]{{1,2}}\d[A-Z\d]?{_GAP}?\d[ABD-HJLNP-UW-Z]{{2}})(?!\w)", re.IGNORECASE
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"


def _dates(year: str) -> str:
    """A pattern of the ways to write a day of such a year."""
    numbers = rf"\d{{1,2}}[/. \-]\d{{1,2}}[/. \-](?:{year})|(?:{year})[/.\-]\d{{1,2}}[/.\-]\d{{1,2}}"
    names = rf"{_DAY}(?: of)?[ \-]?{_MONTH},?[ \-](?:{year})|{_MONTH} {_DAY},? (?:{year})"
    return rf"(?:{numbers}|{names})(?!\d)"


_BORN = re.compile(
    r"\b(?:born(?: on)?|d\.?o\.?b\.?|date of birth|birth ?date|birthday)\W{0,4}(?:is |was |on )?"
    + _dates(r"\d{4}|\d{2}"),
    re.IGNORECASE,
)
# A title and a name: “Mrs A” in an example of what not to write is one too.
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\b\.?[^\S\n]{1,3}[A-Z][\w'’-]{0,40}(?:[^\S\n][A-Z][\w'’-]{1,40})?")
# A day so long ago that nothing of a case is about it, unless somebody was born then.
_LONG_AGO = re.compile(_NOT_WITHIN + _dates(r"19\d\d"), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that looks personal: what it seems to be, and the text itself with its place."""

    what: str
    text: str
    start: int
    end: int

    @property
    def sentence(self) -> str:
        """Such as: “AB1 2CD” looks like a postcode."""
        return f"“{self.text}” looks like {self.what}"


def personal_data(text: str) -> list[Found]:
    """Everything in a text that looks personal, in its order; what was found as one thing is not told as another."""
    found: list[Found] = []
    for one in _looked_for(text):
        if all(one.end <= other.start or one.start >= other.end for other in found):
            found.append(one)
    return sorted(found, key=lambda one: one.start)


def masked(text: str) -> str:
    """The text with a mark in the place of all that looks personal: what was refused is not kept."""
    for one in reversed(personal_data(text)):
        text = f"{text[: one.start]}[{one.what}, not kept]{text[one.end :]}"
    return text


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number: the last one is the check digit, modulus 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = 11 - total % 11
    return len(digits) == 10 and (0 if check == 11 else check) == int(digits[9])


# What a match looks like, the surer first; ten digits are looked at again.
_LOOKS_LIKE = (
    (_EMAIL, "an e-mail address"),
    (_BORN, "a date of birth"),
    (_TEN_DIGITS, "an NHS number"),
    (_PHONE, "a phone number"),
    (_POSTCODE, "a postcode"),
    (_TITLED, "a name"),
    (_LONG_AGO, "a date of birth"),
)


def _looked_for(text: str) -> Iterator[Found]:
    """What is found, the surer first."""
    for pattern, what in _LOOKS_LIKE:
        for match in pattern.finditer(text):
            if pattern is not _TEN_DIGITS or is_nhs_number(re.sub(r"\D", "", match[0])):
                yield _found(what, match)


def _found(what: str, match: re.Match[str]) -> Found:
    return Found(what, match[0].strip(), match.start(), match.end())
