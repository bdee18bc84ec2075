"""Whether the parts are well, for machines that ask: {"status": "ok"}, or "late" with 503. They tell nothing else."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bodies import jobs

UNWELL = 503


def _answer(is_well: bool) -> JsonResponse:
    return JsonResponse({"status": "ok" if is_well else "late"}, status=200 if is_well else UNWELL)


@require_safe
@never_cache
def web(request: HttpRequest) -> JsonResponse:
    """Whether pages can be answered: this process, and the database behind it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _answer(False)
    return _answer(True)


@require_safe
@never_cache
def worker(request: HttpRequest) -> JsonResponse:
    """Whether somebody works for every queue of the beat table."""
    queues = {job.queue for job in settings.BEAT_TABLE}
    return _answer(jobs.all_alive(map(jobs.worker_of, queues), timezone.now()))


@require_safe
@never_cache
def beat(request: HttpRequest) -> JsonResponse:
    """Whether beat's clock goes."""
    return _answer(jobs.all_alive([jobs.BEAT], timezone.now()))


@require_safe
@never_cache
def all_jobs(request: HttpRequest) -> JsonResponse:
    """Whether every job came to its end in time: what nobody does for long, though all parts are alive."""
    return _answer(not jobs.overdue(settings.BEAT_TABLE, timezone.now()))


app_name = "health"
urlpatterns = [
    path("health/web/", web, name="web"),
    path("health/worker/", worker, name="worker"),
    path("health/beat/", beat, name="beat"),
    path("health/jobs/", all_jobs, name="jobs"),
]
