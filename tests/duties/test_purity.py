"""The law of dates is pure: it needs no Django, asks no clock, reads nothing while counting, knows no time zone."""

import ast
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import time_machine

from bodies import clock

ROOT = Path(__file__).resolve().parents[2]
PURE = [
    "duties.answers", "duties.cases", "duties.clocks", "duties.clocks.complaints", "duties.clocks.eir",
    "duties.clocks.foi",
    "duties.clocks.foi_clock", "duties.clocks.meetings", "duties.clocks.publishing", "duties.clocks.registry",
    "duties.clocks.years", "duties.codes", "duties.counting", "duties.deadlines", "duties.directed_keys",
    "duties.event_codes", "duties.explain", "duties.explanation", "duties.inputs", "duties.lookups", "duties.periods",
    "duties.working_days", "duties.years",
]  # fmt: skip
MAY_IMPORT = {
    "__future__", "bodies", "calendar", "collections", "contextlib", "csv", "dataclasses", "datetime", "duties", "enum",
    "functools", "holidays", "importlib", "io", "itertools", "json", "pathlib", "re", "typing", "zoneinfo",
}  # fmt: skip
OF_BODIES = {"bodies.csvfile", "bodies.web.text"}
NO_CLOCK = {"today", "now", "utcnow", "fromtimestamp", "localtime", "gmtime", "monotonic", "time_ns"}
READS_A_FILE = {"duties.cases"}

ALONE = """
import json, sys
class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "celery", "ccgtracker", "evidence"):
            raise ImportError(f"{name} is not needed here")
sys.meta_path.insert(0, NoDjango())
for name in %(pure)r:
    __import__(name)
from pathlib import Path
from duties.cases import check, read_cases
from duties.explain import explain
from duties.periods import Kind, periods_of
from duties.years import FinancialYear
cases = read_cases(Path("duties/data/law_cases.csv"))
touched = []
def watch(event, arguments):
    if event.split(".")[0] in ("open", "os", "socket", "subprocess", "import", "time", "sqlite3"):
        touched.append((event, str(arguments)[:80]))
sys.addaudithook(watch)
outcomes = [str(check(case).outcome) for case in cases]
months = periods_of(Kind.MONTHLY, FinancialYear(2016))
days = [str(explain("MONTHLY_WD_EW:15", period=month).answer) for month in months]
print(json.dumps([outcomes, days, touched]))
"""


def path_of(name: str) -> Path:
    path = ROOT / name.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def alone(zone: str) -> str:
    """What the pure modules answer in a process of their own, with Django out of reach, in a time zone."""
    program = ALONE % {"pure": PURE}
    environment = {**os.environ, "TZ": zone, "PYTHONPATH": str(ROOT)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_pure_module_is_in_the_list():
    calling_itself_pure = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in (ROOT / "duties" / "clocks").rglob("*.py")
    }
    assert calling_itself_pure <= set(PURE)


@pytest.mark.parametrize("name", PURE)
def test_it_imports_nothing_that_asks_the_world(name):
    for node in ast.walk(ast.parse(path_of(name).read_text())):
        if isinstance(node, ast.Import):
            found = {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found = {node.module or ""}
        else:
            continue
        assert {one.split(".")[0] for one in found} <= MAY_IMPORT
        assert {one for one in found if one.startswith("bodies")} <= OF_BODIES


@pytest.mark.parametrize("name", PURE)
def test_it_asks_no_clock_and_opens_no_file(name):
    tree = ast.parse(path_of(name).read_text())
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    called |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not called & NO_CLOCK
    if name not in READS_A_FILE:
        assert not called & {"open", "read_text", "read_bytes"}


def test_without_django_it_gives_the_same_days_in_every_time_zone_and_reads_nothing_while_it_counts():
    zones = ("UTC", "Europe/London", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu")
    answers = {alone(zone) for zone in zones}
    assert len(answers) == 1
    [answer] = answers
    assert '"failed"' not in answer
    assert answer.rstrip().endswith("[]]"), answer


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2016-07-14T22:59:00+00:00", date(2016, 7, 14)),
        ("2016-07-14T23:30:00+00:00", date(2016, 7, 15)),  # 00:30 in British Summer Time
        ("2016-12-14T23:30:00+00:00", date(2016, 12, 14)),
        ("2016-03-27T00:30:00+00:00", date(2016, 3, 27)),
        ("2016-10-30T00:30:00+00:00", date(2016, 10, 30)),  # the hour that comes twice
    ],
)
def test_the_day_is_englands_day_also_in_the_hour_after_midnight(settings, moment, day):
    settings.DEMONSTRATION = False
    with time_machine.travel(moment, tick=False):
        assert clock.today() == day
