"""Which other origins' scripts may ask the endpoint, besides those of CORS_ORIGINS: the sites'."""

from __future__ import annotations

from typing import Any

from corsheaders.signals import check_request_enabled
from django.http import HttpRequest
from wagtail.models import Site

from cms.graphql.view import is_api
from cms.plugin.scope import lasting


def connect() -> None:
    """Be asked when the origin of a request is not listed."""
    check_request_enabled.connect(is_of_a_site, dispatch_uid="cms_graphql.origins")


def is_of_a_site(request: HttpRequest, **_sender: Any) -> bool:
    """True when a script of one of our sites asks the endpoint."""
    origin = request.headers.get("Origin")
    return bool(origin) and is_api(request) and origin in _origins()


def _origins() -> frozenset[str]:
    """Where frontends of the sites are: the addresses that the office keeps under “Sites”."""
    return lasting("graphql.origins", lambda: frozenset(_read_origins()))


def _read_origins() -> list[str]:
    return [site.root_url for site in Site.objects.all()]
