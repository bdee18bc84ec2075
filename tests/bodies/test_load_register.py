"""Loading the register: whole or not at all, as often as one likes, in few statements."""

from datetime import date
from io import StringIO
from time import perf_counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bodies.actions import load_register
from bodies.models import AuditEntry, Body, BodyName, BodyOffice, LoadedData, Office, Succession
from bodies.register import read_register

pytestmark = pytest.mark.django_db
TODAY = date(2016, 10, 17)


def load(folder=None, **options) -> str:
    out = StringIO()
    call_command("load_register", stdout=out, **({"folder": folder} if folder else {}), **options)
    return out.getvalue().strip()


def spoil(folder, file: str, before: str, after: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after), encoding="utf-8")


def everything() -> dict[str, list]:
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in (Office, Body, BodyName, BodyOffice, Succession)
    }


def statements(folder, *, force: bool = False) -> int:
    with CaptureQueriesContext(connection) as captured:
        load(folder, force=force)
    return len(captured)


# The real register ---------------------------------------------------------------------------------------------------
def test_ccgs_open_on_1_april_count_as_published(real_register):
    counted = [Body.objects.filter(kind="ccg").open_on(date(year, 4, 1)).count() for year in range(2013, 2022)]
    assert counted == [211, 211, 209, 209, 207, 195, 191, 135, 106]


def test_boards_open_count_as_published(real_register):
    boards = Body.objects.filter(kind="icb")
    assert boards.open_on(date(2022, 6, 30)).count() == 0
    assert boards.open_on(date(2022, 7, 1)).count() == 42
    assert boards.open_on(date(2026, 4, 1)).count() == 36


def test_every_region_has_the_national_office_above_it(real_register):
    assert set(Office.objects.filter(kind="region").values_list("parent__code", flat=True)) == {"NHSE"}


def test_four_regions_hold_every_ccg_of_2016(real_register):
    day = date(2016, 10, 17)
    counted = {
        office.name: Body.objects.open_on(day).in_office(office, day).count()
        for office in Office.objects.filter(kind="region")
    }
    held = {name: number for name, number in counted.items() if number}
    assert held == {"London": 32, "Midlands and East of England": 61, "North of England": 66, "South of England": 50}


def test_the_whole_register_loads_quickly(transactional_db):
    started = perf_counter()
    said = load()
    assert perf_counter() - started < 2  # seconds
    assert said.startswith("Register: 296 bodies, 52 offices, 267 successions; 1283 rows added")


# Again and again -----------------------------------------------------------------------------------------------------
def test_loading_again_is_quick_and_changes_nothing(small_folder):
    assert "26 rows added, 0 changed, 0 removed" in load(small_folder)
    before = everything()
    assert statements(small_folder) == 1
    assert load(small_folder) == "Register: unchanged since it was loaded."
    assert load(small_folder, force=True).endswith("0 rows added, 0 changed, 0 removed.")
    assert everything() == before


def test_a_load_never_touches_the_day_a_body_joined(small_folder):
    load(small_folder)
    Body.objects.filter(code="A1").update(joined_on=date(2014, 4, 1))
    spoil(small_folder, "bodies.csv", "NHS Alpha CCG", "NHS Alfa CCG")
    assert load(small_folder).endswith("0 rows added, 1 changed, 0 removed.")
    body = Body.objects.get(code="A1")
    assert (body.name, body.joined_on) == ("NHS Alfa CCG", date(2014, 4, 1))


def test_a_change_of_a_body_is_recorded_before_and_after(small_folder):
    load(small_folder)
    spoil(small_folder, "bodies.csv", "NHS Alpha CCG", "NHS Alfa CCG")
    load(small_folder)
    entry = AuditEntry.objects.get(verb="changed by the register")
    assert entry.body.code == "A1"
    assert entry.detail == {"before": {"last_name": "NHS Alpha CCG"}, "after": {"last_name": "NHS Alfa CCG"}}


