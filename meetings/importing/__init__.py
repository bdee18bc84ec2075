"""Meetings in bulk, from a spreadsheet or a calendar, through the import engine of the first room."""
