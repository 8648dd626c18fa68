"""Files, images, documents and collections for tests; plain functions, no surprises."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.models import Document, Image

LENS = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 120">
<title>Lens</title><rect width="240" height="120" fill="#ffffff"/>
<ellipse cx="120" cy="60" rx="20" ry="50" fill="#2244cc"/></svg>"""


def picture_bytes(
    *, width: int = 64, height: int = 48, color: str = "#204060", format_name: str = "PNG"
) -> bytes:
    """A file that really is a picture of one colour."""
    file = BytesIO()
    Picture.new("RGB", (width, height), color).save(file, format_name)
    return file.getvalue()


def make_image(
    *,
    title: str = "Lens",
    content: bytes | None = None,
    name: str = "lens.png",
    collection: Collection | None = None,
    width: int = 64,
    height: int = 48,
    **fields: object,
) -> Image:
    """A stored image, in the root collection unless told."""
    content = picture_bytes(width=width, height=height) if content is None else content
    image = Image(title=title, file=ContentFile(content, name), **fields)
    if collection is not None:
        image.collection = collection
    image.save()
    return image


def make_document(
    *,
    title: str = "Profile",
    name: str = "profile.pdf",
    collection: Collection | None = None,
) -> Document:
    """A stored document, in the root collection unless told."""
    document = Document(title=title, file=ContentFile(b"%PDF-1.7\n", name))
    if collection is not None:
        document.collection = collection
    document._set_document_file_metadata()
    document.save()
    return document


def make_private_collection() -> Collection:
    """A collection without a restriction of its own inside one that only members may see."""
    root = Collection.get_first_root_node()
    private = root.add_child(name="For members")
    CollectionViewRestriction.objects.create(
        collection=private, restriction_type=CollectionViewRestriction.LOGIN
    )
    return private.add_child(name="Photographs")
