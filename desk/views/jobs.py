"""What the jobs of the beat table did last, and which of them is overdue itself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bodies import jobs
from desk.job_words import did, state, took, wait

SHOWN = 5  # runs of each job


@require_safe
def all_jobs(request: HttpRequest) -> HttpResponse:
    """Each job with its last runs: when, how long, what it did; real time even in a demonstration."""
    now = timezone.now()
    return render(request, "desk/jobs.html", {
        "did": did, "state": state, "took": took, "wait": wait,
        "standings": jobs.standing(settings.BEAT_TABLE, now, runs=SHOWN),
        "beat_is_alive": jobs.all_alive([jobs.BEAT], now),
        "queues": {
            queue: jobs.all_alive([jobs.worker_of(queue)], now)
            for queue in sorted({job.queue for job in settings.BEAT_TABLE})
        },
    })  # fmt: skip
