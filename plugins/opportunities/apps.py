"""The manifest of the opportunities plugin."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext_lazy as _

from cms.plugin import (
    AdminViews,
    Bench,
    Contribution,
    Demo,
    MenuItem,
    PageType,
    Plugin,
    Queries,
    Relation,
    Searchable,
)


class OpportunitiesPlugin(Plugin):
    """The board of opportunities."""

    name = "plugins.opportunities"
    label = "opportunities"
    title = _("Opportunities")
    description = _(
        "Internships, theses, jobs, funding calls, missions and partner searches, each with its "
        "deadline."
    )
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, queries, relations and feeds of the board."""
        from plugins.opportunities import (  # noqa: PLC0415 -- apps are ready
            admin,
            bench,
            demo,
            feeds,
            models,
            search,
            tables,
        )
        from plugins.opportunities.graphql import queries, types  # noqa: PLC0415 -- apps are ready

        yield PageType(models.OpportunityIndexPage, graphql=types.OpportunityIndexPage)
        yield PageType(models.OpportunityPage, graphql=types.Opportunity)
        yield Searchable(search.OpportunityIndexDocument)
        yield Searchable(search.OpportunityDocument)
        yield Queries(queries.OpportunityQueries)
        yield from relations()
        yield feeds.opportunities
        yield AdminViews("opportunities", admin.listing.get_urlpatterns())
        yield MenuItem(admin.menu_item)
        yield tables.OPPORTUNITIES
        yield Demo(demo.create, after=("members", "projects", "events", "conferences"))
        yield Bench("opportunities", 2000, bench.fill, bench.QUESTIONS, after=("members",))


def relations() -> Iterator[Relation]:
    """What follows from the members, projects, events and conferences that opportunities name."""
    from plugins.opportunities.models.state import listed  # noqa: PLC0415 -- apps are ready

    related = partial(
        Relation,
        source="opportunities.OpportunityPage",
        order=("-first_published_at",),
        listed=listed,
    )
    yield related(
        target="members.MemberPage",
        path="organisation",
        reverse="opportunities",
        dated="first_published_at",
        reverse_description="Its opportunities that are not closed, the newest first.",
    )
    yield related(
        target="members.MemberPage",
        path="university",
        reverse="student_topics",
        reverse_description="Theses, projects and placements for its students that are not closed,"
        " the newest first.",
    )
    yield related(
        target="projects.ProjectPage",
        path="project",
        name="project",
        is_single=True,
        reverse="opportunities",
        dated="first_published_at",
        description="The project that it belongs to, if that is public.",
        reverse_description="Opportunities that it offers and that are not closed, the newest"
        " first.",
    )
    for name, target in (
        ("event", "events.EventPage"),
        ("conference", "conferences.ConferencePage"),
    ):
        yield related(
            target=target,
            path=name,
            name=name,
            is_single=True,
            reverse="opportunities",
            description=f"The {name} that it belongs to, if that is public.",
            reverse_description="Opportunities that belong to it and are not closed, the newest"
            " first.",
        )
