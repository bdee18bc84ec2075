"""Open everything that falls due in a financial year."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bodies import clock
from duties.opening import open_year
from duties.years import FinancialYear


class Command(BaseCommand):
    help = "Open everything that falls due in a financial year, for every body. Running it again opens nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", help="the financial year, like 2016/17")

    def handle(self, *, year: str, **options: Any) -> None:
        try:
            asked = FinancialYear.parse(year)
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        opened = open_year(asked, today=clock.today())
        self.stdout.write(f"{asked}: {opened:,} obligations opened.")
