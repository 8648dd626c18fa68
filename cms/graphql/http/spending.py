"""What a visitor may ask for in a minute, by cost; what is kept costs nothing."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from django.http import HttpRequest

from cms.accounts.budgets import seconds_to_wait
from cms.accounts.networks import address_of
from cms.graphql.conf import Conf
from cms.graphql.errors import ErrorCode, RequestError

GROUP = "graphql"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Spending:
    """What one request spends of its visitor's share."""

    __slots__ = ("_limits", "_request")

    def __init__(self, request: HttpRequest, limits: Conf) -> None:
        """Spend nothing yet."""
        self._request, self._limits = request, limits

    def __call__(self, cost: int) -> None:
        """Count `cost` before that work is done.

        Raises:
            RequestError: 429, the share of this minute is used up.
        """
        share = self._limits.cost_per_minute
        if not share or is_free(address_of(self._request), self._limits.free_networks):
            return
        seconds = seconds_to_wait(self._request, group=GROUP, amount=cost, per_minute=share)
        if seconds:
            raise RequestError(
                f"Your network has asked for more than {share} fields in a minute.",
                ErrorCode.RATE_LIMITED,
                status=429,
                headers={"Retry-After": str(seconds)},
                limit=share,
                retryAfter=seconds,
            )


def is_free(address: str, networks: str) -> bool:
    """True when `address` lies in one of the `networks`, which stand one after another."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:  # a socket in a file: a proxy on the same machine
        return True
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped  # as a socket for both kinds names a peer
    return any(parsed in network for network in networks_of(networks))


@lru_cache(maxsize=8)
def networks_of(text: str) -> tuple[Network, ...]:
    """The networks that stand in `text`.

    Raises:
        ValueError: One of them is none.
    """
    return tuple(ipaddress.ip_network(each) for each in text.split())
