"""The address of a visitor, and what limits are counted by."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from cms.accounts.networks import address_of, network_of


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("8.8.8.8", "", "8.8.8.8"),
        ("8.8.8.8", "198.51.100.7", "8.8.8.8"),
        ("10.0.0.2", "spoofed, 9.9.9.9", "9.9.9.9"),
        ("10.0.0.2", "1.1.1.1, 9.9.9.9, 172.18.0.3", "9.9.9.9"),
        ("10.0.0.2", "nonsense", "10.0.0.2"),
        ("", "9.9.9.9", "9.9.9.9"),  # from a socket of the own machine
    ],
)
def test_only_the_own_proxy_is_believed(peer: str, forwarded: str, address: str) -> None:
    request = RequestFactory().post("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)

    assert address_of(request) == address


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("9.9.9.9", "9.9.9.9"),
        ("::ffff:9.9.9.9", "9.9.9.9"),
        ("2a00:1450:4001:81c::1", "2a00:1450:4001:81c::/64"),
        ("2a00:1450:4001:081c:ffff::2", "2a00:1450:4001:81c::/64"),
        ("2a00:1450:4001:81d::1", "2a00:1450:4001:81d::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("nonsense", "nonsense"),
    ],
)
def test_a_visitor_has_an_address_or_a_whole_network(address: str, network: str) -> None:
    assert network_of(address) == network
