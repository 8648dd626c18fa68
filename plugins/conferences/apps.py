"""The manifest of the conferences plugin."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import (
    AdminViews,
    Contribution,
    Demo,
    MenuItem,
    Mutations,
    PageType,
    Plugin,
    Queries,
    Relation,
    Role,
    Searchable,
    Snippet,
)


class ConferencesPlugin(Plugin):
    """Conferences with their partners."""

    name = "plugins.conferences"
    label = "conferences"
    title = _("Conferences")
    description = _(
        "Conferences that the cluster organises or supports, with partners, packages, fees and"
        " programme."
    )
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, snippets, queries, relations and enquiries."""
        from cms.accounts.roles import CLUSTER_OFFICE  # noqa: PLC0415 -- apps are ready
        from plugins.conferences import (  # noqa: PLC0415 -- apps are ready
            admin,
            demo,
            feeds,
            models,
            receivers,  # noqa: F401 -- connects them
            search,
        )
        from plugins.conferences.graphql import (  # noqa: PLC0415 -- apps are ready
            mutations,
            queries,
            types,
        )

        yield PageType(models.ConferenceIndexPage, graphql=types.ConferenceIndexPage)
        yield PageType(models.ConferencePage, graphql=types.Conference)
        yield Searchable(search.ConferenceIndexDocument)
        yield Searchable(search.ConferenceDocument)
        yield Snippet(admin.SaleViewSet)
        yield Snippet(admin.EnquiryViewSet)
        yield Queries(queries.ConferenceQueries)
        yield Mutations(mutations.ConferenceMutations)
        yield AdminViews("conferences", admin.listing.get_urlpatterns())
        yield MenuItem(admin.menu_item)
        yield feeds.conferences
        yield from _relations()
        yield Role(
            CLUSTER_OFFICE,
            (
                *(f"conferences.{action}_packagesale" for action in ("add", "change", "delete")),
                *(f"conferences.{action}_conferenceenquiry" for action in ("change", "delete")),
            ),
        )
        yield Demo(demo.create, after=("members", "events", "projects"))


def _relations() -> Iterator[Contribution]:
    """Partners and organisers; the event that is the same conference; the projects behind it."""
    source = "conferences.ConferencePage"
    for path in ("partners__organisation", "organisers__organisation"):
        yield Relation(
            source=source,
            target="members.MemberPage",
            path=path,
            reverse="conferences",
            order=("-start_on",),
            dated="start_on",
            reverse_description="The conferences that it is a partner of or organises, the latest"
            " first.",
        )
    yield Relation(
        source=source,
        target="events.EventPage",
        path="event",
        name="event",
        is_single=True,
        reverse="conferences",
        order=("-start_on",),
        description="The same conference in the calendar of events, if that is public there.",
        reverse_description="The conference that this event is, with partners and programme.",
    )
    yield Relation(
        source=source,
        target="projects.ProjectPage",
        path="projects__page",
        name="projects",
        reverse="conferences",
        order=("-start_on",),
        dated="start_on",
        description="The projects that it belongs to.",
        reverse_description="The conferences that belong to it, the latest first.",
    )
