"""An upload that breaks off: no half file under a final name, no row without its file, no file that nobody tells of."""

from __future__ import annotations

import errno
import hashlib
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg2
import pytest
from django.db import OperationalError, connection

from bodies.models import Verification
from evidence.files import arriving, storage, storing, verifying
from evidence.models import Evidence, StoredFile
from tests.evidence import stores
from tests.factories import TODAY
from tests.faults.uploading import STEPS, content_of, post
from tests.faults.victims import KILLED, Victims, database_url, moments, victims

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Uploads:
    """Files sent to one duty by victims, and what of them lies there."""

    victims: Victims
    place: stores.Place
    read: Callable[[str], bytes]
    given: dict[str, object]

    def send(self, number: int, **more: object) -> tuple[int, float]:
        return self.victims.send("tests.faults.uploading:upload", number=number, **self.given, **more)

    def names(self) -> list[str]:
        """What lies under final names."""
        return [name for name in self.place.names() if not name.startswith("incoming/")]


@pytest.fixture(scope="module", params=["disk", pytest.param("s3", marks=pytest.mark.faults)])
def program(request, tmp_path_factory, django_db_setup) -> Iterator[tuple[Victims, str]]:
    """One program for all tests, and the address of its bucket; empty: a folder."""
    endpoint, variables = "", {}
    if request.param == "s3":
        endpoint = request.getfixturevalue("s3_server")
        variables = stores.KEYS | {
            "EVIDENCE_S3_BUCKET": stores.BUCKET, "EVIDENCE_S3_ENDPOINT": endpoint, "EVIDENCE_S3_REGION": "eu-west-2",
        }  # fmt: skip
    with victims(tmp_path_factory.mktemp("victims"), **variables) as started:
        yield started, endpoint


@pytest.fixture
def uploads(program, settings, s3_keys, world, obligation) -> Uploads:
    """The same place for files in this process and in the victims."""
    started, endpoint = program
    media = Path(settings.MEDIA_ROOT)
    media.mkdir()
    given = {"user": world.lead.user.pk, "obligation": obligation.pk, "media_root": str(media)}
    if not endpoint:
        return Uploads(started, stores.on_disk(media), lambda name: (media / name).read_bytes(), given)
    settings.STORAGES = settings.STORAGES | {"evidence": stores.s3(endpoint)}
    place, bucket = stores.in_bucket(endpoint, media), stores.client(endpoint)
    return Uploads(started, place, lambda name: bucket.get_object(Bucket=stores.BUCKET, Key=name)["Body"].read(), given)


def torn(uploads: Uploads) -> list[str]:
    """Files under a final name that are not what their name says."""
    return [name for name in uploads.names() if hashlib.sha256(uploads.read(name)).hexdigest() != name[3:]]


def without_file(uploads: Uploads) -> list[str]:
    """Rows whose file is not there, or is not the one recorded."""
    there = set(uploads.names())
    return [row for row in StoredFile.objects.values_list("sha256", flat=True) if storage.name_of(row) not in there]


def without_row(uploads: Uploads) -> set[str]:
    return set(uploads.names()) - {storage.name_of(one.sha256) for one in StoredFile.objects.all()}


def told_of(uploads: Uploads) -> set[str]:
    """The files of which a reading says that no record knows them; it finds no other fault."""
    began = verifying.timezone.now() + timedelta(seconds=1)  # a bucket tells only whole seconds
    assert verifying._read(began, TODAY, until=None)
    faults = verifying._conclude(began).faults
    assert all(fault.startswith("Orphaned: no record knows of the file ") for fault in faults), faults
    return {fault.split("the file ")[1].split(",")[0] for fault in faults}


def assert_sound(uploads: Uploads) -> None:
    assert torn(uploads) == [] and without_file(uploads) == []
    assert without_row(uploads) == told_of(uploads)


def purge(monkeypatch) -> None:
    """The purge, a day later."""
    monkeypatch.setattr(storing, "LEFT_FOR", timedelta(days=-1))
    storing.remove_leftovers()


