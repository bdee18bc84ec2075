"""The proof: evidence, stored files, and rounds of review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bodies.models import Body
from duties.models import Obligation
from evidence.files import TYPES_IN_WORDS
from evidence.querysets import EvidenceQuerySet, SubmissionQuerySet


def host_of(url: str) -> str:
    """The host of an http or https address; empty for any other, which is never made a link."""
    parts = urlsplit(url)
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""


@dataclass(frozen=True)
class FrozenItem:
    """A piece of evidence as it was when a round was sent in. `size` is in bytes; 0 where it was not kept."""

    id: int
    kind: str
    title: str
    about_on: date
    url: str = ""
    text: str = ""
    file_name: str = ""
    sha256: str = ""
    size: int = 0
    invented: bool = False

    @property
    def host(self) -> str:
        return host_of(self.url)


class StoredFile(models.Model):
    """A file under its SHA-256; the same bytes are stored once. Names belong to the evidence, not to the file."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    content_type = models.CharField(max_length=120, help_text="Read from the content.")

    def __str__(self) -> str:
        return self.sha256

    @property
    def type_words(self) -> str:
        """What kind of file it is, for people: "PDF", "Spreadsheet"."""
        return TYPES_IN_WORDS.get(self.content_type, "File")


class Evidence(models.Model):
    """One thing that proves: a file, a link or a statement. A draft until it is sent in, then unchangeable."""

    class Kind(models.TextChoices):
        FILE = "file", "File"
        LINK = "link", "Link"
        STATEMENT = "statement", "Statement"

    class Withheld(models.TextChoices):
        """Why it is not published."""

        FUTURE = "future", "It will be published later"
        COMMERCIAL = "commercial", "Commercially sensitive"
        PERSONAL = "personal", "Personal data"
        LEGAL = "legal", "Legally privileged"
        AUDIT = "audit", "Before the audit is finished"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="evidence", help_text="Who logged it.")
    obligations = models.ManyToManyField(Obligation, through="EvidenceUse", related_name="evidence")
    kind = models.CharField(max_length=9, choices=Kind)
    title = models.CharField(max_length=200)
    about_on = models.DateField(help_text="The date it is about, apart from the date it was logged.")
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    file_name = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_on = models.DateField()
    added_at = models.DateTimeField()
    sent_on = models.DateField(null=True, blank=True, help_text="Empty while it is a draft.")
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withheld = models.CharField(max_length=10, choices=Withheld, blank=True)
    withheld_until = models.DateField(null=True, blank=True)
    is_invented = models.BooleanField(default=False, help_text="Invented for a demonstration.")

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at", "-id"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(kind="file", file__isnull=False, url="", text="")
                    | Q(kind="link", file=None, text="") & ~Q(url="")
                    | Q(kind="statement", file=None, url="") & ~Q(text="")
                ),
                name="evidence_is_one_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(published_on=None, published_by=None)
                | Q(published_on__isnull=False, published_by__isnull=False, sent_on__isnull=False, withheld=""),
                name="evidence_published_by_somebody_once_sent_in",
            ),
            models.CheckConstraint(
                condition=Q(withheld_until=None) | ~Q(withheld=""), name="evidence_withheld_until_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["-published_on", "-id"], name="evidence_newly_published"),
            models.Index(fields=["added_at"], condition=Q(sent_on=None), name="evidence_drafts"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def host(self) -> str:
        """Where a link leads, for people to see before they follow it."""
        return host_of(self.url)

    @property
    def is_draft(self) -> bool:
        return self.sent_on is None

    @property
    def is_published(self) -> bool:
        return self.published_on is not None


class EvidenceUse(models.Model):
    """That one piece of evidence is offered as proof of one obligation."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="uses")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="evidence_uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "obligation"], name="evidence_used_once")]

    def __str__(self) -> str:
        return f"{self.evidence_id} for {self.obligation_id}"


class Submission(models.Model):
    """One round: what was sent in, frozen with the text of the checks, and what was decided."""

    class Decision(models.TextChoices):
        WAITING = "", "Waiting for review"
        SEEN = "seen", "Evidence seen"
        SENT_BACK = "sent_back", "Sent back"
        CERTIFIED = "certified", "Certified"

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(help_text="1 for the first round.")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()
    sent_at = models.DateTimeField()
    done_on = models.DateField(help_text="Claimed by the sender; the decision may correct it.")
    achieved = models.BooleanField(null=True, blank=True)
    note = models.TextField(blank=True)
    items = models.JSONField(default=list, help_text="What was sent in, frozen.")
    checks = models.JSONField(default=list, help_text="The text of the checks, frozen.")
    decision = models.CharField(max_length=9, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_done_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="What is missing, when it was sent back.")
    is_invented = models.BooleanField(default=False, help_text="Invented for a demonstration.")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["obligation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["obligation", "number"], name="submission_numbered_once"),
            models.UniqueConstraint(fields=["obligation"], condition=Q(decision=""), name="submission_one_waiting"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_on=None, decided_at=None)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_on__isnull=False, decided_at__isnull=False),
                name="submission_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision="seen") | ~Q(decided_by=F("sent_by")), name="submission_not_seen_by_its_sender"
            ),
            models.CheckConstraint(
                condition=~Q(decision="sent_back") | ~Q(reason=""), name="submission_sent_back_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["sent_at", "id"], condition=Q(decision=""), name="submission_queue"),
            models.Index(
                fields=["decision", "decided_at"], condition=Q(decided_at__isnull=False), name="submission_by_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"Round {self.number} of {self.obligation_id}"

    @property
    def frozen(self) -> list[FrozenItem]:
        """What was sent in, as it was then."""
        return [FrozenItem(**item | {"about_on": date.fromisoformat(item["about_on"])}) for item in self.items]
