"""Read every stored file again and say what is wrong with it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from bodies import clock
from evidence.files.verifying import verify_evidence

FAULTY = 1


class Command(BaseCommand):
    help = (
        "Read every stored file again and compare it with its record: name each that was changed, is missing, or lies "
        "there without a record, with the evidence, bodies and obligations concerned. Exit status: 1 if one was found."
    )

    def handle(self, **options: Any) -> None:
        found = verify_evidence(clock.today())
        for fault in found.faults:
            self.stdout.write(fault)
        self.stdout.write(f"{found.count:,} files were read.")
        if found.faults:
            raise SystemExit(FAULTY)
        self.stdout.write("No fault was found.")
