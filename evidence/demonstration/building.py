"""Writing the demonstration: set-based, once, from a fixed seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from bodies import audit
from bodies.models import AuditEntry, Body, BodyOffice, Membership, User
from duties.models import Obligation
from evidence.demonstration.people import DOMAIN, HOME
from evidence.demonstration.stories import A_CHECK, NOTHING, Setting, Story, quality_of, story_of, told_at_home
from evidence.files import arriving
from evidence.freezing import frozen_item
from evidence.models import Evidence, EvidenceUse, StoredFile, Submission

SEED = 20161017
BATCH = 2000
WITHOUT_DATE = timedelta(60)  # an obligation without a date is told of as if due so long after its period
HELD_BACK = timedelta(90)
NOTE = "Invented for the demonstration."
TEXT = b"This file was invented for a demonstration of the accountability tracker. Nothing in it is real.\n"


@dataclass
class Cast:
    """Who does what in the stories, read once."""

    leads: dict[int, User]
    assurers: dict[int, User]  # by body
    owners: dict[str, Membership]  # at the sign-ins' body, by the start of the address
    everywhere: dict[int, Membership]  # the lead's membership by body
    file: StoredFile
    nation: User
    home: int = 0
    stories: dict[tuple[str, str, str], Story] = field(default_factory=dict)

    @classmethod
    def read(cls, today: date) -> Cast:
        leads = Membership.objects.filter(role="lead", user__is_demonstration=True).select_related("user")
        by_office = {
            m.office_id: m.user
            for m in Membership.objects.filter(role="assurer", user__is_demonstration=True).select_related("user")
        }
        places = BodyOffice.objects.filter(kind="region", office__in=[pk for pk in by_office if pk]).order_by(
            "-from_on"
        )
        home = Body.objects.get(code=HOME)
        at_home = Membership.objects.filter(body=home, user__is_demonstration=True).select_related("user")
        return cls(
            leads={m.body_id: m.user for m in leads if m.body_id},
            assurers={place.body_id: by_office[place.office_id] for place in places},
            owners={m.user.email.split("@")[0].split(".")[0]: m for m in at_home},
            everywhere={m.body_id: m for m in leads if m.body_id},
            file=_file(),
            nation=User.objects.get(email=f"national@{DOMAIN}"),
            home=home.pk,
            stories=told_at_home(today),
        )


def _file() -> StoredFile:
    received = arriving.receive([TEXT], name="invented.txt")
    stored, _ = StoredFile.objects.get_or_create(
        sha256=received.sha256, defaults={"size": received.size, "content_type": received.content_type}
    )
    return stored


def invent(*, today: date, seed: int = SEED) -> int:
    """Invent what became of every obligation by today; returns how many have something recorded."""
    cast = Cast.read(today)
    told = (
        (row, story)
        for row in Obligation.objects.for_pages().order_by("pk").iterator(chunk_size=BATCH)
        if (story := _story(row, cast, seed, today)) != NOTHING or row.body_id == cast.home
    )
    count = 0
    while batch := list(islice(told, BATCH)):
        _write(batch, cast, today, seed)
        count += len(batch)
    return count


def _story(row: Obligation, cast: Cast, seed: int, today: date) -> Story:
    if row.tracked_from is None or row.voluntary:
        return NOTHING
    at_home = cast.stories.get((row.duty.slug, row.step, row.about)) if row.body_id == cast.home else None
    if at_home is not None:
        return at_home
    target = row.due_on or row.period_last_on + WITHOUT_DATE
    if target < row.tracked_from:
        return NOTHING
    opened_on = max(row.opened_on, row.tracked_from)
    setting = Setting(target, row.proof, opened_on, quality_of(row.body.code, seed))
    key = f"{row.body.code}-{row.duty.slug}-{row.step}-{row.about}"
    return story_of(setting, key, seed=seed, today=today)


@transaction.atomic
def _write(batch: Sequence[tuple[Obligation, Story]], cast: Cast, today: date, seed: int) -> None:
    pieces = [(row, story, _evidence(row, story, cast, seed)) for row, story in batch]
    Evidence.objects.bulk_create([piece for _, _, piece in pieces if piece is not None])
    EvidenceUse.objects.bulk_create(
        [
            EvidenceUse(
                evidence=piece, obligation=row, used_by=piece.added_by, used_on=piece.added_on, sent_on=piece.sent_on
            )
            for row, _, piece in pieces
            if piece is not None
        ]
    )
    Submission.objects.bulk_create(
        [_submission(row, story, piece, cast, seed) for row, story, piece in pieces if story.has_round]
    )
    for row, story in batch:
        _put_facts(row, story, cast, seed)
    fields = [f.name for f in Obligation._meta.concrete_fields if f.name != "id"]
    Obligation.objects.bulk_create(
        [row for row, _ in batch], update_conflicts=True, unique_fields=["id"], update_fields=fields
    )
    audit.record_many(entry for row, story in batch for entry in _history(row, story, cast))


def _put_facts(row: Obligation, story: Story, cast: Cast, seed: int) -> None:
    """Put on the obligation what the actions of its story would have put there."""
    row.owner = _owner(row, cast, seed)
    row.gathering_on = story.gathering_on or story.sent_on
    if story.decision == "sent_back":
        row.sent_back_on = story.decided_on
    elif story.has_round:
        row.sent_on, row.done_on = story.sent_on, story.done_on
    if story.decision in ("seen", "certified"):
        row.met_on, row.met_how = story.decided_on, story.decision
        row.achieved = _achieved(row)
    if not story.has_round and story.reason:
        row.reason, row.expected_on = f"{story.reason} ({NOTE})", story.expected_on


def _achieved(row: Obligation) -> bool | None:
    """At the sign-ins' body the accounts came in and showed an overspend: done, and not achieved."""
    if not row.duty.asks_achieved:
        return None
    return not (row.body.code == HOME and row.duty.slug == "breakeven")


