"""What script/backup and script/restore do.

A back-up folder holds `files/`, each file once under its digest for all back-ups together, and a folder a moment with
the database, the list of the files that this database names, and the exported heads of the audit trail. The database
is read as it was at one moment, and the list in that same moment: so a restored row has its file, and no file is
restored without a row. A back-up appears under its name only when it is whole.
"""

import argparse
import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BLOCK = 1024 * 1024  # bytes
ABOUT, FILES, HEADS = "about.json", "files", "audit-heads.csv"
DUMPS = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}


class GiveUp(Exception):
    """It cannot be done; the message says why."""


# Backing up -----------------------------------------------------------------------------------------------------------


def back_up(folder: Path) -> Path:
    """Write a back-up into the folder; returns where it lies."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    now = timezone.now()
    final = folder / f"{now:%Y%m%dT%H%M%SZ}"
    part = folder / f".{final.name}.part"
    part.mkdir(parents=True)
    if settings.AUDIT_HEADS_FILE.exists():  # first: it may not know more than the database
        shutil.copy2(settings.AUDIT_HEADS_FILE, part / HEADS)
    dump = part / DUMPS[connection.vendor]
    digests = _dump_postgres(dump) if connection.vendor == "postgresql" else _dump_sqlite(dump)
    gone = [] if settings.EVIDENCE_S3_BUCKET else _copy_files(digests, folder / FILES)
    for digest in gone:
        print(f"backup: the file {digest} was taken away meanwhile, or is missing; verify_evidence would say so.")
    about = {"at": now.isoformat(), "database": connection.vendor, "files": sorted(set(digests) - set(gone))}
    (part / ABOUT).write_text(json.dumps(about))
    for file in part.iterdir():
        _flush(file)
    part.rename(final)
    _flush(folder)
    words = "files stay in their bucket" if settings.EVIDENCE_S3_BUCKET else f"{len(about['files']):,} files"
    print(f"backup: {final} is whole: the database and {words}.")
    return final


def thin_out(folder: Path, keep: int) -> None:
    """Take away all but the newest back-ups, then each file that none of those names, and what was broken off."""
    for old in _whole(folder)[:-keep]:
        shutil.rmtree(old)
        print(f"backup: {old.name} was taken away.")
    for broken in folder.glob(".*.part"):
        shutil.rmtree(broken)
    named = {digest for one in _whole(folder) for digest in json.loads((one / ABOUT).read_text())["files"]}
    for file in (folder / FILES).glob("*/*"):
        if file.name not in named:
            file.unlink()


def _whole(folder: Path) -> list[Path]:
    """The back-ups of a folder, the oldest first."""
    return sorted(about.parent for about in folder.glob(f"[0-9]*Z/{ABOUT}"))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder: another back-up at work would miss the files that this one takes away."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise GiveUp(f"Another back-up is at work in {folder}.") from None
        yield


def _dump_postgres(dump: Path) -> list[str]:
    """Have pg_dump write the database as this transaction sees it; returns the digests of its files."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _postgres("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={dump}")
        cursor.execute("SELECT sha256 FROM evidence_storedfile")
        return [digest for (digest,) in cursor.fetchall()]


def _dump_sqlite(dump: Path) -> list[str]:
    """Copy the database with SQLite's own means, so that a writer meanwhile does no harm."""
    from django.conf import settings

    with (
        closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as live,
        closing(sqlite3.connect(dump)) as copy,
    ):
        live.backup(copy)
        return [digest for (digest,) in copy.execute("SELECT sha256 FROM evidence_storedfile")]


def _copy_files(digests: Iterable[str], to: Path) -> list[str]:
    """Copy what is not there yet; returns the digests of those that are not, or not whole, where they should be."""
    from evidence.files import storage

    gone = []
    for digest in digests:
        place = to / storage.name_of(digest)
        if place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            with storage.read(digest) as stream:
                whole = _write(iter(lambda: stream.read(BLOCK), b""), place.with_suffix(".part"), digest)
        except FileNotFoundError:
            whole = False
        if whole:
            place.with_suffix(".part").rename(place)
        else:
            gone.append(digest)
    return gone


def _write(blocks: Iterator[bytes], to: Path, digest: str) -> bool:
    """Write a file; whether it is the one with this digest."""
    found = hashlib.sha256()
    with to.open("wb") as out:
        for block in blocks:
            found.update(block)
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    return found.hexdigest() == digest


# Bringing back --------------------------------------------------------------------------------------------------------


