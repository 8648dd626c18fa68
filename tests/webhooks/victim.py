"""A process that publishes, as any command may: ``python -m tests.webhooks.victim``."""

from __future__ import annotations

import os

import django


def main() -> None:
    """Change a public page, and end."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.project.settings.local"
    django.setup()

    from cms.content.models import HomePage  # noqa: PLC0415 -- after setup

    home = HomePage.objects.filter(locale__language_code="cs").get()
    home.intro = "Nově"
    home.save()


if __name__ == "__main__":
    main()
