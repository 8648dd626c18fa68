"""A wrong setting stops the start: one line on stderr that names it, exit code 2, nothing made."""

from __future__ import annotations

import os
import socket

import pytest

from tests.servers.site import free_port, klastr

KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
PRODUCTION = {
    "KLASTR_ENV": "production",
    "SECRET_KEY": KEY,
    "PUBLIC_URL": "https://www.example.org",
    "ALLOWED_HOSTS": "www.example.org",
    "EMAIL_URL": "smtp://mail.example.org:25",
}


def refusal(home, *arguments, **variables):
    done = klastr("up", "--port", str(free_port()), *arguments, home=home, **variables)

    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        (
            {"DATABASE_URL": "oracle://db"},
            "DATABASE_URL: must look like sqlite:///PATH or postgres://USER:PASSWORD@HOST:PORT/NAME",
        ),
        (
            {"DATABASE_URL": "postgres://klastr@localhost:54x2/klastr"},
            "DATABASE_URL: cannot be read: port or database name is wrong",
        ),
        *(
            (
                {"SEARCH_URL": url},
                "SEARCH_URL: must look like tantivy:///PATH or "
                "elasticsearch://USER:PASSWORD@HOST:PORT",
            )
            for url in ("solr://x", "tantivy://search", "elasticsearch://", "elasticsearch://h:x")
        ),
        ({"CACHE_URL": "memcached://x"}, "CACHE_URL: must look like valkey://HOST:PORT/NUMBER"),
        (
            {"STORAGE_URL": "s3://bucket"},
            "STORAGE_URL: must be file:///PATH; other storages, such as s3://, "
            "are not supported yet",
        ),
        (
            {"EMAIL_URL": "pigeon://"},
            "EMAIL_URL: must look like smtp+tls://USER:PASSWORD@HOST:PORT",
        ),
        ({"PUBLIC_URL": "example"}, "PUBLIC_URL: must look like https://www.example.org"),
        ({"WORKERS": "none"}, "WORKERS: must be a number, 1 or more"),
        ({"DELIVERY": "never"}, "DELIVERY: must be embedded or worker, not never"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES: must be a number, 0 to 9"),
        ({"GRAPHQL": "[]"}, 'GRAPHQL: must be a JSON object such as {"MAX_DEPTH": 15}'),
        (
            {"PURGE": "[]"},
            'PURGE: must be a JSON object such as {"cdn": {"BACKEND": "cloudflare", …}}',
        ),
        (
            {"PREVIEW_FRONTENDS": '{"*": "javascript:alert(1)"}'},
            "PREVIEW_FRONTENDS: must be a JSON object such as"
            ' {"*": "https://www.example.org/api/draft"}',
        ),
        ({"KLASTR_ENV": "moon"}, "KLASTR_ENV: must be one of local, production, not moon"),
    ],
)
def test_unreadable_value_is_named(tmp_path, variables, line):
    home = tmp_path / "home"

    assert refusal(home, **variables) == f"{line}\n"
    assert not home.exists()


def test_cache_that_cannot_be_told_is_named_without_its_token(tmp_path):
    cache = '{"cdn": {"BACKEND": "fastly", "TOKEN": "secret"}}'

    line = refusal(tmp_path / "home", PURGE=cache)

    assert line == "PURGE: cdn: SERVICE must be a text that is not empty.\n"


def test_unreachable_database_is_named_without_its_password(tmp_path):
    url = f"postgres://klastr:secret@127.0.0.1:{free_port()}/klastr"

    line = refusal(tmp_path / "home", DATABASE_URL=url)

    assert line.startswith("DATABASE_URL: cannot open the database: ")
    assert line.count("\n") == 1
    assert "secret" not in line


def test_file_that_is_no_database_is_named_and_kept(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but dear to somebody" * 100)

    line = refusal(tmp_path / "home", DATABASE_URL=f"sqlite:///{path}")

    assert line == "DATABASE_URL: cannot open the database: file is not a database\n"
    assert path.read_text() == "not a database, but dear to somebody" * 100


def test_home_below_a_file_is_named(tmp_path):
    (tmp_path / "file").touch()
    home = tmp_path / "file" / "home"

    assert refusal(home) == f"KLASTR_HOME: cannot write to {home}: Not a directory\n"


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_home_that_is_read_only_is_named(tmp_path):
    tmp_path.chmod(0o500)

    line = refusal(tmp_path / "home")

    assert line == f"KLASTR_HOME: cannot write to {tmp_path / 'home'}: Permission denied\n"


def test_taken_port_is_named(tmp_path):
    home = tmp_path / "home"
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        line = refusal(home, "--port", str(port))

    assert line == f"--port: cannot listen on 127.0.0.1:{port}: address already in use\n"
    assert not (home / "klastr.sqlite3").exists()


def test_production_names_every_missing_variable(tmp_path):
    lines = refusal(tmp_path / "home", KLASTR_ENV="production")

    assert lines.splitlines() == [
        f"{variable}: must be set in production"
        for variable in ("SECRET_KEY", "PUBLIC_URL", "ALLOWED_HOSTS", "EMAIL_URL", "DATABASE_URL")
    ]


def test_production_refuses_a_short_key(tmp_path):
    variables = PRODUCTION | {"SECRET_KEY": "short", "DATABASE_URL": "sqlite:///x"}

    line = refusal(tmp_path / "home", **variables)

    assert line == "SECRET_KEY: must have at least 50 characters\n"


def test_production_settings_pass_djangos_deployment_checks(tmp_path):
    urls = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db'}",
        "CACHE_URL": "valkey://cache.example.org:6379/0",
    }

    done = klastr("check", "--deploy", home=tmp_path, TRUSTED_PROXIES="1", **PRODUCTION, **urls)

    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues" in done.stdout


def test_no_arguments_prints_help_without_reading_settings(tmp_path):
    done = klastr(home=tmp_path / "home", DATABASE_URL="oracle://db")

    assert (done.returncode, done.stderr) == (0, "")
    assert "klastr up" in done.stdout
    assert not (tmp_path / "home").exists()
