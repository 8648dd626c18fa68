"""The page on which a developer tries queries in a browser: GraphiQL, served by ourselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # the editor measures and colours by style attributes
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

VARIABLES = '{\n  "first": 3\n}'
QUERY = """\
# Ctrl-Enter runs the operation under the cursor, Ctrl-Space completes.
# Ctrl-Enter spustí operaci pod kurzorem, Ctrl-mezerník doplňuje.

query Czech($first: Int) {
  pages(locale: CS, first: $first) {
    totalCount
    nodes {
      __typename
      title
      path
    }
  }
}

# Pages without an English version come in Czech.
query English($first: Int) {
  pages(locale: EN, fallback: [CS], first: $first) {
    totalCount
    nodes {
      __typename
      locale
      title
      path
    }
  }
}
"""


def explorer_page(request: HttpRequest) -> HttpResponse:
    """The explorer, with a policy that allows nothing but our own files."""
    response = render(
        request,
        "cms_graphql/explorer.html",
        {
            "endpoint": reverse("graphql"),
            "schema_url": reverse("graphql-schema"),
            "query": QUERY,
            "variables": VARIABLES,
        },
    )
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "no-store"
    response["Vary"] = "Accept, Accept-Language"
    return response
