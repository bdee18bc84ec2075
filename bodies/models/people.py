"""Users, what they are in which body or office, and their secret calendar addresses."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from bodies.access import Role
from bodies.models.places import Body, Office
from bodies.querysets import MembershipQuerySet


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


class Membership(models.Model):
    """A person's role in one body or one office, from a day, perhaps to a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    post = models.CharField(max_length=120, help_text="Such as Complaints manager.")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    looked_at = models.DateTimeField(
        null=True, blank=True, help_text='When the page was drawn on which an assurer last pressed "Mark as seen".'
    )
    looked_place = models.BigIntegerField(null=True, blank=True, help_text="The audit trail's last place then.")
    looked_on = models.DateField(null=True, blank=True, help_text="The domain's day then.")

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
            models.CheckConstraint(
                condition=Q(looked_at=None, looked_place=None, looked_on=None)
                | Q(looked_at__isnull=False, looked_place__isnull=False, looked_on__isnull=False),
                name="membership_looked_on_a_page",
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
