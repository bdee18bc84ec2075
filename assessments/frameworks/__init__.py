"""The frameworks of NHS England's assessments: which was in force, what it judged, and by which words. Pure."""

from __future__ import annotations

from assessments.frameworks.kinds import (
    CONFIRMED,
    MIXED,
    QUARTERS,
    RECALLED,
    Framework,
    Scale,
    Sheet,
    Unit,
    Value,
)
from assessments.frameworks.years import FRAMEWORKS

__all__ = [
    "CONFIRMED", "FRAMEWORKS", "MIXED", "PERIODS", "QUARTERS", "RECALLED", "Framework", "Scale", "Sheet", "Unit",
    "Value", "called", "framework_of", "sheet_of", "value_of",
]  # fmt: skip

PERIODS = ("", *QUARTERS)
_BY_SLUG = {one.slug: one for one in FRAMEWORKS}


def framework_of(year: int, period: str = "") -> Framework | None:
    """The framework in force for a financial year (as 2016 for 2016/17) or one of its quarters; None before 2013."""
    return next((one for one in FRAMEWORKS if one.covers(year, period)), None)


def called(slug: str) -> Framework:
    """The framework of this name. Raises KeyError for any other."""
    return _BY_SLUG[slug]


def sheet_of(year: int, period: str) -> Sheet | None:
    """What is judged of a period; None where the framework of the day does not judge it."""
    found = framework_of(year, period)
    return found.sheet(period) if found else None


def value_of(framework: Framework, scale: Scale | None, key: str) -> Value | None:
    """The value of this key, for its own framework alone: a key of another one is no value here."""
    found = scale.value(key) if scale else None
    return found if found is not None and found.framework == framework.slug else None
