"""What the law has a yearly assessment look at, whatever the framework. Pure data.

NHS Act 2006 section 14Z16 for clinical commissioning groups: the duties of sections 14R (quality), 14T (inequalities),
14W (advice) and 14Z2 (involvement), the financial duties of sections 223H to 223J, and section 116B (regard to the
joint strategic needs assessment and the joint health and wellbeing strategy). Section 14Z59 for integrated care boards
adds research and the effect of decisions.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MustLookAt:
    """One thing that a yearly assessment must look at, and the section that has the body do it."""

    slug: str
    name: str
    section: str


OF_GROUPS = (
    MustLookAt("quality", "Improving the quality of services", "14R"),
    MustLookAt("inequalities", "Reducing inequalities", "14T"),
    MustLookAt("advice", "Taking advice", "14W"),
    MustLookAt("involvement", "Involving the public", "14Z2"),
    MustLookAt("finance", "Financial duties", "223H to 223J"),
    MustLookAt("strategy", "Regard to the needs assessment and the health and wellbeing strategy", "116B"),
)
# The sections that ask the same of boards are not all in our sources: none is named for them.
OF_BOARDS = (
    *(MustLookAt(one.slug, one.name, "") for one in OF_GROUPS),
    MustLookAt("research", "Research", ""),
    MustLookAt("effects", "The effect of decisions", ""),
)
BASIS = {"ccg": "NHS Act 2006 section 14Z16", "icb": "NHS Act 2006 section 14Z59"}


def must_look_at(kind: str, period: str) -> tuple[MustLookAt, ...]:
    """What must be looked at, by the kind of body; nothing of a quarter, which no law asks for."""
    if period:
        return ()
    return OF_BOARDS if kind == "icb" else OF_GROUPS
