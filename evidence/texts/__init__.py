"""The text of published files, and the search in it (docs/decisions/search.md)."""