def _owner(row: Obligation, cast: Cast, seed: int) -> Membership | None:
    if row.owed_by != "body":
        return None
    if row.body_id == cast.home:
        if row.duty.slug == "auditor-appointment" or row.duty.category == "Planning":
            return None
        by_theme = {"complaints": "contributor", "freedom of information": "foi", "audited accounts": "finance"}
        return cast.owners.get(by_theme.get(row.duty.theme, "lead"))
    if Random(f"{seed}-owner-{row.pk}").random() < 0.7:
        return cast.everywhere.get(row.body_id)
    return None


def _evidence(row: Obligation, story: Story, cast: Cast, seed: int) -> Evidence | None:
    added_on = story.sent_on or story.gathering_on
    if added_on is None or row.owed_by != "body":
        return None
    chance = Random(f"{seed}-evidence-{row.body.code}-{row.duty.slug}-{row.about}")
    if row.proof == "certified" and story.has_round and chance.random() < 0.6:
        return None  # certified without a piece of evidence, as most are
    published = story.has_round and row.duty.public_facing == "yes" and row.step != "draft" and chance.random() < 0.55
    made = Evidence(
        body=row.body, title=_title(row), about_on=min(story.done_on or added_on, added_on),
        added_by=cast.leads[row.body_id], added_on=added_on, added_at=_moment(added_on), is_invented=True,
        sent_on=story.sent_on, published_on=story.sent_on if published else None,
        published_by=cast.leads[row.body_id] if published else None,
        publish_decided_on=story.sent_on if published else None,
        **_content(row, chance, cast),
    )  # fmt: skip
    if story.has_round and not published and chance.random() < 0.3:
        made.withheld = chance.choice(["future", "personal", "commercial"])
        made.withheld_until = added_on + HELD_BACK if made.withheld == "future" else None
    return made


def _content(row: Obligation, chance: Random, cast: Cast) -> dict[str, Any]:
    kind = chance.choice(["link", "link", "file", "statement"])
    if kind == "link":
        return {"kind": kind, "url": f"https://{row.body.code.lower()}.{DOMAIN}/{row.duty.slug}/{row.period_year}"}
    if kind == "file":
        return {"kind": kind, "file": cast.file, "file_name": f"{row.duty.slug}-{row.period_year}.txt"}
    return {"kind": kind, "text": f"{NOTE} The governing body looked at this in {row.due_year}."}


def _title(row: Obligation) -> str:
    return f"{row.title} ({row.about})"[:200]


def _submission(row: Obligation, story: Story, piece: Evidence | None, cast: Cast, seed: int) -> Submission:
    assert story.sent_on is not None and story.done_on is not None
    sender = cast.leads[row.body_id] if row.owed_by == "body" else cast.nation
    made = Submission(
        obligation=row, number=1, sent_by=sender, sent_on=story.sent_on, sent_at=_moment(story.sent_on),
        queued_at=_moment(story.sent_on),
        done_on=story.done_on, note=NOTE, checks=row.duty.checks, is_invented=True, achieved=_achieved(row),
        items=[frozen_item(piece)] if piece is not None else [],
    )  # fmt: skip
    if story.decision and story.decided_on:
        made.decision, made.decided_on = story.decision, story.decided_on
        made.decided_by = sender if story.decision == "certified" else cast.assurers[row.body_id]
        made.decided_at = _moment(story.decided_on)
        made.decided_done_on = story.done_on if story.decision != "sent_back" else None
        made.decided_achieved = made.achieved if story.decision != "sent_back" else None
        made.missing = row.duty.checks[-1:] if story.reason == A_CHECK else []
        made.reason = f"{story.reason} ({NOTE})" if story.decision == "sent_back" else ""
    return made


def _history(row: Obligation, story: Story, cast: Cast) -> Iterator[AuditEntry]:
    """The audit rows that the story's actions would have left, marked as invented."""
    sender = cast.leads[row.body_id] if row.owed_by == "body" else cast.nation
    if story.gathering_on:
        yield _entry("began gathering", row, sender, story.gathering_on, {"gathering_on": story.gathering_on})
    if story.sent_on and story.decision != "certified":
        yield _entry("sent in", row, sender, story.sent_on, {"sent_on": story.sent_on, "done_on": story.done_on})
    if story.decision == "sent_back" and story.decided_on:
        yield _entry("sent back", row, cast.assurers[row.body_id], story.decided_on, {"sent_back_on": story.decided_on})
    if story.decision in ("seen", "certified") and story.decided_on:
        who = sender if story.decision == "certified" else cast.assurers[row.body_id]
        facts = {"met_on": story.decided_on, "met_how": story.decision, "done_on": story.done_on}
        yield _entry(f"met: {story.decision}", row, who, story.decided_on, facts)


def _entry(verb: str, row: Obligation, by: User, day: date, after: dict[str, Any]) -> AuditEntry:
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in after.items()}
    return audit.entry(verb, row, by=by, today=day, body=row.body, before={}, after=plain, invented=True)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10, 30)))
