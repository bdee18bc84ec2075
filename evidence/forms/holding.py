"""The question of several files at once, for an import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest

from bodies.web.forms import InWords
from evidence.files import kinds, uploads


class SeveralFiles(forms.FileField):
    """As many files as were chosen; at least one."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list) else [data]
        return [super(SeveralFiles, self).clean(one, initial) for one in given or [None]]


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class HoldForm(InWords, forms.Form):
    """Files that a spreadsheet names."""

    files = SeveralFiles(
        label="Files",
        error_messages={"required": "Choose the files", "max_length": "Shorten the names to 200 characters or fewer"},
        max_length=200,
        allow_empty_file=True,  # which of them is empty is said with its name
        widget=FilesInput,
    )

    def __init__(self, *args: Any, request: HttpRequest, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        largest = f"{limit // 1024 // 1024} MB"
        if refusal := uploads.skipped(request, "files"):
            self.fields["files"].error_messages["required"] = f"{refusal} Several together may not be larger either."
        self.fields["files"].widget.attrs["accept"] = kinds.accepted_endings()
        self.fields["files"].help_text = (
            f"{kinds.kinds_in_words()}. Choose several at once, up to {largest} together and "
            f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES} files, and not a packed folder."
        )
