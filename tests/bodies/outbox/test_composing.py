"""Making mail: one digest a day or a week, at once what cannot wait, by what each person chose and may see."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from bodies.access import Role
from bodies.models import Mail, MailChoice, MailHold, Membership, Notice
from bodies.outbox.composing import compose
from tests.factories import TODAY, make_body, make_member, make_office, national_office

EIGHT = datetime(2016, 10, 17, 8, tzinfo=ZoneInfo("Europe/London"))
DAY = timedelta(days=1)
MONDAY = TODAY


def sent() -> None:
    Mail.objects.update(sent_at=timezone.now())


@pytest.fixture
def assurer(body) -> Membership:
    return make_member(Role.ASSURER, body.offices.get().office)


def chose(membership: Membership, frequency: str, **more) -> None:
    MailChoice.objects.create(person=membership.user, frequency=frequency, **more)


def test_a_day_has_one_digest_with_all_that_is_new(says, lead) -> None:
    says("late 1"), says("late 2", words="Gifts register, 2016/17: Review overdue")
    assert compose(TODAY, EIGHT) == 1
    mail = Mail.objects.get()
    assert (mail.person, mail.key) == (lead.user, f"digest 2016-10-17 person {lead.user_id}")
    assert "Annual report, 2015/16: Legal date passed\n  http://127.0.0.1:8000/obligations/1/" in mail.text
    assert "Gifts register, 2016/17: Review overdue" in mail.text
    assert '<a href="http://127.0.0.1:8000/obligations/1/">' in mail.html
    sent()
    says("late 3")
    assert compose(TODAY, EIGHT) == 0
    assert compose(TODAY + DAY, EIGHT) == 1


def test_whoever_has_nothing_new_gets_no_mail(says) -> None:
    says()
    compose(TODAY, EIGHT)
    sent()
    assert compose(TODAY + DAY, EIGHT) == 0


def test_after_a_week_without_the_job_there_is_one_digest(says) -> None:
    for day in range(7):
        says(f"late {day}", today=TODAY + day * DAY)
    assert compose(TODAY + 7 * DAY, EIGHT) == 1
    assert Notice.objects.filter(mail=Mail.objects.get()).count() == 7


def test_digests_are_made_in_the_morning_and_what_cannot_wait_at_any_hour(says) -> None:
    says("late 1"), says("sent back 1", at_once=True, kind="sent back", words="Accounts, 2015/16: sent back")
    assert compose(TODAY, EIGHT.replace(hour=2)) == 1
    mail = Mail.objects.get()
    assert (
        mail.text.startswith("This cannot wait.") and mail.subject == "NHS Chiltern CCG: Accounts, 2015/16: sent back"
    )
    assert compose(TODAY, EIGHT.replace(hour=2)) == 0
    assert compose(TODAY, EIGHT) == 1
    assert [notice.key for notice in Mail.objects.latest("pk").notices.all()] == ["late 1"]


def test_many_things_that_cannot_wait_are_one_letter_now_and_one_a_little_later(says) -> None:
    now = EIGHT.replace(hour=2)
    says("sent back 0", at_once=True)
    assert compose(TODAY, now) == 1
    for n in range(1, 20):
        says(f"sent back {n}", at_once=True)
        assert compose(TODAY, now) == 0
    assert compose(TODAY, now + timedelta(minutes=11)) == 1
    assert Mail.objects.latest("pk").notices.count() == 19


def test_while_a_digest_has_not_left_the_next_waits_and_takes_up_more(says) -> None:
    says("late 1")
    compose(TODAY, EIGHT)
    says("late 2"), says("late 3")
    assert compose(TODAY + DAY, EIGHT) == 0
    says("sent back 1", at_once=True)
    assert compose(TODAY + DAY, EIGHT) == 1
    sent()
    assert compose(TODAY + 2 * DAY, EIGHT) == 1
    assert Mail.objects.latest("pk").notices.count() == 2


def test_the_digest_is_grouped_by_body_and_many_standing_reviews_are_one_line(lead, says) -> None:
    other = make_body("99A", name="NHS Another CCG")
    make_member(Role.CONTRIBUTOR, other, user=lead.user)
    for n in range(20):
        says(f"soon {n}", kind="soon", words=f"Duty {n}: due soon", together="standing reviews due soon, 31 March 2017")
    says("late 1"), says("late 2", body_id=other.pk, together="standing reviews due soon, 31 March 2017")
    compose(TODAY, EIGHT)
    mail = Mail.objects.get()
    assert mail.subject == "22 things to know, in 2 bodies"
    lines = mail.text.splitlines()
    first, second = lines.index("NHS Another CCG"), lines.index("NHS Chiltern CCG")
    assert lines[first + 2] == "* Annual report, 2015/16: Legal date passed"  # one alone is told in its own words
    assert lines[second + 2 : second + 5] == [
        "* 20 standing reviews due soon, 31 March 2017",
        f"  http://127.0.0.1:8000/told/mail/{mail.token}/",
        "* Annual report, 2015/16: Legal date passed",
    ]


def test_what_another_line_says_too_and_goes_on_from_is_said_once(says) -> None:
    late = "Accounts, 2015/16: Legal date passed, 1 October 2016"
    says("late 1", words=late), says("escalated 1", kind="escalated", words=f"{late}; still open after 5 working days")
    says("late 2", words=late, url_path="/obligations/2/")
    compose(TODAY, EIGHT)
    mail = Mail.objects.get()
    assert mail.text.count("* ") == 2 and "still open after 5 working days" in mail.text
    assert mail.subject == "2 things to know, NHS Chiltern CCG"
    assert mail.notices.count() == 3


def test_a_body_with_very_many_lines_is_cut_and_the_rest_is_a_link_away(says) -> None:
    for n in range(50):
        says(f"late {n}", words=f"Duty {n}")
    compose(TODAY, EIGHT)
    text = Mail.objects.get().text
    assert text.count("* Duty") == 20 and "* and 30 more lines" in text


def test_an_assurer_gets_a_digest_a_week_also_where_monday_was_missed(says, assurer) -> None:
    tuesday = MONDAY + DAY
    says("late 1", person_id=assurer.user_id)
    assert compose(tuesday, EIGHT) == 1
    sent()
    says("late 2", person_id=assurer.user_id)
    assert sum(compose(MONDAY + n * DAY, EIGHT) for n in range(2, 7)) == 0
    assert compose(MONDAY + 7 * DAY, EIGHT) == 1


def test_people_choose_how_often_and_are_told_the_same(says, lead) -> None:
    chose(lead, "weekly")
    says("late 1")
    compose(MONDAY, EIGHT)
    sent()
    says("late 2")
    assert compose(MONDAY + DAY, EIGHT) == 0
    assert Notice.objects.to(lead.user).count() == 2


def test_whoever_wants_only_what_cannot_wait_gets_that_and_the_record_says_so(says, lead) -> None:
    chose(lead, "urgent")
    says("late 1"), says("sent back 1", at_once=True)
    assert compose(TODAY, EIGHT) == 1
    assert Notice.objects.get(key="late 1").no_mail_why == "choice"
    MailChoice.objects.update(frequency="daily")
    assert compose(TODAY + DAY, EIGHT) == 0


def test_nobody_gets_mail_while_they_paused_it_and_one_digest_afterwards(says, lead) -> None:
    chose(lead, "daily", paused_until=TODAY + 3 * DAY)
    says("late 1"), says("sent back 1", at_once=True)
    assert compose(TODAY + 3 * DAY, EIGHT) == 0
    compose(TODAY + 4 * DAY, EIGHT)
    assert Notice.objects.exclude(mail=None).count() == 2


@pytest.mark.parametrize("how", ["left", "switched off", "moved"])
def test_what_is_no_longer_theirs_to_see_is_in_no_mail(says, lead, assurer, body, how) -> None:
    says("late 1"), says("late 2", person_id=assurer.user_id)
    if how == "left":
        Membership.objects.update(to_on=TODAY)
    elif how == "switched off":
        type(lead.user).objects.update(is_active=False)
    else:
        Membership.objects.filter(pk=lead.pk).update(body=make_body())
        body.offices.update(office=make_office("Y54"))
    assert compose(TODAY + DAY, EIGHT) == 0
    assert set(Notice.objects.values_list("no_mail_why", flat=True)) == {"left"}


def test_the_national_office_is_told_of_any_body(says) -> None:
    national = make_member(Role.ASSURER, national_office())
    says("late 1", person_id=national.user_id)
    assert compose(TODAY, EIGHT) == 1


def test_what_is_about_no_body_is_told_to_whoever_may_sign_in(says) -> None:
    says("job 1", body_id=None)
    assert compose(TODAY, EIGHT) == 1
    assert Mail.objects.get().subject == "Annual report, 2015/16: Legal date passed"


def test_while_mail_is_held_none_is_made_and_nothing_is_lost(says) -> None:
    hold = MailHold.objects.create(since_on=TODAY, made_at=timezone.now(), why="A silence")
    says("late 1"), says("sent back 1", at_once=True)
    assert compose(TODAY, EIGHT) == 0
    hold.delete()
    compose(TODAY, EIGHT)
    assert not Notice.objects.not_mailed().exists()


def test_a_demonstration_marks_its_mail_and_waits_for_no_hour(says, settings) -> None:
    settings.DEMONSTRATION = True
    says()
    compose(TODAY, EIGHT.replace(hour=2))
    mail = Mail.objects.get()
    assert mail.subject.startswith("Demonstration: ")
    assert "what it says of bodies is invented" in mail.text and "what it says of bodies is invented" in mail.html
    says("late 2")  # though none ever leaves
    assert compose(TODAY + DAY, EIGHT) == 1


def test_a_long_subject_keeps_what_is_said_of_the_thing(says) -> None:
    title = (
        "Use a name that starts with NHS, ends with Clinical Commissioning Group and points to the locality, 2016/17"
    )
    says(words=f"{title}: NHS England asks to see the evidence")
    compose(TODAY, EIGHT)
    subject = Mail.objects.get().subject
    assert subject.startswith("NHS Chiltern CCG: Use a name") and len(subject) <= 150
    assert subject.endswith(" …: NHS England asks to see the evidence")


def test_what_people_typed_is_no_markup_and_breaks_no_header(says) -> None:
    says(words="Accounts <b>\nBcc: all@example.org")
    compose(TODAY, EIGHT)
    mail = Mail.objects.get()
    assert "<b>" not in mail.html and "\n" not in mail.subject


def test_a_long_subject_ends_with_a_whole_word(says) -> None:
    says(words=f"{'Agreements ' * 12}with the health and wellbeing board: due on 31 March 2017")
    compose(TODAY, EIGHT)
    subject = Mail.objects.get().subject
    assert subject.endswith(" Agreements …: due on 31 March 2017") and len(subject) <= 150


def test_mail_for_many_costs_no_more_statements_where_none_is_due(says, lead, django_assert_max_num_queries) -> None:
    for n in range(20):
        other = make_member(Role.CONTRIBUTOR, lead.body)
        chose(other, "daily", paused_until=TODAY + DAY)
        says(f"late {n}", person_id=other.user_id)
    with django_assert_max_num_queries(8):
        assert compose(TODAY, EIGHT) == 0
