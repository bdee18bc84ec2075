"""Who may see and give a body's answers: its governance leads, unless they are of NHS England too."""

from __future__ import annotations

from bodies.access import Permission, Reach


def may_answer(reach: Reach) -> set[int]:
    """Ids of the bodies for which a person may answer.

    Whoever holds a role in an office of NHS England answers for none, and sees no answer, whatever else they are.
    """
    if any(membership.office_id is not None for membership in reach.memberships):
        return set()
    return reach.bodies_where(Permission.ANSWER_SURVEY)
