"""Opens the engine that a URL names, and loads the code of no other."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from search.engine import Engine

ENGINES = {
    "memory": ("search.engines.memory", "MemoryEngine"),
    "tantivy": ("search.engines.tantivy", "TantivyEngine"),
    "elasticsearch": ("search.engines.elasticsearch", "ElasticsearchEngine"),
}


def connect(url: str, **options: Any) -> Engine:
    """The engine at a URL; what it needs is opened when it is first asked.

    `memory://` is new and empty each time, `tantivy://PATH` a folder (`tantivy:///var/klastr/search`),
    `elasticsearch://HOST:PORT/PREFIX` a cluster. `options` are those of the engine's `from_url`.

    Raises:
        ValueError: When the URL names no engine that is known.
    """
    scheme = url.partition("://")[0]
    module, name = ENGINES.get(scheme.partition("+")[0], ("", ""))
    if not module or "://" not in url:
        raise ValueError(f"No search engine goes by “{scheme}”; known are {', '.join(ENGINES)}.")
    engine: Engine = getattr(import_module(module), name).from_url(url, **options)
    return engine
