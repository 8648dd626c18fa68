"""Pages that name pages, and fields on types of others: languages, visibility, ownership."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import graphene
import pytest
from django.db.models import Q
from graphql import GraphQLResolveInfo

from cms.content.collation import fold
from cms.content.graphql.organisations import Organisation, shown_organisation
from cms.graphql.context import AskedLocale
from cms.graphql.parts import Part
from cms.graphql.related import type_of
from cms.graphql.schema import Schema, build, parts_of
from cms.graphql.testing import count_queries, execute
from cms.plugin import discovery
from cms.plugin.contributions import Fields, Queries, Relation
from cms.plugin.testing import active
from plugins.members.graphql.types import Member
from plugins.members.models import MemberIndexPage, MemberPage
from plugins.news.models import RelatedMember
from tests.content.factories import Homes, make_english, make_home
from tests.members.factories import english_of, make_directory, make_member
from tests.news.factories import make_article, make_news_index

ACTIVE = frozenset({"cms_content", "members"})
# Members are parts of members: a relation that needs no other plugin.
PARTS = Relation(
    source="members.MemberPage",
    target="members.MemberPage",
    path="parent_member",
    name="whole",
    reverse="known_parts",
    order=("title_key",),
    is_single=True,
)
MEMBERS = """query ($locale: Locale!, $fallback: [Locale!], $first: Int, $after: String) {
  members(locale: $locale, fallback: $fallback, order: NAME) { nodes {
    title whole { title } knownParts(first: $first, after: $after) {
      totalCount nodes { title } pageInfo { hasNextPage endCursor } } } } }"""


@pytest.fixture(autouse=True)
def failures() -> Iterator[dict[str, BaseException]]:
    """The failures of this test; none stays."""
    before = discovery.failures()
    yield discovery._failures
    discovery._failures.clear()
    discovery._failures.update(before)


@pytest.fixture
def homes(db: None) -> Homes:
    return make_home()


@pytest.fixture
def directory(homes: Homes) -> MemberIndexPage:
    return make_directory(homes)


def schema_with(*contributions: Any, active: frozenset[str] = ACTIVE) -> Schema:
    """The schema of `active` and of a plugin "kin" with these contributions."""
    return build([*parts_of(active), Part("kin", contributions)], active)


def shown(**variables: Any) -> dict[str, tuple[str | None, int, list[str]]]:
    """By title of the members: what each is a part of, how many parts it has, and which."""
    answer = execute(MEMBERS, variables, schema=schema_with(PARTS), active=ACTIVE)
    assert answer.data is not None
    return {
        node["title"]: (
            node["whole"] and node["whole"]["title"],
            node["knownParts"]["totalCount"],
            [part["title"] for part in node["knownParts"]["nodes"]],
        )
        for node in answer.data["members"]["nodes"]
    }


def test_both_sides_match_pages_whatever_language_version_is_named(
    directory: MemberIndexPage,
) -> None:
    whole = make_member(directory, "Celek")
    make_english(whole, title="Whole")
    make_member(directory, "Bez překladu", parent_member=whole)
    branch = make_member(directory, "Část", parent_member=english_of(whole))
    make_english(branch, title="Branch")

    assert shown(locale="CS") == {
        "Bez překladu": ("Celek", 0, []),
        "Celek": (None, 2, ["Bez překladu", "Část"]),
        "Část": ("Celek", 0, []),
    }
    assert shown(locale="EN") == {
        "Branch": ("Whole", 0, []),
        "Whole": (None, 1, ["Branch"]),
    }
    assert shown(locale="EN", fallback=["CS"]) == {
        "Bez překladu": ("Whole", 0, []),
        "Branch": ("Whole", 0, []),
        "Whole": (None, 2, ["Bez překladu", "Branch"]),
    }


def test_neither_side_shows_what_is_not_public(directory: MemberIndexPage) -> None:
    hidden = make_member(directory, "Skrytý")
    make_member(directory, "Zbylý", parent_member=hidden)
    whole = make_member(directory, "Celek")
    draft = make_member(directory, "Koncept", parent_member=whole)
    draft.unpublish()
    hidden.unpublish()

    assert shown(locale="CS") == {"Celek": (None, 0, []), "Zbylý": (None, 0, [])}


def test_the_reverse_side_comes_in_pages_for_all_rows_at_once(directory: MemberIndexPage) -> None:
    wholes = [make_member(directory, f"Celek {number}") for number in range(3)]
    for whole in wholes:
        for letter in "ABC":
            make_member(directory, f"Část {letter} {whole.title}", parent_member=whole)
    schema = schema_with(PARTS)

    def page(**variables: Any) -> Any:
        answer = execute(MEMBERS, {"locale": "CS", **variables}, schema=schema, active=ACTIVE)
        assert answer.data is not None
        return answer.data["members"]["nodes"][0]["knownParts"]

    first = page(first=2)
    second = page(first=2, after=first["pageInfo"]["endCursor"])

    assert [node["title"] for node in first["nodes"]] == ["Část A Celek 0", "Část B Celek 0"]
    assert [node["title"] for node in second["nodes"]] == ["Část C Celek 0"]
    assert second["pageInfo"]["hasNextPage"] is False


@pytest.mark.parametrize("rows", [1, 3])
def test_relations_take_the_same_statements_for_any_number_of_rows(
    directory: MemberIndexPage, rows: int
) -> None:
    for number in range(rows):
        whole = make_member(directory, f"Celek {number}")
        make_member(directory, f"Část {number}", parent_member=whole)
    schema = schema_with(PARTS)

    with count_queries() as ran:
        execute(MEMBERS, {"locale": "CS"}, schema=schema, active=ACTIVE)

    # Active plugins, restrictions, members; their wholes in two; their parts in two.
    assert len(ran) == 7, "\n".join(ran)


def test_without_the_plugin_of_one_side_neither_field_is_there() -> None:
    relation = Relation("cms_content.StandardPage", "members.MemberPage", "x", "members", "pages")

    with_both = schema_with(relation).graphql_schema.type_map
    without = schema_with(relation, active=frozenset({"cms_content"})).graphql_schema.type_map

    assert "members" in with_both["StandardPage"].fields  # type: ignore[attr-defined]
    assert "pages" in with_both["Member"].fields  # type: ignore[attr-defined]
    assert "members" not in without["StandardPage"].fields  # type: ignore[attr-defined]
    assert "Member" not in without


class Motto:
    """Fields on a type of another plugin: one plain, one that fails, one of a type of ours."""

    claim_again = graphene.String(name="motto", description="The attribute of another name.")
    city_size = graphene.Int(description="Fails.")

    @staticmethod
    def resolve_claim_again(member: MemberPage, info: GraphQLResolveInfo) -> str:
        return member.claim.upper()

    @staticmethod
    def resolve_city_size(member: MemberPage, info: GraphQLResolveInfo) -> int:
        raise LookupError("secret")


def test_added_fields_are_of_the_plugin_that_adds_them(directory: MemberIndexPage) -> None:
    make_member(directory, "Optik", claim="Vidíme")

    answer = execute(
        "{ members(locale: CS) { nodes { title motto citySize } } }",
        schema=schema_with(Fields("Member", Motto)),
        active=ACTIVE,
        expect_errors=True,
    )

    assert answer.data == {
        "members": {"nodes": [{"title": "Optik", "motto": "VIDÍME", "citySize": None}]}
    }
    extensions = answer.errors[0]["extensions"]
    assert (extensions["code"], extensions["plugin"]) == ("PLUGIN_FAILED", "kin")


def test_types_belong_to_whom_contributes_them_not_to_whom_leads_there() -> None:
    class Leads:
        """A field of core's type that leads to a type of a plugin."""

        member = graphene.Field(type_of("members.MemberPage"), description="A member.")

    everything = parts_of(ACTIVE)
    early = Part("early", (Fields("Pillar", Leads),))
    schema = build([everything[0], early, *everything[1:]], ACTIVE)

    assert schema.owner_of("Pillar", "member") == "early"
    assert schema.owner_of("Member", "claim") == "members"
    assert schema.owner_of("MemberConnection", "totalCount") == "members"
    assert schema.owner_of("Pillar", "name") is None


