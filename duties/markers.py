"""The markers of the sweep: the column of an obligation that is set while its live flag of a kind stands. Pure.

The one list of them: whatever clears the sweep's flags clears every marker with `**UNMARKED`, so that a new kind needs
no change where a thing is sent in, met, closed, re-dated or handed over.
"""

from __future__ import annotations

from duties.words import FlagKind

MARKER_OF: dict[str, str] = {
    FlagKind.SOON: "soon_since",
    FlagKind.LATE: "late_since",
    FlagKind.ESCALATED: "escalated_since",
    FlagKind.ASSURER: "assurer_since",
}
SWEPT = tuple(MARKER_OF)
UNMARKED: dict[str, None] = dict.fromkeys(MARKER_OF.values())