def restore(folder: Path, moment: str) -> None:
    """Bring the database and the files of one back-up back, and hold all mail."""
    from django.conf import settings
    from django.db import connection

    chosen = _chosen(folder, moment)
    about = json.loads((chosen / ABOUT).read_text())
    if about["database"] != connection.vendor:
        raise GiveUp(f"{chosen} is of {about['database']}, and DATABASE_URL names {connection.vendor}.")
    if not settings.EVIDENCE_S3_BUCKET and _is_filled(Path(settings.MEDIA_ROOT)):
        raise GiveUp(f"{settings.MEDIA_ROOT} holds files: restore into an empty folder.")
    if connection.vendor == "postgresql":
        _load_postgres(chosen / DUMPS["postgresql"])
    else:
        _load_sqlite(chosen / DUMPS["sqlite"])
    if not settings.EVIDENCE_S3_BUCKET:
        _bring_files(about["files"], folder / FILES)
    if (chosen / HEADS).exists() and not settings.AUDIT_HEADS_FILE.exists():
        shutil.copy2(chosen / HEADS, settings.AUDIT_HEADS_FILE)
    _hold_mail(datetime.fromisoformat(about["at"]).date())
    print(f"restore: {chosen.name} is back: the database and {len(about['files']):,} files. All mail is held.")


def _chosen(folder: Path, moment: str) -> Path:
    found = [path.name for path in _whole(folder)]
    if not found or (moment and moment not in found):
        raise GiveUp(f"{folder} holds no back-up{f' of {moment}' if moment else ''}.")
    return folder / (moment or found[-1])


def _is_filled(folder: Path) -> bool:
    return folder.exists() and any(path.is_file() for path in folder.rglob("*"))


def _load_postgres(dump: Path) -> None:
    from django.db import connection

    if connection.introspection.table_names():
        raise GiveUp("The database that DATABASE_URL names is not empty: make a new one, and name that.")
    connection.close()
    _postgres("pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", str(dump))


def _load_sqlite(dump: Path) -> None:
    from django.conf import settings

    place = Path(settings.DATABASES["default"]["NAME"])
    if place.exists():
        raise GiveUp(f"{place} is there already: restore to another name, or move it away with its -wal and -shm.")
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(dump, place)


def _bring_files(digests: Iterable[str], kept: Path) -> None:
    from evidence.files import storage

    for digest in digests:
        hidden = storage.incoming() / digest
        with (kept / storage.name_of(digest)).open("rb") as stream:
            if not _write(iter(lambda: stream.read(BLOCK), b""), hidden, digest):
                raise GiveUp(f"The file {digest} of the back-up is not what it was.")
        storage.put(hidden, digest)


def _hold_mail(of: date) -> None:
    from bodies import clock
    from bodies.origin import coming_from
    from bodies.outbox.holding import hold_after_restore

    with coming_from(lambda: "script restore"):
        hold_after_restore(of=of, today=clock.today())


# Both -----------------------------------------------------------------------------------------------------------------


def _postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on our database."""
    from django.db import connection

    said = connection.settings_dict
    where = [
        f"{option}={said[key]}"
        for option, key in (("--host", "HOST"), ("--port", "PORT"), ("--username", "USER"), ("--dbname", "NAME"))
        if said[key]
    ]
    done = subprocess.run(
        [program, "--no-password", *where, *arguments],
        env={**os.environ, **({"PGPASSWORD": said["PASSWORD"]} if said["PASSWORD"] else {})},
        stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise GiveUp(f"{program} failed: {done.stderr.strip()[-1000:]}")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _in_words(what: str) -> Iterator[None]:
    try:
        yield
    except (GiveUp, OSError) as why:
        sys.exit(f"{what}: {why}")


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="script")
    commands = parser.add_subparsers(dest="what", required=True)
    for what in ("backup", "restore"):
        command = commands.add_parser(what)
        command.add_argument("folder", type=Path)
        if what == "restore":
            command.add_argument("moment", nargs="?", default="", help="the name of a back-up's folder")
        else:
            command.add_argument("--keep", type=int, metavar="N", help="take away all but the newest N back-ups")
    options = parser.parse_args()
    import django

    django.setup()
    with _in_words(options.what):
        if options.what == "restore":
            restore(options.folder, options.moment)
            return
        if options.keep is not None and options.keep < 1:
            raise GiveUp("--keep takes a number of back-ups from 1 on.")
        with _alone(options.folder):
            back_up(options.folder)
            if options.keep:
                thin_out(options.folder, options.keep)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")
    main()
