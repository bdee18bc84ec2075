"""Build the demonstration in an empty database, or set the day of the one that is there."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from bodies import clock
from bodies.actions import join_bodies
from bodies.models import Body, LoadedData
from bodies.register_loading import name_of_the_day
from duties.handover import hand_over
from duties.models import Obligation
from duties.opening import open_year, open_years
from duties.sweep import sweep
from duties.years import FinancialYear
from evidence.demonstration import contacts, pieces, posts, publishing, reviews
from evidence.demonstration.asides import act, look_back
from evidence.demonstration.building import SEED, invent
from evidence.demonstration.dates import enter_dates
from evidence.demonstration.people import HOME, JOINED_ON, make_people

FIRST_DAY = date(2016, 10, 17)
# A year is opened when the year before it begins: the first when the bodies joined.
YEARS = {2015: date(2015, 4, 1), 2016: date(2015, 4, 1), 2017: date(2016, 4, 1)}


class Command(BaseCommand):
    help = (
        "Build the demonstration: the real register and catalogue with invented people, dates and evidence, from a "
        "fixed seed. Needs DEMONSTRATION=true, load_register and load_duties. Running it again only sets the day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--as-at", help="the demonstration's day, like 2016-10-17")
        parser.add_argument(
            "--only", nargs="+", metavar="CODE", help="use these bodies alone, to try something quickly"
        )

    def handle(self, *, as_at: str | None, only: list[str] | None, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("Set DEMONSTRATION=true first: nothing invented is written anywhere else.")
        day = _day(as_at or settings.AS_AT_DATE)
        if LoadedData.objects.filter(name="demonstration").exists():
            self._set_day(day)
            return
        if not Body.objects.exists():
            raise CommandError("Run load_register and load_duties first.")
        # The stories are told up to the first day: on a later one what they speak of may be settled already.
        self._build(min(day or FIRST_DAY, FIRST_DAY), only)
        self._set_day(day)

    def _set_day(self, day: date | None) -> None:
        if day is not None and day != clock.today():
            clock.set_demonstration_day(day)
            name_of_the_day(day)
            hand_over(today=day)
            if not Obligation.objects.of_year(FinancialYear.containing(day).next().start_year).exists():
                open_years(today=day)
            for room in _rooms():
                room.follow(today=day)
            sweep(day)
        self.stdout.write(f"Demonstration: it is {clock.today():%-d %B %Y} there.")

    def _build(self, day: date, only: list[str] | None) -> None:
        clock.set_demonstration_day(day)
        name_of_the_day(day)
        self.stdout.write("Demonstration: people and directed dates, all made up …")
        bodies = Body.objects.filter(code__in={HOME, *only}) if only else Body.objects.all()
        join_bodies(bodies=bodies, on=JOINED_ON, by=None, today=JOINED_ON)
        make_people(list(bodies.known(day)))
        contacts.record(today=day, seed=SEED)
        posts.record(today=day, seed=SEED)
        enter_dates()
        for year, opened_on in YEARS.items():
            opened = open_year(FinancialYear(year), today=opened_on, bodies=bodies)
            self.stdout.write(f"Demonstration: {FinancialYear(year)} opened, {opened:,} obligations …")
        told = invent(today=day, seed=SEED)
        self.stdout.write(f"Demonstration: evidence invented for {told:,} of them …")
        _count_rows()
        act(today=day)
        pieces.tell(today=day)
        reviews.act(today=day)
        publishing.decide(today=day)
        publishing.look(today=day)
        for room in _rooms():
            room.tell(today=day)
        found = sweep(day)
        look_back(today=day)
        self.stdout.write(f"Demonstration: {found.late:,} late and {found.soon:,} due soon were flagged.")
        _count_rows()
        LoadedData.objects.create(name="demonstration", digest=str(SEED), loaded_at=timezone.now())


def _rooms() -> list[Any]:
    """What other rooms tell: modules that the settings name, each with `tell` and `follow`."""
    return [import_module(name) for name in settings.DEMONSTRATION_ROOMS]


def _count_rows() -> None:
    """Let the database count: without statistics on so much at once PostgreSQL plans what follows blindly.

    Only our own tables: those of the server are shared, and whoever counts them keeps others out until the commit.
    """
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise CommandError(f"{text!r} is not a date; write it as 2016-10-17.") from fault
