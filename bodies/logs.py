"""What a line of the log carries besides its words: the request and the task in which it was written.

A request's id comes from the proxy in front (X-Request-ID) or is made here, goes back with the answer, and goes along
with every task that the request sends, so that one search finds all that followed from a click.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from celery import current_task

# What every record has; anything else was given with `extra`.
_ALWAYS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "ids"}

_request: ContextVar[str] = ContextVar("request", default="")


@contextmanager
def in_request(name: str) -> Iterator[None]:
    """Let what is logged and sent inside bear this id."""
    token = _request.set(name)
    try:
        yield
    finally:
        _request.reset(token)


def ids() -> dict[str, str]:
    """The ids that hold here: request_id, task_id and task, without those that there are not."""
    task = current_task._get_current_object() if current_task else None  # noqa: SLF001  (how celery's proxies are asked)
    asked = task.request if task else None
    found = {
        "request_id": _request.get() or (asked.get("request_id") if asked else ""),
        "task_id": asked.id if asked else "",
        "task": task.name if task and asked.id else "",
    }
    return {name: value for name, value in found.items() if value}


class Ids(logging.Filter):
    """Gives each record the ids that hold where it was written."""

    def filter(self, record: logging.LogRecord) -> bool:
        found = ids()
        for name, value in found.items():
            setattr(record, name, value)
        record.ids = "".join(f" {name}={value}" for name, value in found.items())
        return True


class JsonFormatter(logging.Formatter):
    """One line of JSON for each record: at, level, logger, message, the ids, what `extra` gave, the error."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname, "logger": record.name, "message": record.getMessage(),
        }  # fmt: skip
        said |= {name: value for name, value in vars(record).items() if name not in _ALWAYS}
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, default=str, ensure_ascii=False)
