"""SQL statements of one answer, counted in this process on a prepared site."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PATHS = "{ members(locale: CS, first: 3) { nodes { path } } }"
DETAIL = """query ($path: String!) {
  route(path: $path) {
    ... on PageRoute {
      page {
        id title url locale
        seo { title description }
        breadcrumbs { title path }
        alternates { locale path }
        translation { isFallback state }
        ... on Member {
          logo { alt rendition(width: 320) { url } }
          pillars { name }
          topics { name }
        }
      }
    }
  }
}"""


def member_detail_queries(home: Path) -> Iterator[tuple[str, int]]:
    """Pairs (what was asked, statements) for a few members of the site in `home`."""
    os.environ["KLASTR_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.project.settings.local"
    django.setup()
    client = Client()
    for node in _ask(client, PATHS)["members"]["nodes"]:
        _ask(client, DETAIL, path=node["path"])  # draws renditions the first time
        with CaptureQueriesContext(connection) as captured:
            _ask(client, DETAIL, path=node["path"])
        yield node["path"], len(captured)


Data = dict[str, dict[str, list[dict[str, str]]]]


def _ask(client: Client, query: str, **variables: str) -> Data:
    body = json.dumps({"query": query, "variables": variables})
    answer = client.post("/graphql", body, content_type="application/json").json()
    if "errors" in answer:
        raise RuntimeError(answer["errors"])
    data: Data = answer["data"]
    return data
