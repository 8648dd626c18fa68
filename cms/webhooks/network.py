"""Where webhooks may go: what a URL may look like, and which addresses its host may have.

A host name may mean another machine each time it is asked for, so what is checked is what is
connected to, each time anew.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from cms.webhooks.conf import Rules, rules

PORTS = {"https": 443, "http": 80}
FIRST_FREE_PORT = 1024  # below are services that are not the web, but for the two above
MAX_URL = 500
_NAT64 = IPv6Network("64:ff9b::/96")
_REFUSED = (
    IPv6Network("fec0::/10"),  # site-local, before unique local ones
    IPv6Network("64:ff9b:1::/48"),  # NAT64 within a network
    IPv6Network("::/96"),  # IPv4-compatible
    IPv6Network("5f00::/16"),  # segment routing
    IPv6Network("3fff::/20"),  # documentation
)
Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]


class Refused(Exception):
    """A webhook may not go there; the text is one of `cms.webhooks.problems`."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect to, and as whom: `address` is the one that was checked."""

    is_secure: bool
    host: str
    port: int
    address: str
    path: str

    @property
    def host_header(self) -> str:
        """What the header ``Host`` says."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = PORTS["https" if self.is_secure else "http"]
        return name if self.port == usual else f"{name}:{self.port}"


def resolved(host: str, port: int) -> list[str]:
    """The addresses of `host` as the system knows them.

    Raises:
        OSError: It knows none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def target_of(url: str, resolve: Resolve = resolved) -> Target:
    """Where a webhook to `url` goes now.

    Raises:
        Refused: It must not go there, or the host has no address.
    """
    allowed = rules()
    parts, port = checked_url(url)
    host = parts.hostname or ""
    try:
        found = [ip_address(text.partition("%")[0]) for text in resolve(host, port)]
    except (OSError, UnicodeError, ValueError):
        raise Refused("no-address") from None
    if not found or not all(is_allowed(address, allowed) for address in found):
        raise Refused("not-public")
    path = parts.path or "/"
    asked = f"{path}?{parts.query}" if parts.query else path
    return Target(parts.scheme == "https", host, port, str(found[0]), asked)


def checked_url(url: str) -> tuple[SplitResult, int]:
    """The parts of `url` and its port.

    Raises:
        Refused: A webhook cannot go to such a URL, wherever its host is.
    """
    is_plain = url.isascii() and url.isprintable() and " " not in url and "\\" not in url
    try:
        parts = urlsplit(url)
        port = PORTS.get(parts.scheme, 0) if parts.port is None else parts.port
    except ValueError:
        raise Refused("no-url") from None
    if not is_plain or not parts.hostname or len(url) > MAX_URL or "#" in url:
        raise Refused("no-url")
    if parts.scheme != "https" and not (parts.scheme == "http" and rules().allows_http):
        raise Refused("not-secure")
    if "@" in parts.netloc:
        raise Refused("password")
    if port not in PORTS.values() and port < FIRST_FREE_PORT:
        raise Refused("port")
    return parts, port


def is_allowed(address: Address, allowed: Rules) -> bool:
    """True for a public address, and for one in an allowed network."""
    if any(address.version == each.version and address in each for each in allowed.networks):
        return True
    if _is_refused(address):
        return False
    inner = _embedded(address)
    if inner:
        return all(is_allowed(each, allowed) for each in inner)
    return address.is_global and not address.is_multicast


def _is_refused(address: Address) -> bool:
    return isinstance(address, IPv6Address) and any(address in each for each in _REFUSED)


def _embedded(address: Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 one stands for, none when it is its own."""
    if isinstance(address, IPv4Address):
        return []
    if address in _NAT64:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    found = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()))
    return [each for each in found if each is not None]
