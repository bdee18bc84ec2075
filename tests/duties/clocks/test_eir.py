"""Environmental information: the clock of the Act, with a longer fee, a longer extension and a longer review."""

from datetime import date

import pytest

from duties.explain import answer_event
from duties.inputs import BadInput


def test_the_twenty_working_days_are_those_of_freedom_of_information() -> None:
    assert answer_event("eir_due", {"received": "2013-11-11"}) == answer_event("foi_due", {"received": "2013-11-11"})


def test_a_charge_may_be_paid_for_sixty_working_days_where_a_fee_may_be_for_three_months() -> None:
    paid = {"received": "2015-06-01", "fees_notice": "2015-06-10", "fee_paid": "2015-09-07"}
    # Twelve weeks, and three holidays in some part of the kingdom.
    assert answer_event("eir_charge_lapses", {"fees_notice": "2015-06-10"}) == "2015-09-07"
    assert answer_event("foi_fee_lapses", {"fees_notice": "2015-06-10"}) == "2015-09-09"
    assert (
        answer_event("eir_due", paid) == answer_event("foi_due", paid) == "2015-09-25"
    )  # six days before the notice, fourteen after
    late = paid | {"fee_paid": "2015-09-08"}
    assert (answer_event("eir_due", late), answer_event("foi_due", late)) == (None, "2015-09-28")


def test_it_may_be_extended_to_forty_working_days_if_the_applicant_is_told_within_twenty() -> None:
    received = date(2016, 8, 15)
    told = {"received": received, "extension_notice": date(2016, 9, 13)}
    assert answer_event("eir_due", {"received": received}) == "2016-09-13"
    assert answer_event("eir_extended_due", told) == "2016-10-11"
    with pytest.raises(BadInput, match="within the first 20 working days"):
        answer_event("eir_extended_due", told | {"extension_notice": date(2016, 9, 14)})


def test_it_is_reconsidered_within_forty_working_days() -> None:
    assert answer_event("eir_review_due", {"received": "2016-08-15"}) == "2016-10-11"
