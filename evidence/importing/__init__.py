"""Evidence in bulk, through the import engine of the first room."""

from evidence.importing.kind import EvidenceKind

EVIDENCE = EvidenceKind()

__all__ = ["EVIDENCE"]
