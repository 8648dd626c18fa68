"""The manifest of the events plugin."""

from __future__ import annotations

from collections.abc import Iterator

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
    Role,
    Searchable,
)


class EventsPlugin(Plugin):
    """The shared calendar."""

    name = "plugins.events"
    label = "events"
    title = _("Events")
    description = _("The shared calendar of the cluster, known to the day or to the month.")
    active_by_default = True

    def contributions(self) -> Iterator[Contribution]:
        """Page types, queries, relations and calendars."""
        from cms.accounts import roles  # noqa: PLC0415 -- apps are ready
        from plugins.events import (  # noqa: PLC0415 -- apps are ready
            admin,
            bench,
            demo,
            feeds,
            models,
            relations,
            search,
            tables,
        )
        from plugins.events.graphql import queries, types  # noqa: PLC0415 -- apps are ready

        yield PageType(models.CalendarPage, graphql=types.CalendarPage)
        yield PageType(models.EventPage, graphql=types.Event)
        yield Searchable(search.CalendarDocument)
        yield Searchable(search.EventDocument)
        yield Queries(queries.EventQueries)
        yield from relations.RELATIONS
        yield feeds.calendar
        yield AdminViews("events", admin.urls())
        yield MenuItem(admin.menu_item)
        yield MenuItem(admin.subscribe_item)
        yield tables.EVENTS
        for role in (roles.CLUSTER_OFFICE, roles.MEMBER_EDITORS):
            yield Role(role, (models.SEE_INTERNAL,))
        yield Demo(demo.create, after=("members", "projects"))
        yield Bench("events", 300, bench.fill, bench.QUESTIONS, after=("members",))
