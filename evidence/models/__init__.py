"""The proof: evidence with its files, and the rounds of its review."""

from evidence.models.held import HeldFile
from evidence.models.links import LinkCheck, LinkHost, LinkWatch
from evidence.models.pieces import AboutPeriod, Evidence, EvidenceShare, EvidenceUse, StoredFile
from evidence.models.rounds import CallIn, Sample, Submission
from evidence.models.texts import FileText

__all__ = [
    "AboutPeriod",
    "CallIn",
    "Evidence",
    "EvidenceShare",
    "EvidenceUse",
    "FileText",
    "HeldFile",
    "LinkCheck",
    "LinkHost",
    "LinkWatch",
    "Sample",
    "StoredFile",
    "Submission",
]
