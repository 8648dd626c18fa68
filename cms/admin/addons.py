"""What the add-ons panel shows: each plugin with its state and what it contributes, in words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cms.plugin import contributions as kinds
from cms.plugin.contributions import Contribution
from cms.plugin.lifecycle import dependants_of
from cms.plugin.registry import InstalledPlugin, registry
from cms.plugin.state import active_labels, waiting_steps
from cms.publishing.visibility import live_pages

# One line of the summary can stand for several kinds; lines come in this order.
WORDS: tuple[tuple[tuple[type[Contribution], ...], object], ...] = (
    ((kinds.PageType,), ngettext_lazy("%d page type", "%d page types")),
    ((kinds.Snippet,), ngettext_lazy("%d snippet", "%d snippets")),
    ((kinds.Setting,), ngettext_lazy("%d settings form", "%d settings forms")),
    ((kinds.BodyBlock,), ngettext_lazy("%d content block", "%d content blocks")),
    (
        (
            kinds.MenuItem,
            kinds.AdminViews,
            kinds.HomePanel,
            kinds.AdminHook,
            kinds.Confinement,
        ),
        ngettext_lazy("%d addition to the administration", "%d additions to the administration"),
    ),
    ((kinds.SiteViews,), ngettext_lazy("%d part of the site", "%d parts of the site")),
    (
        (kinds.Queries, kinds.Mutations, kinds.Types, kinds.Fields, kinds.Relation),
        ngettext_lazy("%d addition to the API", "%d additions to the API"),
    ),
    ((kinds.Feed,), ngettext_lazy("%d feed", "%d feeds")),
    (
        (kinds.Searchable,),
        ngettext_lazy("%d page type for search", "%d page types for search"),
    ),
    (
        (kinds.Handler, kinds.Reconciler),
        ngettext_lazy("%d task after changes", "%d tasks after changes"),
    ),
    (
        (kinds.Table,),
        ngettext_lazy("%d table to import and export", "%d tables to import and export"),
    ),
    ((kinds.Role,), ngettext_lazy("%d role", "%d roles")),
    ((kinds.Demo,), ngettext_lazy("%d set of demo content", "%d sets of demo content")),
    ((kinds.Bench,), ngettext_lazy("%d measurement of speed", "%d measurements of speed")),
)


class AddOnState(Enum):
    """How a plugin stands; the value is the word in the panel."""

    ACTIVE = _("Active")
    INACTIVE = _("Inactive")
    FAILED = _("Failed")


@dataclass(frozen=True, slots=True)
class AddOn:
    """One plugin as the panel shows it."""

    plugin: InstalledPlugin
    state: AddOnState
    contributes: tuple[str, ...]
    requires: tuple[str, ...]
    dependants: tuple[str, ...]
    waiting_steps: tuple[int, ...]

    @property
    def is_active(self) -> bool:
        """True while the plugin works."""
        return self.state is AddOnState.ACTIVE

    @property
    def is_failed(self) -> bool:
        """True when the plugin could not be loaded."""
        return self.state is AddOnState.FAILED


def add_ons() -> list[AddOn]:
    """All installed plugins, core first, then by label."""
    return [add_on(label) for label in registry().plugins]


def add_on(label: str) -> AddOn:
    """The installed plugin `label`. Raises: KeyError."""
    plugin = registry().plugins[label]
    is_active = label in active_labels()
    working = AddOnState.ACTIVE if is_active else AddOnState.INACTIVE
    return AddOn(
        plugin=plugin,
        state=AddOnState.FAILED if plugin.failure else working,
        contributes=contributes_in_words(plugin),
        requires=tuple(_title(requirement) for requirement in plugin.requires),
        dependants=tuple(_title(other) for other in dependants_of(label)),
        waiting_steps=waiting_steps(label) if is_active else (),
    )


def contributes_in_words(plugin: InstalledPlugin) -> tuple[str, ...]:
    """Counts by kind, such as "2 page types", in the language of the moment."""
    counts = Counter(type(contribution) for contribution in plugin.contributions)
    lines = ((sum(counts[kind] for kind in group), words) for group, words in WORDS)
    return tuple(str(words % number) for number, words in lines if number)  # type: ignore[operator]  # lazy plural


def public_page_count(plugin: InstalledPlugin) -> int:
    """How many pages of the plugin the public sees at this moment."""
    page_types = (c for c in plugin.contributions if isinstance(c, kinds.PageType))
    return sum(live_pages(page_type.model).count() for page_type in page_types)


def _title(label: str) -> str:
    plugin = registry().plugins.get(label)
    return str(plugin.title) if plugin else label
