"""What the environment says, read into Django's words; a wrong value is named, not traced.

The settings files call these functions; nothing else reads variables. Every function gives the
default of the embedded set-up when its variable is not set.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

ENVIRONMENTS = ("local", "production")
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
DELIVERIES = ("embedded", "worker")
CACHE_SCHEMES = {"valkey": "redis", "valkeys": "rediss", "redis": "redis", "rediss": "rediss"}
_HOST = r"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(:\d{1,5})?"
SEARCH_URLS = (
    re.compile(r"tantivy:///.+"),
    re.compile(r"memory://"),
    re.compile(
        rf"elasticsearch(\+https)?://([^@/]*@)?{_HOST}(,{_HOST})*"
        r"(/([a-z][a-z0-9_-]{0,60}/?)?)?(\?ca=.+)?"
    ),
)
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    "cached_statements": 500,  # of a connection; each is read by SQLite once
}
MEMORY_CACHE_ENTRIES = 10_000  # sums per visitor stand there; beyond, a third of all is dropped
CONNECTION_SECONDS = 300
MIN_SECRET_KEY_LENGTH = 50
HOME_MODE = 0o700
READABLE_FOLDER_MODE = 0o755

env = environ.Env()


class SettingError(ImproperlyConfigured):
    """Variables that keep the house from starting: variable → what is wrong with it."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(self.lines()))

    def lines(self) -> list[str]:
        """One line for each variable."""
        return [f"{variable}: {problem}" for variable, problem in self.problems.items()]


def settings_module() -> str:
    """The settings to use: what DJANGO_SETTINGS_MODULE says, or else KLASTR_ENV."""
    if chosen := os.environ.get("DJANGO_SETTINGS_MODULE"):
        return chosen
    name = os.environ.get("KLASTR_ENV", "local")
    if name not in ENVIRONMENTS:
        raise SettingError({"KLASTR_ENV": f"must be one of {', '.join(ENVIRONMENTS)}, not {name}"})
    return f"cms.project.settings.{name}"


def require(variables: Iterable[str]) -> None:
    """Do nothing when all are set.

    Raises:
        SettingError: naming every one that is not.
    """
    missing = [variable for variable in variables if not os.environ.get(variable)]
    if missing:
        raise SettingError(dict.fromkeys(missing, "must be set in production"))


def home() -> Path:
    """The folder of everything that this installation keeps: KLASTR_HOME."""
    return Path(env.str("KLASTR_HOME", default="var")).expanduser().resolve()


def database(folder: Path) -> dict[str, Any]:
    """Django's settings for DATABASE_URL; SQLite in `folder` when it is not set."""
    url = env.str("DATABASE_URL", default="")
    scheme = url.partition(":")[0] if url else "sqlite"
    if scheme not in DATABASE_SCHEMES:
        known = "sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME"
        raise SettingError({"DATABASE_URL": f"must look like {known}"})
    if scheme == "sqlite":
        name = _database_of(url)["NAME"] if url else str(folder / "klastr.sqlite3")
        return {
            "ENGINE": "cms.project.sqlite",
            "NAME": name,
            "OPTIONS": SQLITE_OPTIONS,
            # To open the file and read its schema takes longer than most answers.
            "CONN_MAX_AGE": CONNECTION_SECONDS,
        }
    return {
        **_database_of(url),
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
    }


def _database_of(url: str) -> dict[str, Any]:
    try:
        config: dict[str, Any] = environ.Env.db_url_config(url)
        readable = str(config.get("PORT") or "0").isdigit() and bool(config["NAME"])
    except ValueError:
        readable = False
    if not readable:
        raise SettingError({"DATABASE_URL": "cannot be read: port or database name is wrong"})
    return config


def cache() -> dict[str, Any]:
    """Django's settings for CACHE_URL; memory of the process when it is not set."""
    url = env.str("CACHE_URL", default="")
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": MEMORY_CACHE_ENTRIES},
        }
    scheme, _, rest = url.partition("://")
    if scheme not in CACHE_SCHEMES or not rest:
        raise SettingError({"CACHE_URL": "must look like valkey://HOST:PORT/NUMBER"})
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{CACHE_SCHEMES[scheme]}://{rest}",
        "KEY_PREFIX": "klastr",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }


def search_url(folder: Path) -> str:
    """Where the search index is: SEARCH_URL, or ``search`` in `folder` when it is not set."""
    url = env.str("SEARCH_URL", default="")
    if not url:
        return _embedded_index(folder)
    if not any(form.fullmatch(url) for form in SEARCH_URLS):
        known = "tantivy:///PATH or elasticsearch://USER:PASSWORD@HOST:PORT"
        raise SettingError({"SEARCH_URL": f"must look like {known}"})
    return str(url)


def search_standin_url(folder: Path) -> str:
    """Where the index is that answers while Elasticsearch does not: SEARCH_STANDIN_URL, or
    ``search`` in `folder` when it is not set; "" for none.
    """
    url = os.environ.get("SEARCH_STANDIN_URL")  # for django-environ, empty is not set
    if not env.str("SEARCH_URL", default="").startswith("elasticsearch"):
        return ""  # an index in files needs nobody to stand in
    if url is None:
        return _embedded_index(folder)
    if url and not re.fullmatch(r"tantivy:///.+", url):
        raise SettingError({"SEARCH_STANDIN_URL": "must look like tantivy:///PATH, or be empty"})
    return url


