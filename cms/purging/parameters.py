"""What the settings say of a cache, read with its type; what is wrong is named, never shown."""

from __future__ import annotations

from typing import Any, Never
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

SETTING = "PURGE"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Parameters:
    """The parameters of one cache. Each is taken once; :meth:`finish` complains of what is left."""

    def __init__(self, cache: str, given: dict[str, Any]) -> None:
        """Nothing is taken yet."""
        self.cache = cache
        self._left = dict(given)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default there must be one."""
        value = self._left.pop(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.refuse(key, "must be a text that is not empty")
        return value.strip()

    def raw_text(self, key: str, default: str) -> str:
        """A text with the blanks around it."""
        value = self._left.pop(key, default)
        if not isinstance(value, str):
            self.refuse(key, "must be a text")
        return value

    def by_default(self, key: str, value: Any) -> Parameters:
        """The same, with `value` where nothing is said."""
        self._left.setdefault(key, value)
        return self

    def number(self, key: str, default: int) -> int:
        """A whole number, 0 or more."""
        value = self._left.pop(key, default)
        if type(value) is not int or value < 0:
            self.refuse(key, "must be a whole number, 0 or more")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when it is not given."""
        value = self._left.pop(key, False)
        if not isinstance(value, bool):
            self.refuse(key, "must be true or false")
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self._left.pop(key, list(default))
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.refuse(key, "must be a list of texts")
        return tuple(value)

    def mapping(self, key: str) -> dict[str, Any]:
        """An object."""
        value = self._left.pop(key, {})
        if not isinstance(value, dict):
            self.refuse(key, "must be an object")
        return value

    def address(self, key: str, default: str | None = None, *, is_secret: bool = False) -> str:
        """The address of a server, without a slash at its end.

        With `is_secret` a token goes there: over https, or to this very machine.
        """
        url = self.text(key, default).rstrip("/")
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            self.refuse(key, "must look like https://HOST/PATH, without a password in it")
        if is_secret and parts.scheme != "https" and parts.hostname not in LOOPBACK:
            self.refuse(key, "must begin with https://, for a token is sent there")
        return url

    def rest(self) -> dict[str, Any]:
        """All that was not taken."""
        left, self._left = self._left, {}
        return left

    def finish(self) -> None:
        """Do nothing when all is taken.

        Raises:
            ImproperlyConfigured: something is given that nobody knows.
        """
        for key in sorted(self._left):
            self.refuse(key, "is not known")

    def refuse(self, key: str, problem: str) -> Never:
        """Raise: this parameter cannot be used."""
        raise ImproperlyConfigured(f"{SETTING}: {self.cache}: {key} {problem}.")
