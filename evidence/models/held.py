"""Files that were uploaded before the spreadsheet that names them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from bodies.models import Body
from evidence.models.pieces import StoredFile


class HeldFile(models.Model):
    """A file that waits to be named in a spreadsheet. It is no evidence yet; a month later it is taken away."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="held_files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="held")
    name = models.CharField(max_length=200, help_text="As text.")
    name_key = models.CharField(max_length=400, help_text="The name as it is compared: one file of a name.")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_on = models.DateField()
    is_invented = models.BooleanField(default=False, help_text="Made in a demonstration.")

    class Meta:
        ordering = ["name_key"]
        constraints = [models.UniqueConstraint(fields=["body", "name_key"], name="held_file_one_of_a_name")]
        indexes = [models.Index(fields=["uploaded_on"], name="held_file_by_age")]

    def __str__(self) -> str:
        return self.name
