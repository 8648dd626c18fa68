"""The manifest of the members plugin."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import (
    AdminHook,
    AdminViews,
    Bench,
    BodyBlock,
    Confinement,
    Contribution,
    Demo,
    Fields,
    HomePanel,
    MenuItem,
    PageType,
    Plugin,
    Queries,
    Role,
    Searchable,
    Setting,
    SiteViews,
    Snippet,
    Upgrade,
)


class MembersPlugin(Plugin):
    """The directory of members."""

    name = "plugins.members"
    label = "members"
    title = _("Members")
    description = _("A directory of the cluster's members, with a page for each of them.")
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, snippets, a block and queries of the directory."""
        from cms.accounts.roles import CLUSTER_OFFICE  # noqa: PLC0415 -- apps are ready
        from plugins.members import (  # noqa: PLC0415 -- apps are ready
            admin,
            bench,
            blocks,
            demo,
            feeds,
            models,
            search,
            tables,
            upgrades,
        )
        from plugins.members.graphql import queries, types  # noqa: PLC0415 -- apps are ready

        yield PageType(models.MemberIndexPage, graphql=types.MemberIndexPage)
        yield PageType(models.MemberPage, graphql=types.Member)
        yield Searchable(search.MemberIndexDocument)
        yield Searchable(search.MemberDocument)
        yield Snippet(admin.MarketViewSet, graphql=types.Market)
        yield BodyBlock("members", blocks.FeaturedMembersBlock(), types.FeaturedMembersBlock)
        yield Queries(queries.MemberQueries)
        yield Fields(on="Organisation", mixin=types.OrganisationMember)
        yield feeds.new_members
        yield AdminViews("members", admin.urls())
        yield MenuItem(admin.menu_item)
        yield Role(
            CLUSTER_OFFICE,
            ("members.add_market", "members.change_market", "members.delete_market"),
        )
        yield Upgrade(1, upgrades.create_logo_collection)
        yield tables.MEMBERS
        yield Demo(demo.create)
        yield Bench("members", 200, bench.fill)
        yield from self._self_service()

    def _self_service(self) -> Iterator[Contribution]:
        from cms.accounts import roles  # noqa: PLC0415 -- apps are ready
        from plugins.members.models import SelfServiceSettings  # noqa: PLC0415 -- apps are ready
        from plugins.members.self_service import (  # noqa: PLC0415 -- apps are ready
            home,
            office,
            reach,
            receivers,  # noqa: F401 -- connects
            site_views,
            workflow,
        )

        yield Confinement(reach.reach)
        yield HomePanel(home.OwnPagesPanel)
        yield AdminHook("register_page_header_buttons", home.header_buttons)
        yield MenuItem(office.menu_item)
        yield Setting(SelfServiceSettings)
        yield SiteViews("member-access", site_views.urls)
        yield Role(roles.MEMBER_EDITORS, ("wagtailadmin.access_admin",))
        yield Role(
            roles.CLUSTER_OFFICE, ("members.change_editor", "members.change_selfservicesettings")
        )
        yield Upgrade(2, workflow.create_approval)
