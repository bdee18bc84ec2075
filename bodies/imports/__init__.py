"""The import engine: a spreadsheet is uploaded, checked and shown row by row, confirmed, and imported unit by unit.

Every bulk import uses it. A room gives a `Kind` (bodies.imports.kinds); the rest is here.
"""
