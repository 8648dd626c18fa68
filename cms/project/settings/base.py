"""Settings that hold everywhere. What differs by environment is read here from the variables of
the README, in URL form; a wrong value stops the start with the variable's name.
"""

from pathlib import Path
from urllib.parse import urlsplit

from cms.plugin.discovery import plugin_apps
from cms.project import environment

CMS_DIR = Path(__file__).resolve().parents[2]
KLASTR_HOME = environment.home()

INSTALLED_APPS = [
    "cms.project",
    "cms.purging",  # early: a wrong setting is heard of before anybody asks what it says
    *plugin_apps(),
    "cms.content.apps.ContentPlugin",
    "cms.subscriptions.apps.SubscriptionsPlugin",
    "cms.website",
    "cms.admin",
    "cms.graphql",
    "cms.discovery.apps.DiscoveryPlugin",
    "cms.indexing",
    "cms.webhooks",
    "cms.translation",
    "cms.publishing",
    "cms.plugin",
    "cms.accounts",
    "cms.media",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "corsheaders",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.plugin.scope.RequestScopeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.project.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "cms.graphql.middleware.EndpointMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.project.middleware.InterfaceLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cms.admin.confined.middleware.ConfinementMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.project.redirects.PublicRedirectMiddleware",
]

ROOT_URLCONF = "cms.project.urls"
WSGI_APPLICATION = "cms.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": environment.database(KLASTR_HOME)}
CACHES = {
    "default": environment.cache(),
    # A size that another process has drawn anew or removed must be seen at once.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
SEARCH_URL = environment.search_url(KLASTR_HOME)
SEARCH_STANDIN_URL = environment.search_standin_url(KLASTR_HOME)
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

AUTH_USER_MODEL = "cms_accounts.User"
AUTHENTICATION_BACKENDS = ["cms.plugin.permissions.GatedBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "cs"
LANGUAGES = [("cs", "Čeština"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILREDIRECTS_AUTO_CREATE = False  # cms.publishing.addresses does it, within the change
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# Beside the package in a checkout, inside it in a wheel; below them what Wagtail's Czech lacks.
LOCALE_PATHS = [
    path
    for home in (CMS_DIR.parent / "locale", CMS_DIR / "locale")
    for path in (home, home / "wagtail")
    if path.is_dir()
]
TIME_ZONE = "Europe/Prague"
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
MEDIA_URL = "/media/"
MEDIA_ROOT = environment.media_root(KLASTR_HOME)
FILE_UPLOAD_DIRECTORY_PERMISSIONS = environment.media_folder_mode()
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the page editor sends thousands for a long body

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

WAGTAIL_SITE_NAME = "Klastr"
WAGTAILIMAGES_IMAGE_MODEL = "cms_media.Image"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.admin.confined.uploads.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "cms_media.Document"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.admin.confined.uploads.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = [
    *("pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx"),
    *("csv", "txt", "ics", "vcf", "zip", "step", "stp"),
]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # tells nobody whose e-mails are here
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

PUBLIC_URL = environment.public_url(default="http://127.0.0.1:8000")
WAGTAILADMIN_BASE_URL = PUBLIC_URL
# Whoever is in one of these goes nowhere when the plugin that says how far does not work.
KLASTR_CONFINED_GROUPS = ("Member editors",)
EMAIL_TIMEOUT = 10  # seconds; a mail server that hangs must not hold the workers
DEFAULT_FROM_EMAIL = SERVER_EMAIL = f"Klastr <no-reply@{urlsplit(PUBLIC_URL).hostname}>"
KLASTR_WORKERS = environment.workers()
KLASTR_DELIVERY = environment.delivery()
KLASTR_GRAPHQL = environment.graphql()
KLASTR_PREVIEW_FRONTENDS = environment.preview_frontends()
KLASTR_PURGE = environment.purge()
KLASTR_WEBHOOKS = environment.webhooks()
KLASTR_TRUSTED_PROXIES = environment.trusted_proxies()
KLASTR_QUERY_LOG_SECONDS = 5  # what visitors search for is counted in memory for so long
KLASTR_USAGE_SECONDS = 60  # and so is what clients ask the endpoint

X_FRAME_OPTIONS = "SAMEORIGIN"  # the page editor shows previews in a frame
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
CORS_URLS_REGEX = r"^/graphql"
CORS_ALLOW_METHODS = ["GET", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = [
    *("accept", "authorization", "content-type", "if-none-match", "x-preview-page"),
    # Clients say so who they are, and what they ask.
    *("apollographql-client-name", "apollographql-client-version", "x-apollo-operation-name"),
    *("graphql-client-name", "graphql-client-version", "apollo-require-preflight"),
]
CORS_EXPOSE_HEADERS = ["ETag", "Retry-After"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "cms.project.log_lines.FactsFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "cms": {"level": "INFO"},
        "plugins": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING"},
        "django.request": {"level": "ERROR"},  # not a line for each 404 a robot asks for
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # robots ask by number
        "django.server": {"handlers": [], "propagate": True},
    },
}
