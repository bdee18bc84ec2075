"""Requests and complaints as anybody sees them: what was disclosed, and the figures that a body published.

Nothing here hands on a case: what is public of it is copied into plain values, so that no page can show more.
"""
