"""Who asks, as far as its address tells: what limits per visitor are counted by."""

from __future__ import annotations

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

IPV6_PREFIX = 64  # bits; the least that a provider gives to one household or company
_with_port = re.compile(r"\[(?P<ipv6>[^\]]*)\](?::\d+)?|(?P<ipv4>[\d.]+):\d+")


def address_of(request: HttpRequest) -> str:
    """The address of the visitor: what the own proxies say of it, if there are any in front.

    Each proxy adds whom it heard from, so from the right come as many entries as there are own
    proxies; the last of them is the visitor, and beyond is whatever the visitor made up.
    """
    peer = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.KLASTR_TRUSTED_PROXIES
    if proxies == 0:
        return peer
    entries = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    visitor = _parsed(_without_port(entries[-proxies:][0].strip()))
    return peer if visitor is None else str(visitor)


def network_of(address: str, *, ipv6_prefix: int = IPV6_PREFIX) -> str:
    """What one visitor has: an IPv4 address, or the whole network of an IPv6 one."""
    parsed = _parsed(address)
    if parsed is None:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped is not None:  # all of IPv4 would be one network otherwise
        return str(parsed.ipv4_mapped)
    # An interface's name (“%eth0”) is the own machine's word, no part of the address.
    return str(ipaddress.IPv6Network((int(parsed), ipv6_prefix), strict=False))


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _without_port(entry: str) -> str:
    """The address in “203.0.113.9:4711” or “[2001:db8::1]:443”; any other entry as it is."""
    found = _with_port.fullmatch(entry)
    return (found["ipv6"] or found["ipv4"] or "") if found else entry
