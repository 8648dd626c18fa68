"""Saved searches, contributed by the core: pages for subscribers, a report for the office."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import AdminViews, Contribution, MenuItem, Plugin, Role, SiteViews


class SubscriptionsPlugin(Plugin):
    """Feeds by e-mail."""

    name = "cms.subscriptions"
    label = "cms_subscriptions"
    title = _("Subscriptions")
    description = _("New entries of any list by e-mail, once a day or once a week.")
    is_core = True

    def contributions(self) -> Iterator[Contribution]:
        """The pages behind the links in letters, and the report."""
        from cms.accounts import roles  # noqa: PLC0415 -- apps are ready
        from cms.subscriptions import admin, site_views  # noqa: PLC0415 -- apps are ready

        yield SiteViews("subscriptions", site_views.urls)
        yield AdminViews("subscriptions", admin.urls)
        yield MenuItem(admin.menu_item)
        yield Role(
            roles.CLUSTER_OFFICE,
            (
                "cms_subscriptions.view_subscription",
                "cms_subscriptions.change_subscription",
            ),
        )
