"""What NHS England's pages keep: tables that are made in the background and fetched when ready."""

from assurance.models.exports import Export, ExportPart

__all__ = ["Export", "ExportPart"]
