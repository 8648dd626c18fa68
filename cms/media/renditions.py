"""Sizes and formats of images: which may be asked for, and one look-up for many of them.

A size is one of the allowed widths; a height is one that makes an allowed ratio with the width.
So the number of files that anybody can make the server draw is bounded, and two frontends that
want "about 800" share one file. A rendition is drawn when it is first asked for and then kept;
its URL contains the hash of the original and never shows anything else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cache, lru_cache

from django.conf import settings
from django.db.models import QuerySet
from wagtail.images.models import Filter, SourceImageIOError
from willow.image import UnrecognisedImageFormatError

from cms.media.models import Image, Rendition

logger = logging.getLogger(__name__)

DEFAULT_WIDTHS = (160, 320, 480, 640, 800, 960, 1200, 1600, 2000)
DEFAULT_RATIOS = ("1:1", "5:4", "4:3", "3:2", "16:9", "40:21", "2:1", "4:5", "3:4", "2:3")
MOST_NEW_AT_ONCE = 60


class RenditionError(ValueError):
    """A size that is not on the list; the message names the ones that are."""


class TooManyRenditionsError(RuntimeError):
    """More new renditions than one call may draw. Those drawn are kept: asking again goes on."""


class Fit(Enum):
    """How a picture is brought into a box: filling it, with edges cut, or whole inside it."""

    COVER = "cover"
    CONTAIN = "contain"


class Format(Enum):
    """The file format of a rendition; ORIGINAL is that of the uploaded file."""

    WEBP = "webp"
    AVIF = "avif"
    JPEG = "jpeg"
    PNG = "png"
    ORIGINAL = "original"


def allowed_widths() -> tuple[int, ...]:
    """The widths in pixels that may be asked for, rising."""
    return tuple(sorted(getattr(settings, "KLASTR_RENDITION_WIDTHS", DEFAULT_WIDTHS)))


def heights_for(width: int) -> tuple[int, ...]:
    """The heights in pixels that may be asked for together with `width`, rising."""
    return _heights(width, tuple(getattr(settings, "KLASTR_RENDITION_RATIOS", DEFAULT_RATIOS)))


@cache
def _heights(width: int, ratios: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(sorted({round(width / Fraction(ratio.replace(":", "/"))) for ratio in ratios}))


@cache
def _filter(spec: str) -> Filter:
    """Wagtail's filter of a specification, which it then reads only once: sizes are few."""
    return Filter(spec)


@dataclass(frozen=True, slots=True, eq=False)
class RenditionSpec:
    """A size and format that may be asked for; made by :func:`rendition_spec`, one of each."""

    width: int | None
    height: int | None
    fit: Fit
    format: Format

    def filter_for(self, image: Image) -> Filter:
        """Wagtail's filter for `image`. A drawing (SVG) stays a drawing, and is only ever cut."""
        if image.is_svg():
            crop = self.width and self.height and self.fit is Fit.COVER
            return _filter(f"fill-{self.width}x{self.height}" if crop else "original")
        operations = [self._size()]
        if self.format is not Format.ORIGINAL:
            operations.append(f"format-{self.format.value}")
        return _filter("|".join(operations))

    def _size(self) -> str:
        if self.width and self.height:
            method = "fill" if self.fit is Fit.COVER else "max"
            return f"{method}-{self.width}x{self.height}"
        return f"width-{self.width}" if self.width else f"height-{self.height}"

    def drawn_size(self, width: float, height: float) -> tuple[int, int]:
        """The size at which a drawing of `width` by `height` is shown: drawings scale freely."""
        width, height = max(int(width), 1), max(int(height), 1)  # a drawing is measured in floats
        scales = [
            Fraction(wanted, own)
            for wanted, own in ((self.width, width), (self.height, height))
            if wanted
        ]
        scale = max(scales) if self.fit is Fit.COVER else min(scales)
        return max(round(width * scale), 1), max(round(height * scale), 1)


def rendition_spec(
    *,
    width: int | None = None,
    height: int | None = None,
    fit: Fit = Fit.COVER,
    format: Format = Format.WEBP,
) -> RenditionSpec:
    """The size and format asked for.

    Raises: RenditionError when the size is not on the list.
    """
    ratios = tuple(getattr(settings, "KLASTR_RENDITION_RATIOS", DEFAULT_RATIOS))
    return _checked(width, height, fit, format, allowed_widths(), ratios)


@lru_cache(maxsize=5_000)
def _checked(
    width: int | None,
    height: int | None,
    fit: Fit,
    format: Format,
    widths: tuple[int, ...],
    ratios: tuple[str, ...],
) -> RenditionSpec:
    if width is None and height is None:
        raise RenditionError("Give a width, a height or both.")
    if width is None and height not in widths:
        raise RenditionError(f"height {height} is not available without a width. {_one_of(widths)}")
    if width is not None and width not in widths:
        raise RenditionError(f"width {width} is not available. {_one_of(widths)}")
    heights = () if width is None else _heights(width, ratios)
    if width is not None and height is not None and height not in heights:
        raise RenditionError(
            f"height {height} is not available with width {width}. {_one_of(heights)}"
        )
    return _spec(width, height, fit, format)


