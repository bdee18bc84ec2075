"""Two assurers press their buttons at the same moment: one decides, the other is told what happened."""

from __future__ import annotations

import pytest

from bodies.models import AuditEntry
from evidence.models import Submission
from tests.at_once import at_once
from tests.evidence.conftest import send, when
from tests.factories import TODAY


@pytest.mark.django_db(transaction=True)
def test_one_decides_and_the_other_is_told_what_happened(world, as_, obligation) -> None:
    waiting = send(obligation, world.lead)
    one, other = as_(world.assurer), as_(world.national)
    address = f"/review/{waiting.pk}/"
    seen = {"outcome": "seen", "checks": ["0", "1"], **when("done_on", TODAY)}
    first, second = at_once(
        lambda: one.post(address, seen), lambda: other.post(address, {"outcome": "sent_back", "reason": "No day"})
    )
    assert sorted((first.status_code, second.status_code)) == [302, 409]
    decided = Submission.objects.get()
    was_seen = first.status_code == 302
    assert (decided.decision, decided.decided_by) == (
        ("seen", world.assurer.user) if was_seen else ("sent_back", world.national.user)
    )
    told = (second if was_seen else first).content.decode()
    assert "decided this on 17 October 2016: " + ("Evidence seen" if was_seen else "Sent back") in told
    assert AuditEntry.objects.filter(verb__startswith="decided: ").count() == 1
    obligation.refresh_from_db()
    assert (obligation.met_on == TODAY, obligation.sent_back_on == TODAY) == (was_seen, not was_seen)
