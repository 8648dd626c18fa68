"""Webhooks go to the public internet only, whatever a name stands for, and where it is allowed."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from cms.webhooks.network import Refused, Resolve, Target, target_of


def meaning(*addresses: str) -> Resolve:
    """A resolver for which every name stands for these addresses."""
    return lambda _host, _port: list(addresses)


PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "224.0.0.1", "239.1.1.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),  # noqa: S104 -- an address to refuse
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
    *("::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1"),
    *("2002:7f00:1::", "2002:a00:1::", "2001:0:a00:1::", "2001::f5ff:fffe"),
    *("::127.0.0.1", "fec0::1", "3fff::1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_refused(address: str):
    with pytest.raises(Refused, match="^not-public$"):
        target_of("https://hook.example.org/", meaning(address))


def test_name_with_one_private_address_is_refused():
    with pytest.raises(Refused, match="^not-public$"):
        target_of("https://hook.example.org/", meaning("93.184.215.14", "10.0.0.1"))


def test_name_that_means_another_address_the_next_time_is_checked_again():
    answers = [["93.184.215.14"], ["127.0.0.1"]]

    def resolve(_host: str, _port: int) -> list[str]:
        return answers.pop(0)

    assert target_of("https://hook.example.org/", resolve).address == "93.184.215.14"
    with pytest.raises(Refused, match="^not-public$"):
        target_of("https://hook.example.org/", resolve)


@pytest.mark.parametrize(
    "url",
    [
        *("https://127.0.0.1/", "https://[::1]/", "https://localhost/", "https://127.1/"),
        *("https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://0/"),
    ],
)
def test_this_machine_is_refused_however_it_is_written(url: str):
    with pytest.raises(Refused):
        target_of(url)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::1", "64:ff9b::5db8:d70e"])
def test_public_address_is_what_is_connected_to(address: str):
    found = target_of("https://hook.example.org:8443/a/b?c=d", meaning(address))

    assert found == Target(True, "hook.example.org", 8443, address, "/a/b?c=d")
    assert found.host_header == "hook.example.org:8443"


def test_networks_of_the_setting_are_allowed(settings: Settings):
    settings.KLASTR_WEBHOOKS = {"NETWORKS": ["10.1.0.0/16"]}

    assert target_of("https://build.example.org/", meaning("10.1.2.3")).address == "10.1.2.3"
    with pytest.raises(Refused, match="^not-public$"):
        target_of("https://build.example.org/", meaning("10.2.2.3"))
    with pytest.raises(Refused, match="^not-secure$"):
        target_of("http://build.example.org/", meaning("10.1.2.3"))


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://example.org/", "not-secure"),
        ("ftp://example.org/", "not-secure"),
        ("file:///etc/passwd", "no-url"),
        ("https:///x", "no-url"),
        ("https://example.org:99999/", "no-url"),
        ("https://[::1", "no-url"),
        ("https://example.org/#a", "no-url"),
        ("https://example.org/a b", "no-url"),
        ("https://example.org\\@127.0.0.1/", "no-url"),
        (f"https://example.org/{'a' * 500}", "no-url"),
        ("", "no-url"),
        ("https://user:pass@example.org/", "password"),
        ("https://user@example.org/", "password"),
        ("https://example.org:25/", "port"),
        ("https://example.org:0/", "port"),
        ("https://no-such-host.invalid/", "no-address"),
        (f"https://{'a' * 70}.example.org/", "no-address"),
    ],
)
def test_url_that_cannot_be_is_named(url: str, problem: str):
    with pytest.raises(Refused, match=f"^{problem}$"):
        target_of(url)
