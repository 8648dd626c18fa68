"""The plugin contract: what a plugin is, what it may contribute, and when it is active.

Authors start in ``contributions.py``. This room knows Django and Wagtail's models, but neither
GraphQL nor any single plugin; everything above it learns about plugins from here.
"""

from cms.plugin.contributions import (
    AdminHook,
    AdminViews,
    BodyBlock,
    Confinement,
    Contribution,
    Demo,
    Feed,
    Fields,
    Handler,
    HomePanel,
    MenuItem,
    Mutations,
    PageType,
    Queries,
    Reach,
    Reconciler,
    Relation,
    Role,
    Searchable,
    Setting,
    SiteViews,
    Snippet,
    Table,
    Types,
    Upgrade,
)
from cms.plugin.manifest import Plugin

__all__ = [
    "AdminHook",
    "AdminViews",
    "BodyBlock",
    "Confinement",
    "Contribution",
    "Demo",
    "Feed",
    "Fields",
    "Handler",
    "HomePanel",
    "MenuItem",
    "Mutations",
    "PageType",
    "Plugin",
    "Queries",
    "Reach",
    "Reconciler",
    "Relation",
    "Role",
    "Searchable",
    "Setting",
    "SiteViews",
    "Snippet",
    "Table",
    "Types",
    "Upgrade",
]
