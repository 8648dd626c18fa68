"""A process to be killed while it sends: ``python -m tests.webhooks.victim``."""

from __future__ import annotations

import os

import django


def main() -> None:
    """Send what is due, and end."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.project.settings.local"
    django.setup()

    from cms.webhooks.sending import send_due  # noqa: PLC0415 -- after setup

    send_due()


if __name__ == "__main__":
    main()
