"""What the references of a rich text mean for one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cms.publishing.paths import PageLinkValue


@dataclass(frozen=True, slots=True)
class DocumentTarget:
    """A public document: its absolute address."""

    document_id: int
    url: str


@dataclass(frozen=True, slots=True)
class ImageTarget:
    """A public image as it stands in a text: absolute addresses, `alt` in the reader's language."""

    image_id: int
    alt: str
    url: str
    src_set: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """Everything public that a text refers to, by id; what is missing is not public.

    `locale` is the reader's language. Images are keyed by ``ImageEmbed.key``.
    """

    locale: str
    pages: Mapping[int, PageLinkValue] = field(default_factory=dict)
    documents: Mapping[int, DocumentTarget] = field(default_factory=dict)
    images: Mapping[tuple[int, str, str], ImageTarget] = field(default_factory=dict)
