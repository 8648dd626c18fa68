"""The address of a visitor, and what limits are counted by."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from cms.accounts.networks import address_of, network_of


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        (0, "8.8.8.8", "", "8.8.8.8"),
        (0, "10.0.0.2", "9.9.9.9", "10.0.0.2"),  # a private peer may be anybody
        (1, "10.0.0.2", "", "10.0.0.2"),
        (1, "10.0.0.2", "1.1.1.1, 9.9.9.9", "9.9.9.9"),
        (1, "10.0.0.2", "1.1.1.1, 10.0.0.7", "10.0.0.7"),  # a visitor of the house itself
        (1, "8.8.8.8", "spoofed, 9.9.9.9", "9.9.9.9"),  # a proxy elsewhere
        (1, "", "9.9.9.9", "9.9.9.9"),  # from a socket of the own machine
        (2, "10.0.0.2", "1.1.1.1, 9.9.9.9, 172.18.0.3", "9.9.9.9"),
        (3, "10.0.0.2", "9.9.9.9, 172.18.0.3", "9.9.9.9"),
        (1, "10.0.0.2", "203.0.113.9:4711", "203.0.113.9"),
        (1, "10.0.0.2", "[2001:db8::1]:443", "2001:db8::1"),
        (1, "10.0.0.2", "[2001:db8::1]", "2001:db8::1"),
        (1, "10.0.0.2", "2001:db8::1", "2001:db8::1"),
        (1, "10.0.0.2", "9.9.9.9, unknown", "10.0.0.2"),
        (1, "10.0.0.2", "9.9.9.9,", "10.0.0.2"),
    ],
)
def test_only_what_the_own_proxies_add_is_believed(
    settings: Settings, proxies: int, peer: str, forwarded: str, address: str
) -> None:
    settings.KLASTR_TRUSTED_PROXIES = proxies
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
