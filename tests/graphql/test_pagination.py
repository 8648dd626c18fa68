"""Pages of lists: cursors, counts, what is fetched and what is not."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, ClassVar

import graphene
import pytest
from django.db.models import F, QuerySet
from django.db.models.functions import Length, Lower
from django.utils import timezone
from graphql import GraphQLResolveInfo
from wagtail.models import Locale, Page

from cms.content.models import StandardPage
from cms.graphql.errors import CursorError
from cms.graphql.keyset import Keyset
from cms.graphql.pagination import ConnectionField, PageList, Within
from cms.graphql.schema import Schema
from cms.graphql.testing import count_queries, execute
from cms.publishing.visibility import live_pages
from tests.graphql.schemas import schema_of
from tests.translation.factories import Languages, make_languages, make_page, translate_by_hand

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def rows() -> list[Page]:
    """Eleven pages with many equal titles and dates, some dates missing."""
    root = Page.get_first_root_node()
    dates = [None, NOON, NOON + timezone.timedelta(microseconds=1), NOON, None]
    return [
        root.add_child(
            instance=Page(
                title=["Žár", "Čas", "chata", "čas"][number % 4],
                slug=f"row-{number}",
                first_published_at=dates[number % 5],
                search_description="x" * (number % 3),
            )
        )
        for number in range(11)
    ]


ORDERS: list[tuple[Any, ...]] = [
    ("pk",),
    ("-pk",),
    ("title",),
    ("-title", "slug"),
    ("first_published_at",),
    ("-first_published_at", "title"),
    (F("first_published_at").asc(nulls_first=True), "-title"),
    (F("first_published_at").desc(nulls_first=True), F("title").desc()),
    (F("first_published_at").asc(nulls_last=True),),
    (Lower("title"), "-first_published_at"),
    (Length("search_description").desc(), Lower("title").desc()),
    ("locale__language_code", "-owner__date_joined", "numchild", "live"),
    ("translation_key",),
    (),
]


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_pages_joined_are_the_whole_list(order: tuple[Any, ...], rows: list[Page]) -> None:
    queryset = Page.objects.filter(slug__startswith="row-").order_by(*order)
    keyset = Keyset(queryset)
    whole = list(keyset.ordered())
    assert {row.pk for row in whole} == {row.pk for row in rows}

    for size in (1, 3, 4):
        seen: list[int] = []
        page = whole[:size]
        while page:
            seen.extend(row.pk for row in page)
            condition = Keyset(queryset).after(keyset.cursor(page[-1]))
            page = list(keyset.ordered().filter(condition)[:size])
        assert seen == [row.pk for row in whole]


def test_missing_dates_come_last_on_every_database(rows: list[Page]) -> None:
    queryset = Page.objects.filter(slug__startswith="row-")
    for order in ("first_published_at", "-first_published_at"):
        dates = [row.first_published_at for row in Keyset(queryset.order_by(order)).ordered()]
        assert dates[-5:] == [None] * 5


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_cursors_of_another_order_are_refused(order: tuple[Any, ...], rows: list[Page]) -> None:
    queryset = Page.objects.filter(slug__startswith="row-")
    cursor = Keyset(queryset.order_by("title", "depth", "path")).cursor(
        Keyset(queryset.order_by("title", "depth", "path")).ordered()[0]
    )
    with pytest.raises(CursorError):
        Keyset(queryset.order_by(*order)).after(cursor)


def forged(keyset: Keyset, row: Page, values: Sequence[object]) -> str:
    """A cursor of the right list with other values."""
    import json  # noqa: PLC0415 -- only here
    from base64 import urlsafe_b64decode, urlsafe_b64encode  # noqa: PLC0415 -- only here

    cursor = keyset.cursor(row)
    parts = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return urlsafe_b64encode(json.dumps([parts[0], *values]).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "values",
    [
        ["2026-05-01T12:00:00", 1],
        ["2026-05-01", 1],
        ["not a date", 1],
        [5, 1],
        [[], 1],
        [None, None],
        [None, "1"],
        [None, 1.5],
        [None, True],
        [None, 10**30],
        [None, -(10**30)],
        [None],
        [None, 1, 2],
        ["2026-05-01T12:00:00+00:00\0", 1],
        ["0001-01-01T00:00:00+14:00", 1],
        ["9999-12-31T23:59:59-14:00", 1],
    ],
)
def test_forged_cursors_are_refused(values: list[object], rows: list[Page]) -> None:
    keyset = Keyset(Page.objects.order_by("first_published_at"))
    with pytest.raises(CursorError):
        keyset.after(forged(keyset, keyset.ordered()[0], values))


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_forged_texts_are_refused(text: str, rows: list[Page]) -> None:
    keyset = Keyset(Page.objects.order_by("title"))
    with pytest.raises(CursorError):
        keyset.after(forged(keyset, keyset.ordered()[0], [text, 1]))


def test_a_random_order_has_no_cursors() -> None:
    with pytest.raises(ValueError, match="random"):
        Keyset(Page.objects.order_by("?"))


class LocaleNode(graphene.ObjectType):
    """A row of a plain model."""

    code = graphene.String(required=True, description="The code.")
    siblings = ConnectionField(lambda: LocaleNode, description="Rows with a code as long.")

    @staticmethod
    def resolve_code(row: Locale, info: GraphQLResolveInfo) -> str:
        return str(row.language_code)

    @staticmethod
    def resolve_siblings(row: Locale, info: GraphQLResolveInfo) -> Within:
        queryset = Locale.objects.annotate(length=Length("language_code")).order_by("-pk")
        return Within(queryset, "length", len(row.language_code))


class Number(graphene.ObjectType):
    """A row of a list in memory."""

    value = graphene.Int(required=True, description="The number.")

    @staticmethod
    def resolve_value(number: int, info: GraphQLResolveInfo) -> int:
        return number


class Lists:
    """Lists of all kinds."""

    locales = ConnectionField(LocaleNode, description="Rows of a model.")
    later = ConnectionField(LocaleNode, description="The same, later.")
    numbers = ConnectionField(
        Number,
        below=graphene.Int(default_value=7, description="How many."),
        description="In memory.",
    )
    wrong = ConnectionField(Number, description="Not a list.")

    @staticmethod
    def resolve_locales(root: None, info: GraphQLResolveInfo) -> QuerySet[Locale]:
        return Locale.objects.order_by("language_code")

    @staticmethod
    async def resolve_later(root: None, info: GraphQLResolveInfo) -> QuerySet[Locale]:
        return Locale.objects.order_by("language_code")

    @staticmethod
    def resolve_numbers(root: None, info: GraphQLResolveInfo, below: int) -> range:
        return range(below)

    @staticmethod
    def resolve_wrong(root: None, info: GraphQLResolveInfo) -> int:
        return 5


@pytest.fixture
def locales() -> list[str]:
    """The codes of five languages, in order."""
    for code in ("cs", "en", "de", "pl", "deu"):
        Locale.objects.get_or_create(language_code=code)
    return sorted(Locale.objects.values_list("language_code", flat=True))


@pytest.fixture(scope="module")
def schema() -> Schema:
    return schema_of(Lists)


def test_a_connection_says_all_that_relay_asks(schema: Schema, locales: list[str]) -> None:
    query = """query ($after: String) { locales(first: 2, after: $after) {
        totalCount  nodes { code }  edges { cursor node { code } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""

    first = (execute(query, schema=schema).data or {})["locales"]
    cursors = [edge["cursor"] for edge in first["edges"]]
    assert first == {
        "totalCount": 5,
        "nodes": [{"code": locales[0]}, {"code": locales[1]}],
        "edges": [
            {"cursor": cursors[0], "node": {"code": locales[0]}},
            {"cursor": cursors[1], "node": {"code": locales[1]}},
        ],
        "pageInfo": {
            "hasNextPage": True,
            "hasPreviousPage": False,
            "startCursor": cursors[0],
            "endCursor": cursors[1],
        },
    }
    second = (execute(query, {"after": cursors[1]}, schema=schema).data or {})["locales"]
    last = execute(query, {"after": second["pageInfo"]["endCursor"]}, schema=schema).data or {}
    assert [node["code"] for node in second["nodes"]] == locales[2:4]
    assert [node["code"] for node in last["locales"]["nodes"]] == locales[4:]
    assert last["locales"]["pageInfo"]["hasNextPage"] is False
    assert last["locales"]["pageInfo"]["hasPreviousPage"] is True


@pytest.mark.parametrize(
    ("selected", "statements"),
    [
        ("totalCount", ["COUNT"]),
        ("nodes { code }", ["SELECT"]),
        ("edges { cursor } nodes { code } pageInfo { endCursor }", ["SELECT"]),
        ("totalCount edges { node { code } }", ["COUNT", "SELECT"]),
        ("__typename", []),
    ],
)
def test_only_what_is_selected_is_fetched(
    schema: Schema, locales: list[str], selected: str, statements: list[str]
) -> None:
    with count_queries() as queries:
        execute(f"{{ locales {{ {selected} }} }}", active=frozenset(), schema=schema)

    assert ["COUNT" if "COUNT(" in sql else "SELECT" for sql in queries] == statements


def test_an_empty_page_can_be_asked_for(schema: Schema, locales: list[str]) -> None:
    data = execute(
        "{ locales(first: 0) { nodes { code } pageInfo { hasNextPage endCursor } } }",
        schema=schema,
    ).data
    assert data == {"locales": {"nodes": [], "pageInfo": {"hasNextPage": True, "endCursor": None}}}


def test_resolvers_of_lists_may_be_async(schema: Schema, locales: list[str]) -> None:
    data = execute("{ later(first: 1) { nodes { code } } }", schema=schema).data

    assert data == {"later": {"nodes": [{"code": locales[0]}]}}


def test_lists_in_memory_are_paged_by_position(schema: Schema) -> None:
    query = """query ($after: String) { numbers(first: 3, after: $after) {
        totalCount nodes { value } pageInfo { hasNextPage endCursor } edges { cursor } } }"""
    after, seen = None, []
    for _ in range(3):
        page = (execute(query, {"after": after}, schema=schema).data or {})["numbers"]
        assert page["totalCount"] == 7
        assert page["edges"][-1]["cursor"] == page["pageInfo"]["endCursor"]
        after = page["pageInfo"]["endCursor"]
        seen += [node["value"] for node in page["nodes"]]

    assert seen == list(range(7))
    assert page["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize("cursor", ["WyIjIiwtMV0", "WyIjIiwxLjVd", "WyIjIl0", "?", "A" * 100])
def test_broken_positions_are_refused(schema: Schema, cursor: str) -> None:
    result = execute(
        "query ($a: String) { numbers(after: $a) { nodes { value } } }",
        {"a": cursor},
        schema=schema,
        expect_errors=True,
    )
    assert result.codes == ["INVALID_CURSOR"]


def test_what_is_no_list_is_an_error(schema: Schema) -> None:
    result = execute("{ wrong { totalCount } }", schema=schema, expect_errors=True)

    assert result.codes == ["INTERNAL_SERVER_ERROR"]


@pytest.mark.parametrize("first", [-1, 101, 100_000])
def test_page_sizes_are_limited(schema: Schema, first: int) -> None:
    result = execute(
        "query ($n: Int) { locales(first: $n) { totalCount } }",
        {"n": first},
        schema=schema,
        expect_errors=True,
    )
    assert result.data is None
    assert [error["extensions"] for error in result.errors] == [
        {"code": "BAD_USER_INPUT", "limit": 100, "argument": "first"}
    ]


@pytest.mark.parametrize("first", [1, 3, 5])
def test_lists_below_rows_are_fetched_together(
    schema: Schema, locales: list[str], first: int
) -> None:
    query = """query ($n: Int) { locales(first: $n) { nodes { code
        siblings(first: 2) { totalCount nodes { code } pageInfo { hasNextPage } } } } }"""
    with count_queries() as queries:
        data = execute(query, {"n": first}, active=frozenset(), schema=schema).data

    short = [
        row.language_code for row in Locale.objects.order_by("-pk") if len(row.language_code) == 2
    ]
    nodes = (data or {})["locales"]["nodes"]
    assert len(nodes) == first
    for node in nodes:
        if len(node["code"]) == 2:
            assert node["siblings"] == {
                "totalCount": 4,
                "nodes": [{"code": code} for code in short[:2]],
                "pageInfo": {"hasNextPage": True},
            }
        else:
            assert node["siblings"] == {
                "totalCount": 1,
                "nodes": [{"code": "deu"}],
                "pageInfo": {"hasNextPage": False},
            }
    assert len(queries) == 3  # the rows, the lists below them, their counts


def test_lists_below_rows_go_on_after_a_cursor(schema: Schema, locales: list[str]) -> None:
    query = """query ($a: String) { locales(first: 1) { nodes {
        siblings(first: 3, after: $a) { nodes { code } pageInfo { endCursor } } } } }"""

    def page(after: str | None) -> dict[str, Any]:
        data = execute(query, {"a": after}, schema=schema).data or {}
        return dict(data["locales"]["nodes"][0]["siblings"])

    first = page(None)
    second = page(first["pageInfo"]["endCursor"])
    codes = [node["code"] for node in [*first["nodes"], *second["nodes"]]]
    assert sorted(codes) == sorted(code for code in locales if len(code) == 2)


class PageNode(graphene.ObjectType):
    """A standard page with nothing but what the tests look at."""

    class Meta:
        name = "TestPage"

    needs: ClassVar[dict[str, tuple[str, ...]]] = {"blocks": ("body",)}

    title = graphene.String(required=True, description="The title.")
    locale = graphene.String(required=True, description="The language.")
    body = graphene.String(description="The body.")
    blocks = graphene.Int(description="How many blocks the body has.")

    @staticmethod
    def resolve_locale(page: StandardPage, info: GraphQLResolveInfo) -> str:
        return str(page.locale.language_code)

    @staticmethod
    def resolve_body(page: StandardPage, info: GraphQLResolveInfo) -> str:
        return str(page.body)

    @staticmethod
    def resolve_blocks(page: StandardPage, info: GraphQLResolveInfo) -> int:
        return len(page.body)


class PageLists:
    """Lists of pages."""

    texts = PageList(
        PageNode, starting=graphene.String(description="How titles begin."), description="Pages."
    )

    @staticmethod
    def resolve_texts(
        root: None, info: GraphQLResolveInfo, *, locale: str, starting: str = ""
    ) -> QuerySet[StandardPage]:
        pages = live_pages(StandardPage, locale).order_by("title")
        return pages.filter(title__startswith=starting)


@pytest.fixture(scope="module")
def page_schema() -> Schema:
    return schema_of(PageLists)


@pytest.fixture
def languages() -> Languages:
    """Two pages in both languages, one in each alone."""
    languages = make_languages()
    for title, english in [("A cs", "A en"), ("B cs", "B en"), ("C cs", "")]:
        page = make_page(languages, title=title, slug=title[0].lower())
        if english:
            translate_by_hand(page, languages, title=english)
    lonely = make_page(languages, title="D cs", slug="d")
    translate_by_hand(lonely, languages, title="D en")
    lonely.unpublish()
    return languages


@pytest.mark.parametrize(
    ("arguments", "titles"),
    [
        ("locale: CS", ["A cs", "B cs", "C cs"]),
        ("locale: EN", ["A en", "B en", "D en"]),
        ("locale: EN, fallback: []", ["A en", "B en", "D en"]),
        ("locale: EN, fallback: [EN]", ["A en", "B en", "D en"]),
        ("locale: EN, fallback: [CS]", ["A en", "B en", "C cs", "D en"]),
        ("locale: CS, fallback: [EN]", ["A cs", "B cs", "C cs", "D en"]),
        ('locale: CS, fallback: [EN], starting: "D"', ["D en"]),
        ('locale: CS, fallback: [EN], starting: "A"', ["A cs"]),
    ],
)
def test_a_fallback_language_stands_in_for_missing_pages(
    page_schema: Schema, languages: Languages, arguments: str, titles: list[str]
) -> None:
    query = f"{{ texts({arguments}) {{ totalCount nodes {{ title locale }} }} }}"
    with count_queries() as queries:
        data = (execute(query, schema=page_schema).data or {})["texts"]

    assert [node["title"] for node in data["nodes"]] == titles
    assert [node["locale"] for node in data["nodes"]] == [title[2:] for title in titles]
    assert data["totalCount"] == len(titles)
    assert len([sql for sql in queries if "cms_content_standardpage" in sql]) == 2


def test_pages_of_two_languages_are_one_list_for_cursors(
    page_schema: Schema, languages: Languages
) -> None:
    query = """query ($a: String) { texts(locale: EN, fallback: [CS], first: 1, after: $a) {
        nodes { title } pageInfo { endCursor } } }"""
    after, titles = None, []
    for _ in range(5):
        page = (execute(query, {"a": after}, schema=page_schema).data or {})["texts"]
        after = page["pageInfo"]["endCursor"] or after
        titles += [node["title"] for node in page["nodes"]]

    assert titles == ["A en", "B en", "C cs", "D en"]


@pytest.mark.parametrize(
    ("selected", "is_read"),
    [
        ("nodes { title }", False),
        ("edges { node { title } }", False),
        ("nodes { title body }", True),
        ("nodes { ...F }", True),
        ("edges { node { ... on TestPage { blocks } } }", True),
    ],
)
def test_bodies_are_read_only_when_selected(
    page_schema: Schema, languages: Languages, selected: str, is_read: bool
) -> None:
    fragment = "fragment F on TestPage { renamed: body }" if "...F" in selected else ""
    document = f"{{ texts(locale: CS) {{ {selected} }} }} {fragment}"
    execute(document, schema=page_schema)  # from which it is learned what the fields are made of
    with count_queries() as queries:
        execute(document, schema=page_schema)

    rows = [sql for sql in queries if "cms_content_standardpage" in sql]
    assert len(rows) == 1
    assert ('"body"' in rows[0]) is is_read
