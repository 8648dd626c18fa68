"""The manifest of the members plugin."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import Contribution, Plugin


class MembersPlugin(Plugin):
    """The directory of members."""

    name = "plugins.members"
    label = "members"
    title = _("Members")
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, snippets and queries of the directory."""
        yield from ()
