"""Plugin zero: what every cluster's site has, contributed by the contract that plugins use."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import Contribution, Plugin


class ContentPlugin(Plugin):
    """Pages, blocks, menus and settings of the core."""

    name = "cms.content"
    label = "cms_content"
    title = _("Content")
    is_core = True

    def contributions(self) -> Iterator[Contribution]:
        """The core's own page types, snippets, blocks and queries."""
        yield from ()
