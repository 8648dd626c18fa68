"""The languages of the content."""

from __future__ import annotations

from enum import StrEnum

import graphene


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
