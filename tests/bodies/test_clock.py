"""The domain's clock: real time, but for a demonstration's day."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from bodies import clock
from bodies.models import DemonstrationClock

pytestmark = pytest.mark.django_db


def test_outside_a_demonstration_the_row_is_not_read(settings, time_machine, django_assert_num_queries):
    settings.DEMONSTRATION = False
    DemonstrationClock.objects.create(today=date(2016, 10, 17))
    time_machine.move_to("2024-06-30 23:30:00+00:00")  # 00:30 on 1 July in England
    with django_assert_num_queries(0):
        assert clock.today() == date(2024, 7, 1)
        assert clock.now().date() == date(2024, 7, 1)


def test_a_demonstration_stands_at_its_day_and_moves_on(settings):
    settings.DEMONSTRATION = True
    clock.set_demonstration_day(date(2016, 12, 31))
    assert clock.today() == date(2016, 12, 31)
    assert clock.next_demonstration_day(by=None) == date(2017, 1, 1)
    assert clock.today() == date(2017, 1, 1)


def test_a_demonstration_without_a_day_has_the_real_one(settings):
    settings.DEMONSTRATION = True
    assert clock.today() == timezone.localdate()  # noqa: TID251 - this is what the clock must agree with


def test_now_is_the_real_time_of_the_demonstrations_day(settings, time_machine):
    settings.DEMONSTRATION = True
    clock.set_demonstration_day(date(2016, 10, 17))
    time_machine.move_to("2024-01-15 09:30:00+00:00", tick=False)
    moment = clock.now()
    assert moment.isoformat() == "2016-10-17T09:30:00+01:00"


def test_only_a_demonstration_can_be_moved(settings):
    settings.DEMONSTRATION = False
    with pytest.raises(RuntimeError, match="Only a demonstration"):
        clock.set_demonstration_day(date(2016, 10, 17))
    with pytest.raises(RuntimeError):
        clock.next_demonstration_day(by=None)


def test_there_is_one_clock():
    with pytest.raises(IntegrityError), transaction.atomic():
        DemonstrationClock.objects.create(pk=2, today=date(2016, 10, 17))
