"""What stands in published files, so that it can be searched."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from evidence.models.pieces import StoredFile


class FileText(models.Model):
    """The text that was read from one stored file, or why there is none.

    No record: it follows from the file, is read when a piece with it is published, and goes when none is any more.
    """

    class WhyNone(models.TextChoices):
        """Why nothing of it can be searched but the title of the evidence."""

        KIND = "kind", "No text is read from files of this kind"
        EMPTY = "empty", "It holds no text: pictures of pages, perhaps"
        LOCKED = "locked", "It has a password"
        BROKEN = "broken", "It is damaged, or built in a way that we cannot read"
        LONG = "long", "Reading it took too long"

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, primary_key=True, related_name="words")
    text = models.TextField(blank=True, help_text="In one line, words with single spaces.")
    why_none = models.CharField(max_length=6, choices=WhyNone, blank=True, help_text="Empty where there is text.")
    is_cut = models.BooleanField(default=False, help_text="There is more in the file than was read.")
    extracted_on = models.DateField(help_text="The domain clock's day.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(text="") & ~Q(why_none="") | ~Q(text="") & Q(why_none=""), name="file_text_or_why_none"
            )
        ]

    def __str__(self) -> str:
        return f"{len(self.text)} characters of {self.file_id}"
