"""A setting that cannot be understood stops the start, and is named."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from cms.webhooks.conf import Rules, rules


def test_nothing_is_allowed_by_default(settings: Settings):
    settings.KLASTR_WEBHOOKS = {}

    assert rules() == Rules(allows_http=False, networks=())


def test_networks_of_both_kinds_are_read(settings: Settings):
    settings.KLASTR_WEBHOOKS = {"ALLOW_HTTP": True, "NETWORKS": ["10.1.0.0/16", "fd00::/8"]}

    assert rules() == Rules(True, (ip_network("10.1.0.0/16"), ip_network("fd00::/8")))


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"ALLOW_HTTPS": True}, "WEBHOOKS: ALLOW_HTTPS is not known."),
        ({"ALLOW_HTTP": "yes"}, "WEBHOOKS: ALLOW_HTTP must be true or false."),
        *(
            ({"NETWORKS": networks}, "WEBHOOKS: NETWORKS must be a list such as")
            for networks in ("10.0.0.0/8", ["10.0.0.1/8"], [7.5], 7)
        ),
    ],
)
def test_wrong_setting_is_named(settings: Settings, given: dict[str, Any], problem: str):
    settings.KLASTR_WEBHOOKS = given

    with pytest.raises(ImproperlyConfigured, match=problem):
        rules()
