"""Whatever editors may do, at random: each change is one that the site must show at once."""

from __future__ import annotations

import datetime
import os
import random
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import models, transaction
from django.utils import timezone
from taggit.managers import TaggableManager
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import RichTextField, StreamField
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
)
from wagtail.models import (
    Site as WagtailSite,
)

from cms.content.base import ContentPage
from cms.content.models import Menu, SiteSettings
from cms.content.models.snippets import Term
from cms.media.models import Document, Image
from cms.plugin import lifecycle
from cms.plugin.models import PluginState
from tests.graphql.site import Site

LEFT_ALONE = frozenset(
    {
        *("id", "page_ptr", "path", "depth", "numchild", "translation_key", "locale", "live"),
        *("content_type", "url_path", "slug", "owner", "latest_revision", "live_revision"),
        *("locked", "locked_by", "locked_at", "has_unpublished_changes", "alias_of", "draft_title"),
        *("expired", "search_description", "latest_revision_created_at", "show_in_menus"),
    }
)
RARE = frozenset(
    {"restrict", "restrict_files", "move_file", "switch", "delete_image", "delete_term", "expire"}
)
OFTEN = 5  # how many times as often editors do everything else
Change = Callable[[], object]


class Nothing(Exception):
    """There is nothing that this change could be made to."""


