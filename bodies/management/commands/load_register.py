"""Load the register of bodies from the project's data files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bodies import clock
from bodies.actions import load_register
from bodies.csvfile import DataFileError
from bodies.models import LoadedData
from bodies.register import FOLDER, digest_of, read_register


class Command(BaseCommand):
    help = "Check the register's data files and load them. Running it again changes nothing; a fault changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="load although the files are the same as last time")
        parser.add_argument("--folder", type=Path, default=FOLDER, help="read the files from here (to try a change)")

    def handle(self, *, force: bool, folder: Path, **options: Any) -> None:
        try:
            digest = digest_of(folder)
            if not force and LoadedData.objects.filter(name="register", digest=digest).exists():
                self.stdout.write("Register: unchanged since it was loaded.")
                return
            register = read_register(folder)
            done = load_register(register=register, digest=digest, by=None, today=clock.today())
        except DataFileError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            f"Register: {len(register.bodies)} bodies, {len(register.offices)} offices, "
            f"{len(register.successions)} successions; {done}."
        )
