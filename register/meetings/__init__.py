"""Meetings as anybody sees them: one meeting, lists, months, feeds.

Nothing here hands on a record: what is public on the day is copied out of it, so that no page, feed or calendar can
show more than was copied.
"""
