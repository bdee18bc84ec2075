"""The register for tests: the real one, and a small one of six bodies that a test may spoil."""

from datetime import date
from pathlib import Path

import pytest

from bodies.actions import load_register
from bodies.register import Register, digest_of, read_register

SMALL = {
    "offices.csv": """\
code,ons_code,name,kind,parent,opened_on,closed_on,note
NHSE,,NHS England,national,,,,
Y1,E40000001,North,region,NHSE,2012-10-01,,
Y2,,South,region,NHSE,2018-04-01,2022-06-30,
Q1,,Durham,area_team,Y1,,,
L1,,Office,local_office,Y1,,,
""",
    "bodies.csv": """\
code,name,kind,opened_on,closed_on,ons_code,website,website_as_at,note
A1,NHS Alpha CCG,ccg,2013-04-01,2015-03-31,E38000001,www.alpha.nhs.uk,2020-08,
A2,NHS Aleph CCG,ccg,2013-04-01,2015-03-31,,,,
B1,NHS Beta CCG,ccg,2015-04-01,2022-06-30,,,,
S1,NHS Split CCG,ccg,2013-04-01,2022-06-30,,,,
I1,NHS One Integrated Care Board,icb,2022-07-01,,,,,
I2,NHS Two Integrated Care Board,icb,2022-07-01,,,,,
""",
    "names.csv": """\
body,name,kind,from_on,to_on
B1,NHS Gimel CCG,name,2015-04-01,2017-03-31
B1,NHS Betta CCG,spelling,,
""",
    "body_offices.csv": """\
body,kind,office,from_on,to_on
A1,region,Y1,2013-04-01,2015-03-31
A2,region,Y1,2013-04-01,2015-03-31
A1,area_team,Q1,2013-04-01,2015-03-31
B1,region,Y1,2015-04-01,2018-03-31
B1,region,Y2,2018-04-01,2022-06-30
S1,region,Y1,2013-04-01,2022-06-30
I1,region,Y1,2022-07-01,
I2,region,Y1,2022-07-01,
""",
    "successions.csv": """\
predecessor,successor,effective_on,kind,scope,share
A1,B1,2015-04-01,ccg_merger,whole,
A2,B1,2015-04-01,ccg_merger,whole,
B1,I1,2022-07-01,ccg_to_icb,whole,5/5
S1,I1,2022-07-01,ccg_to_icb,part,2/5
S1,I2,2022-07-01,ccg_to_icb,part,3/5
""",
}


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """The data files of a small, sound register."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name, text in SMALL.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def read_once() -> tuple[Register, str]:
    return read_register(), digest_of()


@pytest.fixture
def real_register(db, read_once) -> Register:
    """The real register, in the database."""
    register, digest = read_once
    load_register(register=register, digest=digest, by=None, today=date(2016, 10, 17))
    return register


@pytest.fixture
def small_register(db, small_folder) -> Register:
    """The small register, in the database."""
    register = read_register(small_folder)
    load_register(register=register, digest=digest_of(small_folder), by=None, today=date(2016, 10, 17))
    return register
