"""Run the sweep now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from bodies import clock
from duties.sweep import sweep


class Command(BaseCommand):
    help = "Raise every flag that the state of an obligation calls for today and that it has not yet."

    def handle(self, **options: Any) -> None:
        done = sweep(clock.today())
        self.stdout.write(
            f"{done.late:,} late, {done.soon:,} due soon and {done.escalated + done.assurer:,} escalated were flagged; "
            f"{done.cleared:,} cleared."
        )