class Editor:
    """Changes a site by chance."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site, self.chance = site, random.Random(seed)
        self.changes: dict[str, Change] = {
            name.removeprefix("do_"): getattr(self, name) for name in dir(self) if name[:3] == "do_"
        }

        self._names = [
            name for name in sorted(self.changes) for _ in range(1 if name in RARE else OFTEN)
        ]
        self._index()

    def change(self) -> str:
        """Make one change; its name."""
        while True:
            name = self.chance.choice(self._names)
            try:
                with transaction.atomic():
                    self.changes[name]()
            except (Nothing, ValidationError):
                continue
            return name

    def word(self) -> str:
        """A word that was never there."""
        return f"w{self.chance.randrange(10**9)}"

    def one(self, rows: Any) -> Any:
        """One of the rows of a queryset."""
        found = list(rows)
        if not found:
            raise Nothing
        return self.chance.choice(found)

    def page(self, **having: Any) -> Any:
        """A page of any type, as it is in its newest revision."""
        pages = Page.objects.filter(**{"depth__gt": 1, **having})
        page = self.one(pages).specific
        if not isinstance(page, ContentPage):
            raise Nothing
        return page.get_latest_revision_as_object()

    # --- pages

    def do_title(self) -> None:
        page = self.page(live=True)
        page.title = f"{page.title[:20]} {self.word()}"
        publish(page)

    def do_field(self) -> None:
        page = self.page(live=True)
        self._set_field(page)
        publish(page)

    def do_draft(self) -> None:
        page = self.page()
        page.title = self.word()
        page.save_revision()

    def do_publish_again(self) -> None:
        publish(self.page(live=True))

    def do_unpublish(self) -> None:
        self.page(live=True, depth__gt=3).unpublish()

    def do_publish(self) -> None:
        publish(self.page(live=False))

    def do_rename(self) -> None:
        page = self.page(depth__gt=2, live=True)
        page.slug = self.word()
        publish(page)

    def do_move(self) -> None:
        page = self.page(depth__gt=2)
        sibling = self.one(page.get_siblings(inclusive=False))
        page.move(sibling, pos=self.chance.choice(["left", "right"]))

    def do_move_below(self) -> None:
        page = self.page(depth__gt=2)
        parents = Page.objects.filter(locale=page.locale, depth__gt=1).exclude(pk=page.pk)
        parent = self.one(parents).specific
        if not page.can_move_to(parent) or parent.is_descendant_of(page):
            raise Nothing
        page.move(parent, pos="last-child")

    def do_delete(self) -> None:
        page = self.page(depth__gt=3)
        if page.get_children().exists() or self.chance.random() < 0.5:
            raise Nothing
        page.delete()

    def do_grow(self) -> None:
        if Page.objects.count() > 120:
            raise Nothing
        self.site.grow(self.site.rows + 1)
        self._index()

    @staticmethod
    def _index() -> None:
        """Note who refers to whom, as is done when pages are made one by one in the admin."""
        with open(os.devnull, "w") as nowhere:
            call_command("rebuild_references_index", stdout=nowhere)

    def do_children(self) -> None:
        page = self.page(live=True)
        children = [
            relation.get_accessor_name()
            for relation in page._meta.related_objects
            if relation.get_accessor_name() in _child_names(page)
        ]
        if not children:
            raise Nothing
        manager = getattr(page, self.chance.choice(sorted(children)))
        rows = list(manager.all())
        if not rows:
            raise Nothing
        row = self.chance.choice(rows)
        if self.chance.random() < 0.3:
            manager.remove(row)
        else:
            self._set_field(row)
            manager.add(row)
        publish(page)

    def do_terms(self) -> None:
        page = self.page(live=True)
        fields = [f for f in page._meta.many_to_many if not isinstance(f, TaggableManager)]
        if not fields:
            raise Nothing
        chosen = self.chance.choice(fields)
        there = list(chosen.related_model._default_manager.all())
        setattr(page, chosen.name, self.chance.sample(there, min(len(there), 2)))
        publish(page)

    def do_translate(self) -> None:
        page = self.page(live=True, locale__language_code="cs", alias_of=None)
        english = page.get_translation_or_none(self.site.homes.english)
        if english is None:
            english = page.copy_for_translation(self.site.homes.english, copy_parents=True)
        english.title = f"English {self.word()}"
        publish(english)

    def do_expire(self) -> None:
        page = self.page(live=True, depth__gt=3)
        page.expire_at = timezone.now() - datetime.timedelta(minutes=1)
        publish(page)

    # --- what pages show

    def do_term(self) -> None:
        model = self.chance.choice(_terms())
        term = self.one(model._default_manager.all())
        self._set_field(term)
        term.save()

    def do_delete_term(self) -> None:
        if self.chance.random() < 0.8:
            raise Nothing
        self.one(self.chance.choice(_terms())._default_manager.all()).delete()

    def do_image(self) -> None:
        image = self.one(Image.objects.all())
        name = self.chance.choice(["title", "alt_cs", "alt_en"])
        setattr(image, name if hasattr(image, name) else "title", self.word())
        image.save()

    def do_document(self) -> None:
        document = self.one(Document.objects.all())
        document.title = self.word()
        document.save()

    def do_delete_image(self) -> None:
        if self.chance.random() < 0.8:
            raise Nothing
        self.one(Image.objects.all()).delete()

    def do_menu(self) -> None:
        menu = self.one(Menu.objects.all())
        items = list(menu.items.raw_data)
        if len(items) < 2:
            raise Nothing
        self.chance.shuffle(items)
        menu.items = items[: self.chance.randint(1, len(items))]
        menu.save()

    def do_settings(self) -> None:
        found = SiteSettings.objects.all()
        settings = (
            self.one(found)
            if found
            else SiteSettings(
                site=self.one(WagtailSite.objects.all()), locale=self.site.homes.czech
            )
        )
        self._set_field(settings)
        settings.save()

    def do_redirect(self) -> None:
        if self.chance.random() < 0.5:
            self.one(Redirect.objects.all()).delete()
            return
        Redirect.objects.create(
            old_path=f"/cs/{self.word()}", redirect_page=self.one(Page.objects.filter(live=True))
        )

    # --- who may see

    def do_restrict(self) -> None:
        there = PageViewRestriction.objects.all()
        if there and self.chance.random() < 0.7:
            self.one(there).delete()
            return
        PageViewRestriction.objects.create(
            page=self.one(Page.objects.filter(depth__gt=2)), restriction_type="login"
        )

    def do_restrict_files(self) -> None:
        there = CollectionViewRestriction.objects.all()
        if there:
            self.one(there).delete()
            return
        root = Collection.get_first_root_node()
        private = Collection.objects.filter(name="Private").first()
        private = private or root.add_child(name="Private")
        CollectionViewRestriction.objects.create(collection=private, restriction_type="login")

    def do_move_file(self) -> None:
        file = self.one(self.chance.choice([Image, Document]).objects.all())
        file.collection = self.one(Collection.objects.all())
        file.save()

    def do_switch(self) -> None:
        state = self.one(PluginState.objects.exclude(label__startswith="cms"))
        try:
            (lifecycle.deactivate if state.is_active else lifecycle.activate)(state.label)
        except lifecycle.PluginError as error:
            raise Nothing from error

    # --- what does not count

    def do_roll_back(self) -> None:
        page = self.page(live=True)
        with transaction.atomic():
            page.title = self.word()
            publish(page)
            transaction.set_rollback(True)

    # --- fields

    def _set_field(self, row: Any) -> None:
        """Another value in one of its own fields."""
        fields = [f for f in row._meta.concrete_fields if self._is_settable(f)]
        if not fields:
            raise Nothing
        chosen = self.chance.choice(fields)
        setattr(row, chosen.attname, self._value(chosen))

    def _is_settable(self, field: Any) -> bool:
        return (
            field.name not in LEFT_ALONE
            and field.editable
            and not field.is_relation
            and not field.unique
            and not isinstance(field, models.FileField | models.JSONField | StreamField)
            and type(field).__name__ not in {"GeneratedField"}
        )

    def _value(self, field: Any) -> Any:
        if field.choices:
            return self.chance.choice([value for value, _label in field.flatchoices])
        if isinstance(field, RichTextField):
            return f"<p>{self.word()}</p>"
        if isinstance(field, models.BooleanField):
            return self.chance.random() < 0.5
        if isinstance(field, models.URLField):
            return f"https://example.org/{self.word()}"
        if isinstance(field, models.EmailField):
            return f"{self.word()}@example.org"
        if isinstance(field, models.CharField | models.TextField):
            return self.word()[: field.max_length or 20]
        if isinstance(field, models.DateTimeField):
            return timezone.now() + datetime.timedelta(days=self.chance.randint(-40, 40))
        if isinstance(field, models.DateField):
            return timezone.localdate() + datetime.timedelta(days=self.chance.randint(-40, 40))
        if isinstance(field, models.IntegerField):
            return self.chance.randint(1, 1_000)
        raise Nothing


def publish(page: Any) -> None:
    """Publish the page as it is now."""
    page.save_revision().publish()


def _child_names(page: Any) -> set[str]:
    from modelcluster.models import get_all_child_relations  # noqa: PLC0415 -- heavy, rarely

    return {relation.get_accessor_name() for relation in get_all_child_relations(type(page))}


def _terms() -> list[type[Term]]:
    return sorted(_leaves(Term), key=lambda model: model._meta.label)


def _leaves(model: type[Any]) -> list[type[Any]]:
    return [
        leaf
        for child in model.__subclasses__()
        for leaf in ([child] if not child._meta.abstract else _leaves(child))
    ]
