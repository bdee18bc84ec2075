"""What other rooms tell on the page of a body: its governing body, and what NHS England judged of it."""

from datetime import date

from django.utils import timezone

from assessments.models import Assessment
from bodies.models import Appointment, Post
from tests.assurance.test_body import ADDRESS, pdf_words, words


def test_the_governing_body_is_told_with_what_is_vacant_and_what_the_law_asks_for(place, sign_in):
    client = sign_in(place.assurer)
    assert "keeps no posts in the tracker. That is no vacancy" in words(client.get(ADDRESS))
    kept = {"body": place.chiltern, "from_on": date(2013, 4, 1), "votes": True}
    nurse = Post.objects.create(**kept, kind="nurse", title="Registered nurse")
    held = {"from_on": date(2014, 1, 1), "is_interim": False}
    Appointment.objects.create(post=nurse, **held, to_on=date(2016, 6, 30))
    chair = Post.objects.create(**kept, kind="chair", title="Clinical chair")
    Appointment.objects.create(post=chair, **held)
    page = words(client.get(ADDRESS))
    assert "1 of 2 posts held, 1 vacant" in page and "Vacant since 1 Jul 2016" in page
    assert "at least 6 members: 5 fewer are recorded" in page
    assert "2 of 2 posts held, 0 vacant" in words(client.get(ADDRESS, {"on": "2016-06-30"}))
    assert "1of2postsheld,1vacant" in pdf_words(client.get(ADDRESS + "year.pdf"))


def test_assessments_are_told_in_the_words_of_their_own_framework_as_far_as_they_may_be_seen(place, sign_in):
    made = Assessment.objects.create(
        body=place.chiltern, framework="assurance-2015", year=2015, first_on=date(2015, 4, 1),
        last_on=date(2016, 3, 31), begun_on=date(2016, 6, 1), begun_by=place.assurer.user, changed_at=timezone.now(),
    )  # fmt: skip
    client = sign_in(place.assurer)
    page = words(client.get(ADDRESS))
    assert made.by.name in page and "They are not to be compared" in page
    nothing = "No assessment of this year or an earlier one is to be seen"
    assert nothing in words(client.get(ADDRESS, {"on": "2016-09-01"}))
    assert nothing in words(client.get(ADDRESS, {"year": "2014/15"}))
