"""Numbered changes of content, each run once."""

from __future__ import annotations

from wagtail.models import Collection

LOGOS = "Member logos"


def create_logo_collection() -> None:
    """Step 1: a collection of its own for logos, so that rights to it can be given away."""
    if not Collection.objects.filter(name=LOGOS, depth=2).exists():
        Collection.get_first_root_node().add_child(name=LOGOS)
