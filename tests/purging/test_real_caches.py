"""Real caches in front of a real site: nothing old after a change, nothing of one for another."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import Request

import pytest

from tests.project.conftest import FirstStart, first_start
from tests.servers.http_caches import nginx, varnish
from tests.servers.site import Answer, Site, ask, free_port, klastr, running

__all__ = ["first_start"]

pytestmark = pytest.mark.slow

DOCUMENT = "query At($path: String!) { route(path: $path) { ... on PageRoute { page { title } } } }"
CHANGED, OTHER = "/cs/clenove/meopta/", "/cs/clenove/fzu-av-cr/"
SECONDS = 60
PUBLISH = """
from wagtail.models import Page
page = Page.objects.get(slug="meopta", locale__language_code="cs").specific
for number in range(1, {versions} + 1):
    page.title = f"Meopta {{number}}"
    page.save_revision().publish()
"""
MAKE_TOKEN = """
from cms.accounts.models import Scope, User
from cms.accounts.tokens import create_token
print(create_token(User.objects.get(username="admin"), "tests", scopes=[Scope.DEVELOPER])[1])
"""


@dataclass(frozen=True)
class Served:
    """The site, how its commands are run, and where its Varnish is to listen."""

    site: Site
    home: Path
    variables: dict[str, str]
    varnish_port: int

    @property
    def port(self) -> int:
        found = urlsplit(self.site.url).port
        assert found
        return found

    def shell(self, code: str) -> str:
        done = klastr("shell", "--no-imports", "-c", code, home=self.home, **self.variables)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="module")
def served(first_start: FirstStart, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home, port = tmp_path_factory.mktemp("cached") / "home", free_port()
    shutil.copytree(first_start.home, home)
    cache = {
        "BACKEND": "http",
        "LOCATION": f"http://127.0.0.1:{port}",
        "EVERYTHING": "*",
        "AGAIN_AFTER": 1,
    }
    variables = {
        "PURGE": json.dumps({"varnish": cache}),
        "GRAPHQL": json.dumps({"SHARED_MAX_AGE": 3600}),
    }
    with running(home, "--workers", "2", **variables) as site:
        site.wait_until_ready()
        yield Served(site, home, variables, port)


@pytest.fixture(scope="module")
def token(served: Served) -> str:
    """Of a developer, who is shown what a question costs."""
    return served.shell(MAKE_TOKEN)


def ask_for(url: str, path: str, **headers: str) -> Answer:
    """The answer to the persisted document about the page at `path`."""
    parameters = urlencode({"variables": json.dumps({"path": path})})
    digest = sha256(DOCUMENT.encode()).hexdigest()
    return ask(Request(f"{url}/graphql/d/{digest}?{parameters}", headers=headers))


def register(url: str) -> None:
    """Let the document be known."""
    persisted = {"version": 1, "sha256Hash": sha256(DOCUMENT.encode()).hexdigest()}
    body = {
        "query": DOCUMENT,
        "variables": {"path": OTHER},
        "extensions": {"persistedQuery": persisted},
    }
    headers = {"Content-Type": "application/json"}
    answer = ask(Request(f"{url}/graphql", json.dumps(body).encode(), headers))
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")


def seen(answer: Answer) -> tuple[int, str, str, bool]:
    """Status, whether it was kept, the title, and whether its cost is told."""
    said = json.loads(answer.body)
    title = said["data"]["route"]["page"]["title"]
    return answer.status, answer.headers["X-Cache"], title, "extensions" in said


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_varnish_drops_what_changed_and_keeps_the_rest(
    served: Served, token: str, tmp_path: Path
) -> None:
    with varnish(served.port, tmp_path, served.varnish_port) as url:
        register(url)
        old = seen(ask_for(url, CHANGED))[2]
        assert [seen(ask_for(url, path))[:2] for path in (CHANGED, OTHER)] == [
            (200, "HIT"),
            (200, "MISS"),
        ]
        other = seen(ask_for(url, OTHER))
        assert other[1] == "HIT"

        served.shell(PUBLISH.format(versions=3))
        wait_for(lambda: seen(ask_for(url, CHANGED))[2] == "Meopta 3")

        assert old not in {"", "Meopta 3"}
        assert seen(ask_for(url, OTHER)) == other
        time.sleep(3)  # a second purge comes, and nothing old with it
        assert seen(ask_for(url, CHANGED))[2] == "Meopta 3"
        assert seen(ask_for(url, CHANGED))[1] == "HIT"
        assert seen(ask_for(url, OTHER)) == other

        # Neither sees what is the other's.
        assert seen(ask_for(url, OTHER, Authorization=f"Bearer {token}"))[3] is True
        assert seen(ask_for(url, OTHER)) == other
        assert ask_for(url, OTHER, Authorization="Bearer wrong").status == 401

        done = klastr("purge", "--everything", home=served.home, **served.variables)
        assert (done.returncode, done.stdout) == (0, f"varnish: PURGE {url}: everything\n")
        assert seen(ask_for(url, OTHER))[1] == "MISS"


@pytest.mark.parametrize("careless", [False, True])
def test_nginx_tells_the_public_and_tokens_apart(
    served: Served, token: str, tmp_path: Path, careless: bool
) -> None:
    """Even when its configuration says nothing of tokens: the answers say what they depend on."""
    with nginx(served.port, tmp_path, minds_tokens=not careless) as url:
        register(url)
        title = seen(ask_for(url, OTHER))[2]
        kept = ask_for(url, OTHER)
        assert seen(kept) == (200, "HIT", title, False)
        # At most what the operator allows: less in the hour before midnight, as all answers may
        # change when the day does.
        shared = int(kept.headers["Cache-Control"].partition("s-maxage=")[2].partition(",")[0])
        assert 0 < shared <= 3600
        assert ask_for(url, OTHER, **{"If-None-Match": kept.headers["ETag"]}).status == 304

        own = ask_for(url, OTHER, Authorization=f"Bearer {token}")
        assert seen(own)[2:] == (title, True)
        assert own.headers["X-Cache"] != "HIT"
        assert own.headers["Cache-Control"] == "private, no-store"
        assert ask_for(url, OTHER, Authorization="Bearer wrong").status == 401
        assert seen(ask_for(url, OTHER))[2:] == (title, False)

        # What a token has asked first is kept for nobody.
        assert seen(ask_for(url, "/cs/", Authorization=f"Bearer {token}"))[3] is True
        assert seen(ask_for(url, "/cs/"))[3] is False