def test_rows_that_nothing_hangs_on_follow_the_files(small_folder):
    load(small_folder)
    spoil(small_folder, "names.csv", "B1,NHS Betta CCG,spelling,,\n", "")
    spoil(small_folder, "successions.csv", "2/5", "1/5")
    spoil(small_folder, "body_offices.csv", "2018-03-31\nB1,region,Y2,2018-04-01,2022-06-30", "2022-06-30")
    assert load(small_folder).endswith("2 rows added, 0 changed, 4 removed.")
    assert not BodyName.objects.filter(kind="spelling").exists()
    assert Succession.objects.get(successor__code="I1", scope="part").share == "1/5"
    assert BodyOffice.objects.get(body__code="B1").to_on == date(2022, 6, 30)


def test_two_bodies_may_change_places_as_the_one_that_took_it_whole(small_folder):
    load(small_folder)
    spoil(small_folder, "successions.csv", "B1,I1", "B1,I2")
    load(small_folder)
    assert Succession.objects.get(predecessor__code="B1").successor.code == "I2"


def test_a_load_is_recorded_with_what_it_did(small_folder):
    load(small_folder)
    entry = AuditEntry.objects.get(verb="register loaded")
    assert entry.detail["digest"] == LoadedData.objects.get(name="register").digest
    assert (entry.detail["added"], entry.by) == (26, None)


# A wrong file --------------------------------------------------------------------------------------------------------
def test_a_wrong_file_gives_one_error_and_changes_nothing(small_folder):
    load(small_folder)
    before = everything(), LoadedData.objects.get().digest
    spoil(small_folder, "bodies.csv", "NHS Alpha CCG", "NHS Alfa CCG")
    spoil(small_folder, "successions.csv", "A2,B1,2015-04-01", "A2,B1,2015-04-02")
    with pytest.raises(CommandError) as caught:
        load(small_folder)
    assert str(caught.value) == (
        "successions.csv, line 3, column “effective_on”: this must be the day after A2 closed, 2015-04-01"
    )
    assert caught.value.returncode == 1
    assert (everything(), LoadedData.objects.get().digest) == before


@pytest.mark.parametrize(
    ("file", "row", "code"), [("bodies.csv", "A2,NHS Aleph", "A2"), ("offices.csv", "L1,,Office", "L1")]
)
def test_a_body_or_office_that_was_loaded_keeps_its_row(small_folder, file, row, code):
    load(small_folder)
    before = everything()
    for name in ("bodies.csv", "offices.csv", "body_offices.csv", "successions.csv"):
        lines = (small_folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith(f"{code},")]
        (small_folder / name).write_text("".join(kept), encoding="utf-8")
    with pytest.raises(CommandError, match=rf"{file}, line 1, column “code”: {code} was loaded before"):
        load(small_folder)
    assert everything() == before


def test_a_load_that_breaks_at_its_end_changes_nothing(small_folder, monkeypatch, transactional_db):
    def break_down(*args, **kwargs):
        raise RuntimeError("the power failed")

    monkeypatch.setattr("bodies.actions.audit.record", break_down)
    with pytest.raises(RuntimeError, match="the power failed"):
        load_register(register=read_register(small_folder), digest="x", by=None, today=TODAY)
    assert not Body.objects.exists()
    assert not LoadedData.objects.exists()


# Statements ----------------------------------------------------------------------------------------------------------
def test_statements_do_not_grow_with_bodies(small_folder):
    with transaction.atomic():
        few = statements(small_folder)
        transaction.set_rollback(True)
    more = "".join(f"X{n},NHS Body {n} CCG,ccg,2013-04-01,,,,,\n" for n in range(60))
    places = "".join(f"X{n},region,Y1,2013-04-01,\n" for n in range(60))
    for name, text in (("bodies.csv", more), ("body_offices.csv", places)):
        with (small_folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    assert statements(small_folder) == few
    assert Body.objects.count() == 66
