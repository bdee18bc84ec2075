"""What the server of tests.faults.web runs.

Where NAIVE is set, it is the server of somebody who took Django's defaults: nothing is kept from others while one
decides on it.
"""

from __future__ import annotations

import os

from django.db import connection
from django.db.models import QuerySet

import ccgtracker.wsgi
from bodies import clock
from tests.factories import TODAY


def application():
    """Make what the server runs, as at the tests' own day."""
    clock.today = lambda: TODAY
    if os.environ["NAIVE"]:
        _as_by_default()
    return ccgtracker.wsgi.application


def _as_by_default() -> None:
    """Django's own transactions, which on SQLite begin with a read, and nobody who locks a row first."""
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"].update(transaction_mode=None, timeout=5)
        connection.close()
    QuerySet.select_for_update = lambda rows, **_: rows.all()