@pytest.mark.parametrize(
    ("fields", "is_there"),
    [
        (Fields("Member", Motto), True),
        (Fields("Member", Motto, requires=("members",)), True),
        (Fields("Member", Motto, requires=("members", "nowhere")), False),
        (Fields("Nothing", Motto), False),
    ],
)
def test_added_fields_are_there_while_all_that_they_need_is(
    fields: Fields, is_there: bool, failures: dict[str, BaseException]
) -> None:
    schema = schema_with(fields)

    assert ("motto" in schema.sdl) is is_there
    assert "kin" not in failures


class Taken:
    """A field that the type has already."""

    claim = graphene.String(description="Another claim.")


class Lost:
    """A field whose type cannot be found."""

    lost = graphene.Field("no.such.module.Type", description="Lost.")


class Hollow(graphene.ObjectType):
    """A type that a field leads to, and that leads nowhere."""

    lost = graphene.Field("no.such.module.Type", description="Lost.")


class LostLater:
    """A field of a type that cannot be built."""

    hollow = graphene.Field(Hollow, description="Hollow.")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (Fields("Member", Taken), "Member has a field claim already"),
        (Fields("Page", Motto), "Page is not an object type"),
        (Fields("MemberFilter", Motto), "MemberFilter is not an object type"),
        (Fields("Member", Lost), "cannot add to Member"),
        (Fields("Member", LostLater), "Hollow fields"),
        (Fields("Member", object), "holds no fields"),
    ],
)
@pytest.mark.parametrize("is_early", [True, False])
def test_fields_that_do_not_fit_cost_their_own_plugin_only(
    fields: Fields, message: str, is_early: bool, failures: dict[str, BaseException]
) -> None:
    core, members = parts_of(ACTIVE)
    bad = Part("bad", (fields,))

    parts = [core, bad, members] if is_early else [core, members, bad]
    schema = build(parts, ACTIVE)

    assert [part.label for part in schema.parts] == ["cms_content", "members"]
    assert message in str(failures["bad"])


