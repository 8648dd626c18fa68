"""Files are read in a process of their own; none can hang it, harm it or be read twice."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction

from cms.indexing.documents import documents_of
from cms.indexing.extraction import process, program, texts
from cms.indexing.extraction.process import Extracted, extract
from cms.indexing.handler import handle, reconcile
from cms.indexing.index import index_pages
from cms.indexing.models import ExtractedText
from cms.indexing.rebuild import rebuild
from cms.media.models import Document
from cms.publishing.events import Changed
from tests.content.factories import block, item, make_home, make_page
from tests.indexing import files
from tests.indexing.contents import found_by


def read(content: bytes, format: str, **options: float) -> Extracted:
    return extract(BytesIO(content), format, **options)


@pytest.mark.parametrize(
    ("content", "format", "text"),
    [
        (files.pdf("Optical fibres", "and lasers"), "pdf", "Optical fibres\nand lasers"),
        (files.pdf("Page", pages=3), "pdf", "Page\nPage\nPage"),
        (files.docx("Vláknový laser", "a  čočka &amp; hranol"), "docx",
         "Vláknový laser\na čočka & hranol"),
        (files.pptx("První snímek", "bod"), "pptx", "První snímek\nbod"),
        (files.xlsx("Přístroj", "Cena"), "xlsx", "Přístroj\nCena"),
        (files.odt("Žádost", "o podporu"), "odt", "Žádost\no podporu"),
    ],
)  # fmt: skip
def test_the_words_of_a_file_come_back(content: bytes, format: str, text: str) -> None:
    assert read(content, format) == Extracted(text)


@pytest.mark.parametrize(
    ("content", "format", "problem"),
    [
        (files.encrypted_pdf(), "pdf", "encrypted"),
        (b"\xd0\xcf\x11\xe0 an Office file with a password", "docx", "encrypted"),
        (b"%PDF-1.7\n", "pdf", "broken"),
        (b"", "pdf", "broken"),
        (b"no archive", "docx", "broken"),
        (files.docx("x")[:200], "docx", "broken"),
        (files.zipped(word__document_xml="<a><b></a>"), "docx", "broken"),
        (
            files.docx("&lol;", prolog='<!DOCTYPE l [<!ENTITY lol "' + "lol" * 1000 + '">]>'),
            "docx",
            "broken",
        ),
        (b"text", "txt", "unsupported"),
        (b"x" * 100, "../pdf", "unsupported"),
    ],
)
def test_what_cannot_be_read_is_a_problem_by_name(
    content: bytes, format: str, problem: str
) -> None:
    assert read(content, format) == Extracted(problem=problem)


@pytest.mark.slow
@pytest.mark.parametrize(("make", "format"), [(files.bomb_docx, "docx"), (files.bomb_pdf, "pdf")])
def test_a_bomb_is_put_out(make: Callable[[], bytes], format: str) -> None:
    content = make()
    assert len(content) < 5_000_000
    started = time.monotonic()

    found = read(content, format)

    assert found.problem in {"too-large", "out-of-memory", "too-slow", "crashed"} or (
        len(found.text) <= program.MAX_CHARACTERS
    )
    assert time.monotonic() - started < process.SECONDS + 5


def test_a_reader_that_hangs_is_stopped() -> None:
    started = time.monotonic()

    found = read(files.pdf("slow", pages=400), "pdf", seconds=0.02)

    assert found == Extracted(problem="too-slow")
    assert time.monotonic() - started < 5


def test_a_file_beyond_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MAX_FILE_BYTES", 10)

    assert read(files.pdf("x"), "pdf") == Extracted(problem="too-large")


def test_a_long_text_is_cut() -> None:
    found = read(files.docx(*["slovo " * 200] * 400), "docx")

    assert program.MAX_CHARACTERS - 2_000 < len(found.text) <= program.MAX_CHARACTERS


def stored(content: bytes, name: str, **values: object) -> Document:
    document = Document(title="Příloha", file=ContentFile(content, name), **values)
    document._set_document_file_metadata()
    document.save()
    return document


def page_with(*documents: Document) -> int:
    chosen = [item(document.pk, str(document.pk)) for document in documents]
    body = [block("documents", {"title": "", "documents": chosen})]
    return int(make_page(make_home().cs, title="Ke stažení", slug="ke-stazeni", body=body).pk)


@pytest.mark.django_db
def test_a_page_is_found_by_the_words_of_its_files() -> None:
    page_id = page_with(stored(files.docx("Interferometr"), "zprava.docx"))
    rebuild()

    assert found_by("interferometry", "attachments") == {page_id}
    assert documents_of([page_id])[page_id].attachments == "Příloha\nInterferometr"


@pytest.mark.django_db
def test_a_file_is_read_once_however_often_its_page_is_indexed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rebuild()
    page_id = page_with(stored(files.docx("Interferometr"), "zprava.docx"))
    handle(Changed(1, page_ids=(page_id,)))
    assert found_by("interferometr", "attachments") == {page_id}
    known = list(ExtractedText.objects.values_list("text", "problem", "extractor"))

    def fail(*arguments: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(texts, "extract", fail)
    handle(Changed(2, page_ids=(page_id,)))
    rebuild()

    assert known == [("Interferometr", "", texts.EXTRACTOR)]
    assert found_by("interferometr", "attachments") == {page_id}


@pytest.mark.django_db
def test_a_file_that_nobody_read_is_read_by_the_reconciler() -> None:
    rebuild()
    page_id = page_with(stored(files.docx("Interferometr"), "zprava.docx"))
    index_pages([page_id])  # and the process died
    assert found_by("interferometr", "attachments") == set()
    said: list[str] = []

    reconcile(said.append)

    assert found_by("interferometr", "attachments") == {page_id}
    assert f"search: outdated: page {page_id} StandardPage cs" in said


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_keeps_nobody_from_being_found() -> None:
    bad = stored(files.encrypted_pdf(), "tajne.pdf")
    good = stored(files.docx("Interferometr"), "zprava.docx")
    gone = stored(files.docx("Nic"), "pryc.docx")
    gone.file.storage.delete(gone.file.name)
    page_id = page_with(bad, good, gone)

    rebuild()

    assert found_by("interferometr", "attachments") == {page_id}
    problems = dict(ExtractedText.objects.values_list("file_hash", "problem"))
    assert problems == {bad.file_hash: "encrypted", good.file_hash: ""}


@pytest.mark.django_db
def test_a_restricted_file_is_in_no_document() -> None:
    private = Collection.get_first_root_node().add_child(name="Pro členy")
    document = stored(files.docx("Interferometr"), "zprava.docx", collection=private)
    page_id = page_with(document)
    rebuild()
    assert found_by("interferometr", "attachments") == {page_id}

    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    index_pages([page_id])

    assert found_by("interferometr", "attachments") == set()
    assert documents_of([page_id])[page_id].attachments is None


@pytest.mark.django_db
def test_texts_of_files_that_are_gone_are_deleted_by_the_reconciler() -> None:
    kept = stored(files.docx("Interferometr"), "zprava.docx")
    gone = stored(files.docx("Hologram"), "jina.docx")
    page_with(kept, gone)
    rebuild()
    gone.delete()

    reconcile(lambda line: None)

    assert [row.text for row in ExtractedText.objects.all()] == ["Interferometr"]
