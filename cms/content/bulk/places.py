"""Where new pages go in the tree: below which page, on which path, under which slug."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from treebeard.exceptions import PathOverflow
from wagtail.models import Locale, Page

from cms.translation.errors import ParentNotTranslated


class Place:
    """The children of one page, locked until the transaction ends; new ones are put last.

    Without `lock` the place serves to see what could be put there.
    """

    def __init__(self, parent: Page, *, lock: bool = True) -> None:
        pages = Page.objects.select_for_update() if lock else Page.objects.all()
        self.parent = pages.get(pk=parent.pk)
        self._given = parent
        children = self.parent.get_children()
        self._slugs = set(children.values_list("slug", flat=True))
        last = children.aggregate(last=Max("path"))["last"]
        self._steps = Page._str2int(last[-Page.steplen :]) if last else 0
        self._added = 0

    def put(self, page: Page) -> None:
        """Give an unsaved `page` its path and address; its slug must be free."""
        self._steps += 1
        page.depth = self.parent.depth + 1
        page.path = Page._get_path(self.parent.path, page.depth, self._steps)
        if len(page.path) != page.depth * Page.steplen:
            raise PathOverflow(f"“{self.parent}” has no room for more pages.")
        page._cached_parent_obj = self.parent
        page.set_url_path(self.parent)
        self.take(page.slug)
        self._added += 1

    def take(self, slug: str) -> None:
        """Let no other page have the slug."""
        self._slugs.add(slug)

    def is_free(self, slug: str) -> bool:
        """True when no page here has the slug."""
        return slug not in self._slugs

    def slug_for_title(self, title: str) -> str:
        """A free slug made of a title, as Wagtail makes it."""
        unicode = getattr(settings, "WAGTAIL_ALLOW_UNICODE_SLUGS", True)
        return self.free_slug(slugify(title, allow_unicode=unicode), first=2)

    def free_slug(self, wanted: str, *, first: int = 1) -> str:
        """`wanted`, with the first number that makes it free when it is taken."""
        slug, number = wanted, first
        while slug in self._slugs:
            slug, number = f"{wanted}-{number}", number + 1
        return slug

    def close(self) -> None:
        """Let the parent know how many children it got."""
        if self._added:
            Page.objects.filter(pk=self.parent.pk).update(numchild=F("numchild") + self._added)
            self._given.numchild = self.parent.numchild + self._added


def parent_in(parent: Page, locale: Locale) -> Page:
    """The version of `parent` in a language, below which translations go.

    Raises:
        ParentNotTranslated: there is none.
    """
    if parent.is_root() or parent.locale_id == locale.pk:
        return parent
    found = parent.get_translations().filter(locale=locale).first()
    if found is None:
        raise ParentNotTranslated(
            f"Pages below “{parent}” cannot be translated into {locale.language_code} before it is."
        )
    return found


class Places:
    """Where pages that are there would get versions in other languages; read once each, unlocked.

    `known` are places that others put pages into as well.
    """

    def __init__(self, known: Iterable[Place]) -> None:
        self._by_parent = {place.parent.pk: place for place in known}
        self._found: dict[tuple[str, int], Place] = {}

    def of(self, page: Page, locale: Locale) -> Place:
        """The place of the version of `page` in `locale`: below that of its parent.

        Raises:
            ParentNotTranslated: the parent has none.
        """
        key = (page.path[: -page.steplen], locale.pk)
        if key not in self._found:
            parent = parent_in(page.get_parent(), locale)
            if parent.pk not in self._by_parent:
                self._by_parent[parent.pk] = Place(parent, lock=False)
            self._found[key] = self._by_parent[parent.pk]
        return self._found[key]


def taken_slug(page: Page, parent: Page) -> ValidationError:
    """The error of a page whose slug another page has."""
    message = _("The slug “%(slug)s” is already in use below “%(parent)s”.")
    return ValidationError({"slug": message % {"slug": page.slug, "parent": parent}})


def free(page: Page) -> None:
    """Forget the place of a page that was not written."""
    page.path, page.depth, page.url_path = "", 0, ""
