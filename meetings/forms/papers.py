"""The questions about a document of a meeting: what it is, what it belongs to, the file or the link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from bodies.web.forms import InWords, Radios
from evidence.files import kinds, uploads
from meetings.forms.fields import WebAddress, long_text
from meetings.models import AgendaItem, Meeting, Paper

ROLES = {
    Paper.Role.PAPER: "Paper", Paper.Role.AGENDA: "The agenda itself", Paper.Role.SLIDES: "Slides",
    Paper.Role.DRAFT_MINUTES: "Draft minutes", Paper.Role.MINUTES: "Ratified minutes",
    Paper.Role.RECORDING: "Recording",
}  # fmt: skip
NO_ITEM = ("", "No item")


def item_choices(meeting: Meeting, *, part2: bool = True) -> list[tuple[int | str, str]]:
    """The items of a meeting's agenda to choose from, Part 2 named so."""
    rows: list[AgendaItem] = [one for one in meeting.items.all() if part2 or not one.is_part2]
    return [NO_ITEM, *((one.pk, f"{'Part 2: ' if one.is_part2 else ''}{one.title}"[:120]) for one in rows)]


class PaperForm(InWords, forms.Form):
    """What a document is called and belongs to."""

    title = forms.CharField(
        label="Title", max_length=200, help_text="Anybody can read it once it is published: name no patients or staff."
    )
    item = forms.TypedChoiceField(
        label="Item of the agenda", coerce=int, empty_value=None, required=False,
        help_text="What belongs to an item of Part 2 is never published.",
    )  # fmt: skip
    is_part2 = forms.BooleanField(label="It is of Part 2, the private part", required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.choices = item_choices(meeting)
        self.items = {one.pk: one for one in meeting.items.all()}

    def belongs(self) -> dict[str, Any]:
        """Its item and part, as the actions take them."""
        given = self.cleaned_data
        item = self.items.get(given["item"])
        return {"item": item, "is_part2": item.is_part2 if item is not None else given["is_part2"]}


class AddPaperForm(PaperForm):
    """A new document: which one it is too."""

    role = forms.ChoiceField(label="What is it?", choices=list(ROLES.items()), widget=forms.Select)


class AddFileForm(AddPaperForm):
    """A document as a file."""

    file = forms.FileField(
        label="File",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Upload the file again."},
        widget=forms.FileInput,
    )
    field_order = ["file", "title", "role", "item", "is_part2"]

    def __init__(self, *args: Any, request: HttpRequest, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_uploads_say(self.fields["file"], request, limit)


class AddLinkForm(AddPaperForm):
    """A document on the web, such as a recording."""

    url = WebAddress(label="Web address", error_messages={"required": "Enter the web address"})
    field_order = ["url", "title", "role", "item", "is_part2"]


class _NewerForm(InWords, forms.Form):
    title = forms.CharField(label="Title", max_length=200)
    why = long_text("Why is it replaced?", "NHS England reads this, and so may the public.")
    anyway = forms.BooleanField(label="Publish all the same", required=False)

    def __init__(self, *args: Any, during_election: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].error_messages["required"] = "Enter the reason"
        if not during_election:
            del self.fields["anyway"]


class NewerFileForm(_NewerForm):
    """A newer file in the place of a published document, and why."""

    file = forms.FileField(
        label="File",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Upload the file again."},
        widget=forms.FileInput,
    )
    field_order = ["file", "title", "why", "anyway"]

    def __init__(self, *args: Any, request: HttpRequest, limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_uploads_say(self.fields["file"], request, limit)


class NewerLinkForm(_NewerForm):
    """A newer address in the place of a published document, and why."""

    url = WebAddress(label="Web address", error_messages={"required": "Enter the web address"})
    field_order = ["url", "title", "why", "anyway"]


class KindForm(InWords, forms.Form):
    """Whether a document is a file or a link."""

    page_heading = "kind"
    kind = forms.ChoiceField(
        label="What do you want to add?", choices=[("file", "A file"), ("link", "A link")], widget=Radios(),
        error_messages={"required": "Choose a file or a link"},
    )  # fmt: skip


def _as_uploads_say(field: Any, request: HttpRequest, limit: int) -> None:
    """Say what can be uploaded, and why what was sent was turned away."""
    if refusal := uploads.skipped(request, "file"):
        field.error_messages["required"] = refusal
    field.help_text = f"{kinds.kinds_in_words()}, up to {limit // 1024 // 1024} MB"
    field.widget.attrs["accept"] = kinds.accepted_endings()
