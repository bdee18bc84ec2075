"""Read the whole audit trail again and say what is wrong with it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from bodies.verification import verify_audit

FAULTY = 1


class Command(BaseCommand):
    help = (
        "Read the whole audit trail again: name every row that was altered or removed, compare with every head that "
        "was exported before, and export the present one to AUDIT_HEADS_FILE. Exit status: 1 if a fault was found."
    )

    def handle(self, **options: Any) -> None:
        found = verify_audit(settings.AUDIT_HEADS_FILE)
        for fault in found.faults:
            self.stdout.write(fault)
        self.stdout.write(
            f"{found.count:,} entries were read; the chain ends at place {found.head_place}, {found.head_chain}."
        )
        if found.faults:
            raise SystemExit(FAULTY)
        self.stdout.write("No fault was found.")
