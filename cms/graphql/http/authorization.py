"""From the header ``Authorization`` to the viewer. What is no valid token is never anonymous.

Other schemes than Bearer are not ours (a proxy in front of a test site asks for a password) and
open nothing. Tokens in addresses would end up in logs and histories: they are refused.
"""

from __future__ import annotations

from typing import Never

from django.http import HttpRequest
from wagtail.models.api import TOKEN_PREFIX

from cms.accounts.models import Scope
from cms.accounts.tokens import WrongToken, bearer_of
from cms.graphql.errors import ErrorCode, RequestError
from cms.graphql.viewer import ANYBODY, Viewer
from cms.publishing import preview

SCHEME = "bearer"
PREVIEW_HEADER = "X-Preview-Page"
OURS = (TOKEN_PREFIX, preview.PREFIX)  # whatever stands before them, somebody meant Bearer


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks.

    Raises:
        RequestError: 401, a token opens nothing; 403, the draft is not for its user.
    """
    if "access_token=" in request.META.get("QUERY_STRING", ""):
        _refuse("Send the token in the header Authorization, not in the address.")
    shown = request.headers.get("Authorization", "").strip()
    if not shown and "Authorization" in request.headers:  # or it was not ASCII: servers drop that
        _refuse("The header Authorization is empty.")
    scheme, _, secret = shown.partition(" ")
    if scheme.lower() != SCHEME:
        if any(prefix in shown for prefix in OURS):
            _refuse("Send the token as “Authorization: Bearer …”.")
        if PREVIEW_HEADER in request.headers:  # who sees the public page would take it for a draft
            _refuse(f"{PREVIEW_HEADER} needs a token in the header Authorization.")
        return ANYBODY
    try:
        return _viewer(secret.strip(), request.headers.get(PREVIEW_HEADER))
    except (WrongToken, preview.NoPreview):
        _refuse("The token is not valid.")


def _viewer(secret: str, page_id: str | None) -> Viewer:
    if secret.startswith(preview.PREFIX):
        return Viewer(draft=preview.read(secret), token="preview")  # noqa: S106 -- a name
    bearer = bearer_of(secret)
    if page_id is None:
        return Viewer(bearer.user, bearer.scopes, token=bearer.name)
    try:
        if Scope.DRAFTS not in bearer.scopes:
            raise preview.NoPreview
        draft = preview.latest(page_id, bearer.user)
    except preview.NoPreview as error:
        raise RequestError(
            "This token shows no draft of this page.", ErrorCode.FORBIDDEN, status=403
        ) from error
    return Viewer(bearer.user, bearer.scopes, draft, bearer.name)


def _refuse(message: str) -> Never:
    raise RequestError(
        message,
        ErrorCode.UNAUTHENTICATED,
        status=401,
        headers={"WWW-Authenticate": 'Bearer realm="graphql", error="invalid_token"'},
    )
