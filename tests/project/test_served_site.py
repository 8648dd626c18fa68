"""The demo site as two worker processes serve it."""

from __future__ import annotations

import re
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.servers.site import ask, klastr, running

pytestmark = pytest.mark.slow

MEMBERS = "{ members(locale: CS, first: 5) { totalCount nodes { id title path url } } }"
LOGOS = "{ members(locale: EN, first: 20) { nodes { logo { rendition(width: 320) { url } } } } }"


def test_members_are_served_in_both_languages(served):
    counts = {
        locale: served.graphql(f"{{ members(locale: {locale}) {{ totalCount }} }}")
        for locale in ("CS", "EN")
    }

    assert counts["CS"]["data"]["members"]["totalCount"] > 0
    assert counts["EN"] == counts["CS"]


def test_a_token_that_the_server_cannot_read_is_refused(served):
    """It passes the header on without its value."""
    given = served.get("/graphql?query={__typename}", headers={"Authorization": "Bearer \xe9"})

    assert given.status == 401


def test_urls_say_where_the_site_is(served):
    nodes = served.graphql(MEMBERS)["data"]["members"]["nodes"]

    assert [node["url"] for node in nodes] == [f"{served.url}{node['path']}" for node in nodes]


def test_printed_password_opens_the_admin(first_start, served):
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    form = opener.open(f"{served.url}/admin/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    fields = f"csrfmiddlewaretoken={token}&username=admin&password={first_start.password}"

    with opener.open(f"{served.url}/admin/login/?next=/admin/", fields.encode()) as page:
        assert (page.url, page.status) == (f"{served.url}/admin/", 200)


def test_static_files_are_served_and_revalidated(served):
    first = served.get("/static/wagtailadmin/css/core.css")
    again = served.get(
        "/static/wagtailadmin/css/core.css", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert (first.status, first.headers.get_content_type()) == (200, "text/css")
    assert (again.status, again.body) == (304, b"")


def test_renditions_are_served_and_originals_are_not(served, first_start):
    nodes = served.graphql(LOGOS)["data"]["members"]["nodes"]
    urls = [node["logo"]["rendition"]["url"] for node in nodes if node["logo"]]
    originals = list((first_start.home / "media" / "original_images").iterdir())

    assert urls != []
    for url in urls:
        answer = ask(urllib.request.Request(url if "//" in url else f"{served.url}{url}"))
        assert (answer.status, answer.headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert originals != []
    assert served.get(f"/media/original_images/{originals[0].name}").status == 404


def test_head_is_answered_without_a_body(served):
    request = urllib.request.Request(f"{served.url}/health/live", method="HEAD")

    answer = ask(request)

    assert (answer.status, answer.body) == (200, b"")


def test_many_readers_at_once_all_get_the_same_answer(served):
    expected = served.graphql(MEMBERS)

    with ThreadPoolExecutor(16) as readers:
        answers = list(readers.map(lambda _: served.graphql(MEMBERS), range(80)))

    assert answers == [expected] * 80


def test_plugin_switched_on_the_command_line_obeys_in_every_worker(prepared_home):
    with running(prepared_home, "--workers", "2") as site:
        site.wait_until_ready()
        before = site.graphql(MEMBERS)

        off = klastr("plugin", "deactivate", "members", home=prepared_home)
        without = [site.graphql(MEMBERS) for _ in range(20)]
        on = klastr("plugin", "activate", "members", home=prepared_home)
        after = [site.graphql(MEMBERS) for _ in range(20)]

    assert (off.returncode, on.returncode) == (0, 0)
    assert before["data"]["members"]["totalCount"] > 0
    assert [answer.get("data") for answer in without] == [None] * 20
    assert after == [before] * 20
