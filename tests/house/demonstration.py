"""A small demonstration for tests: the real register and catalogue, told of a few bodies only."""

from datetime import date

from django.core.management import call_command
from django.db import connection

TODAY = date(2016, 10, 17)
# The sign-ins' body, two others of its region, and one of each other region; few, so that it is built in seconds.
BODIES = ("11N", "10A", "99A", "07M", "00C", "06H")


def build() -> None:
    """Build it in the test's database; DEMONSTRATION must be set."""
    call_command("load_register", verbosity=0)
    call_command("load_duties", verbosity=0)
    call_command("build_demonstration", only=list(BODIES), verbosity=0)
    connection.check_constraints()  # now, as a commit would: else PostgreSQL does it again after each test of a class
