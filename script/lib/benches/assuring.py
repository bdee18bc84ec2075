"""What the national page costs: its figures beside the same in bare SQL, and the page beside a small one.

The page shows the bodies of one region, which has at most 211 at every size; the register around them grows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from unittest import mock

from django.test import Client

from assurance.holders import Holders
from assurance.national.asked import Asked
from assurance.national.columns import CATEGORY, CATEGORY_COLUMNS, USUAL, Columns
from assurance.national.reading import figures_of, owed_in
from benches import bare
from benches.figures import Figure
from benches.seeding import THIS_YEAR, TODAY
from benches.timing import in_turn
from bodies.models import User

COUNTED, DRAWN = 9, 5  # times, of which the fastest counts
REGION = "R0"
SMALL = "/told/"  # a list that one indexed question fills
EVERY = Columns(CATEGORY, CATEGORY_COLUMNS)
OVER_AND_OVER = 30  # how often the control asks for what it should have once


def measure(*, control: bool) -> Iterator[Figure]:
    """Each figure of the national page. The control counts row by row, and draws the page over and over."""
    for columns, name in ((USUAL, "six themes"), (EVERY, "every category")):
        took = in_turn(
            _one_by_one if control else _counted, _bare, 1 if control else COUNTED,
            before=lambda columns=columns: Asked(THIS_YEAR, TODAY, TODAY, columns=columns),
        )  # fmt: skip
        yield Figure(f"heat map figures, {name}", *took, budget=2)
    with mock.patch("bodies.clock.today", return_value=TODAY):
        yield from _pages(control=control)


def _pages(*, control: bool) -> Iterator[Figure]:
    client = Client()
    client.force_login(User.objects.filter(memberships__office__code=REGION).order_by("pk")[0])
    times = OVER_AND_OVER if control else 1
    small = _asks(client, SMALL)
    for path, tail, name in (
        ("", "", "six themes"), ("", "&by=category", "every category"), ("stands-out/", "", "what stands out"),
    ):  # fmt: skip
        address = f"/assurance/{path}?year={THIS_YEAR}&region={REGION}{tail}"
        drawn = _asks(client, address, times=times)
        took = in_turn(drawn, small, 1 if control else DRAWN, before=lambda: None)
        yield Figure(f"national page, {name}", *took, budget=12)
        unchanged = _asks(client, address, times=times, known=client.get(address)["ETag"])
        took = in_turn(unchanged, small, 1 if control else COUNTED, before=lambda: None)
        yield Figure(f"national page unchanged, {name}", *took, budget=2)


def _asks(client: Client, address: str, *, times: int = 1, known: str = "") -> Callable[[object], object]:
    """Ask for a page; stop the run where it is not answered, so that nothing is measured instead."""
    wanted = 304 if known else 200

    def ask(_: object) -> None:
        for _again in range(times):
            answered = client.get(address, headers={"If-None-Match": known} if known else {}).status_code
            if answered != wanted:
                raise RuntimeError(f"{address} answers {answered}: there is nothing to measure.")

    return ask


def _counted(asked: Asked) -> object:
    return figures_of(asked, Holders())


def _bare(asked: Asked) -> object:
    return bare.heat(asked.columns.by, asked.year.start_year, asked.day)


def _one_by_one(asked: Asked) -> object:
    """Every row as a model instance with its status, as nobody should count them."""
    return [one.status(asked.day) for one in owed_in(asked).select_related("duty")]
