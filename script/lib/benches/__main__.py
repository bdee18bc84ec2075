"""Seed the database that the environment names and measure it; the figures go to a file as JSON.

python -m benches BODIES FILE [--overdue 200,2000] [--texts 100000] [--rows 100000] [--control]
"""

from __future__ import annotations

import argparse
import json
import os
from dataclasses import asdict
from pathlib import Path

import django


def main() -> None:
    """Seed, measure, write."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bodies", type=int)
    parser.add_argument("file", type=Path)
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
    figures = [
        *assuring.measure(control=asked.control),  # before others move what is due
        *sweeping.measure(overdue, control=asked.control),
        *opening.measure(control=asked.control),
        *searching.measure(asked.texts, control=asked.control),
        *exporting.measure(asked.rows, control=asked.control),
    ]
    found = {"obligations": obligations, "figures": [asdict(figure) for figure in figures]}
    asked.file.write_text(json.dumps(found))


if __name__ == "__main__":
    main()
