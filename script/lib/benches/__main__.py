"""Seed the database that the environment names and measure it; the figures go to a file as JSON.

python -m benches BODIES FILE [--only PARTS] [--overdue 200,2000] [--texts 100000] [--rows 100000] [--control]
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path

import django

from benches import PARTS


def main() -> None:
    """Seed, measure, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bodies", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--only", default="", help="which parts, with commas; none is all")
    parser.add_argument("--overdue", default="200,2000")
    parser.add_argument("--texts", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--control", action="store_true")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")
    django.setup()
    from benches import assuring, exporting, opening, searching, seeding, sweeping

    obligations = seeding.seed(asked.bodies)
    overdue = tuple(int(number) for number in asked.overdue.split(","))
    parts = {
        "assuring": lambda: assuring.measure(control=asked.control),
        "sweeping": lambda: sweeping.measure(overdue, control=asked.control),
        "opening": lambda: opening.measure(control=asked.control),
        "searching": lambda: searching.measure(asked.texts, control=asked.control),
        "exporting": lambda: exporting.measure(asked.rows, control=asked.control),
    }
    only = asked.only.split(",") if asked.only else PARTS
    figures = [figure for name in PARTS if name in only for figure in parts[name]()]
    found = {"obligations": obligations, "figures": [asdict(figure) for figure in figures]}
    asked.file.write_text(json.dumps(found))


if __name__ == "__main__":
    main()
