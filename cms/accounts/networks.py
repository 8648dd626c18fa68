"""Who asks, as far as its address tells: what limits per visitor are counted by."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest

IPV6_PREFIX = 64  # bits; what a provider gives to one household or company


def address_of(request: HttpRequest) -> str:
    """The address of the visitor: what the own proxies say of it, if there are any in front.

    Only a proxy in the same private network is believed. Each proxy adds whom it heard from, so
    from the right come own proxies, then the visitor, then whatever the visitor made up.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if not _is_own_proxy(peer):
        return peer
    for entry in reversed(str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")):
        address = entry.strip()
        if _parsed(address) is None:
            break
        if not _is_own_proxy(address):
            return address
    return peer


def network_of(address: str) -> str:
    """What one visitor has: an IPv4 address, or the whole network of an IPv6 one."""
    parsed = _parsed(address)
    if parsed is None:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped is not None:  # all of IPv4 would be one network otherwise
        return str(parsed.ipv4_mapped)
    # An interface's name (“%eth0”) is the own machine's word, no part of the address.
    return str(ipaddress.IPv6Network((int(parsed), IPV6_PREFIX), strict=False))


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_own_proxy(peer: str) -> bool:
    parsed = _parsed(peer)
    return not peer or (parsed is not None and parsed.is_private)
