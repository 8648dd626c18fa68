"""A visitor with many networks has the share of one."""

from __future__ import annotations

from django.test import RequestFactory

from cms.accounts.limits import has_had_its_share


def taken(addresses: list[str], *, per_hour: int = 2) -> list[bool]:
    """Whether each of these visitors, one after another, may."""
    factory = RequestFactory()
    return [
        not has_had_its_share(
            factory.post("/", REMOTE_ADDR=address), group="tests", per_hour=per_hour
        )
        for address in addresses
    ]


def test_household_with_many_networks_has_three_shares() -> None:
    household = [f"2001:db8:0:1{number:02x}::1" for number in range(256)]
    neighbour = "2001:db8:0:2ff::1"

    answers = taken([*household, neighbour])

    assert answers == [True] * 6 + [False] * 250 + [True]


def test_site_with_many_households_has_ten_shares() -> None:
    site = [f"2001:db8:0:{number:02x}00::1" for number in range(256)]

    answers = taken([*site, "2001:db8:1::1"])

    assert answers == [True] * 20 + [False] * 236 + [True]


def test_what_one_network_is_refused_counts_for_no_neighbour() -> None:
    answers = taken([*["2001:db8::1"] * 50, "2001:db8:0:1::1", "2001:db8:0:100::1"])

    assert answers == [True] * 2 + [False] * 48 + [True] * 2


def test_ipv4_addresses_have_a_share_each() -> None:
    assert taken([*["192.0.2.1"] * 3, "192.0.2.2"]) == [True, True, False, True]
