"""One machine, safe defaults: what ``klastr up`` runs."""

from cms.project.settings.base import *  # noqa: F403 -- settings inherit by star

SECRET_KEY = env.str("SECRET_KEY", default="local")  # noqa: F405 -- from base
ALLOWED_HOSTS = ["*"]
