"""Brings the compiled styles and scripts of NHS.UK frontend out of the package that carries them."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage

PACKAGE = "wagtailnhsukfrontend"
# The one place that names the version of the compiled files (requirements-assets.txt).
FILES = {
    "nhsuk.css": "css/nhsuk-frontend-10.4.2.min.css",
    "nhsuk.js": "js/nhsuk-frontend-10.4.2.min.js",
}
# The NHS's font comes from the NHS's servers, for NHS services. Some browsers fetch a font face that no rule uses.
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
# The package names source maps that it does not ship; following them stops collectstatic.
_SOURCE_MAP = re.compile(r"(?://|/\*)# sourceMappingURL=\S+(?: ?\*/)?")


class NHSUKFinder(FileSystemFinder):
    """Finds the files under nhsuk/, without font faces and source maps. The package's favicons, NHS logos, stay out."""

    def __init__(self, app_names: object = None, *args: Any, **kwargs: Any) -> None:
        folder = _prepare(settings.DATA_DIR / "nhsuk-frontend")
        storage = FileSystemStorage(location=folder)
        storage.prefix = "nhsuk"  # type: ignore[attr-defined]
        self.locations = [("nhsuk", str(folder))]
        self.storages = {str(folder): storage}

    def check(self, **kwargs: Any) -> list:
        # The check of FileSystemFinder is about STATICFILES_DIRS.
        return []


def _prepare(folder: Path) -> Path:
    """Write the files where they are missing or of another version. Several processes may do this at once."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ImproperlyConfigured(f"The package {PACKAGE} is not installed: run script/setup.")
    source = Path(spec.origin).parent / "static" / PACKAGE
    folder.mkdir(parents=True, exist_ok=True)
    for name, packaged in FILES.items():
        wanted = _SOURCE_MAP.sub("", _FONT_FACE.sub("", (source / packaged).read_text(encoding="utf-8")))
        file = folder / name
        if not file.exists() or file.read_text(encoding="utf-8") != wanted:
            fresh = folder / f".{name}.{os.getpid()}"
            fresh.write_text(wanted, encoding="utf-8")
            fresh.replace(file)
    return folder
