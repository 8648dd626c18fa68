"""What can be wrong with pages that are to be written together."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError


class PagesInvalid(Exception):
    """Some pages are not valid; nothing was written.

    `errors` holds Django's errors by the page's place in what was given, and its language.
    """

    def __init__(self, errors: Mapping[tuple[int, str], ValidationError]) -> None:
        self.errors = dict(errors)
        (place, locale), first = next(iter(self.errors.items()))
        super().__init__(f"Page {place} ({locale}): {'; '.join(first.messages)}")
