"""A register of the size asked for: bodies with a lead and a contributor each, and nine years of obligations.

The obligations of one body and one year come from the real catalogue; set-based SQL repeats them for every body and
year. What fell due in earlier years is met; of this year's a two-hundredth is late and a twentieth due soon, and the
rest is due far ahead.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.core.management import call_command
from django.db import connection, transaction

from bodies.access import Role
from bodies.models import Body, BodyOffice, Membership, Office, User
from duties.models import Obligation
from duties.opening import open_year
from duties.sweep import sweep
from duties.years import FinancialYear

BODIES = 211
YEARS = 9
TODAY = date(2020, 10, 19)
THIS_YEAR = FinancialYear.containing(TODAY)
BEGAN_ON = date(THIS_YEAR.start_year - YEARS + 1, 4, 1)
DUE_AHEAD = date(2021, 3, 31)
SOON_AHEAD = date(2021, 2, 17)
LATE_SINCE = date(2020, 8, 31)
DUE_SOON = date(2021, 1, 31)  # after every day that is measured
SOON_SINCE = date(2020, 10, 10)
REGIONS = 4

# What a row is made of, where it is not simply what the template says. `y` is how many years it lies back.
SHIFTED = ("period_first_on", "period_last_on", "opened_on")
IS_LATE = "(b.id * 131 + t.id) % 200 = 0"
IS_SOON = "(b.id * 131 + t.id) % 20 = 1"
SETTLED_ON = "CASE WHEN y > 0 THEN coalesce({due_on}, {period_last_on}) END"


def seed(bodies: int) -> int:
    """Fill an empty database; returns how many obligations there are."""
    call_command("migrate", verbosity=0)
    call_command("load_duties", verbosity=0)
    with transaction.atomic():
        _places(bodies)
        open_year(THIS_YEAR, today=TODAY, bodies=Body.objects.filter(code="B00001"))
        _multiply()
    _settle()
    sweep(TODAY)  # what was late already is flagged: the night after asks for what became due
    _settle()
    return Obligation.objects.count()


def _places(number: int) -> None:
    regions = Office.objects.bulk_create(
        Office(code=f"R{n}", name=f"Region {n}", kind=Office.Kind.REGION) for n in range(REGIONS)
    )
    bodies = Body.objects.bulk_create(
        Body(
            code=f"B{n:05}", name=f"Body {n}", last_name=f"Body {n}", kind="ccg", opened_on=BEGAN_ON,
            joined_on=BEGAN_ON,
        )
        for n in range(1, number + 1)
    )  # fmt: skip
    BodyOffice.objects.bulk_create(
        # The first has as many as there were groups, so that one page shows as many at every size.
        BodyOffice(
            body=body,
            office=regions[0 if n < BODIES else 1 + n % (REGIONS - 1)],
            kind=Office.Kind.REGION,
            from_on=BEGAN_ON,
        )
        for n, body in enumerate(bodies)
    )
    for role in (Role.LEAD, Role.CONTRIBUTOR):
        _people(role, [{"body": body} for body in bodies])
    _people(Role.ASSURER, [{"office": region} for region in regions for _ in range(3)])


def _people(role: Role, places: list[dict[str, Body]] | list[dict[str, Office]]) -> None:
    users = User.objects.bulk_create(
        User(email=f"{role.value}{n}@example.org", name=f"{role.label} {n}", password="") for n, _ in enumerate(places)
    )
    Membership.objects.bulk_create(
        Membership(user=user, role=role.value, post=role.label, from_on=BEGAN_ON, **place)
        for user, place in zip(users, places, strict=True)
    )


def _multiply() -> None:
    """Repeat what one body owes in one year for every body and every year."""
    names = [field.column for field in Obligation._meta.concrete_fields if field.column != "id"]
    made = _made_of()
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(made.get(name, f't."{name}"') for name in names)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE template AS SELECT * FROM duties_obligation")
        Obligation.objects.all().delete()
        cursor.execute(
            f"INSERT INTO duties_obligation ({columns}) "
            f"WITH RECURSIVE back(y) AS (SELECT 0 UNION ALL SELECT y + 1 FROM back WHERE y < {YEARS - 1}) "
            f"SELECT {values} FROM bodies_body b "
            "JOIN bodies_membership m ON m.body_id = b.id AND m.role = 'contributor' "
            "CROSS JOIN back CROSS JOIN template t ORDER BY b.id, y DESC, t.id"
        )
        cursor.execute("DROP TABLE template")


def _made_of() -> dict[str, str]:
    made = {name: _back(f"t.{name}") for name in (*SHIFTED, "due_on", "soon_on")}
    settled = SETTLED_ON.format(**made)
    return made | {
        "body_id": "b.id",
        "held_by_id": "b.id",
        "owner_id": "CASE WHEN t.id % 2 = 0 THEN m.id END",
        "tracked_from": "b.joined_on",
        "period_year": "t.period_year - y",
        "year": "t.year - y",
        "period": "CASE WHEN t.period LIKE '____-__' "
        "THEN CAST(CAST(substr(t.period, 1, 4) AS integer) - y AS text) || substr(t.period, 5) ELSE t.period END",
        "strictly_before": _day(None),
        "due_on": _dated("due_on", made["due_on"], LATE_SINCE - timedelta(days=1), DUE_SOON, DUE_AHEAD),
        "soon_on": _dated("soon_on", made["soon_on"], LATE_SINCE - timedelta(days=43), SOON_SINCE, SOON_AHEAD),
        "sent_on": settled,
        "done_on": settled,
        "met_on": settled,
        "met_how": "CASE WHEN y = 0 THEN '' WHEN t.proof = 'reviewed' THEN 'seen' ELSE t.proof END",
    }


def _dated(column: str, back: str, late: date, soon: date, ahead: date) -> str:
    return (
        f"CASE WHEN t.{column} IS NULL THEN {_day(None)} WHEN y > 0 THEN {back} "
        f"WHEN {IS_LATE} THEN {_day(late)} WHEN {IS_SOON} THEN {_day(soon)} ELSE {_day(ahead)} END"
    )


def _day(day: date | None) -> str:
    text = f"'{day}'" if day else "NULL"
    return f"CAST({text} AS date)" if connection.vendor == "postgresql" else text


def _back(column: str) -> str:
    """A day as many years earlier as the row lies back."""
    if connection.vendor == "postgresql":
        return f"CAST({column} - make_interval(years => y) AS date)"
    return f"date({column}, '-' || y || ' years')"


def _settle() -> None:
    """Let the database know what it holds, so that nothing of this is done while something is measured."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        else:  # nobody analyses an SQLite of ours either
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