def test_killed_at_any_step_nothing_is_half_there_and_sent_again_it_is_there_once(uploads, monkeypatch) -> None:
    for number, step in enumerate(STEPS):
        status, _ = uploads.send(number, step=step)
        assert status == KILLED, step
        assert_sound(uploads)
        assert Evidence.objects.count() == (1 if step == "committed" else 0), step
    assert without_row(uploads), "no step left a file behind: the steps are not those they say"
    for number, _ in enumerate(STEPS):
        assert uploads.send(number)[0] == 0
    assert Evidence.objects.count() == StoredFile.objects.count() == len(STEPS)
    assert without_row(uploads) == set() == told_of(uploads)
    purge(monkeypatch)
    assert len(uploads.place.names()) == len(STEPS)


def test_what_a_killed_upload_left_is_purged_a_day_later(uploads, monkeypatch) -> None:
    for number, step in enumerate(("half written", "in its place", "audit row written")):
        assert uploads.send(number, step=step)[0] == KILLED
    assert len(without_row(uploads)) == 2 and len(uploads.place.names()) > 2
    purge(monkeypatch)
    assert uploads.place.names() == [] and told_of(uploads) == set()


@pytest.mark.parametrize(("naive", "finds"), [("write in place", torn), ("row first", without_file)])
def test_the_control_one_who_writes_naively_is_found(uploads, naive, finds) -> None:
    if (uploads.place.kind, naive) == ("s3", "write in place"):
        pytest.skip("a bucket takes a whole file or none: nobody can write a half one there")
    assert uploads.send(1, naive=naive)[0] == KILLED
    assert finds(uploads) != []
    began = verifying.timezone.now() + timedelta(seconds=1)
    verifying._read(began, TODAY, until=None)
    assert verifying._conclude(began).faults


@pytest.mark.faults
def test_killed_at_random_moments(uploads, monkeypatch) -> None:
    size = 500_000
    status, seconds = uploads.send(0, size=size)
    assert status == 0
    killed = 0
    number_of_kills = 50 if uploads.place.kind == "disk" else 15  # the server that plays S3 is slow
    for number, moment in enumerate(moments(number_of_kills, seconds, seed=2016), start=1):
        killed += uploads.send(number, size=size, after=moment)[0] == KILLED
        assert without_file(uploads) == []
    assert_sound(uploads)
    assert killed > number_of_kills / 2, "most were killed after they had ended: nothing was shown"
    for number in range(number_of_kills + 1):
        assert uploads.send(number, size=size)[0] == 0
    assert Evidence.objects.count() == StoredFile.objects.count() == number_of_kills + 1
    purge(monkeypatch)
    assert len(uploads.place.names()) == number_of_kills + 1 and told_of(uploads) == set()


# No room -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A disk of 3 MB, which only root can make."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip(f"NOT RUN: a small disk cannot be mounted here: {made.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def assert_no_room(answer) -> None:
    """It is said in words, and what was typed is still there."""
    html = answer.content.decode()
    assert answer.status_code == 503 or "There is a problem" in html
    assert "There is no room to store the file now." in html and "nothing was lost of what you typed" in html
    assert 'value="My title"' in html
    assert not Evidence.objects.exists() and not StoredFile.objects.exists()


def test_a_full_disk_is_said_in_words_and_the_next_smaller_file_is_taken(
    small_disk, settings, world, as_, obligation
) -> None:
    settings.MEDIA_ROOT = small_disk / "files"
    client = as_(world.lead)
    assert_no_room(post(client, obligation.pk, content_of(1, 4_000_000), "My title"))
    assert stores.names_below(small_disk) == []
    assert post(client, obligation.pk, content_of(2, 1_000_000), "My title").status_code == 302
    assert len(stores.names_below(small_disk)) == 1 and verifying.verify_evidence(TODAY).faults == []


