"""How often one visitor may do something: counted for its network and for the wider ones around.

Providers give a household one IPv6 /64, but also 256 (a /56) or 65,536 of them (a /48); whoever has
many would have as many shares. Wider networks get more, since several households may lie in them.
"""

from __future__ import annotations

from django.http import HttpRequest
from django_ratelimit.core import is_ratelimited

from cms.accounts.networks import address_of, network_of

WIDER = {56: 3, 48: 10}  # bits of the IPv6 prefix → how many times the share of the visitor's /64


def has_had_its_share(request: HttpRequest, *, group: str, per_hour: int) -> bool:
    """True when a network of the visitor has had its share of `group`; counts this time as well.

    What a network is refused is not counted for those around it: one visitor who goes on and on
    would shut the neighbours out.
    """
    return any(
        _is_too_often(request, group, network, f"{limit}/h")
        for network, limit in shares_of(address_of(request), per_hour).items()
    )


def shares_of(address: str, share: int) -> dict[str, int]:
    """What each network of this address may have, narrow ones first; an IPv4 address is one."""
    shares = {network_of(address): share}
    for prefix, times in WIDER.items():
        shares.setdefault(network_of(address, ipv6_prefix=prefix), share * times)
    return shares


def _is_too_often(request: HttpRequest, group: str, network: str, rate: str) -> bool:
    too_often: bool = is_ratelimited(
        request, group=group, key=lambda _group, _asked: network, rate=rate, increment=True
    )
    return too_often
