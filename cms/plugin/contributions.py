"""Every kind of thing a plugin can contribute: the whole extension API on one page.

A contribution is a frozen value. A plugin yields them from ``contributions()``; core reads them
and derives from them alone what exists while the plugin is active and what disappears while it is
not. Nothing here acts; nothing here imports Wagtail, GraphQL or a plugin at run time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from django.contrib.auth.models import AbstractBaseUser
    from django.db.models import Model, Q
    from django.http import HttpRequest
    from django.urls import URLPattern, URLResolver
    from django.utils.functional import Promise
    from wagtail.admin.menu import MenuItem as WagtailMenuItem
    from wagtail.admin.ui.components import Component
    from wagtail.blocks import Block
    from wagtail.models import Page
    from wagtail.snippets.views.snippets import SnippetViewSet

    from search.document import Document


@dataclass(frozen=True, slots=True)
class Contribution:
    """The common root of all kinds; never yielded itself."""


@dataclass(frozen=True, slots=True)
class PageType(Contribution):
    """A page type: its model, and the GraphQL object type that shows it.

    Inactive: not creatable, existing pages locked with a message, gone from GraphQL, menus and
    site; tree and rows stay untouched.
    """

    model: type[Page]
    graphql: type


@dataclass(frozen=True, slots=True)
class Snippet(Contribution):
    """A snippet: its viewset in the admin, and its GraphQL object type if it has one of its own.

    Inactive: its menu and views are gone and its permissions inert; rows stay.
    """

    viewset: type[SnippetViewSet]
    graphql: type | None = None


@dataclass(frozen=True, slots=True)
class Setting(Contribution):
    """A model of editors' choices (``BaseSiteSetting``). Inactive: its form is gone; rows stay."""

    model: type[Model]


@dataclass(frozen=True, slots=True)
class BodyBlock(Contribution):
    """A block for page bodies, under `name`, shown by the GraphQL object type `graphql`.

    Inactive: cannot be added, stored values are kept, GraphQL leaves them out.
    """

    name: str
    block: Block
    graphql: type


@dataclass(frozen=True, slots=True)
class Queries(Contribution):
    """A class of fields for GraphQL's ``Query``. Inactive: absent, from introspection too."""

    mixin: type


@dataclass(frozen=True, slots=True)
class Mutations(Contribution):
    """A class of fields for GraphQL's ``Mutation``. Inactive: absent, from introspection too."""

    mixin: type


@dataclass(frozen=True, slots=True)
class Types(Contribution):
    """GraphQL types that no field names directly, such as members of an interface."""

    types: tuple[type, ...]


@dataclass(frozen=True, slots=True)
class Fields(Contribution):
    """A class of fields for the GraphQL type called `on`, which core or another plugin brings.

    Absent, from introspection too, while the plugin, the type, or one of the plugins labelled in
    `requires` is missing.
    """

    on: str
    mixin: type
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation(Contribution):
    """Pages of the model `source` name pages of `target`: both as labels, "news.ArticlePage".

    `path` leads from the source to a ``PageKey``: "organisation", or "members__page" by way of
    a child. From it core derives the field `name` of the source's GraphQL type (a list, or one
    page with `is_single`), the connection `reverse` of the target's type in the given `order` of
    sources, and with `dated`, a date of the source, its place in the target's activity. An empty
    `name` or `reverse` means no such field. Only while the plugins of both models are active.

    Several relations from one source to one target may share a `reverse`: one connection then has
    each page once, however often it is named; the first relation says its order and description.
    `listed` is asked in each request for the condition of sources that the connection has unless
    the client wants all; activity, which tells what happened, has all anyway.
    """

    source: str
    target: str
    path: str
    name: str = ""
    reverse: str = ""
    order: tuple[str, ...] = ()
    dated: str = ""
    is_single: bool = False
    listed: Callable[[], Q] | None = None
    description: str = ""
    reverse_description: str = ""


@dataclass(frozen=True, slots=True)
class Searchable(Contribution):
    """A class of documents, by which search finds the pages of its ``model``.

    It derives from ``cms.content.search.PageDocument``. Inactive: found no more at once, then
    taken out of the index.
    """

    document: type[Document]


@dataclass(frozen=True, slots=True)
class Handler(Contribution):
    """What runs after something public has changed: `run` gets an `event`, at least once.

    `event` is ``cms.publishing.events.Changed``. It says what may have changed, not how: `run`
    reads anew what is public, and does no harm when it runs twice. When it raises, it runs again
    later. `name` is unique in the plugin and never changes. Inactive: what is due waits a week;
    what happens meanwhile is not told, and activation tells of all pages of the plugin.

    What asks other machines says a `lane` (small letters, digits, "-"): neither who publishes nor
    handlers of other lanes wait for it, for couriers tell each lane in a thread of its own. In a
    lane one is told at a time.
    """

    event: type
    run: Callable[[Any], None]
    name: str
    lane: str = ""


