"""Addresses of tables to take away: one for each form, named alike everywhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path

from bodies.web.tables import FORMS


def files(route: str, view: Callable[..., HttpResponse], name: str, **given: Any) -> list[URLPattern]:
    """`route` has no ending: "meetings" for meetings.csv and meetings.xlsx, whose names end in _csv and _xlsx."""
    return [path(f"{route}.{form}", view, {**given, "form": form}, name=f"{name}_{form}") for form in FORMS]
