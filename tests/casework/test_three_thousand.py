"""Ten years of a large body: 3,000 of each log are listed, filtered and reported in constant queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Complaint, InformationRequest
from tests.casework.conftest import TODAY
from tests.casework.many import many_complaints, many_requests

FEW, MANY = 40, 3000
REQUESTS, COMPLAINTS = "/bodies/10H/requests/", "/bodies/10H/complaints/"
ADDRESSES = (
    "/", REQUESTS, f"{REQUESTS}?show=late", f"{REQUESTS}?show=waiting", f"{REQUESTS}?show=closed&year=2015/16",
    f"{REQUESTS}?show=all&q=spending", f"{REQUESTS}?show=all&term=TOPIC", f"{REQUESTS}figures/?year=2015/16",
    COMPLAINTS, f"{COMPLAINTS}?show=closed&term=SUBJECT", f"{COMPLAINTS}report/?year=2015/16",
    f"{COMPLAINTS}ko41a/?year=2015/16", f"{REQUESTS}log.csv", f"{COMPLAINTS}log.csv",
)  # fmt: skip


def queries_of(client, body) -> dict[str, int]:
    """How many statements each page takes."""
    terms = {name.upper(): str(body.terms.get(list=name).pk) for name in ("topic", "subject")}
    found = {}
    for shape in ADDRESSES:
        address = shape.replace("TOPIC", terms["TOPIC"]).replace("SUBJECT", terms["SUBJECT"])
        client.get(address)  # what is asked once a process is asked now
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
            if answer.streaming:
                b"".join(answer.streaming_content)
        assert answer.status_code == 200, address
        found[shape] = len(queries)
    return found


@pytest.mark.django_db
def test_they_are_listed_filtered_and_reported_in_constant_queries(place, sign_in) -> None:
    client = sign_in(place.lead)
    many_requests(place.body, FEW, TODAY)
    many_complaints(place.body, FEW, TODAY)
    few = queries_of(client, place.body)
    InformationRequest.objects.all().delete()
    Complaint.objects.all().delete()
    place.body.terms.all().delete()
    many_requests(place.body, MANY, TODAY)
    many_complaints(place.body, MANY, TODAY)
    many = queries_of(client, place.body)
    assert list(many.values()) == list(few.values()), [*zip(few.items(), many.items(), strict=True)]
    assert max(many.values()) < 40
