"""The proof: evidence, stored files, and what each piece is offered for."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from bodies.models import Body
from duties.models import Obligation
from evidence.about import Days, words_of
from evidence.files.kinds import type_words
from evidence.frozen import host_of
from evidence.querysets import EvidenceQuerySet
from evidence.texts.words import Snippet


class StoredFile(models.Model):
    """A file under its SHA-256; the same bytes are stored once. Names belong to the evidence, not to the file."""

    class Fault(models.TextChoices):
        """What was wrong when it was last verified."""

        CHANGED = "changed", "Its bytes are not those that were recorded"
        MISSING = "missing", "It is not there"
        UNREADABLE = "unreadable", "It cannot be read"

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    content_type = models.CharField(max_length=120, help_text="Read from the content.")
    verified_at = models.DateTimeField(null=True, blank=True, help_text="When it was last read again. Real time.")
    verified_on = models.DateField(null=True, blank=True, help_text="The domain clock's day then.")
    fault = models.CharField(max_length=10, choices=Fault, blank=True, help_text="What was wrong then; empty: nothing.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_on=None, fault="")
                | Q(verified_at__isnull=False, verified_on__isnull=False),
                name="stored_file_verified_at_and_on",
            )
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def type_words(self) -> str:
        """What kind of file it is, for people: "PDF", "Spreadsheet"."""
        return type_words(self.content_type)


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
    obligations = models.ManyToManyField(
        Obligation, through="EvidenceUse", through_fields=("evidence", "obligation"), related_name="evidence"
    )
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
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by",
        help_text="The piece that this one takes the place of, once it is sent in. That one stays on the record.",
    )  # fmt: skip
    supersedes_why = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True, help_text="It stays on the record, and proves nothing more.")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_why = models.TextField(blank=True)
    published_on = models.DateField(
        null=True, blank=True, help_text="The day from which anybody may read it; an embargo where it lies ahead."
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    publish_decided_on = models.DateField(null=True, blank=True)
    was_published_on = models.DateField(
        null=True, blank=True, help_text="Since when anybody could read it, when it was taken off the public site last."
    )
    unpublished_on = models.DateField(null=True, blank=True, help_text="When it was taken off the public site last.")
    unpublished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withheld = models.CharField(max_length=10, choices=Withheld, blank=True)
    withheld_until = models.DateField(null=True, blank=True)
    is_invented = models.BooleanField(default=False, help_text="Invented for a demonstration.")

    # Of its use for one obligation, where it was confirmed again for that one (evidence.freezing.tell_confirmed).
    confirmed_from: str = ""
    confirmed_on: date | None = None
    # Where the words of a search stand in its text (evidence.texts.searching.hits).
    snippet: Snippet = ()

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
                # An embargo keeps why until its day; what is published at once says nothing of the kind.
                condition=Q(published_on=None, published_by=None, publish_decided_on=None)
                | Q(
                    published_by__isnull=False,
                    sent_on__isnull=False,
                    publish_decided_on__isnull=False,
                    withdrawn_on=None,
                )
                & (
                    Q(published_on=F("publish_decided_on"), withheld="")
                    | Q(published_on__gt=F("publish_decided_on"), withheld_until=F("published_on")) & ~Q(withheld="")
                ),
                name="evidence_published_by_somebody_once_sent_in",
            ),
            models.CheckConstraint(
                condition=Q(unpublished_on=None, unpublished_by=None, was_published_on=None)
                | Q(unpublished_on__isnull=False, unpublished_by__isnull=False),
                name="evidence_unpublished_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None, supersedes_why="") | Q(supersedes__isnull=False) & ~Q(supersedes_why=""),
                name="evidence_supersedes_says_why",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False, sent_on__isnull=False)
                & ~Q(withdrawn_why=""),
                name="evidence_withdrawn_once_sent_in_says_why",
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
    def newer(self) -> Evidence | None:
        """What has taken its place; None where nothing has, or what shall was not sent in yet."""
        other = getattr(self, "superseded_by", None)
        return other if other is not None and not other.is_draft else None

    @property
    def days(self) -> list[Days]:
        """The periods it is about, as days; asks nothing where `periods` is prefetched."""
        return [(period.first_on, period.last_on) for period in self.periods.all()]

    @property
    def period_words(self) -> list[str]:
        """The same in words."""
        return [words_of(first_on, last_on) for first_on, last_on in self.days]

    def is_published(self, today: date) -> bool:
        """Whether anybody may read it on this day; what is under an embargo they may not yet."""
        return self.published_on is not None and self.published_on <= today

    def is_embargoed(self, today: date) -> bool:
        """Whether it is decided that it becomes public on a later day."""
        return self.published_on is not None and self.published_on > today


class AboutPeriod(models.Model):
    """A period that a piece of evidence is about; one piece may be about several."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="periods")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        ordering = ["first_on", "last_on"]
        constraints = [
            models.UniqueConstraint(fields=["evidence", "first_on", "last_on"], name="about_period_once"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="about_period_runs_forward"),
        ]

    def __str__(self) -> str:
        return words_of(self.first_on, self.last_on)


class EvidenceUse(models.Model):
    """That one piece of evidence is offered as proof of one obligation. A draft until it is sent in for that one."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="uses")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="evidence_uses")
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    used_on = models.DateField()
    kept_until = models.DateField(
        null=True, blank=True, help_text="The last day on which it is kept unsent, where that is not the usual one."
    )
    sent_on = models.DateField(null=True, blank=True, help_text="Empty while it was not sent in for this obligation.")
    confirmed_from = models.ForeignKey(
        Obligation, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The obligation whose evidence was confirmed again for this one, where it was carried forward.",
    )  # fmt: skip
    confirmed_words = models.TextField(blank=True, help_text="What was checked before it was confirmed again.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "obligation"], name="evidence_used_once"),
            models.CheckConstraint(
                condition=Q(confirmed_words="") | Q(confirmed_from__isnull=False),
                name="evidence_use_words_of_confirming",
            ),
        ]
        indexes = [models.Index(fields=["used_on"], condition=Q(sent_on=None), name="evidence_use_drafts")]

    def __str__(self) -> str:
        return f"{self.evidence_id} for {self.obligation_id}"


class EvidenceShare(models.Model):
    """That a body lets another one use a piece of its evidence: a joint meeting, an auditor whom both have."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="shares")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="shared_evidence", help_text="With whom.")
    shared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    shared_on = models.DateField()
    ended_on = models.DateField(
        null=True, blank=True, help_text="No new use from then on; what it was used for already stays."
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence", "body"], condition=Q(ended_on=None), name="evidence_shared_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None) | Q(ended_on__isnull=False, ended_by__isnull=False),
                name="evidence_share_ended_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} with {self.body_id}"
