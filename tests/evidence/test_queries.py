"""However much there is, a page asks the same number of questions."""

from __future__ import annotations

import pytest

from tests.evidence.conftest import add_statement, count, give_back, send
from tests.factories import make_body, make_obligation, make_rule


@pytest.mark.parametrize("who", ["lead", "assurer"])
def test_an_obligation_with_much_evidence(world, as_, obligation, who) -> None:
    client = as_(getattr(world, who))
    give_back(send(obligation, world.contributor), world.assurer)
    add_statement(obligation, world.lead)
    few = count(lambda: client.get(f"/obligations/{obligation.pk}/"))
    for n in range(6):
        add_statement(obligation, world.lead, title=f"More {n}")
        give_back(send(obligation, world.contributor), world.national)
        add_statement(obligation, world.contributor, title=f"Yet more {n}")
    assert obligation.evidence.count() == 20
    assert count(lambda: client.get(f"/obligations/{obligation.pk}/")) == few


def test_the_queue(world, as_) -> None:
    client, rule = as_(world.assurer), make_rule()

    def some(number: int) -> None:
        for _ in range(number):
            send(make_obligation(make_body(region=world.region), rule), world.lead)

    some(2)
    few = count(lambda: client.get("/review/"))
    some(28)
    assert count(lambda: client.get("/review/")) == few


def test_several_rounds_on_one_page(world, as_) -> None:
    client, rule = as_(world.assurer), make_rule()

    def some(number: int) -> list[int]:
        rounds = []
        for _ in range(number):
            row = make_obligation(make_body(region=world.region), rule)
            give_back(send(row, world.lead), world.assurer)
            rounds.append(send(row, world.lead).pk)
        return rounds

    keys = some(2)
    few = count(lambda: client.get("/review/several/", {"round": keys}))
    keys += some(6)
    assert count(lambda: client.get("/review/several/", {"round": keys})) == few


def test_confirm_many(world, as_) -> None:
    client, rule = as_(world.lead), make_rule(proof="certified")
    for n in range(2):
        add_statement(make_obligation(world.body, rule, subject=f"{n}"), world.lead)
    few = count(lambda: client.get("/confirm/"))
    for n in range(28):
        add_statement(make_obligation(world.body, rule, subject=f"more {n}"), world.lead)
    assert count(lambda: client.get("/confirm/")) == few
