"""Import a list of meetings of any bodies, at the console."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bodies import clock
from bodies.imports.kinds import Row
from bodies.imports.sheets import Unreadable
from bodies.web.text import date_long, plural
from meetings.importing.kind import MEETINGS
from meetings.importing.listing import Done, check_file, import_checked


class Command(BaseCommand):
    help = (
        "Import a list of meetings (CSV, XLSX or .ics) of any bodies: checked as the page does it. Every row that is "
        "refused is printed with why. Safe to repeat: what is here already is left as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as-at", type=_day, help="the day as at which it is taken, like 2016-10-17; else today")
        parser.add_argument("--skip-faults", action="store_true", help="import the rows in which nothing is wrong")

    def handle(self, *, file: Path, as_at: date | None, skip_faults: bool, **options: Any) -> None:
        today = as_at or clock.today()
        if as_at is not None and as_at > clock.today():
            raise CommandError(f"{date_long(as_at)} has not come yet: a list is taken as at today or a day before.")
        try:
            rows = check_file(file, today)
        except OSError as fault:
            raise CommandError(f"{file}: the file cannot be read ({fault.strerror}).") from fault
        except Unreadable as fault:
            raise CommandError(f"{file.name}: {fault}") from fault
        faults = [row for row in rows if row.errors]
        for row in faults:
            self._tell(row)
        if faults and not skip_faults:
            raise CommandError(
                f"{plural(len(faults), 'row is', 'rows are')} to mend: nothing was imported. Mend the file, or import "
                "the other rows with --skip-faults."
            )
        done = import_checked(rows, name=file.name, today=today)
        for number, why in done.refused:
            self.stderr.write(f"Row {number}: not imported: {why}")
        self.stdout.write(_summary(file.name, today, done, len(faults)))

    def _tell(self, row: Row) -> None:
        for key, words in row.errors:
            column = MEETINGS.column(key)
            self.stderr.write(f"Row {row.number}: {f'{column.title}: ' if column else ''}{words}.")


def _summary(name: str, today: date, done: Done, faults: int) -> str:
    parts = [f"{done.new} new", f"{done.changed} changed", f"{done.here} already here"]
    refused = faults + len(done.refused)
    if refused:
        parts.append(f"{refused} refused")
    return f"Meetings: {name}, as at {date_long(today)}: {', '.join(parts)}."


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise ArgumentTypeError(f"{text!r} is not a date; write it as 2016-10-17") from fault
