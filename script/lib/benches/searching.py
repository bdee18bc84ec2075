"""What a search of the published papers costs, beside the same question in bare SQL."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

from django.db import connection, transaction
from django.db.models import Q

from benches import bare
from benches.figures import Figure
from benches.seeding import TODAY
from benches.timing import in_turn
from bodies.models import Body, User
from evidence.models import Evidence, FileText, StoredFile
from evidence.querysets import EvidenceQuerySet
from evidence.texts import searching
from register.reads import published_evidence

SHOWN = 21
BUDGET = 3
ROUNDS = 5
BATCH = 2_000
LENGTH = 250  # words of a text
# What is looked for, and how many of the texts hold it.
ASKED = {"common": "governing", "usual": "governing quorum"}
EVERY = {"governing": 1, "quorum": 20}
NEW_EVERY = 10  # unpublished: the index holds nothing of them
FILLER = 4_000  # different words


def measure(texts: int, *, control: bool) -> Iterator[Figure]:
    """Publish so many papers and search them; as a control without the index."""
    _publish(texts)
    for how, words in ASKED.items():
        with mock.patch.object(searching, "matching", _without_index if control else searching.matching):
            took, floor = in_turn(
                lambda _, words=words: searching.hits(words, published_evidence(TODAY), TODAY, most=SHOWN),
                lambda _, words=words: bare.search(words.split(), TODAY, SHOWN),
                ROUNDS,
                lambda: None,
            )
        yield Figure(f"search, {how} words", took, floor, BUDGET)


def _without_index(words: str, pieces: EvidenceQuerySet, today: object) -> EvidenceQuerySet:
    """What a search is that reads every text."""
    found = pieces.published(today)
    for word in words.split():
        found = found.filter(Q(title__icontains=word) | Q(text__icontains=word) | Q(file__words__text__icontains=word))
    return found


@transaction.atomic
def _publish(texts: int) -> None:
    bodies, by = list(Body.objects.all()[:200]), User.objects.first()
    for start in range(0, texts, BATCH):
        numbers = range(start, min(start + BATCH, texts))
        files = StoredFile.objects.bulk_create(
            StoredFile(sha256=f"{n:064x}", size=1, content_type="application/pdf") for n in numbers
        )
        FileText.objects.bulk_create(
            FileText(file=file, text=_text(n), extracted_on=TODAY) for n, file in zip(numbers, files, strict=True)
        )
        Evidence.objects.bulk_create(
            _piece(n, file, bodies[n % len(bodies)], by) for n, file in zip(numbers, files, strict=True)
        )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # As its own housekeeping would.
            cursor.execute("SELECT gin_clean_pending_list('evidence_words_gin')")
            cursor.execute("ANALYZE evidence_evidence, evidence_filetext, evidence_storedfile, evidence_words")


def _piece(number: int, file: StoredFile, body: Body, by: User) -> Evidence:
    is_published = number % NEW_EVERY != 0
    day = TODAY.replace(year=TODAY.year - number % 4, day=1 + number % 28, month=1 + number % 9)
    return Evidence(
        body=body, kind="file", title=f"Paper {number} of the {'board' if number % 7 else 'governing body'}",
        about_on=day, file=file, file_name="paper.pdf", added_by=by, added_on=day,
        added_at=f"{day}T12:00:00Z", sent_on=day, published_on=day if is_published else None,
        published_by=by if is_published else None, publish_decided_on=day if is_published else None,
    )  # fmt: skip


def _text(number: int) -> str:
    words = [f"word{(number * 7919 + place * place * 31) % FILLER}" for place in range(LENGTH)]
    for place, (word, every) in enumerate(EVERY.items(), start=1):
        if number % every == 1 % every:
            words[place * LENGTH // 5] = word
    return " ".join(words)
