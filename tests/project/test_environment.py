from __future__ import annotations

import threading

import pytest
from django.core.mail.backends.smtp import EmailBackend

from cms.project import environment
from cms.project.environment import SettingError
from search.connect import connect
from search.document import Schema


def test_local_key_is_made_once_for_all_processes(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(environment.local_secret_key(tmp_path)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(found)) == 1
    assert len(found[0]) >= environment.MIN_SECRET_KEY_LENGTH
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_home_with_signs_that_mean_something_in_urls_holds_the_database(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    folder = tmp_path / "a #?% b"

    assert environment.database(folder)["NAME"] == str(folder / "klastr.sqlite3")


def test_postgres_url_is_read(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://me:p%40ss@db.example.org:5433/site")

    config = environment.database(tmp_path)

    assert {key: config[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "NAME": "site",
        "USER": "me",
        "PASSWORD": "p@ss",
        "HOST": "db.example.org",
        "PORT": 5433,
    }


def test_valkey_is_spoken_to_as_redis(monkeypatch):
    monkeypatch.setenv("CACHE_URL", "valkeys://cache.example.org:6379/1")

    config = environment.cache()

    assert config["BACKEND"] == "django.core.cache.backends.redis.RedisCache"
    assert config["LOCATION"] == "rediss://cache.example.org:6379/1"


def test_several_missing_variables_are_all_named(monkeypatch):
    monkeypatch.setenv("A_SET", "1")
    monkeypatch.delenv("B_MISSING", raising=False)
    monkeypatch.setenv("C_EMPTY", "")

    with pytest.raises(SettingError) as caught:
        environment.require(["A_SET", "B_MISSING", "C_EMPTY"])

    assert list(caught.value.problems) == ["B_MISSING", "C_EMPTY"]


def test_mail_server_that_hangs_is_given_up():
    assert EmailBackend().timeout == 10


def test_home_with_signs_that_mean_something_in_urls_holds_the_index(tmp_path, monkeypatch):
    monkeypatch.delenv("SEARCH_URL", raising=False)
    home = tmp_path / "a #?%20 b"

    engine = connect(environment.search_url(home))
    engine.create(Schema({}))
    engine.close()

    assert (home / "search").is_dir()


@pytest.mark.parametrize(
    "url",
    [
        "tantivy:///var/klastr/search",
        "elasticsearch://search.example.org",
        "elasticsearch://me:p%40ss@a:9200,[::1]:9201/klastr-2",
        "elasticsearch+https://search.example.org:9200/klastr?ca=/etc/ca.pem",
        "memory://",
    ],
)
def test_urls_of_search_engines_are_taken_as_they_are(tmp_path, monkeypatch, url):
    monkeypatch.setenv("SEARCH_URL", url)

    assert environment.search_url(tmp_path) == url


@pytest.mark.parametrize(
    ("url", "stand_in", "expected"),
    [
        (None, None, ""),
        ("tantivy:///var/search", "tantivy:///elsewhere", ""),
        ("elasticsearch://h", None, "tantivy://{home}/search"),
        ("elasticsearch://h", "", ""),
        ("elasticsearch+https://h", "tantivy:///var/search", "tantivy:///var/search"),
    ],
)
def test_an_index_in_files_stands_in_for_a_cluster(tmp_path, monkeypatch, url, stand_in, expected):
    for name, value in {"SEARCH_URL": url, "SEARCH_STANDIN_URL": stand_in}.items():
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)

    assert environment.search_standin_url(tmp_path) == expected.format(home=tmp_path)


def test_a_cluster_does_not_stand_in_for_another(tmp_path, monkeypatch):
    monkeypatch.setenv("SEARCH_URL", "elasticsearch://h")
    monkeypatch.setenv("SEARCH_STANDIN_URL", "elasticsearch://i")

    with pytest.raises(SettingError, match="SEARCH_STANDIN_URL: must look like"):
        environment.search_standin_url(tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        *("tantivy://search", "tantivy://", "memory://x", "elasticsearch://", "elasticsearch:///x"),
        *("elasticsearch://h:x", "elasticsearch://h/UPPER", "elasticsearch://h,", "solr://h"),
    ],
)
def test_urls_of_no_search_engine_are_refused(tmp_path, monkeypatch, url):
    monkeypatch.setenv("SEARCH_URL", url)

    with pytest.raises(SettingError, match="SEARCH_URL: must look like"):
        environment.search_url(tmp_path)
