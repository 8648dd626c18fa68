"""What is wrong with the endpoint's settings, told before it answers anybody."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from cms.graphql.conf import SETTING, conf
from cms.graphql.http.spending import networks_of
from cms.graphql.persisted.manifest import loaded


def settings_are_sound(**_options: Any) -> list[CheckMessage]:
    """An error for what is wrong: a name, a value, a network, the manifest."""
    try:
        limits = conf()
        networks_of(limits.free_networks)
        if limits.manifest:
            loaded(limits.manifest)
        elif limits.trusted_only:
            raise ImproperlyConfigured(f"{SETTING}: TRUSTED_ONLY needs a MANIFEST.")
    except (ImproperlyConfigured, ValueError) as error:
        return [Error(str(error), id="klastr.graphql.E001")]
    return []
