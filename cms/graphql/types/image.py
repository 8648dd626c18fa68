"""Images in GraphQL: described in the reader's language, in sizes from a list."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

import graphene
from django.conf import settings

from cms.graphql.cost import priced
from cms.graphql.errors import ApiError, ErrorCode
from cms.graphql.plans import plain
from cms.graphql.types.page import Info
from cms.media import renditions
from cms.media.models import Image as StoredImage
from cms.media.models import Rendition as StoredRendition
from cms.media.renditions import (
    Fit,
    Format,
    RenditionError,
    RenditionSpec,
    ShownRendition,
    TooManyRenditionsError,
)
from cms.publishing.batches import rows_by
from cms.publishing.rows import columns_of
from cms.publishing.shared import Shared
from cms.publishing.visibility import public_images

FITS = {
    None: "How a picture is brought into a box of width and height.",
    Fit.COVER: "It fills the box; what does not fit is cut off, around the focal point.",
    Fit.CONTAIN: "All of it is inside the box.",
}
FORMATS = {
    None: "The file format of a rendition. A drawing (SVG) keeps its own.",
    Format.WEBP: "WebP.",
    Format.AVIF: "AVIF, the smallest.",
    Format.JPEG: "JPEG; transparent parts become white.",
    Format.PNG: "PNG.",
    Format.ORIGINAL: "The format of the uploaded file.",
}


@dataclass(frozen=True, slots=True)
class ShownImage:
    """A public image in one place: in a language, perhaps with words that belong to the place.

    Made by :func:`shown_image`, which is where visibility is asked.
    """

    image: StoredImage
    locale: str
    own_alt: str | None = None
    own_caption: str | None = None

    @property
    def alt(self) -> str:
        """What the image shows; empty when it is decoration."""
        return self.image.alt(self.locale) if self.own_alt is None else self.own_alt

    @property
    def caption(self) -> str:
        """The caption; empty when there is none."""
        return self.image.caption(self.locale) if self.own_caption is None else self.own_caption


def _read_images(image_ids: list[int]) -> list[StoredImage | None]:
    rows = rows_by("images.by_id", lambda ids: public_images().filter(pk__in=ids), ids=image_ids)
    found = {image.pk: image for image in rows}
    return [found.get(image_id) for image_id in image_ids]


# The public images by id. Several requests share one: it is never changed, nor its file opened.
public_images_by_id: Shared[int, StoredImage] = Shared("images", _read_images, compared=columns_of)


def _read_drawn(wanted: list[tuple[int, RenditionSpec]]) -> list[ShownRendition | None]:
    """The renditions asked for, drawn if they have to be; one query once they exist.

    Raises: ApiError when too many of them are new.
    """
    image_ids = list(dict.fromkeys(image_id for image_id, _spec in wanted))
    images = dict(zip(image_ids, public_images_by_id(image_ids), strict=True))
    asked = [(image, spec) for image_id, spec in wanted if (image := images[image_id])]
    try:
        shown = renditions.renditions_for(asked, find=_stored_renditions)
    except TooManyRenditionsError as error:
        raise ApiError(
            f"{error} Those drawn so far are kept: ask again, or ask for fewer.",
            ErrorCode.TOO_EXPENSIVE,
        ) from error
    found = {(image.pk, spec): each for (image, spec), each in zip(asked, shown, strict=True)}
    return [_with_absolute_url(found.get(key)) for key in wanted]


# Renditions by an image's id and what was asked for, with absolute addresses.
drawn: Shared[tuple[int, RenditionSpec], ShownRendition] = Shared("images.drawn", _read_drawn)


def _with_absolute_url(shown: ShownRendition | None) -> ShownRendition | None:
    return replace(shown, url=absolute(shown.url)) if shown else None


def _stored_renditions(image_ids: list[int], filter_specs: list[str]) -> list[StoredRendition]:
    return rows_by(
        "images.renditions",
        renditions.stored_renditions,
        image_ids=image_ids,
        filter_specs=filter_specs,
    )


def absolute(url: str) -> str:
    """`url` with the site's address in front, unless it has one."""
    return _joined(f"{settings.PUBLIC_URL}/", url)


_joined = lru_cache(maxsize=4_000)(urljoin)  # the same few files are shown again and again


def shown_image(
    info: Info,
    image_id: int | None,
    locale: str,
    *,
    alt: str | None = None,
    caption: str | None = None,
) -> ShownImage | Awaitable[ShownImage | None] | None:
    """The image as it is shown in `locale`; None when there is none or it is not public.

    At once when it is at hand. `alt` and `caption` stand in for the image's own; an empty `alt`
    says that it is decoration.
    """
    if not image_id:
        return None
    return info.context.loaders.get(public_images_by_id).given(
        image_id, lambda image: ShownImage(image, locale, alt, caption) if image else None
    )


async def shown_images(info: Info, image_ids: list[int], locale: str) -> list[ShownImage]:
    """The public ones of `image_ids`, in their order."""
    images = await info.context.loaders.get(public_images_by_id).load_many(image_ids)
    return [ShownImage(image, locale) for image in images if image]


class ImageFit(graphene.Enum):
    class Meta:
        enum = Fit

        @staticmethod
        def description(value: Fit | None) -> str:
            return FITS[value]


class ImageFormat(graphene.Enum):
    class Meta:
        enum = Format

        @staticmethod
        def description(value: Format | None) -> str:
            return FORMATS[value]


