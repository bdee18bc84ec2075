"""The web server's way in: `gunicorn ccgtracker.wsgi`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")
django.setup(set_prefix=False)

from bodies.guards import refuse_demonstration_in_production  # noqa: E402  (needs the apps to be loaded)
from bodies.web.requests import PlainHandler  # noqa: E402

application = PlainHandler()
refuse_demonstration_in_production()
