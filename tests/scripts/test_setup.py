"""script/setup, with a Python that only pretends: it notes what it is asked for."""

import shutil
from pathlib import Path

import pytest

TOOLS = ("bash", "cat", "cmp", "dirname", "env", "flock", "head", "mkdir", "mv", "rm", "touch")

PYTHON = """#!/usr/bin/env bash
case "$*" in
    *"sys.exit(sys.version_info < (3, 11))"*) [[ @version == 3.1[1-9] ]] ;;
    *"import ensurepip"*) @has_venv ;;
    *version_info*) echo @version ;;
    --version) echo "Python @version" ;;
    "-m venv --clear"*)
        echo "venv" >>"@notes"
        mkdir -p .venv && rm -rf .venv/* && mkdir .venv/bin
        cat "$0" >.venv/bin/python && /bin/chmod +x .venv/bin/python ;;
    *"pip"*) echo "pip ${!#}" >>"@notes"; [[ ! -e "@notes.broken" ]] ;;
esac
"""


class Machine:
    """A machine whose programs are few, and whose Python is as told."""

    def __init__(self, folder: Path, checkout: Path, run) -> None:
        self.bin, self.notes, self.checkout, self._run = folder / "bin", folder / "notes", checkout, run
        self.bin.mkdir()
        for tool in TOOLS:
            if path := shutil.which(tool):
                (self.bin / tool).symlink_to(path)

    def has_python(self, version: str, name: str = "python3", *, has_venv: bool = True) -> None:
        text = PYTHON.replace("@version", version).replace("@notes", str(self.notes))
        (self.bin / name).write_text(text.replace("@has_venv", str(has_venv).lower()))
        (self.bin / name).chmod(0o755)

    def setup(self, *arguments: str):
        return self._run(self.checkout / "script" / "setup", *arguments, PATH=str(self.bin), HOME="")

    def noted(self) -> list[str]:
        """What Python did since we last asked."""
        lines = self.notes.read_text().splitlines() if self.notes.exists() else []
        self.notes.unlink(missing_ok=True)
        return lines


@pytest.fixture
def machine(tmp_path, bare_checkout, run) -> Machine:
    return Machine(tmp_path, bare_checkout, run)


def test_no_python_is_said_plainly(machine):
    done = machine.setup()
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed, and no python3 was found" in done.stdout


def test_an_old_python_is_refused_by_its_number(machine):
    machine.has_python("3.9")
    done = machine.setup()
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed, and this machine's python3 is 3.9." in done.stdout
    assert not (machine.checkout / ".venv" / "bin").exists()


def test_a_missing_venv_module_names_the_package(machine):
    machine.has_python("3.11", has_venv=False)
    done = machine.setup()
    assert done.returncode == 1
    assert "install the package python3-venv" in done.stdout


def test_a_newer_python_beside_the_old_one_is_found(machine):
    machine.has_python("3.9")
    machine.has_python("3.12", "python3.12")
    done = machine.setup()
    assert done.returncode == 0, done.stdout
    assert "making .venv with Python 3.12" in done.stdout


def test_a_second_run_does_nothing(machine):
    machine.has_python("3.11")
    assert machine.setup().returncode == 0
    assert machine.noted() == ["venv", "pip requirements.txt", "pip requirements-assets.txt"]
    again = machine.setup()
    assert (again.returncode, again.stdout, machine.noted()) == (0, "", [])


def test_the_development_pins_hold_the_others(machine):
    machine.has_python("3.11")
    machine.setup("--dev")
    assert machine.noted() == ["venv", "pip requirements-dev.txt", "pip requirements-assets.txt"]
    machine.setup()
    machine.setup("--dev")
    assert machine.noted() == []


def test_changed_pins_are_installed_into_the_same_place(machine):
    machine.has_python("3.11")
    machine.setup()
    machine.noted()
    with (machine.checkout / "requirements.txt").open("a") as pins:
        pins.write("# changed\n")
    machine.setup()
    assert machine.noted() == ["pip requirements.txt", "pip requirements-assets.txt"]


def test_what_a_broken_install_left_is_made_again(machine):
    machine.has_python("3.11")
    broken = machine.notes.with_name("notes.broken")
    broken.touch()
    done = machine.setup()
    assert done.returncode == 1
    assert "could not be installed" in done.stdout
    broken.unlink()
    machine.noted()
    assert machine.setup().returncode == 0
    assert machine.noted()[0] == "venv"


def test_a_moved_checkout_is_made_again(machine):
    machine.has_python("3.11")
    machine.setup()
    machine.noted()
    machine.checkout = machine.checkout.rename(machine.checkout.with_name("moved"))
    machine.setup()
    assert machine.noted()[0] == "venv"


def test_a_link_to_another_environment_is_not_emptied(machine, tmp_path):
    machine.has_python("3.11")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "precious").touch()
    (machine.checkout / ".venv").symlink_to(tmp_path / "other")
    assert machine.setup().returncode == 0
    assert (tmp_path / "other" / "precious").exists()


def test_an_unknown_argument_is_refused(machine):
    assert machine.setup("--production").returncode == 2
