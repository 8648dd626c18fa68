"""The manifest of the projects plugin."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cms.plugin import (
    AdminViews,
    Contribution,
    Demo,
    MenuItem,
    PageType,
    Plugin,
    Queries,
    Relation,
    Searchable,
)


class ProjectsPlugin(Plugin):
    """Projects of the cluster and its members."""

    name = "plugins.projects"
    label = "projects"
    title = _("Projects")
    description = _("Projects with partners, deliverables, indicators, missions and exchanges.")
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, queries, the relation to members and the demo."""
        from plugins.projects import admin, demo, feeds, models, search  # noqa: PLC0415 -- apps are ready
        from plugins.projects.graphql import queries, types  # noqa: PLC0415 -- apps are ready

        yield PageType(models.ProjectIndexPage, graphql=types.ProjectIndexPage)
        yield PageType(models.ProjectPage, graphql=types.Project)
        yield Searchable(search.ProjectIndexDocument)
        yield Searchable(search.ProjectDocument)
        yield Queries(queries.ProjectQueries)
        yield from relations()
        yield feeds.projects
        yield AdminViews("projects", admin.listing.get_urlpatterns())
        yield MenuItem(admin.menu_item)
        yield Demo(demo.create, after=("members",))


def relations() -> Iterator[Relation]:
    """How members take part in projects: as partners, visitors and hosts."""
    for path in ("partners__organisation", "exchanges__visitor", "exchanges__host"):
        yield Relation(
            source="projects.ProjectPage",
            target="members.MemberPage",
            path=path,
            reverse="projects",
            order=("-start_on", "title_key"),
            dated="start_on",
            reverse_description="Projects it takes part in, as a partner or by an exchange, those"
            " that started last first.",
        )