def test_a_full_disk_of_what_arrives_is_said_in_words(small_disk, settings, world, as_, obligation) -> None:
    """What is too large for memory waits in a temporary file before anything of ours sees it."""
    settings.FILE_UPLOAD_TEMP_DIR = str(small_disk)
    assert_no_room(post(as_(world.lead), obligation.pk, content_of(1, 4_000_000), "My title"))
    assert stores.names_below(small_disk) == [] and stores.names_below(Path(settings.MEDIA_ROOT)) == []


@pytest.mark.parametrize("step", ["incoming", "write_all", "flush", "put"])
def test_no_room_at_any_step_leaves_nothing(settings, world, as_, obligation, monkeypatch, step) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage, step, full)
    assert_no_room(post(as_(world.lead), obligation.pk, content_of(1, 1000), "My title"))
    assert stores.names_below(Path(settings.MEDIA_ROOT)) == []


# No database ---------------------------------------------------------------------------------------------------------


def receive_then(monkeypatch, happens: Callable[[], None]) -> None:
    """Between the file, which lies in its place by then, and its row."""
    real = arriving.receive

    def receive(*given: object, **named: object) -> arriving.Received:
        received = real(*given, **named)
        happens()
        return received

    monkeypatch.setattr(arriving, "receive", receive)


def assert_told_in_words(answer) -> None:
    assert answer.status_code == 500
    assert "Sorry, there is a problem with the tracker" in answer.content.decode()
    assert "Try again in a few minutes" in answer.content.decode()


def orphans() -> list[str]:
    return [fault for fault in verifying.verify_evidence(TODAY).faults if fault.startswith("Orphaned")]


def test_a_database_that_is_gone_in_the_middle_leaves_no_file_that_nobody_tells_of(
    settings, world, as_, obligation, monkeypatch
) -> None:
    client = as_(world.lead)
    client.raise_request_exception = False

    def gone(*_: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as meanwhile:
        receive_then(meanwhile, lambda: connection.execute_wrappers.append(gone))
        try:
            assert_told_in_words(post(client, obligation.pk, content_of(1, 1000), "My title"))
        finally:
            connection.execute_wrappers.remove(gone)
    left = stores.names_below(Path(settings.MEDIA_ROOT))
    assert len(left) == 1 and not Evidence.objects.exists() and not StoredFile.objects.exists()
    assert left[0] in orphans()[0]
    assert post(client, obligation.pk, content_of(1, 1000), "My title").status_code == 302
    assert orphans() == [] and Evidence.objects.count() == 1


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no server that could end a connection")
def test_a_connection_that_the_server_ends_leaves_nothing(settings, world, as_, obligation, monkeypatch) -> None:
    client = as_(world.lead)
    client.raise_request_exception = False

    def ended() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (number,) = cursor.fetchone()
        other = psycopg2.connect(database_url())
        other.autocommit = True
        other.cursor().execute("SELECT pg_terminate_backend(%s)", [number])
        other.close()

    with monkeypatch.context() as meanwhile:
        receive_then(meanwhile, ended)
        assert_told_in_words(post(client, obligation.pk, content_of(1, 1000), "My title"))
    assert not Evidence.objects.exists() and not StoredFile.objects.exists()
    assert len(stores.names_below(Path(settings.MEDIA_ROOT))) == len(orphans()) <= 1
    assert post(client, obligation.pk, content_of(1, 1000), "My title").status_code == 302
    assert orphans() == [] and Evidence.objects.count() == 1


def test_a_locked_database_between_file_and_row_leaves_no_row(settings, world, as_, obligation, monkeypatch) -> None:
    """The file is there, the row cannot be written: the page says so, and the file is not kept without one."""
    client = as_(world.lead)
    client.raise_request_exception = False
    times = []

    def locked(execute, sql, params, many, context):
        if sql.startswith("INSERT") and "evidence_storedfile" in sql and not times:
            times.append(sql)
            raise OperationalError("database is locked")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(locked):
        assert_told_in_words(post(client, obligation.pk, content_of(1, 1000), "My title"))
    assert times and stores.names_below(Path(settings.MEDIA_ROOT)) == []
    assert verifying.verify_evidence(TODAY).faults == [] and Verification.objects.get().count == 0
