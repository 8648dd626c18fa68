"""The engine on Elasticsearch, for sites whose processes run on several machines.

`address` reads the URL, `indexes` knows which index is live and which are being built, `documents`
says how records are stored and `writing` sends them, `queries` says how questions are put, `facets`
how they are counted, `reading` what is answered; `engine` has the six verbs. The server needs no
plugin: all words are made before they get there.
"""

from __future__ import annotations

from search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
