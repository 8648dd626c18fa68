"""No address that was ever public leads nowhere, whatever editors do, in both languages."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from wagtail.models import Page, PageViewRestriction

from cms.plugin.scope import request_scope
from cms.publishing.addresses.routing import (
    FoundPage,
    Gone,
    Moved,
    NotFound,
    Restricted,
    Route,
    route,
)
from cms.publishing.paths import path_of
from cms.publishing.visibility import live_pages
from tests.publishing.factories import make_homes, make_page

pytestmark = pytest.mark.django_db

SLUGS = ("a", "b", "č")


@dataclass
class Site:
    """A small site in two languages, and whose each address was last."""

    chance: random.Random
    owners: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Page.objects.filter(depth=2).delete()  # Wagtail's own, on no site
        make_homes()

    def create(self) -> None:
        above = self.any_page(homes=True)
        slug = self.free_slug(above)
        if slug and above.depth < 5:
            make_page(above, slug, live=self.chance.random() < 0.8)

    def rename(self) -> None:
        page = self.any_page()
        slug = self.free_slug(page.get_parent())
        if slug:
            page.slug = slug
            page.save_revision().publish()

    def swap(self) -> None:
        page = self.any_page()
        others = list(page.get_siblings(inclusive=False).specific())
        if others:
            other = self.chance.choice(others)
            slugs = page.slug, other.slug
            for each, slug in ((page, "x"), (other, slugs[0]), (page, slugs[1])):
                fresh = each.specific_class.objects.get(pk=each.pk)
                fresh.slug = slug
                fresh.save()

    def move(self) -> None:
        page, above = self.any_page(), self.any_page(homes=True)
        is_free = page.slug not in {child.slug for child in above.get_children()}
        if is_free and not above.path.startswith(page.path) and above.depth < 5:
            page.move(above, pos="first-child")

    def unpublish(self) -> None:
        self.any_page().unpublish()

    def republish(self) -> None:
        self.any_page().save_revision().publish()

    def restrict(self) -> None:
        page = self.any_page()
        if not page.get_view_restrictions().exists():
            PageViewRestriction.objects.create(page=page, restriction_type="login")

    def lift(self) -> None:
        found = PageViewRestriction.objects.order_by("pk").first()
        if found:
            found.delete()

    def delete(self) -> None:
        page = self.any_page()
        if page.get_descendant_count() < 3:
            hidden = {each.pk for each in page.get_descendants(inclusive=True) if _is_hidden(each)}
            page.delete()
            for address in [a for a, owner in self.owners.items() if owner in hidden]:
                del self.owners[address]  # nothing is said of it

    def step(self) -> str:
        acts: list[Callable[[], None]] = [
            *(self.create, self.create, self.rename, self.rename, self.swap, self.move),
            *(self.unpublish, self.republish, self.delete),
            *(self.restrict, self.lift, self.lift),
        ]
        act = self.chance.choice(acts)
        if act != self.create and Page.objects.filter(depth__gt=2).count() < 4:
            act = self.create
        act()
        self.owners |= {str(path_of(page)): page.pk for page in live_pages()}
        return act.__name__

    def any_page(self, *, homes: bool = False) -> Page:
        pages = Page.objects.filter(depth__gt=1 if homes else 2).order_by("path")
        return self.chance.choice(list(pages)).specific

    def free_slug(self, above: Page) -> str | None:
        taken = {child.slug for child in above.get_children()}
        return next((s for s in self.chance.sample(SLUGS, 3) if s not in taken), None)

    def wrong(self) -> dict[str, Route]:
        """The addresses that do not lead to whose they were last."""
        with request_scope():
            public = {page.pk: str(path_of(page)) for page in live_pages()}
            hidden = {
                page.pk: str(path_of(page)) for page in Page.objects.all() if _is_hidden(page)
            }
            found = {address: route(address) for address in self.owners}
        return {
            address: answer
            for address, answer in found.items()
            if not _is_right(answer, address, self.owners[address], public, hidden)
        }


def _is_hidden(page: Page) -> bool:
    return bool(page.get_view_restrictions().exists())


def _is_right(
    answer: Route, address: str, owner: int, public: dict[int, str], hidden: dict[int, str]
) -> bool:
    present = public.get(owner)
    match answer:
        case FoundPage():
            return answer.page_id == owner and present == address
        case Moved():
            return answer.path == present != address
        case Gone():
            return present is None and owner not in hidden
        case Restricted():
            return owner in hidden or address in hidden.values()
        case NotFound():
            return owner in hidden
    return False


def walk(seed: int, steps: int) -> None:
    site = Site(random.Random(seed))
    done = []
    for _ in range(steps):
        done.append(site.step())
        assert site.wrong() == {}, (seed, done)
    assert len(site.owners) > 8


@pytest.mark.parametrize("seed", [1, 2])
def test_every_address_that_was_public_leads_somewhere(seed: int) -> None:
    walk(seed, 25)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 20))
def test_every_address_that_was_public_leads_somewhere_for_long(seed: int) -> None:
    walk(seed, 150)
