"""Let a body begin to use the tracker."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bodies import clock
from bodies.actions import Refused, join_body
from bodies.models import Body
from duties.handover import start_tracking


class Command(BaseCommand):
    help = "Let a body use the tracker from a day: what fell due before is never shown as missing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="its ODS code, like 10H")
        parser.add_argument("--on", required=True, help="the day, like 2016-04-01")

    def handle(self, *, code: str, on: str, **options: Any) -> None:
        today = clock.today()
        try:
            body = join_body(body=Body.objects.get(code=code), on=date.fromisoformat(on), by=None, today=today)
        except Body.DoesNotExist as fault:
            raise CommandError(f"No body has the code {code!r}.") from fault
        except ValueError as fault:
            raise CommandError(f"{on!r} is not a date; write it as 2016-04-01.") from fault
        except Refused as fault:
            raise CommandError(str(fault)) from fault
        counted = start_tracking(today=today)
        self.stdout.write(
            f"{body.name} joined on {body.joined_on:%-d %B %Y}; {counted:,} of its obligations are counted."
        )