_spec = cache(RenditionSpec)  # as many as are on the list


def _one_of(sizes: Iterable[int]) -> str:
    return f"Available: {', '.join(map(str, sizes))}."


@dataclass(frozen=True, slots=True)
class ShownRendition:
    """A rendition as a reader gets it: `url` as the storage gives it, format in lower case."""

    url: str
    width: int
    height: int
    format: str


def stored_renditions(image_ids: Sequence[int], filter_specs: Sequence[str]) -> QuerySet[Rendition]:
    """The renditions that there are of these images by any of these specifications."""
    return Rendition.objects.filter(image_id__in=image_ids, filter_spec__in=filter_specs)


def renditions_for(
    wanted: Sequence[tuple[Image, RenditionSpec]],
    *,
    most_new: int = MOST_NEW_AT_ONCE,
    find: Callable[[list[int], list[str]], Iterable[Rendition]] = stored_renditions,
) -> list[ShownRendition | None]:
    """The renditions asked for, aligned with `wanted`, None where the original cannot be read.

    One query finds all that exist, by `find`; the others are drawn, once.

    Raises: TooManyRenditionsError when more than `most_new` had to be drawn.
    """
    filters = [spec.filter_for(image) for image, spec in wanted]
    keys = [
        (image.pk, filter_.spec, filter_.get_cache_key(image))
        for (image, _), filter_ in zip(wanted, filters, strict=True)
    ]
    found = _existing(keys, find)
    missing: dict[Image, list[Filter]] = {}
    drawn = 0
    for (image, _), filter_, key in zip(wanted, filters, keys, strict=True):
        if key not in found and filter_ not in missing.setdefault(image, []):
            drawn += not image.is_svg()  # a drawing is only copied
            if drawn <= most_new:
                missing[image].append(filter_)
    for image, new in missing.items():
        for filter_, rendition in _draw(image, new).items():
            found[image.pk, filter_.spec, filter_.get_cache_key(image)] = rendition
    if drawn > most_new:
        raise TooManyRenditionsError(f"More than {most_new} new image sizes in one answer.")
    return [
        _shown(image, spec, found.get(key)) for (image, spec), key in zip(wanted, keys, strict=True)
    ]


def _existing(
    keys: Iterable[tuple[int, str, str]],
    find: Callable[[list[int], list[str]], Iterable[Rendition]],
) -> dict[tuple[int, str, str], Rendition]:
    asked = set(keys)
    if not asked:
        return {}
    rows = find(sorted({key[0] for key in asked}), sorted({key[1] for key in asked}))
    found = {(row.image_id, row.filter_spec, row.focal_point_key): row for row in rows}
    return {key: row for key, row in found.items() if key in asked}


def _draw(image: Image, filters: list[Filter]) -> dict[Filter, Rendition]:
    if not filters:
        return {}
    own = copy(image)  # others may draw it as well: each opens the file for itself
    own.__dict__["file"] = image.file.name
    try:
        with own.open_file():
            pass  # when the file is lost, Wagtail would leave a temporary one open behind it
        return own.create_renditions(*filters)
    except (SourceImageIOError, UnrecognisedImageFormatError, OSError):
        logger.warning("image.unreadable", extra={"image_id": image.pk}, exc_info=True)
        return {}


def _shown(image: Image, spec: RenditionSpec, row: Rendition | None) -> ShownRendition | None:
    if row is None:
        return None
    size = (row.width, row.height)
    if image.is_svg():
        size = spec.drawn_size(*size)
    return ShownRendition(row.url, *size, format=_format_of(row.file.name))


def _format_of(name: str) -> str:
    extension = name.rpartition(".")[2].lower()
    return {"jpg": "jpeg"}.get(extension, extension)


def src_set_specs(
    image: Image,
    *,
    widths: Iterable[int] | None = None,
    format: Format = Format.WEBP,
) -> list[RenditionSpec]:
    """The sizes worth offering for `image`, rising: none wider than the smallest that holds all.

    A drawing needs only one.

    Raises: RenditionError when a width is not on the list.
    """
    asked = sorted(set(allowed_widths() if widths is None else widths))
    specs = [rendition_spec(width=width, format=format) for width in asked]
    if image.is_svg():
        return specs[-1:]
    smaller = [spec for spec in specs if spec.width < image.width]
    return [*smaller, *specs[len(smaller) : len(smaller) + 1]]


def prepare_renditions(
    image: Image, specs: Sequence[RenditionSpec] | None = None
) -> list[ShownRendition | None]:
    """Draw renditions ahead of the first reader; by default the widths of a WebP ``srcSet``."""
    chosen = src_set_specs(image) if specs is None else specs
    return renditions_for([(image, spec) for spec in chosen], most_new=len(chosen))
