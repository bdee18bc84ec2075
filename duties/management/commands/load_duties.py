"""Load the catalogue of duties from the project's data files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from bodies import clock
from bodies.csvfile import DataFileError, digest_of
from bodies.models import LoadedData
from duties.catalogue import read_catalogue
from duties.loading import load_catalogue

FOLDER = Path(__file__).resolve().parents[2] / "data"
FILES = ("duties.csv", "rules.csv", "directed_dates.csv")
# Raise this when the same files come to be read differently, so that an unchanged folder is loaded again.
READING = "1"


class Command(BaseCommand):
    help = "Check the catalogue's data files and load them. Running it again changes nothing; a fault changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="load although the files are the same as last time")
        parser.add_argument("--folder", type=Path, default=FOLDER, help="read the files from here (to try a change)")

    def handle(self, *, force: bool, folder: Path, **options: Any) -> None:
        try:
            digest = digest_of(folder, FILES, READING)
            if not force and LoadedData.objects.filter(name="catalogue", digest=digest).exists():
                self.stdout.write("Catalogue: unchanged since it was loaded.")
                return
            catalogue = read_catalogue(folder)
            load_catalogue(catalogue=catalogue, digest=digest, by=None, today=clock.today())
        except DataFileError as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            f"Catalogue: {len(catalogue.duties)} duties, {len(catalogue.rules)} rules, "
            f"{len(catalogue.directed)} directed dates."
        )
