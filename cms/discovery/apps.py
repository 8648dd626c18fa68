"""What helps visitors find: a thesaurus and promoted results, contributed by the core."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import Contribution, Plugin, Role, Snippet, Upgrade


class DiscoveryPlugin(Plugin):
    """The thesaurus and promoted results."""

    name = "cms.discovery"
    label = "cms_discovery"
    title = _("Discovery")
    description = _("Thesaurus and promoted results for search.")
    is_core = True

    def contributions(self) -> Iterator[Contribution]:
        """The snippets, who may edit them, and the first entries."""
        from cms.accounts import roles  # noqa: PLC0415 -- apps are ready
        from cms.discovery import admin, seed  # noqa: PLC0415 -- apps are ready

        yield Snippet(admin.ThesaurusViewSet)
        yield Snippet(admin.PromotedResultViewSet)
        yield Role(
            roles.CLUSTER_OFFICE,
            tuple(
                f"cms_discovery.{action}_{model}"
                for model in ("thesaurusentry", "promotedresult")
                for action in ("add", "change", "delete", "view")
            )
            + ("cms_discovery.view_askedquery",),
        )
        yield Upgrade(1, seed.create_thesaurus)
