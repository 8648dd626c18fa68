"""What Django's setting ``KLASTR_WEBHOOKS`` allows beyond public addresses over https."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

SETTING = "WEBHOOKS"
KNOWN = {"ALLOW_HTTP", "NETWORKS"}


@dataclass(frozen=True, slots=True)
class Rules:
    """Whether plain http is allowed, and which networks besides public ones."""

    allows_http: bool = False
    networks: tuple[IPv4Network | IPv6Network, ...] = ()


def rules() -> Rules:
    """What the settings say.

    Raises:
        ImproperlyConfigured: They cannot be understood.
    """
    return _rules(json.dumps(settings.KLASTR_WEBHOOKS))


@lru_cache(maxsize=8)
def _rules(given: str) -> Rules:
    said: dict[str, Any] = json.loads(given)
    if unknown := sorted(said.keys() - KNOWN):
        raise ImproperlyConfigured(f"{SETTING}: {unknown[0]} is not known.")
    allows_http = said.get("ALLOW_HTTP", False)
    if not isinstance(allows_http, bool):
        raise ImproperlyConfigured(f"{SETTING}: ALLOW_HTTP must be true or false.")
    try:
        networks = tuple(ip_network(text) for text in said.get("NETWORKS", []))
    except (ValueError, TypeError):
        raise ImproperlyConfigured(
            f'{SETTING}: NETWORKS must be a list such as ["10.1.0.0/16", "fd00::/8"].'
        ) from None
    return Rules(allows_http, networks)
