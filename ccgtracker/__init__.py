"""Wires the apps together; nobody imports it but the servers."""

from .celery import app as celery_app

__all__ = ["celery_app"]
