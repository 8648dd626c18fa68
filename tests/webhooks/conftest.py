"""Receivers, and endpoints that lead to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from cms.webhooks.models import Endpoint
from tests.webhooks import receiver as servers
from tests.webhooks.receiver import Receiver

HERE = {"ALLOW_HTTP": True, "NETWORKS": ["127.0.0.0/8"]}


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """A receiver on this machine, which webhooks may go to."""
    settings.KLASTR_WEBHOOKS = HERE
    with servers.receiver() as found:
        yield found


@pytest.fixture
def second() -> Iterator[Receiver]:
    """Another one."""
    with servers.receiver() as found:
        yield found


@pytest.fixture
def endpoint(receiver: Receiver) -> Endpoint:
    """The endpoint of the receiver."""
    return Endpoint.objects.create(description="Frontend", url=receiver.url)
