"""A public site behind a proxy that speaks TLS; refuses to start on defaults."""

from cms.project import environment
from cms.project.environment import env

environment.require(["SECRET_KEY", "PUBLIC_URL", "ALLOWED_HOSTS", "EMAIL_URL", "DATABASE_URL"])

from cms.project.settings.base import *  # noqa: E402, F403 -- after the check; by star
from cms.project.settings.base import KLASTR_HOME, PUBLIC_URL  # noqa: E402 -- after the check

SECRET_KEY = environment.secret_key()
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CORS_ALLOWED_ORIGINS = env.list("CORS_ORIGINS", default=[])
vars().update(environment.email(KLASTR_HOME))

# Files come from ``klastr collectstatic``, with the hash of their content in their names.
STATIC_ROOT = KLASTR_HOME / "static"
WHITENOISE_USE_FINDERS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The proxy ends TLS and says so; without TLS (PUBLIC_URL with http) nothing is redirected.
IS_HTTPS = PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]  # asked by the machine itself, without the proxy
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# Whether HSTS covers the subdomains and browsers preload it is the domain owner's decision.
# The page editor shows previews in a frame of the same site (W019).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W019", "security.W021"]