def _embedded_index(folder: Path) -> str:
    return f"tantivy://{quote(str(folder / 'search'))}"


def media_root(folder: Path) -> Path:
    """Where uploaded files are kept: STORAGE_URL as ``file:///PATH``, or ``media`` in `folder`."""
    url = env.str("STORAGE_URL", default="")
    if not url:
        return folder / "media"
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        problem = "must be file:///PATH; other storages, such as s3://, are not supported yet"
        raise SettingError({"STORAGE_URL": problem})
    return Path(parts.path)


def media_folder_mode() -> int | None:
    """The mode of new folders of uploads; readable for a web server where STORAGE_URL is set."""
    return READABLE_FOLDER_MODE if env.str("STORAGE_URL", default="") else None


def email(folder: Path) -> dict[str, Any]:
    """Django's e-mail settings for EMAIL_URL, by name; files in `folder` when it is not set."""
    url = env.str("EMAIL_URL", default="")
    if not url:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": str(folder / "mail")}
    try:
        return dict(environ.Env.email_url_config(url))
    except (ImproperlyConfigured, KeyError, ValueError):
        problem = "must look like smtp+tls://USER:PASSWORD@HOST:PORT"
        raise SettingError({"EMAIL_URL": problem}) from None


def public_url(default: str) -> str:
    """The address visitors use, without a slash at its end: PUBLIC_URL."""
    url = env.str("PUBLIC_URL", default=default).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise SettingError({"PUBLIC_URL": "must look like https://www.example.org"})
    return url


def secret_key() -> str:
    """The production key: SECRET_KEY, long enough to be one."""
    key = env.str("SECRET_KEY")
    if len(key) < MIN_SECRET_KEY_LENGTH:
        problem = f"must have at least {MIN_SECRET_KEY_LENGTH} characters"
        raise SettingError({"SECRET_KEY": problem})
    return str(key)


def local_secret_key(folder: Path) -> str:
    """SECRET_KEY, or one that is made once and kept in `folder`, readable by the owner alone."""
    if key := env.str("SECRET_KEY", default=""):
        return str(key)
    path = folder / "secret_key"
    try:
        if not path.exists():
            _keep_new_key(path)
        return path.read_text()
    except OSError as error:
        raise SettingError({"KLASTR_HOME": unusable(folder, error)}) from None


def _keep_new_key(path: Path) -> None:
    """Write a new key to `path` unless another process is first; never half of one."""
    path.parent.mkdir(mode=HOME_MODE, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".secret_key.")  # for its owner only
    draft = Path(name)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def unusable(folder: Path, error: OSError) -> str:
    """Why `folder` cannot be KLASTR_HOME, in one line."""
    return f"cannot write to {folder}: {error.strerror or error}"


def workers() -> int:
    """How many processes serve: WORKERS, two when it is not set."""
    try:
        number = int(env.str("WORKERS", default="2"))
    except ValueError:
        number = 0
    if number < 1:
        raise SettingError({"WORKERS": "must be a number, 1 or more"})
    return number


def delivery() -> str:
    """Who tells handlers what was published: DELIVERY, the processes themselves when not set."""
    chosen = env.str("DELIVERY", default="embedded")
    if chosen not in DELIVERIES:
        raise SettingError({"DELIVERY": f"must be {' or '.join(DELIVERIES)}, not {chosen}"})
    return str(chosen)


def graphql() -> dict[str, Any]:
    """Limits and switches of the endpoint by name: GRAPHQL; none when not set."""
    return _json_object("GRAPHQL", '{"MAX_DEPTH": 15}')


def preview_frontends() -> dict[str, str]:
    """Where drafts are shown, by the host of a site or "*": PREVIEW_FRONTENDS."""
    return _json_object(
        "PREVIEW_FRONTENDS", '{"*": "https://www.example.org/api/draft"}', is_good=_is_web_address
    )


def purge() -> dict[str, Any]:
    """The HTTP caches to be told what changed, by name: PURGE; none when not set."""
    return _json_object("PURGE", '{"cdn": {"BACKEND": "cloudflare", …}}')


def webhooks() -> dict[str, Any]:
    """Where webhooks may go besides the public internet: WEBHOOKS; nowhere else when not set."""
    return _json_object("WEBHOOKS", '{"ALLOW_HTTP": true}')


def _json_object(
    variable: str, example: str, *, is_good: Callable[[Any], bool] = lambda _value: True
) -> dict[str, Any]:
    """The JSON object that stands in `variable`, each of its values good; empty when not set."""
    try:
        given = json.loads(env.str(variable, default="{}"))
    except ValueError:
        given = None
    if not isinstance(given, dict) or not all(map(is_good, given.values())):
        # What stands there may hold tokens, so it is not shown.
        raise SettingError({variable: f"must be a JSON object such as {example}"})
    return given


def _is_web_address(value: object) -> bool:
    try:
        return isinstance(value, str) and urlsplit(value).scheme in {"http", "https"}
    except ValueError:
        return False


def trusted_proxies() -> int:
    """How many proxies in front add to X-Forwarded-For: TRUSTED_PROXIES, none when not set."""
    text = env.str("TRUSTED_PROXIES", default="0").strip()
    if not (text.isascii() and text.isdigit() and len(text) == 1):
        raise SettingError({"TRUSTED_PROXIES": "must be a number, 0 to 9"})
    return int(text)