class FocalPoint(graphene.ObjectType):
    """The point of an image that matters most, in fractions of its size from the top left."""

    x = graphene.Float(required=True, description="From 0, the left edge, to 1.")
    y = graphene.Float(required=True, description="From 0, the top edge, to 1.")


class Rendition(graphene.ObjectType):
    """A size and format of an image. What its address shows never changes."""

    url = graphene.String(required=True, description="The absolute address.")
    width = graphene.Int(required=True, description="In pixels; never more than the original's.")
    height = graphene.Int(required=True, description="In pixels.")
    format = graphene.String(required=True, description="Such as “webp” or “svg”.")
    alt = graphene.String(required=True, description="What it shows, as with the image.")


class Image(graphene.ObjectType):
    """An image, described in the language of the page that shows it."""

    id = graphene.ID(required=True, description="The id of the image.")
    title = graphene.String(required=True, description="Its name in the image library.")
    alt = graphene.String(
        required=True,
        description="What it shows, in the language asked for; empty when it is decoration.",
    )
    caption = graphene.String(
        description="The text below it, in the language asked for; null when nobody wrote one."
    )
    credit = graphene.String(description="Author or owner of the rights, to be named.")
    width = graphene.Int(required=True, description="Of the original, in pixels.")
    height = graphene.Int(required=True, description="Of the original, in pixels.")
    is_svg = graphene.Boolean(
        required=True, description="True for a drawing: it scales, and keeps its format."
    )
    dominant_color = graphene.String(
        description="Such as “#12355b”, to be shown until the image has loaded."
    )
    focal_point = graphene.Field(FocalPoint, description="Null when nobody has set it.")
    rendition = priced(
        graphene.Field(
            Rendition,
            width=graphene.Int(description="One of the available widths."),
            height=graphene.Int(description="One of the heights available with the width."),
            fit=ImageFit(default_value=Fit.COVER, description="How it fills width and height."),
            format=ImageFormat(default_value=Format.WEBP, description="The file format."),
            description="A size of the image; null when its file cannot be read. A size that is"
            " not available is an error that names those that are.",
        ),
        cost=2,
    )
    src_set = priced(
        graphene.String(
            required=True,
            widths=graphene.List(
                graphene.NonNull(graphene.Int), description="By default all that are useful."
            ),
            format=ImageFormat(default_value=Format.WEBP, description="The file format."),
            description="Sizes for the attribute srcset. A drawing has one, without a width.",
        ),
        cost=5,
    )

    @staticmethod
    @plain
    def resolve_id(shown: ShownImage, info: Info) -> str:
        return str(shown.image.pk)

    @staticmethod
    @plain
    def resolve_title(shown: ShownImage, info: Info) -> str:
        return shown.image.title

    @staticmethod
    @plain
    def resolve_caption(shown: ShownImage, info: Info) -> str | None:
        return shown.caption or None

    @staticmethod
    @plain
    def resolve_credit(shown: ShownImage, info: Info) -> str | None:
        return shown.image.credit or None

    @staticmethod
    @plain
    def resolve_width(shown: ShownImage, info: Info) -> int:
        return shown.image.width

    @staticmethod
    @plain
    def resolve_height(shown: ShownImage, info: Info) -> int:
        return shown.image.height

    @staticmethod
    @plain
    def resolve_is_svg(shown: ShownImage, info: Info) -> bool:
        return shown.image.is_svg()

    @staticmethod
    @plain
    def resolve_dominant_color(shown: ShownImage, info: Info) -> str | None:
        return shown.image.dominant_color or None

    @staticmethod
    def resolve_focal_point(shown: ShownImage, info: Info) -> dict[str, float] | None:
        image = shown.image
        if image.focal_point_x is None or image.focal_point_y is None:
            return None
        return {
            "x": min(image.focal_point_x / max(image.width, 1), 1.0),
            "y": min(image.focal_point_y / max(image.height, 1), 1.0),
        }

    @staticmethod
    def resolve_rendition(shown: ShownImage, info: Info, **asked: Any) -> object:
        try:
            spec = renditions.rendition_spec(**asked)
        except RenditionError as error:
            raise ApiError(str(error)) from error
        return info.context.loaders.get(drawn).given(
            (shown.image.pk, spec), lambda found: _described(found, shown.alt)
        )

    @staticmethod
    async def resolve_src_set(
        shown: ShownImage,
        info: Info,
        format: Format,
        widths: list[int] | None = None,
    ) -> str:
        try:
            specs = renditions.src_set_specs(shown.image, widths=widths, format=format)
        except RenditionError as error:
            raise ApiError(str(error)) from error
        return await src_set(info, shown.image, specs)


def _described(shown: ShownRendition | None, alt: str) -> dict[str, object] | None:
    if shown is None:
        return None
    size = {"width": shown.width, "height": shown.height}
    return {"url": shown.url, **size, "format": shown.format, "alt": alt}


async def src_set(info: Info, image: StoredImage, specs: list[RenditionSpec]) -> str:
    """The value of the attribute ``srcset``; empty when the file cannot be read."""
    loader = info.context.loaders.get(drawn)
    found = await loader.load_many((image.pk, spec) for spec in specs)
    by_width = {each.width: each.url for each in found if each}
    if image.is_svg():
        return ", ".join(by_width.values())
    return ", ".join(f"{url} {width}w" for width, url in sorted(by_width.items()))