def test_of_two_plugins_that_add_the_same_field_the_later_fails(
    failures: dict[str, BaseException],
) -> None:
    core, members = parts_of(ACTIVE)
    first, second = (Part(label, (Fields("Member", Motto),)) for label in ("first", "second"))

    schema = build([core, first, second, members], ACTIVE)

    assert [part.label for part in schema.parts] == ["cms_content", "first", "members"]
    assert "Member has a field motto already" in str(failures["second"])


def test_a_page_type_of_another_plugin_is_found_by_its_label() -> None:
    assert type_of("members.MemberPage")() is Member
    with pytest.raises(LookupError, match="nowhere.Page"):
        type_of("nowhere.Page")()


class ByNames:
    """An organisation of each kind."""

    organisation = graphene.Field(
        Organisation,
        page_id=graphene.Int(description="A page."),
        description="An organisation.",
    )

    @staticmethod
    async def resolve_organisation(root: None, info: Any, page_id: int | None = None) -> object:
        typed = {"name": "Typed", "website": "https://example.org/", "country": "DE"}
        return await shown_organisation(info, AskedLocale("en"), page_id, **typed)


def test_an_organisation_is_its_public_page_or_what_was_typed(directory: MemberIndexPage) -> None:
    public = make_member(directory, "Veřejný", country="CZ", website="https://example.com/")
    make_english(public, title="Public")
    hidden = make_member(directory, "Jen česky")
    ask = """query ($id: Int) { organisation(pageId: $id) {
      name website country page { title } member { title } } }"""
    schema = schema_with(Queries(ByNames))

    answers = [
        execute(ask, {"id": page_id}, schema=schema, active=ACTIVE).data
        for page_id in (public.pk, hidden.pk, None)
    ]

    def organisation(name: str, website: str, country: str, page: str | None) -> object:
        named = {"title": page} if page else None
        return {"organisation": {
            "name": name, "website": website, "country": country, "page": named, "member": named
        }}  # fmt: skip

    assert answers == [
        organisation("Public", "https://example.com/", "CZ", "Public"),
        organisation("Typed", "https://example.org/", "DE", None),
        organisation("Typed", "https://example.org/", "DE", None),
    ]


def test_a_page_that_hides_the_link_is_not_found_by_it(directory: MemberIndexPage) -> None:
    whole = make_member(directory, "Celek")
    make_member(directory, "Canary", parent_member=whole)
    make_member(directory, "Část", parent_member=whole)
    before = shown(locale="CS")["Celek"]

    private = frozenset({"parent_member"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            MemberPage, "hidden_fields", lambda page: private if page.title == "Canary" else set()
        )
        patch.setattr(
            MemberPage, "hides", lambda name: Q(title="Canary") if name in private else None
        )
        hidden = shown(locale="CS")

    assert before == (None, 2, ["Canary", "Část"])
    assert hidden["Celek"] == (None, 1, ["Část"])
    assert hidden["Canary"] == (None, 0, [])


BOTH_WAYS = """{
  news(locale: CS) { nodes { title members { title } } }
  members(locale: CS, order: NAME) { nodes { title news { totalCount nodes { title } } } } }"""


def test_a_page_that_is_named_several_times_comes_once_and_lists_keep_their_order(
    homes: Homes, directory: MemberIndexPage
) -> None:
    names = ("Cé", "Á", "Bé")
    members = [make_member(directory, name) for name in names]
    make_english(members[0], title="C")
    named = [members[0], members[1], english_of(members[0]), members[0], members[2]]
    make_article(
        make_news_index(homes),
        "Zpráva",
        published_on=datetime.date(2024, 1, 1),
        members=[RelatedMember(page=page, sort_order=n) for n, page in enumerate(named)],
    )

    with active("news"):
        answer = execute(BOTH_WAYS)

    article = {"totalCount": 1, "nodes": [{"title": "Zpráva"}]}
    assert answer.data == {
        "news": {
            "nodes": [{"title": "Zpráva", "members": [{"title": name} for name in names]}],
        },
        "members": {
            "nodes": [{"title": name, "news": article} for name in sorted(names, key=fold)]
        },
    }
