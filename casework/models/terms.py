"""A body's own lists: what its requests and complaints are about, and whom its returns count."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from bodies.models import Body
from casework import words


class Term(models.Model):
    """One entry of one list of a body. What is in use is never deleted: it is retired, and old cases keep it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="terms")
    list = models.CharField(max_length=10, choices=[(key, title) for key, (title, _) in words.LISTS.items()])
    name = models.CharField(max_length=80)
    retired_on = models.DateField(null=True, blank=True, help_text="Since when it is not offered any more.")

    class Meta:
        ordering = ["list", "name", "id"]
        constraints = [models.UniqueConstraint("body", "list", Lower("name"), name="term_once_in_a_list")]

    def __str__(self) -> str:
        return self.name
