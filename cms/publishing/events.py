"""What is told when something public has changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cms.publishing import epoch


class Kind(StrEnum):
    """What happened. One transaction is one event and may be of several kinds."""

    PUBLISHED = "published"
    """A page became public, or a public page changed."""

    UNPUBLISHED = "unpublished"
    """A page that was public is no more, but is still there."""

    MOVED = "moved"
    """The address of a page changed, and with it those of all pages below."""

    DELETED = "deleted"
    """A public page, or something that pages show, was deleted."""

    RESTRICTED = "restricted"
    """Who may see pages or files changed: a restriction was made, changed or lifted."""

    EDITED = "edited"
    """Something that pages show changed: a snippet, a file, settings, a menu, a redirect."""

    SWITCHED = "switched"
    """A plugin was activated or deactivated, and with it all that it contributes."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Something public may have changed; a handler reads anew what is public now.

    `page_ids` are pages whose public state may differ: those that changed, those below whose
    address or visibility changed with them, and those that show what changed by reference. A page
    of these ids may be public, hidden or deleted by now. `objects` names what else changed, as
    "app.model:pk". `number` grows from event to event, in the order of commits.
    """

    number: int
    kinds: frozenset[Kind] = frozenset()
    page_ids: tuple[int, ...] = ()
    objects: tuple[str, ...] = ()
    other_tags: tuple[str, ...] = ()
    created_at: datetime | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        """All tags whose epochs grew: of the pages, and of types, versions and objects."""
        return (*tags_of_pages(self.page_ids), *self.other_tags)


def tags_of_pages(page_ids: Iterable[int]) -> tuple[str, ...]:
    """The tags of pages by id."""
    return tuple(epoch.page_tag(page_id) for page_id in page_ids)
