"""The words and the rows of the catalogue. Pure."""

from dataclasses import dataclass
from datetime import date

from duties.answers import Directed
from duties.periods import Kind
from duties.years import FinancialYear

THEMES = (
    "constitution",
    "meetings in public",
    "annual report",
    "audited accounts",
    "freedom of information",
    "complaints",
)
CATEGORIES = (
    "Constitution and identity",
    "Governing body",
    "Meetings in public",
    "Transparency",
    "Conflicts of interest",
    "Planning",
    "Partnership",
    "Public involvement",
    "Annual report and accounts",
    "Finance",
    "Freedom of information",
    "Complaints",
    "Scrutiny and challenge",
    "General duties",
    "Contracts",
    "Assurance",
    "Information",
    "Information governance",
    "Workforce",
    "Equality",
    "Safeguarding",
    "Emergency planning",
    "Transition",
)
TIERS = ("core", "wider")
NATURES = ("statute", "regulation", "direction or guidance", "contract", "policy", "voluntary")
OWED_BY = ("body", "nhs_england")
PUBLIC_FACING = ("yes", "partly", "no")
EVIDENCE_KINDS = ("document", "web address", "date", "register", "meeting record", "numbers", "survey scores")
REGIMES = ("CCG", "ICB")
PERIODIC = tuple(str(kind) for kind in Kind)
EXPLAINS = ("rule", "schedule")
OPENS = (*PERIODIC, "rolling", "by hand", "record", *EXPLAINS)
CONFIDENCES = ("CONFIRMED", "MIXED", "RECALLED")
HOW_SURE = (*CONFIDENCES, "LOCAL")  # of a rule, which may be our own
DATE_BASES = ("law", "directed", "own rules", "reminder", "none")
PROOFS = ("reviewed", "certified", "recorded")

DUTY_COLUMNS = (
    "slug", "title", "category", "theme", "tier", "nature", "owed_by", "public_facing", "evidence_kinds", "evidence",
    "checks", "plain", "notes", "source_codes",
)  # fmt: skip
RULE_COLUMNS = (
    "slug", "regime", "from_on", "to_on", "step", "opens", "record_kind", "code", "when", "legal_basis", "confidence",
    "date_basis", "set_by", "proof", "voluntary", "lead_days",
)  # fmt: skip
DIRECTED_COLUMNS = ("key", "year", "period", "due_on", "set_by", "source", "confidence")


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One requirement. `plain` says in everyday English what it means to somebody outside."""

    slug: str
    title: str
    category: str
    theme: str
    tier: str
    nature: str
    owed_by: str
    public_facing: str
    evidence_kinds: tuple[str, ...]
    evidence: str
    checks: tuple[str, ...]
    plain: str
    notes: str
    source_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One dated version of one step of a duty in one regime. `step` is empty where a duty has a single step."""

    slug: str
    regime: str
    from_on: date
    to_on: date | None
    step: str
    opens: str
    record_kind: str
    code: str
    when: str
    legal_basis: str
    confidence: str
    date_basis: str
    set_by: str
    proof: str
    voluntary: bool
    lead_days: int

    @property
    def opens_obligations(self) -> bool:
        """Whether it opens obligations of its own; `rule` and `schedule` rows explain and open nothing."""
        return self.opens not in EXPLAINS

    def in_force_on(self, day: date) -> bool:
        """Whether this version of the rule holds on the day."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class DirectedRow:
    """One date that an authority gave. `period` is the key within the year: "", Q1, or a month as 2016-04."""

    key: str
    year: FinancialYear
    period: str
    due_on: date
    set_by: str
    source: str
    confidence: str

    @property
    def directed(self) -> Directed:
        """The date as rules see it."""
        return Directed(self.due_on, self.set_by, self.source, self.confidence == "CONFIRMED")
