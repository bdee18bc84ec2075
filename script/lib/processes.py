"""Run several programs as one: their lines on one screen, and all of them stopped together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType, TracebackType
from typing import IO, Self

SECONDS_TO_STOP = 8
STOPPERS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def stop_on_signals() -> None:
    """Turn SIGTERM and a closed terminal into what Ctrl-C does: KeyboardInterrupt, once.

    What comes after the first is ignored: it would only cut the stopping short.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        for stopper in STOPPERS:
            signal.signal(stopper, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in STOPPERS:
        signal.signal(number, interrupt)


def stop_with_parent() -> None:
    """In a new process: have Linux stop it when its parent is killed outright. Elsewhere nothing happens."""
    with contextlib.suppress(AttributeError):
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Processes:
    """Programs that live and end together, as a context manager.

    Each gets a session of its own, so that Ctrl-C reaches only us and we decide the order of things; at the end all
    are asked to stop, and whatever has not after eight seconds is killed with everything that it started.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._readers: list[threading.Thread] = []

    def start(self, name: str, command: list[str]) -> None:
        """Start `command`; every line that it prints appears after `name`."""
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            preexec_fn=stop_with_parent,  # noqa: PLW1509  (no thread of ours holds a lock at this point)
        )
        self._running[name] = process
        reader = threading.Thread(target=self._show, args=(name, process.stdout), daemon=True)
        reader.start()
        self._readers.append(reader)

    def any_stopped(self) -> bool:
        """Say whether one has ended."""
        return any(process.poll() is not None for process in self._running.values())

    def wait_for_one(self) -> tuple[str, int]:
        """Wait until one ends; return its name and exit status."""
        while True:
            for name, process in self._running.items():
                if process.poll() is not None:
                    return name, process.returncode
            time.sleep(0.2)

    def __enter__(self) -> Self:
        """Nothing to prepare."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Stop them all, however the block ended."""
        # One may have ended by itself: then nobody has asked us to stop yet, and may not now.
        for number in STOPPERS:
            signal.signal(number, signal.SIG_IGN)
        print("server: stopping (a task at work may end first) …", flush=True)
        for process in self._running.values():
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for process in self._running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for reader in self._readers:
            reader.join(1)

    @staticmethod
    def _show(name: str, lines: IO[str] | None) -> None:
        for line in lines or ():
            sys.stdout.write(f"{name:<6} | {line}")
            sys.stdout.flush()
