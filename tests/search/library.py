"""A small library of documents to search in, and how tests fill engines with it."""

from __future__ import annotations

from collections.abc import Iterable

from search.analysis.analyser import Analyser
from search.document import Document, Schema
from search.engine import Engine
from search.fields import Keyword, Number, Text
from search.thesaurus import Entry


class Notice(Document):
    """What a visitor may find."""

    title = Text(boost=10, completes=True)
    names = Text(boost=6, completes=True)
    summary = Text(boost=4)
    body = Text(boost=2)
    kind = Keyword()
    deadline = Number()


def notice(id: str, locale: str, title: str, body: str = "", **values: object) -> Notice:
    """A document with a title and a text."""
    return Notice(id=id, version=1, locale=locale, type="notice", title=title, body=body, **values)


def filled(engine: Engine, analyser: Analyser, documents: Iterable[Document]) -> Schema:
    """The schema of the live index of `engine`, which has these documents now."""
    schema = Schema.of([Notice], analyser.fingerprint)
    index = engine.create(schema)
    engine.put([document.record(analyser) for document in documents], index=index)
    engine.swap(index)
    return schema


DOCUMENTS = [
    notice("1", "cs", "Stáž v laserové laboratoři", "Hledáme studenty na stáž.", kind="job"),
    notice("2", "cs", "Diplomová práce: asférické čočky", "Broušení a leštění.", kind="thesis"),
    notice("3", "cs", "Zpráva o činnosti", "O stážích a diplomových pracích.", kind="news"),
    notice("4", "en", "Internship in a clean room", "Lenses and mirrors.", kind="job"),
    notice("5", "en", "Master thesis on polishing", "Aspheric lens.", kind="thesis"),
    notice("6", "cs", "Optické vlákno", "Vlákna optická i jiná.", kind="news", prior=9),
    notice("7", "cs", "Vlákno a optické sklo", "Sklo.", kind="news", prior=10),
    notice("8", "cs", "Dřevěný most", "Přes řeku.", kind="news"),
    notice("10", "cs", "Antireflexní vrstva", kind="news"),
    notice("11", "cs", "Povlak anti-reflexní", kind="news"),
    notice("12", "cs", "Kontakty", kind="news"),
    notice("13", "cs", "Kontakty mezi lidmi", kind="news", prior=5),
    notice("9", "en", "Brno University", "BUT is in Brno.", kind="member"),
]
ENTRIES = [
    Entry({"cs": ("stáž",), "en": ("internship", "placement")}),
    Entry({"cs": ("čočka",), "en": ("lens",)}),
    Entry({"cs": ("diplomová práce",), "en": ("master thesis", "diploma thesis")}),
    Entry({"cs": ("Vysoké učení technické",), "en": ("BUT",)}),
]
QUESTIONS = [  # what visitors of a language ask, and the documents they find, in order
    ("stáž", "cs", ["1", "3", "4"]),
    ("stazich", "cs", ["1", "3", "4"]),
    ("STÁŽE", "cs", ["1", "3", "4"]),
    ("internships", "en", ["4", "1", "3"]),
    ("diplomove prace", "cs", ["2", "3", "5"]),
    ("master's thesis", "en", ["5", "2", "3"]),
    ("čočky", "cs", ["2", "4", "5"]),
    ("lens", "en", ["4", "5", "2"]),
    ("optické vlákno", "cs", ["6", "7"]),
    ('"optické vlákno"', "cs", ["6"]),
    ('"vlákna optická"', "cs", ["6"]),
    ("vlákno -sklo", "cs", ["6"]),
    ('vlákno -"optické sklo"', "cs", ["6"]),
    ("most", "cs", ["8"]),
    ("laser", "cs", ["1"]),
    ("KONTAKTY", "cs", ["12", "13"]),  # first what is called just so
    ("kontaktů", "cs", ["13", "12"]),
    ("vláknová optika", "cs", ["7", "6"]),
    ("anti-reflexní", "cs", ["11", "10"]),
    ("nový anti-reflexní povlak", "cs", ["11"]),
    ("antireflexni", "cs", ["10", "11"]),
    ("dřevěný laserový", "cs", ["1", "8"]),  # no document has both: one of them will do
    ("stáž laserová laboratoř sklo", "cs", ["1"]),  # three of four words
]
