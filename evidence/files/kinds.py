"""Which kinds of file are taken: groups that the setting ACCEPTED_FILES names, and what each is called."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from bodies.archives import OFFICE

PDF, CSV, TEXT = "application/pdf", "text/csv", "text/plain"
PNG, JPEG, GIF, TIFF, WEBP = (f"image/{kind}" for kind in ("png", "jpeg", "gif", "tiff", "webp"))


@dataclass(frozen=True)
class Kind:
    """One media type: its group, what people call it, and the endings of its names, the usual one first."""

    content_type: str
    group: str
    words: str
    endings: tuple[str, ...]


def _office(group: str, words: str, *endings: str) -> list[Kind]:
    return [Kind(OFFICE[ending], group, words, (f".{ending}",)) for ending in endings]


KINDS = {
    kind.content_type: kind
    for kind in (
        Kind(PDF, "pdf", "PDF", (".pdf",)),
        *_office("office", "Text document", "docx", "doc"),
        *_office("office", "Spreadsheet", "xlsx", "xls"),
        *_office("office", "Slides", "pptx", "ppt"),
        *_office("opendocument", "Text document", "odt"),
        *_office("opendocument", "Spreadsheet", "ods"),
        *_office("opendocument", "Slides", "odp"),
        Kind(CSV, "csv", "CSV", (".csv",)),
        Kind(TEXT, "text", "Plain text", (".txt",)),
        Kind(PNG, "image", "Image", (".png",)),
        Kind(JPEG, "image", "Image", (".jpg", ".jpeg")),
        Kind(GIF, "image", "Image", (".gif",)),
        Kind(TIFF, "image", "Image", (".tif", ".tiff")),
        Kind(WEBP, "image", "Image", (".webp",)),
    )
}
GROUPS = {"pdf": "PDF", "office": "Office", "opendocument": "OpenDocument", "csv": "CSV", "text": "text",
          "image": "image"}  # fmt: skip


def is_accepted(content_type: str) -> bool:
    """Whether the settings let files of this type in."""
    return content_type in KINDS and KINDS[content_type].group in settings.ACCEPTED_FILES


def kinds_in_words() -> str:
    """What may be uploaded: "PDF, Office or OpenDocument file, CSV, text or image"."""
    groups = [group for group in GROUPS if group in settings.ACCEPTED_FILES]
    documents = " or ".join(GROUPS[group] for group in groups if group in ("office", "opendocument"))
    words = [f"{documents} file" if group in ("office", "opendocument") else GROUPS[group] for group in groups]
    *others, last = dict.fromkeys(words)
    return f"{', '.join(others)} or {last}" if others else last


def upload_words() -> str:
    """What to do with a file that is none of these: "Upload a PDF, Office or …"."""
    words = kinds_in_words()
    return f"Upload {'an' if words[0] in 'Oi' else 'a'} {words}."


def accepted_endings() -> str:
    """What a browser offers first, for the `accept` of a form."""
    found = [kind.endings for kind in KINDS.values() if is_accepted(kind.content_type)]
    return ",".join(ending for endings in found for ending in endings)


def type_words(content_type: str) -> str:
    """What kind of file it is, for people: "PDF", "Spreadsheet"."""
    return KINDS[content_type].words if content_type in KINDS else "File"


def endings_of(content_type: str) -> tuple[str, ...]:
    """The endings that names of this type have, the usual one first."""
    return KINDS[content_type].endings if content_type in KINDS else (".bin",)
