"""Make the index of the search anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from evidence.texts import index


class Command(BaseCommand):
    help = (
        "Make the index of published papers and the triggers that keep it anew, out of what is published and the texts "
        "that were read. It is wanted only where somebody wrote past the triggers."
    )

    def handle(self, **options: Any) -> None:
        with transaction.atomic():
            index.install(connection)
        self.stdout.write("The index was made anew.")
