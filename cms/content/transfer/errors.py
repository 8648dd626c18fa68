"""What can be wrong with a file or a cell.

TransferError
├── FileRefused   the file as a whole cannot be read: too large, damaged, of another kind
├── CellRefused   one cell does not hold what its column wants
└── CannotExport  something does not fit the format
"""

from __future__ import annotations


class TransferError(Exception):
    """The common root; its message is for the person at the keyboard."""


class FileRefused(TransferError):
    """Nothing was read."""


class CellRefused(TransferError):
    """Says what the cell should hold."""


class CannotExport(TransferError):
    """Says what does not fit, and which format would do."""
