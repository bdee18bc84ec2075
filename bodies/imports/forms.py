"""The one question of an import: which spreadsheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest

from bodies.imports.kinds import Kind
from bodies.imports.sheets import MOST_BYTES
from bodies.web.forms import InWords
from bodies.web.text import plural


class SpreadsheetForm(InWords, forms.Form):
    """Takes any file: what it is, is read from its content."""

    sheet = forms.FileField(
        label="Spreadsheet",
        error_messages={
            "required": "Choose the spreadsheet",
            "empty": "The file is empty. Upload the spreadsheet again.",
            "max_length": "Give the file a name of 100 characters or fewer",
        },
        max_length=100,
        widget=forms.FileInput(),
    )

    def __init__(self, *args: Any, request: HttpRequest, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sheet"]
        field.widget.attrs["accept"] = ",".join(kind.accepts)
        field.help_text = (
            f"{kind.formats}, up to {plural(settings.MAX_IMPORT_ROWS, 'row')} and {MOST_BYTES // 1_000_000} MB. "
            "Nothing is imported yet: the next page shows what would become of each row."
        )
        if refusal := getattr(request, "skipped_uploads", {}).get("sheet"):  # turned away while it arrived
            field.error_messages["required"] = refusal
