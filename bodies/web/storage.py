"""Static files with their hash in the name, for production."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, without following `sourceMappingURL`.

    The package that carries NHS.UK frontend names source maps that it does not ship, and following them stops
    collectstatic.
    """

    patterns = tuple(
        (
            extension,
            tuple(p for p in patterns if "sourceMappingURL" not in (p if isinstance(p, str) else p[0])),
        )
        for extension, patterns in CompressedManifestStaticFilesStorage.patterns
    )
