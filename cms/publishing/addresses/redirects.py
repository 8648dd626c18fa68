"""The redirects that editors see: those they made, and one for each page that moved.

A redirect to a page also serves what is below its old path. For pages that moved along with one
above them there is no redirect of their own: :mod:`cms.publishing.addresses.former` knows them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from cms.publishing.paths import bare_path, segments

MAX_OLD_PATH: int = Redirect._meta.get_field("old_path").max_length
MAX_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Rule:
    """A redirect that holds for a path: to a page or to a link.

    `rest` is what follows the redirect's old path in the asked one, in plain letters.
    """

    page_id: int | None
    route_path: str
    link: str
    is_permanent: bool
    rest: tuple[str, ...] = ()


def rules_at(path: str) -> list[Rule]:
    """The redirects that hold for `path`, the nearest first; one query.

    That of the whole path with its query, without it, and those to pages from a path above.
    """
    wanted = _old_paths(path)
    if not wanted:
        return []
    found = Redirect.objects.filter(
        Q(site=None) | Q(site__is_default_site=True), old_path__in=list(wanted)
    )
    nearest = {old_path: place for place, old_path in enumerate(wanted)}
    rules = []
    for row in sorted(found, key=lambda row: (nearest[row.old_path], row.site_id is None)):
        rest = wanted[row.old_path]
        if row.redirect_page_id is not None or (row.redirect_link and not rest):
            page_id, route_path = row.redirect_page_id, row.redirect_page_route_path
            rules.append(Rule(page_id, route_path, row.redirect_link, row.is_permanent, rest))
    return rules


def _old_paths(path: str) -> dict[str, tuple[str, ...]]:
    """What may stand in a redirect that holds for `path`, the nearest first, and what follows."""
    parts = segments(path)
    if not parts:
        return {}
    plain = "/" + "/".join(parts)
    wanted: dict[str, tuple[str, ...]] = {}
    query = path.split("#", 1)[0].partition("?")[2]
    if query and "\0" not in query:
        wanted[_normal(f"{plain}?{query}")] = ()
    wanted |= {plain: (), _normal(bare_path(path)): (), plain.lower(): ()}
    for depth in range(min(len(parts) - 1, MAX_DEPTH), 0, -1):
        above = "/" + "/".join(parts[:depth])
        wanted.setdefault(above, parts[depth:])
        wanted.setdefault(above.lower(), parts[depth:])
    return {old: rest for old, rest in wanted.items() if old and len(old) <= MAX_OLD_PATH}


def _normal(path: str) -> str:
    """`path` as Wagtail stores it; empty for what can be no path, and for one on another host."""
    if path.startswith("//") or "://" in path or not _is_text(path):
        return ""
    try:
        return unicodedata.normalize("NFC", Redirect.normalise_path(path))
    except ValueError:  # such as “//[”, which no URL can be
        return ""


def _is_text(path: str) -> bool:
    return all(not "\ud800" <= letter <= "\udfff" for letter in path)


def lead(address: str, page_id: int) -> None:
    """Have `address`, which the page has left, lead to it, for editors to see.

    Where an editor has made a redirect of it, that one stays.
    """
    old_path = address.rstrip("/")
    site = Site.objects.filter(is_default_site=True).first()
    made = Redirect.objects.filter(Q(site=None) | Q(site=site), old_path=old_path)
    if len(old_path) > MAX_OLD_PATH or made.filter(automatically_created=False).exists():
        return
    Redirect.objects.update_or_create(
        old_path=old_path,
        site=site,
        defaults={
            "redirect_page_id": page_id,
            "redirect_page_route_path": "",
            "redirect_link": "",
            "is_permanent": True,
            "automatically_created": True,
        },
    )


def free(addresses: Iterable[str]) -> None:
    """Take back the redirects that were made from `addresses`: pages are there now."""
    taken = [address.rstrip("/") for address in addresses]
    Redirect.objects.filter(old_path__in=taken, automatically_created=True).delete()
