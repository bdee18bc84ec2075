"""Reads a file's text in another process, which may hang or die without harm to the one that waits."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from evidence.texts import reading

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90  # seconds


@dataclass(frozen=True)
class Found:
    """The text of a file, or why there is none (FileText.WhyNone)."""

    text: str = ""
    is_cut: bool = False
    why_none: str = ""


def command(content_type: str) -> list[str]:
    """The program that reads its standard input."""
    return [sys.executable, "-m", "evidence.texts.reading", content_type]


def read(file: IO[bytes], content_type: str, *, patience: float = PATIENCE) -> Found:
    """Read a file on this machine's disk from its beginning, for at most so many seconds."""
    if content_type not in reading.READERS:
        return Found(why_none=reading.KIND)
    file.seek(0)
    try:
        done = subprocess.run(
            command(content_type), stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=patience,
            check=False, cwd=ROOT, env={"PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        said = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return Found(why_none=reading.LONG)
    except ValueError:  # it was stopped before it could say anything
        is_long = done.returncode < 0 and -done.returncode in reading.OUT_OF_TIME
        return Found(why_none=reading.LONG if is_long else reading.BROKEN)
    return Found(said.get("text", ""), said.get("is_cut", False), said.get("why", ""))
