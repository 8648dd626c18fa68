"""One page in its languages, before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class PageVersions:
    """A page in the language it is written in first, and its texts in others.

    `source` has everything: fields, children, relations, and `live` says whether it is public.
    Each of `translations` is an unsaved page of the same type with its `locale` and the texts in
    that language, with the block ids and the children's translation keys of the source. What a
    translation lacks counts as not translated.
    """

    source: Page
    translations: Sequence[Page] = ()
