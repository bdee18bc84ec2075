"""Doing what a form says, where an action may refuse it."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from bodies.actions import Refused

OK, CONFLICT = 200, 409


def attempt(form: forms.Form, act: Callable[[], object]) -> int | None:
    """Do what a form says, if it is valid. None once done; else the status with which the page comes again.

    What is refused is said on the form.
    """
    if not form.is_valid():
        return OK
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return CONFLICT
    return None
