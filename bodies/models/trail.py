"""The audit trail, its chain, and how each reading of it went."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from bodies.models.places import Body


class AuditEntry(models.Model):
    """One thing that somebody, or the system, did. Rows are only ever added (bodies.audit.record), never pruned."""

    at = models.DateTimeField(help_text="Real time.")
    domain_on = models.DateField(help_text="The domain clock's day.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    detail = models.JSONField(default=dict)
    origin = models.CharField(max_length=60, blank=True, help_text="From where, like web 10.0.0.7 or command sweep.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of all the above, in hexadecimal.")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "audit entries"
        constraints = [models.CheckConstraint(condition=~Q(digest=""), name="audit_entry_has_its_digest")]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-id"], name="audit_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"


class AuditLink(models.Model):
    """One link of the audit trail's chain; the database alone adds them, one for each entry (bodies.chain)."""

    place = models.BigIntegerField(primary_key=True, help_text="1, 2, 3 without gaps.")
    # No constraint: a link must outlive the entry that somebody took out, so that it can be named.
    entry = models.OneToOneField(AuditEntry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="link")
    chain = models.CharField(max_length=64, help_text="SHA-256 of the link before and of the entry's digest.")

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return f"{self.place}: entry {self.entry_id}"


class Verification(models.Model):
    """One reading of the whole audit trail, or of every stored file, and what was wrong. Rows are only ever added."""

    class Kind(models.TextChoices):
        AUDIT = "audit", "Audit trail"
        EVIDENCE = "evidence", "Stored files"

    kind = models.CharField(max_length=8, choices=Kind)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    count = models.PositiveBigIntegerField(help_text="How many entries or files were read.")
    faults = models.JSONField(default=list, help_text="A sentence for each, for people; empty: no fault.")
    head_place = models.BigIntegerField(null=True, blank=True, help_text="The audit trail's last link.")
    head_chain = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "-id"], name="verification_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} at {self.finished_at}: {len(self.faults)}"
