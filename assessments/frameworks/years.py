"""The frameworks by which NHS England assessed bodies, year by year. Data alone.

Only what a source gives stands here. A name or a grade that no source gives is left out, and its scale says so; what is
recalled is marked RECALLED and shown as "to be verified". In 2013/14 the framework changed after quarter 2; five
components belong to 2015/16, and 2014/15 kept the six domains.
"""

from __future__ import annotations

from assessments.frameworks.kinds import (
    MIXED,
    QUARTER,
    RECALLED,
    YEAR,
    Framework,
    Scale,
    Sheet,
    Unit,
    scale,
)

SIX_DOMAINS = (
    ("quality", "Clinically commissioned quality services"),
    ("engagement", "Engaging patients and public"),
    ("outcomes", "Plans delivering better outcomes"),
    ("governance", "Governance"),
    ("partnership", "Partnership"),
    ("leadership", "Leadership"),
)
ASSURED = (
    ("assured", "Assured"),
    ("with-support", "Assured with support"),
    ("not-assured", "Not assured, intervention required"),
)
FOUR_GRADES = (
    ("outstanding", "Outstanding"),
    ("good", "Good"),
    ("requires-improvement", "Requires improvement"),
    ("inadequate", "Inadequate"),
)
SAME_WORDS = "That there were four grades was seen; that their words were these is recalled."
RAG = (("red", "Red", "red", "■"), ("amber", "Amber", "orange", "▲"), ("green", "Green", "green", "●"))


def _domains(slug: str, sure: str) -> dict[str, Sheet]:
    """Six domains and an overall judgement, each of three values, by quarter and for the year."""
    judged = scale(slug, *ASSURED, sure=sure)
    sheet = Sheet("Domains", tuple(Unit(unit, name, judged) for unit, name in SIX_DOMAINS), judged, "Overall", sure)
    return {QUARTER: sheet, YEAR: sheet}


def _four(slug: str, sure: str = MIXED, note: str = SAME_WORDS) -> Scale:
    return scale(slug, *FOUR_GRADES, sure=sure, note=note)


def _iaf_quarter(slug: str, sure: str) -> Sheet:
    """Red, amber and green for leadership and for finance in the year."""
    rag = scale(slug, *RAG, sure=sure)
    units = (Unit("leadership", "Leadership", rag), Unit("finance", "In-year finance", rag))
    return Sheet("Quarterly ratings", units, sure=sure)


def _components(slug: str) -> tuple[Unit, ...]:
    found = scale(
        slug, ("limited-assurance", "Limited assurance"), ("not-assured", "Not assured"), sure=RECALLED, whole=False,
        note="Only these words for a component are recalled. There were others: say in the reasons what was judged.",
    )  # fmt: skip
    names = (
        ("well-led", "Well-led"), ("performance", "Performance"), ("finance", "Financial management"),
        ("planning", "Planning"), ("delegated", "Delegated functions"),
    )  # fmt: skip
    return tuple(Unit(unit, name, found) for unit, name in names)