@dataclass(frozen=True, slots=True)
class Reconciler(Contribution):
    """What ``klastr reconcile`` runs: compares something derived with what is public, and heals it.

    `run` says each difference in a line to the function that it gets, and returns how many it has
    healed. Inactive: does not run.
    """

    name: str
    run: Callable[[Callable[[str], None]], int]


@dataclass(frozen=True, slots=True)
class MenuItem(Contribution):
    """An entry of the admin's main menu. Inactive: hidden."""

    item: WagtailMenuItem


@dataclass(frozen=True, slots=True)
class AdminViews(Contribution):
    """URLs below ``/admin/<prefix>/``, in the URL namespace ``<label>_admin``. Inactive: 404."""

    prefix: str
    urls: Sequence[URLPattern | URLResolver]


@dataclass(frozen=True, slots=True)
class HomePanel(Contribution):
    """A panel for the admin's home page, made for each request. Inactive: skipped."""

    panel: Callable[[HttpRequest], Component]


@dataclass(frozen=True, slots=True)
class AdminHook(Contribution):
    """A Wagtail hook by name; plugins ship no ``wagtail_hooks.py``. Inactive: skipped.

    Only hooks that Wagtail calls anew in each request can be switched off:
    ``cms.admin.hooks`` knows them, and a check refuses others.
    """

    name: str
    run: Callable[..., object]


@dataclass(frozen=True, slots=True)
class Role(Contribution):
    """A group of users with permissions written ``"app_label.codename"``.

    Inactive: the group stays, its permissions do nothing.
    """

    name: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a confined user may go: pages of these organisations, by translation key.

    That is each organisation's own entry (a page type with ``is_organisation = True``) and its
    posts: pages of a type that names, in ``posted_by``, the field with the organisation. Without
    `publishes_…` all is draft for others to approve. Files are chosen from `collections` (ids),
    which take no more than `max_files` with `max_bytes` together; None is no limit.
    """

    organisations: frozenset[UUID] = frozenset()
    publishes_entries: bool = False
    publishes_posts: bool = False
    collections: tuple[int, ...] = ()
    max_files: int | None = None
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Confinement(Contribution):
    """Users who may touch only what is their organisation's, whatever groups they are in.

    `reach(user)` is None for a user who is not confined; superusers never are. Inactive: the role
    that lets such users into the admin, contributed beside it, does nothing.
    """

    reach: Callable[[AbstractBaseUser], Reach | None]


@dataclass(frozen=True, slots=True)
class Table(Contribution):
    """Pages of one type as rows of a file, to export and to import under `name`.

    `columns` are made by ``cms.content.transfer.columns``. New pages are put below the page of the
    type `below`. Inactive: neither exported nor imported.
    """

    name: str
    title: str | Promise
    model: type[Page]
    below: type[Page]
    columns: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SiteViews(Contribution):
    """Public URLs below ``/<prefix>/``, in the URL namespace ``<label>``.

    Inactive: 404, while ``reverse()`` never changes.
    """

    prefix: str
    urls: Sequence[URLPattern | URLResolver]


@dataclass(frozen=True, slots=True)
class Feed(Contribution):
    """A list of pages to subscribe to, at ``/feeds/<locale>/<name>.<format>``. Inactive: 404.

    `document` is a GraphQL operation, as text or as a file, with one connection at its root and
    the variables ``$locale``, ``$filter``, ``$first``, ``$after``; the type of ``$filter`` says
    which parameters the address takes, and any other variable of the type ``String`` is one.
    A root that says ``degraded`` is no list now. `entry(node, locale)` makes a
    ``cms.website.feeds.FeedEntry`` of each node. `formats` are of "atom", "json" and "ics". The
    document may select only what is there while this plugin and those that it requires are
    active. With `opens`, a calendar also takes ``key``: a key that it says yes to shows the feed to
    members, any other key is refused.
    """

    name: str
    title: str
    document: str | Path
    entry: Callable[[dict[str, Any], str], object]
    formats: tuple[str, ...] = ("atom", "json")
    opens: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class Upgrade(Contribution):
    """A numbered change of content, run once: on activation or by ``klastr plugin upgrade``."""

    step: int
    run: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Demo(Contribution):
    """Content for trying the plugin; `create` must be safe to repeat.

    `after` holds labels of plugins whose demo content this one links to, if it is there: theirs is
    loaded first, and `create` runs again when one of them is loaded later.
    """

    create: Callable[[], None]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What ``klastr bench`` asks: a GraphQL document with its variables, called "W1" or the like.

    `rows` is the variable that says how many rows there are at most, if one does. `page` is the
    path of the page that it shows: ``klastr bench`` publishes it, and watches it change.
    """

    name: str
    title: str
    document: str
    variables: dict[str, Any]
    rows: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Bench(Contribution):
    """A part of the site that ``klastr bench`` measures: what it is filled with and asked.

    `fill(count)` makes so many things below a site that has none of them, the same in each run,
    and yields how many are there. `after` holds labels of plugins whose things these name: theirs
    are made first. Inactive: neither made nor asked.
    """

    title: str
    count: int
    fill: Callable[[int], Iterator[int]]
    questions: tuple[Question, ...] = ()
    after: tuple[str, ...] = ()
