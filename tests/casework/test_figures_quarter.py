"""The figures of a quarter that was worked by hand (tests.casework.quarter), with the arithmetic in words."""

from datetime import date

from django.test import TestCase

from casework.counted import complaint_rows, request_rows
from casework.figures.bands import QUARTERS_ONLY, UNSATISFACTORY
from casework.figures.complaints import complaint_figures
from casework.figures.ko41a import ko41a_of
from casework.figures.requests import request_figures
from duties.loading import load_catalogue
from tests.casework.conftest import CONCERNED, DIRECTED, TODAY
from tests.casework.quarter import FIRST, LAST, complaints_of_the_quarter, requests_of_the_quarter
from tests.catalogues import part_of_catalogue
from tests.factories import make_body

YEAR_END = date(2017, 3, 31)


class Quarter(TestCase):
    """Logged once, as people do, for all that is asked of it; each method's sums are in its words."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_catalogue(catalogue=part_of_catalogue(CONCERNED, DIRECTED), digest="tests", by=None, today=TODAY)
        body = make_body("10H", joined_on=date(2013, 4, 1))
        requests_of_the_quarter(body)
        complaints_of_the_quarter(body)
        cls.request_rows = request_rows({body.pk}, FIRST, YEAR_END)
        cls.complaint_rows = complaint_rows({body.pk}, FIRST, YEAR_END)
        cls.requests = request_figures(cls.request_rows, FIRST, LAST, TODAY)
        cls.complaints = complaint_figures(cls.complaint_rows, FIRST, LAST, TODAY)
        cls.ko41a = ko41a_of(cls.complaint_rows, FIRST, LAST, TODAY)

    def test_what_came_adds_up_to_what_went_and_what_is_left(self) -> None:
        """Two of June were open on 1 July (answered on 4 July, lapsed on 14 September). Fourteen are dated in the
        quarter, one of them by mistake: thirteen were received, one of which under the regulations. Eight were
        answered; one each was transferred, withdrawn, lapsed and closed for want of a clarification; three are left:
        2 + 13 = 8 + 4 + 3.
        """
        it = self.requests
        assert (it.brought_forward, it.received, it.received_eir) == (2, 13, 1)
        assert (it.answered, it.otherwise_ended, it.still_open) == (8, 4, 3)
        assert (
            it.transferred,
            it.withdrawn,
            it.lapsed,
            it.not_clarified,
        ) == (1, 1, 1, 1)

    def test_the_rate_in_time_is_of_what_was_answered_and_of_nothing_open(self) -> None:
        """Of the eight six were answered by their twentieth day, one by the longer day that was told in time, one on
        day 25: seven of eight are 87.5 in a hundred, below 90 and above the 85 of that time.
        """
        it = self.requests
        assert (it.in_time, it.extended, it.late) == (6, 1, 1)
        assert it.on_time.words == "87.5% (7 of 8)"
        assert it.band is UNSATISFACTORY
        assert not it.is_watched

    def test_a_whole_year_has_no_band(self) -> None:
        year = request_figures(self.request_rows, date(2016, 4, 1), date(2017, 3, 31), TODAY)
        assert (year.band, year.review_band) == (QUARTERS_ONLY, QUARTERS_ONLY)
        assert year.on_time.base == 9

    def test_the_days_taken_start_again_with_a_clarification_and_leave_out_the_wait_for_a_fee(self) -> None:
        """They are 3, 12, 17, 20, 20, 20, 25 and 39 working days: the two in the middle are 20 and 20."""
        assert self.requests.median_days == 20.0

    def test_outcomes_and_exemptions_are_of_what_was_answered(self) -> None:
        it = self.requests
        assert it.outcomes == {
            "cost": 1,
            "granted": 2,
            "not_held": 1,
            "part": 2,
            "refused": 1,
            "vexatious": 1,
        }
        assert sum(it.outcomes.values()) == it.answered
        assert it.exemptions == {"s40": 1, "s43": 2}
        assert it.extensions == 1

    def test_open_at_the_end_of_the_quarter_one_is_late_one_waits_for_the_requester(self) -> None:
        """That of 15 August was due by 13 September and was answered in October; that of 12 September waited for a
        clarification until 3 October; that of 20 September is not due yet.
        """
        it = self.requests
        assert (it.open_late, it.standing, it.open_in_time) == (1, 1, 1)
        assert it.oldest_open_on == date(2016, 8, 15)
        assert it.late_reasons == {"sign_off": 1, "waiting": 1}

    def test_reviews_and_the_regulator(self) -> None:
        """The review asked for on 1 August was due by 30 August and done on the 26th; that of 15 August was due by
        13 September and done on the 14th. The regulator decided in October: not in this quarter.
        """
        it = self.requests
        assert (it.reviews_asked, it.reviews_ended) == (2, 2)
        assert it.reviews_on_time.words == "50% (1 of 2)"
        assert it.review_outcomes == {"overturned": 1, "upheld": 1}
        assert (it.regulator_asked, it.regulator_decided) == (1, 0)

    def test_the_next_quarter_begins_with_what_this_one_left(self) -> None:
        after = request_figures(self.request_rows, date(2016, 10, 1), date(2016, 12, 31), TODAY)
        assert (after.brought_forward, after.received, after.answered, after.late, after.still_open) == (3, 0, 1, 1, 2)
        assert (after.is_running, after.as_at_on) == (True, TODAY)
        assert after.regulator_outcomes == {"requester": 1}
        assert after.on_time.words == "0% (0 of 1)"

    def test_as_at_a_day_later_facts_do_not_exist(self) -> None:
        """On 9 August: received were the first eight of July and August; four were answered by then but for that of
        4 July, which was past its 3 August; and nobody had asked for a review of it.
        """
        then = request_figures(self.request_rows, FIRST, LAST, date(2016, 8, 9))
        assert (then.brought_forward, then.received) == (2, 8)
        assert (then.answered, then.transferred, then.withdrawn, then.still_open) == (2, 1, 1, 6)
        assert (then.open_late, then.standing, then.lapsed) == (1, 2, 0)  # two wait for their fees
        assert (then.reviews_asked, then.reviews_ended, then.regulator_asked) == (1, 0, 0)

    def test_complaints_add_up_and_only_those_under_the_regulations_count(self) -> None:
        """Three came before July. Six came in the quarter, besides one settled at once, a contact, a member's letter, a
        concern about a request and one by mistake. Three were responded to, one each was passed on, withdrawn and not
        taken, three are left: 3 + 6 = 3 + 3 + 3.
        """
        it = self.complaints
        assert (it.brought_forward, it.received) == (3, 6)
        assert (
            it.responded,
            it.passed_on,
            it.withdrawn,
            it.not_taken,
        ) == (3, 1, 1, 1)
        assert it.still_open == 3
        apart = (
            it.settled,
            it.contacts,
            it.mp_letters,
            it.about_requests,
        )
        assert apart == (1, 1, 1, 1)

    def test_two_of_three_were_well_founded_and_one_came_late(self) -> None:
        """Responded by 13 October: in time; by the 30 September that was agreed within the six months: in the longer
        time; on 20 September instead of 1 August: late. Upheld and partly upheld are well-founded.
        """
        it = self.complaints
        assert (it.in_time, it.extended, it.late) == (1, 1, 1)
        assert it.on_time.words == "66.6% (2 of 3)"
        assert it.outcomes == {"not_upheld": 1, "partly": 1, "upheld": 1}
        assert it.well_founded == 2
        assert it.referred == 1
        assert it.late_reasons == {"capacity": 1}

    def test_three_of_four_were_acknowledged_in_three_working_days(self) -> None:
        """8 July after 6 July, 2 August after 1 August (a holiday in Scotland only) and 3 October after 29 September
        are in time; 18 July after 12 July (no holiday here) is a day late. Passed on and not taken before the third
        day, two needed no acknowledgement.
        """
        assert self.complaints.acknowledged.words == "75% (3 of 4)"

    def test_subjects_count_what_was_received(self) -> None:
        assert self.complaints.terms == {"subject": {"": 4, "Access": 1, "Communication": 2}}

    def test_ko41a_counts_written_complaints_and_balances(self) -> None:
        """Three brought forward; new are four that came in writing (1 August, 8 August, 1 September, 29 September) and
        the one of 6 July that was written down on 14 July; that of 12 July never was. Resolved: one upheld, one partly,
        one not. Left: withdrawn, passed on, not taken. Two are carried forward: 3 + 5 = 3 + 3 + 2.
        """
        it = self.ko41a
        assert (it.brought_forward, it.new) == (3, 5)
        assert (it.upheld, it.partly, it.not_upheld, it.resolved) == (1, 1, 1, 3)
        assert (it.withdrawn, it.passed_on, it.not_taken, it.left) == (1, 1, 1, 3)
        assert (it.carried_forward, it.not_written) == (2, 1)
        assert it.balances
        assert it.lines == {"subject": {"": 3, "Access": 1, "Communication": 2}}  # six lines of five complaints

    def test_figures_are_kept_and_read_again_as_they_were(self) -> None:
        for figures in (self.requests, self.complaints, self.ko41a):
            assert not figures.is_nil
            assert type(figures).from_json(figures.as_json() | {"of a later version": 1}) == figures

    def test_nothing_logged_is_nil(self) -> None:
        assert request_figures([], FIRST, LAST, TODAY).is_nil
        assert complaint_figures([], FIRST, LAST, TODAY).is_nil
        assert ko41a_of([], FIRST, LAST, TODAY).is_nil
