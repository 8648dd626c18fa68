"""The console script ``klastr``: Django's management commands under our name."""

from __future__ import annotations

import os
import sys
from importlib.util import cache_from_source
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from cms.project.environment import SettingError, home, settings_module

EXIT_BAD_SETTING = 2
ONLY_FOR_US = 0o077  # umask: the home holds password hashes, sessions and keys

HELP = """\
Klastr, a bilingual headless CMS for industry clusters.

  klastr up [--host H] [--port P]   prepare everything that is missing, then serve
  klastr up --no-demo               the same without demo content
  klastr plugin list                what is installed, and what is active
  klastr plugin activate LABEL      switch a plugin on (deactivate: off)
  klastr export TABLE FILE          members, opportunities or events as CSV or XLSX
  klastr import TABLE FILE          the way back (first with --dry-run)
  klastr search status              compare the search index with the site
  klastr search rebuild             build it anew (compile: only the lexica)
  klastr deliver [--once]           tell handlers what was published (DELIVERY=worker)
  klastr digests [--dry-run]        send subscribers what is new (run it every hour)
  klastr purge --everything         have the caches in front drop it (--tag, --url, --dry-run)
  klastr reconcile                  compare what is derived with what is public; heal it
  klastr changepassword USER        set a new password
  klastr createsuperuser            add an administrator
  klastr bench [--quick]            measure how fast a site of known content answers
  klastr check                      look for mistakes in settings and plugins
  klastr help                       every command; klastr help COMMAND explains one

Settings are environment variables: KLASTR_HOME, DATABASE_URL, SEARCH_URL, SEARCH_STANDIN_URL,
CACHE_URL, STORAGE_URL, PUBLIC_URL, SECRET_KEY, ALLOWED_HOSTS, EMAIL_URL, CORS_ORIGINS, WORKERS,
DELIVERY, TRUSTED_PROXIES, PURGE, WEBHOOKS, PREVIEW_FRONTENDS, KLASTR_ENV (see README.md).
"""


def main() -> None:
    """Run the command named on the command line; 2 when a setting is wrong."""
    arguments = ["klastr", *sys.argv[1:]]
    if arguments[1:] in ([], ["-h"], ["--help"]):
        sys.stdout.write(HELP)
        return
    os.umask(ONLY_FOR_US)  # the server, which takes this process over, keeps it
    try:
        os.environ["DJANGO_SETTINGS_MODULE"] = settings_module()
        _run(arguments)
    except SettingError as error:
        sys.stderr.write("".join(f"{line}\n" for line in error.lines()))
        sys.exit(EXIT_BAD_SETTING)
    except ImproperlyConfigured as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(EXIT_BAD_SETTING)


def _keep_bytecode() -> None:
    """Keep compiled modules in KLASTR_HOME where Python was told to write none beside them.

    Compiling all of them takes longer than everything else in a start.
    """
    if sys.dont_write_bytecode and not Path(cache_from_source(__file__)).exists():
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(home() / "bytecode")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix  # for the server, a new process


def _run(arguments: list[str]) -> None:
    from django.conf import settings  # noqa: PLC0415 -- after the environment has been checked
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- likewise

    _ = settings.INSTALLED_APPS  # read here, for Django hides what is wrong until later
    if arguments[1] == "up":
        _keep_bytecode()
    execute_from_command_line(arguments)
