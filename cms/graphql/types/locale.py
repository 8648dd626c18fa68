"""The languages of the content."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import graphene

from cms.graphql.context import AskedLocale


class LocaleCode(StrEnum):
    """The language codes, as Wagtail stores them. Queries take the plain ``.value``."""

    CS = "cs"
    EN = "en"

    @property
    def description(self) -> str:
        """What the schema says about the value."""
        return {"cs": "Czech.", "en": "English."}[self.value]


class Locale(graphene.Enum):
    class Meta:
        enum = LocaleCode
        description = "A language of the content."


def locale_argument() -> graphene.Argument:
    """The argument ``locale: Locale!``."""
    return graphene.Argument(graphene.NonNull(Locale), description="The language asked for.")


def fallback_argument() -> graphene.Argument:
    """The argument ``fallback: [Locale!]``."""
    return graphene.Argument(
        graphene.List(graphene.NonNull(Locale)),
        description="Languages that may stand in, in this order, for what is not translated; none"
        " unless said.",
    )


def asked_in(locale: LocaleCode, fallback: Iterable[LocaleCode] | None = None) -> AskedLocale:
    """What the arguments ``locale`` and ``fallback`` ask for."""
    code = str(locale.value)
    codes = dict.fromkeys(str(other.value) for other in fallback or ())
    return AskedLocale(code, tuple(other for other in codes if other != code))
