"""A checkout of nothing but the scripts, in a path with spaces, for tests of the scripts by their front door."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def _apart() -> None:
    """Need no settings: these tests touch no record and no file of the application."""


@pytest.fixture
def bare_checkout(tmp_path: Path) -> Path:
    """The scripts and the pins, without .venv."""
    checkout = tmp_path / "a checkout with spaces"
    shutil.copytree(ROOT / "script", checkout / "script", ignore=shutil.ignore_patterns("__pycache__"))
    for file in ROOT.glob("requirements*"):
        shutil.copy(file, checkout)
    return checkout


@pytest.fixture
def checkout(bare_checkout: Path) -> Path:
    """The scripts beside the .venv that these tests run in, as though set up."""
    (bare_checkout / "script" / "setup").write_text("#!/bin/sh\n")
    (bare_checkout / ".venv").symlink_to(sys.prefix)
    return bare_checkout


@pytest.fixture
def run() -> Run:
    """Run a script to its end with no more of the environment than is given."""

    def run(script: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | environment
        return subprocess.run(
            [script, *arguments],
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=60,
            check=False,
        )

    return run
