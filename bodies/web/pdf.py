"""Reports as PDF that can be read aloud (PDF/UA): the figures are data, the look is a Typst file beside the pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

FOLDER = settings.BASE_DIR / "templates"


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The bytes of a tagged PDF. `template` is a `.typ` file within `templates/`, which reads `data` as JSON.

    What is in `data` is never read as Typst: it is text, whatever it says. Days should be words already.
    """
    return typst.compile(
        FOLDER / template,
        root=FOLDER,
        sys_inputs={"data": json.dumps(data, cls=DjangoJSONEncoder)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )


def pdf_response(name: str, content: bytes) -> HttpResponse:
    """A PDF to save as `name`."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
