"""One machine, safe defaults: what ``klastr up`` runs."""

from cms.project import environment
from cms.project.settings.base import *  # noqa: F403 -- settings inherit by star
from cms.project.settings.base import KLASTR_HOME

ALLOWED_HOSTS = environment.env.list("ALLOWED_HOSTS", default=["*"])
CORS_ALLOW_ALL_ORIGINS = True  # any frontend under development; the endpoint takes no cookies
vars().update(environment.email(KLASTR_HOME))
SECRET_KEY = environment.local_secret_key(KLASTR_HOME)  # last: it may write a file
