"""What caches are sent, in the words of each, and what becomes of their answers."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from cms.purging.caches import CannotDropEverything, Wanted
from cms.purging.calls import PurgeFailed
from tests.purging import backend, cdn
from tests.purging.cdn import TOKEN, Cdn, Heard

TAGS = frozenset({"all", "page:7", "type:members.memberpage"})
URLS = frozenset({"https://site.example/cs/clenove/", "https://site.example/cs/"})


def bodies(server: Cdn) -> list[tuple[str, str, Any]]:
    """Method, path and body of all that it heard."""
    return [(heard.method, heard.path, heard.body) for heard in server.heard]


def numbered(count: int) -> frozenset[str]:
    return frozenset(f"page:{number:04}" for number in range(count))


def sent(cache: Any, wanted: Wanted) -> list[str]:
    """What the calls said of themselves, when they were made."""
    calls = cache.calls(wanted)
    cache.tell(calls)
    return [str(call) for call in calls]


def test_cloudflare_drops_tags(told, cloudflare):
    said = sent(told("cloudflare", cloudflare), Wanted(TAGS, URLS))

    place = "/zones/zone1/purge_cache"
    assert bodies(cloudflare) == [
        ("POST", place, {"tags": ["all", "page:7", "type:members.memberpage"]})
    ]
    assert said == [f"POST {cloudflare.url}{place}: 3 tags: all, page:7, type:members.memberpage"]


def test_cloudflare_drops_addresses_too_when_told_so(told, cloudflare):
    cache = told("cloudflare", cloudflare, BY=["tags", "urls"])

    sent(cache, Wanted(frozenset({"all"}), URLS))

    assert [heard.body for heard in cloudflare.heard] == [
        {"tags": ["all"]},
        {"files": ["https://site.example/cs/", "https://site.example/cs/clenove/"]},
    ]


def test_cloudflare_is_told_a_hundred_at_a_time(told, cloudflare):
    sent(told("cloudflare", cloudflare), Wanted(numbered(250)))

    assert [len(heard.body["tags"]) for heard in cloudflare.heard] == [100, 100, 50]
    assert {tag for heard in cloudflare.heard for tag in heard.body["tags"]} == numbered(250)


def test_much_becomes_everything(told, cloudflare):
    sent(told("cloudflare", cloudflare), Wanted(numbered(501)))

    assert [heard.body for heard in cloudflare.heard] == [{"purge_everything": True}]


def test_much_stays_much_where_everything_is_never_dropped(told, cloudflare):
    sent(told("cloudflare", cloudflare, EVERYTHING_ABOVE=0), Wanted(numbered(501)))

    assert [list(heard.body) for heard in cloudflare.heard] == [["tags"]] * 6


def test_fastly_drops_surrogate_keys(told, fastly):
    sent(told("fastly", fastly), Wanted(numbered(300)))

    assert [(heard.path, len(heard.body["surrogate_keys"])) for heard in fastly.heard] == [
        ("/service/service1/purge", 256),
        ("/service/service1/purge", 44),
    ]
    assert "Fastly-Soft-Purge" not in fastly.heard[0].headers


def test_fastly_drops_softly_but_everything(told, fastly):
    cache = told("fastly", fastly, SOFT=True, BY=["tags", "urls"])

    sent(cache, Wanted(frozenset({"all"}), frozenset({"https://site.example/cs/?page=2"})))
    sent(cache, Wanted(is_everything=True))

    assert [(heard.path, heard.headers.get("Fastly-Soft-Purge")) for heard in fastly.heard] == [
        ("/service/service1/purge", "1"),
        ("/purge/site.example/cs/?page=2", "1"),
        ("/service/service1/purge_all", None),
    ]


def test_http_cache_gets_tags_in_a_header(told, fastly):
    fastly.answers = lambda heard: (200, {}, {})
    cache = told("http", fastly, HEADERS={"X-Key": TOKEN}, BATCH=2, EVERYTHING="*")

    sent(cache, Wanted(TAGS))
    sent(cache, Wanted(is_everything=True))

    assert [
        (heard.method, heard.path, heard.headers["xkey-purge"], heard.headers["X-Key"])
        for heard in fastly.heard
    ] == [
        ("PURGE", "/", "all page:7", TOKEN),
        ("PURGE", "/", "type:members.memberpage", TOKEN),
        ("PURGE", "/", "*", TOKEN),
    ]


def test_http_cache_gets_tags_as_json(told, fastly):
    """As Bunny wants one, and Netlify many with the id of its site."""
    fastly.answers = lambda heard: (204, {}, {})
    one = {"METHOD": "POST", "TAG_FIELD": "CacheTag", "BATCH": 1}
    many = {"METHOD": "POST", "TAG_FIELD": "cache_tags", "FIELDS": {"site_id": "site1"}}

    sent(told("http", fastly, **one), Wanted(frozenset({"all", "page:7"})))
    sent(told("http", fastly, **many), Wanted(frozenset({"all", "page:7"})))

    assert [heard.body for heard in fastly.heard] == [
        {"CacheTag": "all"},
        {"CacheTag": "page:7"},
        {"site_id": "site1", "cache_tags": ["all", "page:7"]},
    ]


def test_http_cache_is_asked_for_addresses_under_the_name_of_the_site(told, fastly):
    fastly.answers = lambda heard: (404 if heard.path == "/cs/" else 200, {}, {})
    path = "wagtail.contrib.frontend_cache.backends.HTTPBackend"

    said = sent(told(path, fastly, LOCATION=fastly.url), Wanted(TAGS, URLS))

    assert [(heard.method, heard.path, heard.headers["Host"]) for heard in fastly.heard] == [
        ("PURGE", "/cs/", "site.example"),
        ("PURGE", "/cs/clenove/", "site.example"),
    ]
    assert said[0] == f"PURGE {fastly.url}/cs/: of site.example"


def test_who_cannot_drop_everything_says_so(told, fastly):
    with pytest.raises(CannotDropEverything):
        told("http", fastly).calls(Wanted(is_everything=True))


def test_backend_of_wagtails_gets_the_addresses_of_its_hosts(told, fastly):
    backend.heard.clear()
    cache = told(backend.PATH, fastly, FAILS="", HOSTNAMES=["other.example"])

    sent(cache, Wanted(TAGS, URLS | {"https://other.example/en/"}))

    assert backend.heard == [["https://other.example/en/"]]


@pytest.mark.parametrize(
    ("fails", "problem"),
    [
        ("logs", "Backend: 2 addresses: {}: Couldn't purge 'https://site.example/cs/'"),
        ("raises", "Backend: 2 addresses: {}: ConnectionError"),
    ],
)
def test_backend_of_wagtails_fails_aloud(told, fastly, fails, problem):
    cache = told(backend.PATH, fastly, FAILS=fails)

    with pytest.raises(PurgeFailed) as failure:
        cache.tell(cache.calls(Wanted(urls=URLS)))

    assert str(failure.value) == problem.format(", ".join(sorted(URLS)))


def failure_of(cache: Any) -> PurgeFailed:
    with pytest.raises(PurgeFailed) as failure:
        cache.tell(cache.calls(Wanted(TAGS)))
    return failure.value


def test_refusal_is_told_without_the_token(told, cloudflare, caplog):
    """Even by one whose message repeats what it was sent."""
    caplog.set_level(logging.DEBUG)

    failure = failure_of(told("cloudflare", cloudflare, TOKEN=f"wrong-{TOKEN}"))

    place = f"{cloudflare.url}/zones/zone1/purge_cache"
    assert str(failure) == f"POST {place}: HTTP 403, error 10000"
    assert failure.__cause__ is None
    assert TOKEN not in caplog.text


def test_nonsense_is_a_failure(told, cloudflare):
    cloudflare.answers = lambda heard: (200, {}, ["a page of somebody else"])

    assert str(failure_of(told("cloudflare", cloudflare))).endswith(
        "HTTP 200, not as Cloudflare answers"
    )


def test_other_place_is_not_followed(told, fastly):
    """A token goes where the settings say, and nowhere else."""
    fastly.answers = lambda heard: (308, {"Location": "/elsewhere"}, {})

    assert str(failure_of(told("fastly", fastly))).endswith(": HTTP 308")
    assert [heard.path for heard in fastly.heard] == ["/service/service1/purge"]


def test_nobody_there_is_a_failure(told, fastly):
    with cdn.cdn(cdn.fastly) as gone:
        cache = told("fastly", gone)

    failure = failure_of(cache)

    host = gone.url.removeprefix("http://")
    assert str(failure) == f"{host} does not answer (ConnectionError)."
    assert failure.__cause__ is None


IN_TEN_MINUTES = "a date in ten minutes"


@pytest.mark.parametrize(
    ("status", "header", "least", "most"),
    [
        (429, "30", 30, 30),
        (503, IN_TEN_MINUTES, 500, 600),
        (429, "999999999999", 3600, 3600),
        (429, "soon", 0, 0),
        (429, "", 0, 0),
        (500, "30", 0, 0),
    ],
)
def test_who_is_busy_says_for_how_long(told, fastly, status, header, least, most):
    def busy(heard: Heard) -> cdn.Answer:
        moment = datetime.now(UTC) + timedelta(minutes=10)  # of the answer, not of the module
        text = format_datetime(moment, usegmt=True) if header is IN_TEN_MINUTES else header
        return status, {"Retry-After": text}, {}

    fastly.answers = busy

    assert least <= failure_of(told("fastly", fastly)).seconds <= most
