"""What people are told, the mail that tells them, what they chose, and when all mail is held."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from bodies.querysets import MailQuerySet, NoticeQuerySet

# The conditions of the partial indexes below are constants, so that SQLite uses them.
NOT_MAILED = Q(mail=None, no_mail_on=None)
NOT_SENT = Q(sent_at=None, given_up_at=None)


class Notice(models.Model):
    """One thing that one person is told, once: a ledger. Rows are made by `bodies.outbox.tell` and never deleted."""

    class NoMail(models.TextChoices):
        OVER = "over", "no mail: it was no longer so"
        LEFT = "left", "no mail: it was no longer theirs"
        CHOICE = "choice", "no mail: they chose mail only for what cannot wait"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices", db_index=False
    )
    key = models.CharField(max_length=120, help_text="What it tells of: nobody is told the same twice.")
    kind = models.CharField(max_length=30, help_text="Such as late, soon or sent back.")
    words = models.CharField(max_length=400, help_text="One line for the person.")
    together = models.CharField(max_length=120, blank=True, help_text="What several like it are called in one line.")
    url_path = models.CharField(max_length=300, help_text="Where it is shown, from the first slash.")
    body = models.ForeignKey("bodies.Body", null=True, on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=40, help_text="As in the audit trail, such as duties.obligation.")
    subject_id = models.BigIntegerField(null=True)
    since_on = models.DateField(help_text="The day since which it is so.")
    at_once = models.BooleanField(default=False, help_text="It does not wait for the digest.")
    made_on = models.DateField(help_text="The domain's day.")
    made_at = models.DateTimeField()
    # Its index leaves out what was not mailed: SQLite would look for that there.
    mail = models.ForeignKey("bodies.Mail", null=True, on_delete=models.PROTECT, related_name="notices", db_index=False)
    no_mail_on = models.DateField(null=True, help_text="The day on which it was settled that no mail tells of it.")
    no_mail_why = models.CharField(max_length=6, choices=NoMail, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            # The key first: what is told to several people about one thing is found by it.
            models.UniqueConstraint(fields=["key", "person"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(no_mail_on=None, no_mail_why="")
                | Q(no_mail_on__isnull=False, mail=None) & ~Q(no_mail_why=""),
                name="notice_mailed_or_says_why_not",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "id"], condition=NOT_MAILED, name="notice_not_mailed"),
            models.Index(fields=["mail"], condition=Q(mail__isnull=False), name="notice_of_a_mail"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="notice_about_a_subject"),
            models.Index(fields=["person", "-id"], name="notice_to_a_person"),
        ]

    def __str__(self) -> str:
        return self.words


class Mail(models.Model):
    """One letter, to a person or to an address. It is claimed for a while, handed over, and then marked."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="mails", db_index=False
    )
    address = models.EmailField(blank=True, help_text="In lower case; empty for a person, whose account has it.")
    forgotten_at = models.DateTimeField(null=True, help_text="When the address and what was written were taken out.")
    headers = models.JSONField(default=dict, help_text="What its head says besides, such as how to unsubscribe.")
    key = models.CharField(max_length=120, unique=True, help_text="Such as digest 2016-10-17 person 5.")
    token = models.CharField(max_length=32, unique=True, help_text="By which its page is found.")
    message_id = models.CharField(max_length=300, unique=True, help_text="The same however often it is sent.")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    made_on = models.DateField(help_text="The domain's day.")
    made_at = models.DateTimeField()

    # Sending: all of it in real time.
    claim = models.CharField(max_length=32, blank=True, help_text="Who has it in hand.")
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0, help_text="How often it was handed over.")
    unknown = models.PositiveSmallIntegerField(default=0, help_text="Of these, how often nobody knows the outcome.")
    next_try_at = models.DateTimeField(help_text="Not before.")
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(sent_at=None) | Q(given_up_at=None), name="mail_sent_or_given_up"),
            models.CheckConstraint(
                condition=Q(claim="", claimed_until=None) | ~Q(claim="") & Q(claimed_until__isnull=False),
                name="mail_claimed_until_a_moment",
            ),
            models.CheckConstraint(condition=Q(given_up_at=None) | ~Q(last_error=""), name="mail_given_up_says_why"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="", forgotten_at=None)
                | Q(person=None, forgotten_at=None) & ~Q(address="")
                | Q(person=None, forgotten_at__isnull=False, address="", text="", html=""),
                name="mail_to_a_person_or_an_address",
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=NOT_SENT, name="mail_not_sent"),
            models.Index(fields=["given_up_at"], condition=Q(given_up_at__isnull=False), name="mail_given_up"),
            models.Index(fields=["person", "-id"], name="mail_to_a_person"),
            models.Index(fields=["address"], condition=Q(person=None), name="mail_to_an_address"),
            models.Index(fields=["made_at"], name="mail_by_moment"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def goes_to(self) -> str:
        """The e-mail address that it goes to; `person` is read. Empty once it was forgotten."""
        return self.person.email if self.person is not None else self.address


class MailHold(models.Model):
    """While one stands no mail is made and none leaves: after a long silence an administrator looks first."""

    since_on = models.DateField(help_text="The domain's day.")
    made_at = models.DateTimeField()
    why = models.CharField(max_length=300)
    released_on = models.DateField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=Q(released_at=None), name="mail_hold_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(released_on=None, released_at=None, released_by=None)
                | Q(released_on__isnull=False, released_at__isnull=False, released_by__isnull=False),
                name="mail_hold_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"held since {self.since_on}"


class MailChoice(models.Model):
    """How often somebody wants mail. It never changes what they are told, nor the record of it."""

    class Frequency(models.TextChoices):
        DAILY = "daily", "Every day on which there is something new"
        WEEKLY = "weekly", "Once a week, on Mondays"
        URGENT = "urgent", "Only what cannot wait"

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mail_choice")
    frequency = models.CharField(max_length=6, choices=Frequency)
    paused_until = models.DateField(null=True, blank=True, help_text="No mail to this day; the day counts.")

    def __str__(self) -> str:
        return self.get_frequency_display()

    def is_paused(self, today: date) -> bool:
        """Whether they want no mail on a day."""
        return self.paused_until is not None and self.paused_until >= today
