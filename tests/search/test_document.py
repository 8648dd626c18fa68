from datetime import date

import pytest

from search.document import Document, Schema
from search.fields import Keyword, Number, Text
from tests.search.library import Notice, notice


def test_record_holds_keys_facts_and_the_vocabulary(analyser):
    document = notice(
        "7",
        "cs",
        "Stáže s laserem",
        "Wi-Fi, 3D a laser",
        kind=["job", "job"],
        deadline=date(2026, 1, 1),
        prior=5,
    )

    record = document.record(analyser)

    assert (record.id, record.version, record.prior) == ("7", 1, 5)
    assert record.texts["title"].primary == ("staz", "s0", "laser")
    assert record.surfaces == {"title": ("staze", "s", "laserem")}
    assert record.numbers == {"deadline": date(2026, 1, 1).toordinal()}
    assert record.keywords == {
        "locale": ("cs",),
        "type": ("notice",),
        "kind": ("job",),
        "words": ("stáže", "laserem", "laser"),
    }


def test_record_leaves_out_what_is_not_given(analyser):
    record = notice("7", "en", "", names=None, kind=()).record(analyser)

    assert (record.texts, record.surfaces, record.numbers) == ({}, {}, {})
    assert record.keywords == {"locale": ("en",), "type": ("notice",)}


def test_schema_refuses_two_meanings_of_a_name():
    class Other(Document):
        kind = Number()

    with pytest.raises(TypeError, match="kind"):
        Schema.of([Notice, Other])


def test_schema_has_another_fingerprint_when_an_index_must_be_built_anew():
    class More(Notice):
        city = Keyword()

    class Louder(Notice):
        note = Text(boost=3)

    prints = {Schema.of([document]).fingerprint for document in (Notice, More, Louder)}

    assert len(prints | {Schema.of([Notice], "other").fingerprint}) == 4


def test_document_refuses_fields_that_are_not_declared():
    with pytest.raises(TypeError, match="colour"):
        notice("7", "cs", "Titul", colour="red")
