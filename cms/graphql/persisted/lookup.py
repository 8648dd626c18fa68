"""Which document a request asks for: written out, by hash, or by its id in the manifest.

Sources: Apollo's automatic persisted queries (``extensions.persistedQuery``, whose client expects
the messages and codes below), and the persisted documents of GraphQL over HTTP (``documentId``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NoReturn

from cms.graphql.conf import Conf
from cms.graphql.errors import ErrorCode, RequestError
from cms.graphql.persisted.manifest import Manifest, manifest_of
from cms.graphql.persisted.registered import registered

VERSION = 1
PREFIX = "sha256:"
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Found:
    """The text of the document; whether the manifest has it; the hash to register it under."""

    source: str
    is_trusted: bool = False
    register_as: str = ""


def document_of(parameters: Mapping[str, Any], conf: Conf) -> Found:
    """The document that the parameters of a request ask for.

    Raises:
        RequestError: They ask for none, for one that is not known, or for one that must not run.
    """
    source = parameters.get("query")
    document_id = parameters.get("documentId")
    asked_hash = _hash_in(parameters.get("extensions") or {})
    known = manifest_of(conf.manifest)
    if source is None and document_id is not None:
        if not isinstance(document_id, str) or not document_id:
            _refuse("The parameter 'documentId' must be a string.")
        return _by_name(document_id.removeprefix(PREFIX), known, conf)
    if source is None and asked_hash is not None:
        return _by_name(asked_hash, known, conf, is_automatic=True)
    if not isinstance(source, str) or not source:
        _refuse("The parameter 'query' must be a GraphQL document.")
    if document_id is not None:
        _refuse("Send either 'query' or 'documentId'.")
    return _written_out(source, asked_hash, known, conf)


def _hash_in(extensions: Mapping[str, Any]) -> str | None:
    """The hash that a client of automatic persisted queries sends; None when it sends none."""
    asked = extensions.get("persistedQuery")
    if asked is None:
        return None
    if not isinstance(asked, dict) or not isinstance(asked.get("sha256Hash"), str):
        _refuse("The extension 'persistedQuery' must have a 'sha256Hash'.")
    if asked.get("version") != VERSION:
        _refuse("Unsupported persisted query version.")
    return str(asked["sha256Hash"])


def _by_name(name: str, known: Manifest, conf: Conf, *, is_automatic: bool = False) -> Found:
    source = known.by_name.get(name)
    if source is not None:
        return Found(source, is_trusted=True)
    _check_trust(conf)
    if is_automatic and not conf.persisted_documents:
        raise RequestError(
            "PersistedQueryNotSupported", ErrorCode.PERSISTED_QUERY_NOT_SUPPORTED, status=200
        )
    if conf.persisted_documents and HASH.fullmatch(name):
        source = registered.source(name)
    if source is None:  # 200: clients take it as a question for the document, not as a failure
        raise RequestError(
            "PersistedQueryNotFound", ErrorCode.PERSISTED_QUERY_NOT_FOUND, status=200
        )
    return Found(source)


def _written_out(source: str, asked_hash: str | None, known: Manifest, conf: Conf) -> Found:
    if known.sources and source in known.sources:
        return Found(source, is_trusted=True)
    _check_trust(conf)
    if asked_hash is None:
        return Found(source)
    if asked_hash != sha256(source.encode()).hexdigest():
        _refuse("provided sha does not match query")
    return Found(source, register_as=asked_hash if conf.persisted_documents else "")


def _check_trust(conf: Conf) -> None:
    if conf.trusted_only:
        raise RequestError(
            "Only documents of the manifest are answered here.",
            ErrorCode.DOCUMENT_NOT_TRUSTED,
            status=403,
        )


def _refuse(message: str) -> NoReturn:
    raise RequestError(message, ErrorCode.BAD_REQUEST)
