"""What can go wrong at the endpoint, each with a code that clients can rely on.

    GraphQLError
    └── ApiError                  said on purpose; its message reaches the client
        ├── RequestError          the HTTP request is refused with its own status
        ├── LimitError            a limit is exceeded: 400, with ``extensions.limit``
        └── CursorError           ``after`` is not a cursor of this list

Whatever else a resolver raises is masked: the client gets "Internal server error." and an id, the
log gets the exception under the same id.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from enum import StrEnum
from secrets import token_hex
from typing import Any

from graphql import GraphQLError, Node

logger = logging.getLogger(__name__)

MASKED = "Internal server error."
LONGEST_MESSAGE = 2_000  # characters: graphql-core's quote what was sent, however long that is


class ErrorCode(StrEnum):
    """Every value that ``extensions.code`` can have."""

    ANSWER_TOO_LARGE = "ANSWER_TOO_LARGE"
    BAD_REQUEST = "BAD_REQUEST"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    DOCUMENT_NOT_TRUSTED = "DOCUMENT_NOT_TRUSTED"
    DOCUMENT_TOO_LARGE = "DOCUMENT_TOO_LARGE"
    FORBIDDEN = "FORBIDDEN"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"
    INTROSPECTION_DISABLED = "INTROSPECTION_DISABLED"
    INVALID_CURSOR = "INVALID_CURSOR"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    NOT_ACCEPTABLE = "NOT_ACCEPTABLE"
    OPERATION_RESOLUTION_FAILURE = "OPERATION_RESOLUTION_FAILURE"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    PERSISTED_QUERY_NOT_SUPPORTED = "PERSISTED_QUERY_NOT_SUPPORTED"
    PLUGIN_FAILED = "PLUGIN_FAILED"
    RATE_LIMITED = "RATE_LIMITED"
    REQUEST_TOO_LARGE = "REQUEST_TOO_LARGE"
    TIMEOUT = "TIMEOUT"
    TOO_DEEP = "TOO_DEEP"
    TOO_EXPENSIVE = "TOO_EXPENSIVE"
    TOO_MANY_ALIASES = "TOO_MANY_ALIASES"
    TOO_MANY_DIRECTIVES = "TOO_MANY_DIRECTIVES"
    TOO_MANY_FIELDS = "TOO_MANY_FIELDS"
    TOO_MANY_OPERATIONS = "TOO_MANY_OPERATIONS"
    TOO_MANY_ROOT_FIELDS = "TOO_MANY_ROOT_FIELDS"
    TOO_MANY_TOKENS = "TOO_MANY_TOKENS"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"


class ApiError(GraphQLError):
    """An error that a client should read: `message`, `code` and further `extensions`.

    Raise it in a resolver when the question was wrong. Not found is null, not an error.
    """

    def __init__(
        self,
        message: str,
        code: ErrorCode = ErrorCode.BAD_USER_INPUT,
        *,
        nodes: list[Node] | None = None,
        **extensions: object,
    ) -> None:
        super().__init__(message, nodes, extensions={"code": code.value, **extensions})
        self.code = code


class RequestError(ApiError):
    """The HTTP request itself is refused with `status` and `headers`."""

    def __init__(
        self,
        message: str,
        code: ErrorCode,
        *,
        status: int = 400,
        headers: Mapping[str, str] | None = None,
        **extensions: object,
    ) -> None:
        super().__init__(message, code, nodes=None, **extensions)
        self.status = status
        self.headers = dict(headers or {})


class LimitError(ApiError):
    """More was asked for than `limit` allows."""

    def __init__(
        self,
        message: str,
        code: ErrorCode,
        *,
        limit: int,
        nodes: list[Node] | None = None,
        **extensions: object,
    ) -> None:
        super().__init__(message, code, nodes=nodes, limit=limit, **extensions)


class CursorError(ApiError):
    """The value of ``after`` was not made for this list in this order."""

    def __init__(self) -> None:
        super().__init__(
            "The value of 'after' is not a cursor of this list in this order.",
            ErrorCode.INVALID_CURSOR,
        )


def deliberate(error: BaseException | None) -> ApiError | None:
    """The :class:`ApiError` that `error` is or was made from; None when nobody said it."""
    while error is not None:
        if isinstance(error, ApiError):
            return error
        error = error.original_error if isinstance(error, GraphQLError) else None
    return None


def formatted(error: GraphQLError, code: ErrorCode) -> dict[str, Any]:
    """The error as the answer shows it; `code` stands when the error brings none."""
    shown: dict[str, Any] = dict(error.formatted)
    if len(error.message) > LONGEST_MESSAGE:
        shown["message"] = f"{error.message[: LONGEST_MESSAGE - 1]}…"
    shown["extensions"] = {"code": code.value, **(error.extensions or {})}
    return shown


class Mask:
    """Hides unexpected errors of one execution: one id and one log entry for each kind of them.

    `owner_of` names the plugin that supplied a field, None for core's own.
    """

    def __init__(self, owner_of: Callable[[str, str], str | None]) -> None:
        self._owner_of = owner_of
        self._ids: dict[tuple[str, str, type[BaseException]], str] = {}

    def apply(self, error: GraphQLError, type_name: str, field_name: str) -> None:
        """Give `error` what the client may know, log what only the operator may."""
        said = deliberate(error)
        if said is not None:
            error.extensions = dict(said.extensions or {})
            return
        cause = error.original_error or error
        plugin = self._owner_of(type_name, field_name)
        kind = (type_name, field_name, type(cause))
        error_id = self._ids.get(kind)
        if error_id is None:
            error_id = self._ids[kind] = token_hex(8)
            logger.error(
                "graphql.resolver_failed",
                exc_info=(type(cause), cause, cause.__traceback__),
                extra={
                    "error_id": error_id,
                    "field": f"{type_name}.{field_name}",
                    "plugin": plugin or "",
                },
            )
        code = ErrorCode.PLUGIN_FAILED if plugin else ErrorCode.INTERNAL_SERVER_ERROR
        error.message = MASKED
        error.extensions = {"code": code.value, "id": error_id}
        if plugin:
            error.extensions["plugin"] = plugin


def unexpected(error: BaseException) -> dict[str, Any]:
    """An exception outside any resolver, logged, as the answer shows it."""
    error_id = token_hex(8)
    logger.error(
        "graphql.request_failed",
        exc_info=(type(error), error, error.__traceback__),
        extra={"error_id": error_id},
    )
    return {
        "message": MASKED,
        "extensions": {"code": ErrorCode.INTERNAL_SERVER_ERROR.value, "id": error_id},
    }
