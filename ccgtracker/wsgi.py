"""The web server's way in: `gunicorn ccgtracker.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")
application = get_wsgi_application()

from bodies.guards import refuse_demonstration_in_production  # noqa: E402  (needs the apps to be loaded)

refuse_demonstration_in_production()
