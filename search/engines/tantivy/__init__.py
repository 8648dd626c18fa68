"""The embedded engine: tantivy over files in a folder, shared by the processes of one machine.

`folder` knows which index is live and which are being built, `lock` lets one writer in at a time,
`turns` keeps writers open while they merge, `writing` writes a batch, `documents` says how records
are stored, `queries` how questions are put, `narrowing` leaves out of them what is nowhere,
`paging` says how hits come in their exact order, `facets` how they are counted; `engine` has the
six verbs.
"""

from __future__ import annotations

from search.engines.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
