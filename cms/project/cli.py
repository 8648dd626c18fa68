"""The console script ``klastr``: Django's management commands under our name."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.project.settings.local")
    execute_from_command_line(sys.argv)
