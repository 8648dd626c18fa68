"""What follows the question mark, read; and what is wrong with it, in words."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from cms.graphql.filters.flat import ParameterError, Problem
from cms.website.feeds.lists import Pairs

MAX_QUERY_LENGTH = 8000
MAX_PARAMETERS = 500
MAX_OFFERED = 40


class AddressError(ValueError):
    """The address as a whole is wrong; the message says how."""


def pairs_of(query: bytes) -> Pairs:
    """The parameters in their order.

    Raises:
        AddressError: It is too long, or no text.
    """
    if len(query) > MAX_QUERY_LENGTH:
        raise AddressError(
            _("The address is too long: at most %(limit)d characters may follow the question mark.")
            % {"limit": MAX_QUERY_LENGTH}
        )
    try:
        return parse_qsl(
            query.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_PARAMETERS,
        )
    except UnicodeError as error:
        raise AddressError(_("The address is not in UTF-8.")) from error
    except ValueError as error:
        raise AddressError(
            _("The address has more than %(limit)d parameters.") % {"limit": MAX_PARAMETERS}
        ) from error


def said(error: AddressError | ParameterError) -> str:
    """What is wrong, in the active language."""
    if isinstance(error, AddressError):
        return str(error)
    facts = {"name": error.name, "limit": error.limit, "offered": ", ".join(error.offered)}
    match error.problem:
        case Problem.UNKNOWN:
            text = _("There is no parameter “%(name)s”.")
        case Problem.REPEATED:
            text = _("The parameter “%(name)s” may be given only once.")
        case Problem.TOO_MANY:
            text = _("The parameter “%(name)s” may be given at most %(limit)d times.")
        case Problem.TOO_DEEP:
            text = _("“not” may stand in a parameter at most %(limit)d times.")
        case Problem.BACKWARDS:
            text = _("In “%(name)s”, “since” must not be after “until”.")
        case Problem.NOT_OFFERED if len(error.offered) <= MAX_OFFERED:
            text = _("The value of “%(name)s” must be one of: %(offered)s.")
        case _:
            text = _("The parameter “%(name)s” has a wrong value.")
    return text % facts
