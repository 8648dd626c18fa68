"""What was counted, held against a schema: who uses what, and whom a change would hit."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from graphql import build_schema

from cms.graphql.models import DocumentUse, UsedDocument
from cms.graphql.usage.breaking import breaks
from cms.graphql.usage.coordinates import touched_by
from cms.graphql.usage.report import usage_of

pytestmark = pytest.mark.django_db

SDL = """
interface Page { title: String }
type Member implements Page {
  title: String since(format: Format): String old: Int @deprecated(reason: "Use since.")
}
type Other implements Page { title: String }
enum Format { LONG SHORT }
input Filter { kind: Format near: Near not: [Filter!] }
input Near { place: String }
type Query { pages(filter: Filter): [Page] member(id: ID, filter: Filter): Member spare: Int }
"""
OLD = 'old: Int @deprecated(reason: "Use since.")'
SCHEMA = build_schema(SDL)


def use(source: str, client: str = "web", version: str = "1", times: int = 1, age: int = 0) -> None:
    document, _is_new = UsedDocument.objects.get_or_create(
        sha256=source[:64] or "other", defaults={"source": source, "size": len(source)}
    )
    DocumentUse.objects.create(
        day=timezone.localdate() - timedelta(days=age),
        client=client,
        version=version,
        document=document,
        times=times,
    )


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("schema", *arguments, stdout=output)
    return output.getvalue()


def test_documents_touch_fields_arguments_and_values() -> None:
    touched = touched_by(
        SCHEMA,
        """query ($id: ID @skip(if: false)) {
          member(id: $id, filter: {not: [{near: {place: ""}}]}) { ...F __typename gone }
        }
        fragment F on Member { since(format: LONG) @include(if: true) }""",
    )

    assert touched.named == {
        *("Query", "Query.member", "Query.member(id:)", "Query.member(filter:)"),
        *("Filter", "Filter.not", "Filter.near", "Near", "Near.place"),
        *("Member", "Member.since", "Member.since(format:)", "Format", "Format.LONG"),
    }
    assert touched.possible == {"ID"}


def test_variables_may_hold_anything_of_their_type() -> None:
    touched = touched_by(SCHEMA, "query ($f: Filter) { pages(filter: $f) { title } }")

    assert touched.possible == {
        *("Filter", "Filter.kind", "Filter.near", "Filter.not", "Near", "Near.place", "String"),
        *("Format", "Format.LONG", "Format.SHORT"),
    }


def test_uses_are_summed_up_by_client() -> None:
    today = timezone.localdate()
    use("{member{old}}", times=2, age=1)
    use("{member{old}}", client="kiosk", version="", times=5, age=3)
    use("{spare}", age=40)
    use("", client="other", version="", times=7)

    with CaptureQueriesContext(connection) as queries:
        usage = usage_of(SCHEMA)

    old = usage.named["Member.old"]
    assert (old.times, old.last) == (7, today - timedelta(days=1))
    assert old.by_client == [("kiosk", 5), ("web 1", 2)]
    assert sorted(usage.clients) == ["kiosk", "other", "web 1"]
    assert {name: why for name, (_use, why) in usage.deprecated().items()} == {
        "Member.old": "Use since."
    }
    assert (usage.uncounted, len(queries)) == (7, 2)
    assert usage_of(SCHEMA, client="kiosk").named["Member.old"].times == 5


def test_what_is_read_through_an_interface_is_used() -> None:
    use("query($f:Filter){pages(filter:$f){title}}")

    assert usage_of(SCHEMA).unused() == [
        *("Member.old", "Member.since", "Member.since(format:)"),
        *("Query.member", "Query.member(filter:)", "Query.member(id:)", "Query.spare"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "coordinate", "times"),
    [
        (OLD, "", "Member.old", 3),
        ("spare: Int", "", "Query.spare", None),
        ("member(id: ID,", "member(", "Query.member(id:)", None),
        ("(format: Format)", "", "Member.since(format:)", 3),
        ("LONG SHORT", "SHORT", "Format.LONG", 3),
        ("place: String", "place: Int", "Near.place", None),
        ("id: ID,", "id: ID, must: Int!,", "Query.member", 3),
        ("{ kind", "{ must: Int! kind", "Filter", None),
        ("type Other implements Page", "type Other", "Other", None),
        ("since(format: Format): String", "since(format: Format): Int", "Member.since", 3),
    ],
)
def test_a_breaking_change_hits_who_used_it(
    before: str, after: str, coordinate: str, times: int | None
) -> None:
    use("{member{old since(format:LONG)}}", times=3)
    found = breaks(SCHEMA, build_schema(SDL.replace(before, after, 1)), usage_of(SCHEMA))

    assert [(each.coordinate, each.use and each.use.times) for each in found] == [
        (coordinate, times)
    ]


def test_the_command_says_who_uses_what() -> None:
    empty = run("--usage")
    use("{site(locale:EN){name}}", times=4)
    today = str(timezone.localdate())

    lines = [line.split() for line in run("--usage").splitlines()]
    data = json.loads(run("--usage", "--json"))
    unused = run("--usage", "--unused").splitlines()

    assert empty == "Nobody has asked for anything in the last 30 days.\n"
    assert lines[0] == ["place", "times", "last", "clients"]
    assert ["Site.name", "4", today, "web", "1", "(4)"] in lines
    assert data["places"]["Site.name"] == {"times": 4, "last": today, "clients": {"web 1": 4}}
    assert ("Query.pages" in unused, "Query.site" in unused) == (True, False)
    assert run("--usage", "--client", "kiosk").startswith("Nobody has asked")
    assert run("--usage", "--deprecated").startswith("Nobody has asked for anything deprecated")


def test_the_command_says_whom_a_change_hits(tmp_path: Path) -> None:
    use("{site(locale:EN){name}}", times=4)
    old = tmp_path / "old.graphql"
    current = run()
    old.write_text(current)
    nothing = run("--breaking", str(old))
    old.write_text(current.replace("type Query {", "type Query {\n  unasked: Int\n", 1))
    unasked = run("--breaking", str(old))
    old.write_text("type Query { site(locale: String): Site } type Site { name: Int }")

    with pytest.raises(CommandError, match="Clients of this site use what would break"):
        run("--breaking", str(old))
    old.write_text("type Query {")
    with pytest.raises(CommandError, match="Syntax Error"):
        run("--breaking", str(old))

    assert nothing == "Nothing breaks clients.\n"
    assert unasked == "Query.unasked was removed. Nobody has used it in the last 30 days.\n"
