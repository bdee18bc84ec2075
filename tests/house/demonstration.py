"""A small demonstration for tests: the real register and catalogue, told of a few bodies only."""

import shutil
import tempfile
from datetime import date

from django.core.management import call_command
from django.db import connection
from django.test import TestCase, override_settings

TODAY = date(2016, 10, 17)
# The sign-ins' body, two others of its region, and one of each other region; few, so that it is built in seconds.
BODIES = ("11N", "10A", "99A", "07M", "00C", "06H")


def build() -> None:
    """Build it in the test's database; DEMONSTRATION must be set."""
    call_command("load_register", verbosity=0)
    call_command("load_duties", verbosity=0)
    call_command("build_demonstration", only=list(BODIES), verbosity=0)
    connection.check_constraints()  # now, as a commit would: else PostgreSQL does it again after each test of a class


@override_settings(DEMONSTRATION=True)
class Demonstrated(TestCase):
    """Builds it once for a class; every test finds it as it was."""

    __test__ = False
    folder: str

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.mkdtemp(prefix="tracker-people-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cheap = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # as in each test
        cls.enterClassContext(override_settings(MEDIA_ROOT=cls.folder, PASSWORD_HASHERS=cheap))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        build()

    def setUp(self) -> None:
        self.enterContext(override_settings(MEDIA_ROOT=self.folder))  # tests/conftest.py gives each test its own
