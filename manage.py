#!/usr/bin/env python
"""Django's command line for the accountability tracker."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ccgtracker.settings")
    from django.core.management import execute_from_command_line

    from bodies.origin import coming_from

    with coming_from(lambda: f"command {' '.join(sys.argv[1:2])}"):
        execute_from_command_line(sys.argv)
