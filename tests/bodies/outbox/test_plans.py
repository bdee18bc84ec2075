"""What is asked every minute or two reads what waits, and not all that was ever told and sent."""

import pytest
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from bodies.models import Mail, Notice
from tests.factories import make_body, make_user

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="what an empty table plans says something here")


@pytest.mark.parametrize(
    ("question", "index"),
    [
        (
            lambda: Notice.objects.not_mailed().order_by().values("person").annotate(n=Max("at_once")),
            "notice_not_mailed",
        ),
        (lambda: Notice.objects.filter(key__in=["late 1", "late 2"]).order_by(), "(key=?"),
        (lambda: Notice.objects.about(make_body()), "notice_about_a_subject"),
        (lambda: Notice.objects.to(make_user())[:50], "notice_to_a_person"),
        (lambda: Notice.objects.filter(mail=1).order_by("pk"), "notice_of_a_mail"),
        (lambda: Mail.objects.ready(timezone.now()).order_by("-unknown", "next_try_at", "pk"), "mail_not_sent"),
        (lambda: Mail.objects.waiting().filter(key__startswith="digest ").order_by(), "mail_not_sent"),
        (lambda: Mail.objects.filter(made_at__gt=timezone.now()).order_by(), "mail_by_moment"),
        (lambda: Mail.objects.given_up().order_by("-given_up_at"), "mail_given_up"),
    ],
)
def test_the_index_made_for_it_is_used(db, question, index) -> None:
    plan = question().explain()
    assert index in plan and "SCAN bodies_notice\n" not in plan and "MULTI-INDEX" not in plan, plan
