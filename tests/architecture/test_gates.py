"""What .ci/run, pre-commit and the container name must exist."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import yaml
from django.core.management import get_commands

from cms.project import environment

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text()
ENTRYPOINT = (ROOT / "docker" / "entrypoint").read_text()

NGINX = (ROOT / "docker" / "nginx.conf").read_text()


def variables_known() -> set[str]:
    sources = "".join(path.read_text() for path in (ROOT / "cms" / "project").rglob("*.py"))
    return set(re.findall(r'"([A-Z][A-Z_]{4,})"', sources))


def test_ci_ends_with_the_test_command_of_the_readme():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()

    assert lines[-1] == "uv run pytest"


def test_pre_commit_uses_no_hooks_from_elsewhere():
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())

    assert {repo["repo"] for repo in config["repos"]} == {"local"}


def test_compose_sets_only_variables_that_are_read():
    variables = set(COMPOSE["services"]["klastr"]["environment"])

    assert variables - variables_known() == set()


def test_compose_sets_everything_that_production_requires():
    required = (ROOT / "cms/project/settings/production.py").read_text()
    names = set(re.findall(r'"(\w+)"', re.search(r"require\(\[(.*?)\]", required, re.S)[1]))

    assert names - set(COMPOSE["services"]["klastr"]["environment"]) == set()


def test_compose_urls_are_ones_we_understand(monkeypatch, tmp_path):
    given = COMPOSE["services"]["klastr"]["environment"]
    for name in ("DATABASE_URL", "CACHE_URL"):
        monkeypatch.setenv(name, re.sub(r"\$\{\w+[^}]*\}", "x", given[name]))

    assert environment.database(tmp_path)["HOST"] in COMPOSE["services"]
    assert re.search(r"//(\w+):", environment.cache()["LOCATION"])[1] in COMPOSE["services"]


def test_compose_builds_from_this_repository():
    build = COMPOSE["services"]["klastr"]["build"]
    context = (ROOT / "docker" / build["context"]).resolve()

    assert context == ROOT
    assert (context / build["dockerfile"]).is_file()


def test_only_the_proxy_of_compose_is_reachable_and_only_from_its_machine():
    ports = {name: service.get("ports") for name, service in COMPOSE["services"].items()}

    assert ports.pop("proxy") == ["127.0.0.1:8000:8000"]
    assert set(ports.values()) == {None}


def test_proxy_takes_requests_in_whole_before_it_asks_the_site(settings):
    (mounted,) = COMPOSE["services"]["proxy"]["volumes"]
    said = dict(re.findall(r"^ *(\w+) ([^;{]+);$", NGINX, re.M))
    largest = int(said["client_max_body_size"].removesuffix("m")) * 1024**2

    assert (ROOT / "docker" / mounted.partition(":")[0]).read_text() == NGINX
    assert (said["proxy_request_buffering"], said["client_body_timeout"]) == ("on", "10s")
    assert said["listen"] == COMPOSE["services"]["proxy"]["ports"][0].rpartition(":")[2]
    assert said["proxy_pass"] == f"http://klastr:{re.search(r'^EXPOSE (.*)$', DOCKERFILE, re.M)[1]}"
    assert largest > max(
        settings.WAGTAILDOCS_MAX_UPLOAD_SIZE, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    )


def test_dockerfile_copies_what_exists():
    copied = re.findall(r"^COPY (?:--chmod=\d+ )?((?:(?!--)\S+ )+)\S+$", DOCKERFILE, re.M)
    paths = [path for line in copied for path in line.split()]

    assert paths != []
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_dockerfile_runs_as_an_ordinary_user_and_is_watched():
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.M) == ["klastr"]
    assert "/health/live" in DOCKERFILE


def test_entrypoint_runs_commands_that_exist():
    commands = set(re.findall(r"klastr ([a-z]+)", ENTRYPOINT))

    assert commands == {"collectstatic", "up"}
    assert commands - set(get_commands()) == set()


def test_compose_delivers_and_keeps_time_on_the_same_site():
    services = COMPOSE["services"]
    site = {key: services["klastr"][key] for key in ("build", "environment", "volumes")}

    for name in ("deliver", "timer"):
        assert {key: services[name][key] for key in site} == site
        assert services[name]["depends_on"] == {"klastr": {"condition": "service_healthy"}}
    assert site["environment"]["DELIVERY"] == "worker"
    said = {*services["deliver"]["command"], *re.findall(r"klastr (\w+)", str(services["timer"]))}
    assert said == {"deliver", "digests", "reconcile"} <= set(get_commands())
    (loop,) = services["timer"]["command"]
    checked = subprocess.run(["sh", "-n"], input=loop.replace("$$", "$"), text=True, check=False)
    assert checked.returncode == 0