INTERIM = Framework(
    "interim-2013", "Interim CCG Assurance Framework", (2013, "Q1"), (2013, "Q2"),
    {QUARTER: Sheet("Domains", note=(
        "A balanced scorecard gave each domain a colour, from green to red, amber-red among them. Neither the names"
        " of the domains nor all the colours were found in a source, so none can be chosen: say in words what was"
        " judged."
    ))},
    source="Health Service Journal on the interim framework of May 2013",
    notes=("Bodies put their scorecards on their own sites, with warnings of how to read them.",),
)  # fmt: skip
ASSURANCE_2013 = Framework(
    "assurance-2013", "CCG Assurance Framework 2013/14", (2013, "Q3"), (2013, "Q4"),
    _domains("assurance-2013", "CONFIRMED"),
    source="NHS England, CCG Assurance Framework, 28 November 2013, as reported by bodies and in the press",
    notes=("A summary with what was agreed was to be published locally.",),
)  # fmt: skip
ASSURANCE_2014 = Framework(
    "assurance-2014", "CCG Assurance Framework 2014/15", (2014, "Q1"), (2014, "Q4"),
    _domains("assurance-2014", RECALLED), sure=RECALLED,
    source="Letters to bodies on their assurance were seen; that the six domains were kept is recalled",
)  # fmt: skip
ASSURANCE_2015 = Framework(
    "assurance-2015", "CCG Assurance Framework 2015/16", (2015, "Q1"), (2015, "Q4"),
    {
        YEAR: Sheet("Components", _components("assurance-2015"),
                    _four("assurance-2015", "CONFIRMED", "")),
        QUARTER: Sheet("Components", _components("assurance-2015"), sure=RECALLED, note=(
            "That the components were judged each quarter too is recalled.")),
    },
    source="Results of 21 July 2016, as reported in the press and by bodies",
    notes=("The first moderation of the results had to be done again.",),
)  # fmt: skip
IAF_2016 = Framework(
    "iaf-2016", "CCG Improvement and Assessment Framework 2016/17", (2016, "Q1"), (2016, "Q4"),
    {
        kind: Sheet(
            "Domains",
            (
                Unit("better-health", "Better health"), Unit("better-care", "Better care"),
                Unit("sustainability", "Sustainability"), Unit("leadership", "Leadership"),
            ),
            _four("iaf-2016") if kind == YEAR else None,
            note="No grade for a domain was found in a source: each is judged in words.",
        )
        for kind in (YEAR, QUARTER)
    },
    source="NHS England, CCG Improvement and Assessment Framework, March 2016, and its manual of methods",
    notes=("Six clinical priorities were judged apart, by independent panels. They are not kept here.",),
)  # fmt: skip
IAF_2017 = Framework(
    "iaf-2017", "CCG Improvement and Assessment Framework 2017/18", (2017, "Q1"), (2017, "Q4"),
    {YEAR: Sheet(headline=_four("iaf-2017")), QUARTER: _iaf_quarter("iaf-2017", "CONFIRMED")},
    source="NHS England, CCG Improvement and Assessment Framework, updated November 2017, as reported by Dorset CCG",
)  # fmt: skip
IAF_2018 = Framework(
    "iaf-2018", "CCG Improvement and Assessment Framework 2018/19", (2018, "Q1"), (2018, "Q4"),
    {YEAR: Sheet(headline=_four("iaf-2018"), sure=MIXED), QUARTER: _iaf_quarter("iaf-2018", MIXED)},
    sure=MIXED, source="NHS England’s pages on the framework; details recalled",
    notes=("That NHS England rated public involvement from its own desk is recalled.",),
)  # fmt: skip
OVERSIGHT_2019 = Framework(
    "oversight-2019", "NHS Oversight Framework 2019/20", (2019, "Q1"), (2019, "Q4"),
    {
        YEAR: Sheet("Support", (Unit("segment", "Support segment", scale(
            "oversight-2019", ("maximum-autonomy", "Maximum autonomy"), ("legal-directions", "Legal directions"),
            sure=MIXED, whole=False,
            note="There were four, from the one to the other. The names of the two between were not found.",
        )),), _four("oversight-2019")),
        QUARTER: Sheet(note="Each quarter NHS England reviewed the system at a meeting, without a grade."),
    },
    source="NHS Oversight Framework, 23 August 2019",
)  # fmt: skip
SLIM_2020 = Framework(
    "slim-2020", "Assessment for 2020/21", (2020, "Q1"), (2020, "Q4"),
    {YEAR: Sheet("Themes", sure=RECALLED, note="There was no grade, and the themes were told in words (recalled).")},
    sure=RECALLED, source="Recalled: an assessment made slimmer, told in a letter",
)  # fmt: skip
SYSTEM_2021 = Framework(
    "system-oversight-2021", "NHS System Oversight Framework 2021/22", (2021, "Q1"), (2021, "Q4"),
    {YEAR: Sheet("Themes", tuple(Unit(unit, name) for unit, name in (
        ("quality", "Quality, access and outcomes"), ("prevention", "Prevention and inequalities"),
        ("people", "People"), ("finance", "Finance"), ("leadership", "Leadership"),
    )), note="Judged in words. There were segments too; their names were not found in a source.")},
    source="NHS System Oversight Framework, June 2021 (contents)",
)  # fmt: skip
OVERSIGHT_2022 = Framework(
    "oversight-2022", "NHS Oversight Framework", (2022, "Q1"), None,
    {YEAR: Sheet("Assessment", note="Judged in words. There are segments; their names were not found in a source.")},
    sure=MIXED, source="NHS Oversight Framework, July 2022 (dates seen); NHS Act 2006 section 14Z59",
)  # fmt: skip

# In the order of time, and of nothing else.
FRAMEWORKS = (
    INTERIM, ASSURANCE_2013, ASSURANCE_2014, ASSURANCE_2015, IAF_2016, IAF_2017, IAF_2018, OVERSIGHT_2019, SLIM_2020,
    SYSTEM_2021, OVERSIGHT_2022,
)  # fmt: skip
