"""The posts of a governing body, and who holds them: everything is dated. All of it is public."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from bodies.composition import PostKind
from bodies.models.places import Body


class Post(models.Model):
    """A seat on a governing body, from a day, perhaps to a last day."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.label) for kind in PostKind])
    title = models.CharField(max_length=120, help_text="What the body calls it.")
    votes = models.BooleanField(help_text="Whether who holds it votes.")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True, help_text="The last day on which there is such a post.")
    is_invented = models.BooleanField(default=False, help_text="Made up for a demonstration.")

    class Meta:
        ordering = ["body", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="post_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="post_has_a_title"),
            models.UniqueConstraint(fields=["body", "title"], condition=Q(to_on=None), name="post_one_of_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_there(self, day: date) -> bool:
        """Whether there is such a post on a day; its last day counts."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


class Appointment(models.Model):
    """That somebody holds a post, from a day, perhaps to a last day. Two of one post never overlap (bodies.appointing).

    The name is what the body publishes, or nothing: who holds a post is told by the post.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    holder = models.CharField(max_length=120, blank=True, help_text="The name that the body publishes.")
    is_interim = models.BooleanField()
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True, help_text="The last day on which they hold it.")
    is_invented = models.BooleanField(default=False, help_text="Made up for a demonstration.")

    class Meta:
        ordering = ["post", "from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="appointment_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["post", "from_on"], name="appointment_one_from_a_day"),
            models.UniqueConstraint(fields=["post"], condition=Q(to_on=None), name="appointment_one_without_an_end"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} from {self.from_on}"

    def is_held(self, day: date) -> bool:
        """Whether the post is held so on a day; the last day counts."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)
