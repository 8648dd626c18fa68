"""What the tests run with: fast password hashes, files and mail in memory."""

from cms.project.environment import env
from cms.project.settings.base import *  # noqa: F403 -- settings inherit by star
from cms.project.settings.base import DATABASES

SECRET_KEY = "tests"  # noqa: S105 -- no secret
ALLOWED_HOSTS = ["*"]
if env.str("KLASTR_TEST_DATABASE", default="sqlite") == "postgres":
    # tests/conftest.py starts the server and fills in where it listens
    DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql"}
else:
    DATABASES["default"]["NAME"] = ":memory:"  # replaced by a copy of the template
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SEARCH_URL = "memory://"
SEARCH_STANDIN_URL = ""
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CORS_ALLOW_ALL_ORIGINS = True
KLASTR_PREVIEW_FRONTENDS = {}
KLASTR_PURGE = {}  # whatever caches the developer's site has
KLASTR_WEBHOOKS = {}
KLASTR_QUERY_LOG_SECONDS = 0  # written at once
KLASTR_USAGE_SECONDS = 0  # not counted
WHITENOISE_AUTOREFRESH = True  # no walk through all static files at every start
