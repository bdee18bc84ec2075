"""Who answers for what, and since when: users, offices, bodies, memberships, the audit trail, the clock."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from bodies.access import Role
from bodies.querysets import BodyQuerySet, MembershipQuerySet

MARCH = 3  # the last month of the financial year: when standing reviews are due, unless the body chooses another


class UserManager(BaseUserManager["User"]):
    """Makes accounts; an e-mail address is kept in lower case so that one person has one account."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email=(email or "").lower())


class User(AbstractBaseUser):
    """A person who signs in by e-mail; what they may do comes from their memberships alone."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120, help_text="How colleagues know them; in a demonstration a post.")
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False, help_text="Made by build_demonstration.")

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Office(models.Model):
    """A part of NHS England: the national office, a region, an area team (to March 2015) or a later local office."""

    class Kind(models.TextChoices):
        NATIONAL = "national", "National office"
        REGION = "region", "Region"
        AREA_TEAM = "area_team", "Area team"
        LOCAL_OFFICE = "local_office", "Local office"

    code = models.CharField(max_length=8, unique=True)
    ons_code = models.CharField(max_length=9, blank=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """A commissioner: a clinical commissioning group, or the integrated care board that followed."""

    class Kind(models.TextChoices):
        CCG = "ccg", "Clinical commissioning group"
        ICB = "icb", "Integrated care board"

    code = models.CharField("ODS code", max_length=8, unique=True)
    name = models.CharField(max_length=160, help_text="The name it bears on the domain's day, or bore on its last.")
    last_name = models.CharField(max_length=160, help_text="The name it bore last, as the register has it.")
    kind = models.CharField(max_length=3, choices=Kind)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True, help_text="Its last day.")
    joined_on = models.DateField(null=True, blank=True, help_text="The day from which it uses the tracker.")
    review_month = models.PositiveSmallIntegerField(
        default=MARCH, help_text="The month, 1 to 12, at whose end its standing reviews are due. Its own choice."
    )
    ons_code = models.CharField(max_length=9, blank=True)
    website = models.CharField(max_length=120, blank=True)
    website_as_at = models.CharField(max_length=7, blank=True, help_text="Year and month, like 2020-08.")
    note = models.TextField(blank=True, help_text="For the keeper of the data; it may tell of later days.")

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gt=F("opened_on")), name="body_closes_after_it_opened"
            ),
            models.CheckConstraint(condition=Q(review_month__range=(1, 12)), name="body_reviews_in_a_month"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, today: date) -> bool:
        """Whether the body exists on a day; its last day counts."""
        return self.opened_on <= today and not self.has_closed(today)

    def has_closed(self, today: date) -> bool:
        """Whether its closing has happened; before that day nobody knows of it."""
        return self.closed_on is not None and self.closed_on < today

    def name_on(self, day: date) -> str:
        """The name it bore on a day; no query where `names` is prefetched."""
        return next((borne.name for borne in self.names.all() if borne.was_borne_on(day)), self.last_name)


class BodyName(models.Model):
    """A name that a body bore, or a spelling met in sources."""

    class Kind(models.TextChoices):
        NAME = "name", "Name"
        SPELLING = "spelling", "Spelling met in sources"

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=8, choices=Kind)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name", "kind"], name="body_name_once"),
            models.CheckConstraint(
                condition=Q(kind="spelling", from_on=None, to_on=None)
                | Q(kind="name", from_on__isnull=False, to_on__isnull=False, to_on__gte=F("from_on")),
                name="body_name_has_days_and_a_spelling_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def was_borne_on(self, day: date) -> bool:
        """Whether the body bore this name on a day; a spelling was borne on none."""
        return self.from_on is not None and self.to_on is not None and self.from_on <= day <= self.to_on


class BodyOffice(models.Model):
    """Which region, and to March 2015 which area team, a body belonged to, and when."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="offices")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=12, choices=Office.Kind)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["body", "kind", "from_on"]
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "from_on"], name="body_office_one_of_a_kind_from_a_day"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="body_office_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} in {self.office_id} from {self.from_on}"


class Succession(models.Model):
    """One body followed by another, wholly or in part."""

    class Kind(models.TextChoices):
        CCG_MERGER = "ccg_merger", "Merger of clinical commissioning groups"
        CCG_TO_ICB = "ccg_to_icb", "Clinical commissioning group to integrated care board"
        ICB_REORGANISATION = "icb_reorganisation", "Reorganisation of integrated care boards"

    class Scope(models.TextChoices):
        WHOLE = "whole", "Whole"
        PART = "part", "Part"

    predecessor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="precessions")
    effective_on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    scope = models.CharField(max_length=5, choices=Scope)
    share = models.CharField(max_length=20, blank=True, help_text="Small areas that went there, like 9/507.")

    class Meta:
        ordering = ["effective_on", "predecessor"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(scope="whole"), name="succession_one_takes_the_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} to {self.successor_id} on {self.effective_on}"


class Membership(models.Model):
    """A person's role in one body or one office, from a day, perhaps to a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=[(role.value, role.label) for role in Role])
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    post = models.CharField(max_length=120, help_text="Such as Complaints manager.")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True, help_text='An assurer\'s last "Mark as seen".')

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(role__in=[role.value for role in Role if role.in_body], body__isnull=False, office=None)
                    | Q(role__in=[role.value for role in Role if not role.in_body], body=None, office__isnull=False)
                ),
                name="membership_of_a_body_or_an_office",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="membership_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.post

    def holds(self, today: date) -> bool:
        """Whether it holds on a day (the last day counts) for somebody who may sign in; `user` is read."""
        began, ended = self.from_on <= today, self.to_on is not None and self.to_on < today
        return began and not ended and self.user.is_active


class CalendarFeed(models.Model):
    """A person's secret address for calendar programs; only the SHA-256 of its token is kept, so nobody can read it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="feeds")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the token, in hexadecimal.")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(revoked_at=None), name="calendar_feed_one_in_use"),
        ]

    def __str__(self) -> str:
        return f"feed {self.pk} of {self.user_id}"


class AuditEntry(models.Model):
    """One thing that somebody, or the system, did. Rows are only ever added (bodies.audit.record)."""

    at = models.DateTimeField(help_text="Real time.")
    domain_on = models.DateField(help_text="The domain clock's day.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "audit entries"
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-id"], name="audit_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind} {self.subject_id}"


class DemonstrationClock(models.Model):
    """The one row that a demonstration's day is read from; production ignores it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    today = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="demonstration_clock_one_row")]

    def __str__(self) -> str:
        return self.today.isoformat()


class LoadedData(models.Model):
    """Which version of a data file's folder was loaded last, so that loading it again is quick."""

    name = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
