"""Reads what somebody sent, where anybody can type anything."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

LONGEST_KEY = 18  # digits; every such number fits the databases' whole numbers
LONGEST_WORDS = 120  # characters
MOST_WORDS = 8


def key_of(typed: str) -> int | None:
    """The id that was typed; None for what cannot be one, be it a word, "²" or a number of a thousand digits."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_KEY else None


def words_of(typed: str) -> str:
    """What is looked for: at most so many words with single spaces, without characters that cannot be printed."""
    printable = "".join(letter if letter.isprintable() else " " for letter in typed[: 4 * LONGEST_WORDS])
    return " ".join(printable[:LONGEST_WORDS].split()[:MOST_WORDS])


def code_of(typed: str) -> str:
    """The code of a body that was typed; PostgreSQL takes no NUL, and no code has one."""
    return typed.strip().upper().replace("\0", "")


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, also when it is nothing; not bound otherwise."""
    return request.POST if request.method == "POST" else None
