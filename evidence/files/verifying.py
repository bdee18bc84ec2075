"""Reading every stored file again: which was changed, which is missing, and which lies there without a record.

What is still to read is told by each file's own row, so that a run may be cut anywhere, go on later, or be made by two
at once. What was wrong is said in sentences that name the evidence, the bodies and the obligations concerned.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from bodies.models import Verification
from bodies.verification import Faults, last_verification
from evidence.files import storage
from evidence.files.storing import batches
from evidence.models import Evidence, StoredFile

BATCH = 100
BLOCK = 1024 * 1024  # bytes
NUMBERS_NAMED = 50
# A week's run begins on Sunday at two in the morning.
SUNDAY, HOUR = 6, 2
WEEK = timedelta(days=7)
IN_WORDS = {
    StoredFile.Fault.CHANGED: "Changed: the bytes of the file {file} are not those that were recorded.",
    StoredFile.Fault.MISSING: "Missing: the file {file} is not there.",
    StoredFile.Fault.UNREADABLE: "Unreadable: the file {file} cannot be read from where it lies.",
}


def verify_evidence(today: date) -> Verification:
    """Read every stored file now and keep what was found. Raises StoreAway when the store does not answer."""
    started_at = timezone.now()
    _read(started_at, today, until=None)
    return _conclude(started_at)


def verify_weekly(today: date, *, for_long: timedelta) -> Verification | None:
    """Go on with this week's run for so long; None when there is more to read, or it was done already.

    Files that cannot be read because the store does not answer are left for the next time (StoreAway).
    """
    began_at = week_began(timezone.now())
    last = last_verification(Verification.Kind.EVIDENCE)
    if last is not None and last.started_at >= began_at:
        return None
    if not _read(began_at, today, until=timezone.now() + for_long):
        return None
    first_at = StoredFile.objects.aggregate(first=Min("verified_at"))["first"]
    return _conclude(first_at or timezone.now())


def week_began(moment: datetime) -> datetime:
    """When the run of the week began in which a moment lies."""
    local = timezone.localtime(moment)
    sunday = local - timedelta(days=(local.weekday() - SUNDAY) % 7)
    began = sunday.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return began if began <= local else began - WEEK


def _read(since: datetime, today: date, *, until: datetime | None) -> bool:
    """Read each file that was not read since a moment; whether none is left."""
    after = ""
    while batch := list(
        StoredFile.objects.filter(Q(verified_at=None) | Q(verified_at__lt=since), sha256__gt=after)
        .order_by("sha256")[:BATCH]
    ):  # fmt: skip
        whole, faulty = [], []
        for file in batch:
            if until is not None and timezone.now() > until:
                break
            (faulty if _fault_of(file) else whole).append(file.pk)
        StoredFile.objects.filter(pk__in=whole).update(verified_at=timezone.now(), verified_on=today, fault="")
        for key in faulty:
            read_again(key, today)
        if len(whole) + len(faulty) < len(batch):
            return False
        after = batch[-1].sha256
    return True


def _fault_of(file: StoredFile) -> str:
    """Read one file to its end; empty: it is what was recorded."""
    digest, size = hashlib.sha256(), 0
    try:
        with storage.read(file.sha256) as stream:
            while block := stream.read(BLOCK):
                digest.update(block)
                size += len(block)
    except FileNotFoundError:
        return StoredFile.Fault.MISSING
    except storage.StoreAway:
        raise
    except OSError:
        return StoredFile.Fault.UNREADABLE
    return "" if (digest.hexdigest(), size) == (file.sha256, file.size) else StoredFile.Fault.CHANGED


@transaction.atomic
def read_again(key: int, today: date) -> None:
    """Read one file with its row locked: whoever takes both away is done by then, or waits. Raises StoreAway."""
    file = StoredFile.objects.select_for_update().filter(pk=key).first()
    if file is not None:
        file.fault, file.verified_at, file.verified_on = _fault_of(file), timezone.now(), today
        file.save(update_fields=["fault", "verified_at", "verified_on"])


def _conclude(started_at: datetime) -> Verification:
    faults = Faults()
    for sentence in (*_of_files(), *_of_evidence(), *_of_orphans(started_at)):
        faults.add(sentence)
    return Verification.objects.create(
        kind=Verification.Kind.EVIDENCE, started_at=started_at, finished_at=timezone.now(),
        count=StoredFile.objects.count(), faults=faults.told(),
    )  # fmt: skip


def _of_files() -> Iterator[str]:
    found = StoredFile.objects.exclude(fault="").order_by("sha256")
    for file in found.prefetch_related("evidence__body", "evidence__obligations", "held__body"):
        words = IN_WORDS[StoredFile.Fault(file.fault)].format(file=f"{file.sha256} ({file.type_words})")
        held = [f"held for an import of {one.body}" for one in file.held.all()]
        yield f"{words} {_is([*_proofs(file.evidence.all()), *held])}"


def _of_evidence() -> Iterator[str]:
    """Evidence whose row of a file is gone: only who goes past the tracker can do that."""
    found = Evidence.objects.filter(kind=Evidence.Kind.FILE, file__sha256=None).order_by("pk")
    for one in found.select_related("body").prefetch_related("obligations"):
        yield f"Without its file: {_is([*_proofs([one])])}"


def _of_orphans(before: datetime) -> Iterator[str]:
    """Files without a record, written before the run began: what arrives meanwhile has its record in a moment."""
    for batch in batches(one for one in storage.lying() if one.touched_at < before):
        known = set(
            StoredFile.objects.filter(sha256__in=[one.sha256 for one in batch]).values_list("sha256", flat=True)
        )
        for one in sorted(batch, key=lambda one: one.name):
            if one.sha256 not in known:
                at = f"{timezone.localtime(one.touched_at):%-d %B %Y, %H:%M}"
                yield f"Orphaned: no record knows of the file {one.name}, last written on {at}."


def _proofs(pieces: Iterable[Evidence]) -> Iterator[str]:
    """Which evidence a file is, body by body, and for which obligations."""
    of_body: dict[str, list[Evidence]] = {}
    for one in pieces:
        of_body.setdefault(str(one.body), []).append(one)
    for body, its in sorted(of_body.items()):
        obligations = {obligation.pk for one in its for obligation in one.obligations.all()}
        proved = (
            f"obligation{'s' if len(obligations) > 1 else ''} {_numbers(obligations)}" if obligations else "nothing"
        )
        yield f"evidence {_numbers(one.pk for one in its)} of {body}, for {proved}"


def _numbers(found: Iterable[int]) -> str:
    """Numbers in order; of very many the first, and how many more."""
    numbers = sorted(found)
    named = ", ".join(map(str, numbers[:NUMBERS_NAMED]))
    return f"{named} and {len(numbers) - NUMBERS_NAMED:,} more" if len(numbers) > NUMBERS_NAMED else named


def _is(uses: Sequence[str]) -> str:
    return f"It is {'; and '.join(uses)}." if uses else "No evidence needs it."
