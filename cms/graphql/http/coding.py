"""Answers made smaller for the way to the client."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GZIP_LEVEL = 5  # beyond it takes much longer and saves little
ZSTD_LEVEL = 6  # smaller than gzip, in half of its time
GZIP_FORMAT = zlib.MAX_WBITS | 16


def _gzip(content: bytes) -> bytes:
    # Unlike those of the module gzip, these bytes do not tell the time: equal content stays equal.
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, GZIP_FORMAT)
    return packer.compress(content) + packer.flush()


def _zstd(content: bytes) -> bytes:
    return zstd.compress(content, ZSTD_LEVEL)


CODINGS: dict[str, Callable[[bytes], bytes]] = {"zstd": _zstd, "gzip": _gzip}  # best first


def coded(content: bytes, coding: str) -> bytes:
    """`content` in one of :data:`CODINGS`; as it is for ""."""
    return CODINGS[coding](content) if coding else content
