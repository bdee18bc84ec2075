"""Reports as PDF that can be read aloud (PDF/UA): the figures are data, the look is a Typst file beside the pages."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

FOLDER = settings.BASE_DIR / "templates"
# What the fonts that come with Typst have. A PDF that can be read aloud may hold no other character, and none is made.
_WITHOUT_A_SHAPE = re.compile(
    "[^\t\n -~\xa0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u045f\u1e00-\u1eff"
    "\u2000-\u2027\u202a-\u2040\u2044-\u2052\u20a0-\u20c0\u2122\u2126\u2190-\u22ff\u2500-\u25ff\u2713-\u2718]"
)
IN_ITS_PLACE = "□"


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The bytes of a tagged PDF. `template` is a `.typ` file within `templates/`, which reads `data` as JSON.

    What is in `data` is never read as Typst: it is text, whatever it says, and a character that no font of ours has is
    an empty box. Days should be words already. What is a title or a heading must not be empty: `typst.TypstError`.
    """
    plain = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return typst.compile(
        FOLDER / template,
        root=FOLDER,
        sys_inputs={"data": json.dumps(_with_shapes(plain))},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )


def pdf_response(name: str, content: bytes) -> HttpResponse:
    """A PDF to save as `name`."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _with_shapes(data: Any) -> Any:
    """The same data, where every character of every text can be drawn."""
    if isinstance(data, str):
        return _WITHOUT_A_SHAPE.sub(IN_ITS_PLACE, data.replace("\r\n", "\n").replace("\r", "\n"))
    if isinstance(data, dict):
        return {key: _with_shapes(value) for key, value in data.items()}
    return [_with_shapes(one) for one in data] if isinstance(data, list) else data
