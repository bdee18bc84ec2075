"""For forms that are sent back with the version of the record that their person saw."""

from __future__ import annotations

from typing import Any


class SeenVersion:
    """Mix in to a form whose hidden question `expected` says which version its person saw."""

    data: Any

    def saw(self, version: object) -> None:
        """Let the next press of the button be about what stands now: the person was told of the other change."""
        self.data = self.data.copy()
        self.data["expected"] = str(version)
