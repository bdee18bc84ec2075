"""Reads what somebody sent, where anybody can type anything."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

LONGEST_KEY = 18  # digits; every such number fits the databases' whole numbers


def key_of(typed: str) -> int | None:
    """The id that was typed; None for what cannot be one, be it a word, "²" or a number of a thousand digits."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_KEY else None


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, also when it is nothing; not bound otherwise."""
    return request.POST if request.method == "POST" else None
