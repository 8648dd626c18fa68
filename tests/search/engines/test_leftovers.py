"""What a writer left behind when it was killed keeps nobody from writing."""

from __future__ import annotations

import json
from pathlib import Path

from search.document import Keys, Record, Schema
from search.engines.tantivy import TantivyEngine
from search.fields import Text
from search.query import Find, Term


def test_files_that_no_commit_knows_do_not_stop_the_next_writer(tmp_path: Path) -> None:
    engine = TantivyEngine.from_url(f"tantivy://{tmp_path}/search")
    engine.swap(engine.create(schema()))
    engine.put([record(number, "laser") for number in range(3)])
    engine.close()
    leave_behind(tmp_path)

    engine = TantivyEngine.from_url(f"tantivy://{tmp_path}/search")
    written = engine.put([record(1, "lens", version=2)])

    assert written.written == ("1",)
    assert [hit.id for hit in engine.find(Find(Term("title", "l", "lens", 1))).hits] == ["1"]
    assert engine.find(Find()).total == 3
    engine.close()


def schema() -> Schema:
    return Schema({**Schema.of([]).fields, "title": Text()})


def record(number: int, word: str, *, version: int = 1) -> Record:
    return Record(str(number), version, texts={"title": Keys((word,))})


def leave_behind(folder: Path) -> None:
    """Files as of a writer that was killed after it wrote deletions and before it committed."""
    (meta,) = folder.rglob("meta.json")
    known = json.loads(meta.read_text())
    managed = meta.with_name(".managed.json")
    names = json.loads(managed.read_text())
    for segment in known["segments"]:
        for operation in range(known["opstamp"] + 1, known["opstamp"] + 20):
            name = f"{segment['segment_id'].replace('-', '')}.{operation}.del"
            meta.with_name(name).write_bytes(b"left behind")
            names.append(name)
    managed.write_text(json.dumps(names))
