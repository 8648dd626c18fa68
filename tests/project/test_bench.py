"""``klastr bench``: what it makes is the same each time, and all that it asks is answered."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

import pytest
from django.core.management.base import CommandError

from cms.content import bench
from cms.graphql.testing import execute
from cms.project.bench import cpu, targets
from cms.project.bench.load import check_empty, parts, questions
from cms.project.bench.publishing import Publication
from cms.project.bench.report import Report
from cms.project.bench.targets import Target
from tests.content.factories import make_home, make_page
from tests.servers.site import NOT_INHERITED, free_port

ROWS = 10


def test_texts_are_the_same_each_time_and_differ_by_seed():
    assert bench.words("a", "cs", 30) == bench.words("a", "cs", 30)
    assert bench.words("a", "cs", 30) != bench.words("b", "cs", 30)
    assert bench.body("a", "en") == bench.body("a", "en")


def test_translations_keep_the_ids_of_blocks():
    assert [b["id"] for b in bench.body("a", "cs")] == [b["id"] for b in bench.body("a", "en")]


@pytest.mark.parametrize(("engine", "limit"), [("tantivy", "100"), ("elasticsearch", "1200")])
def test_what_is_found_late_is_judged_by_the_engine(engine, limit, settings, capsys):
    settings.SEARCH_URL = f"{engine}://somewhere"

    Report().publication(Publication(170.0, 160.0, 12.0, 9.0, 0.0, 900.0))

    (row,) = (line for line in capsys.readouterr().out.splitlines() if "found by" in line)
    assert [cell.strip() for cell in re.split("[│┃|]", row)[1:4]] == [
        f"found by search, {engine}",
        "900.0",
        limit,
    ]


@pytest.mark.django_db
def test_things_are_made_after_those_that_they_name():
    labels = [part.label for part in parts()]

    assert labels[0] == "cms_content"
    assert labels.index("members") < min(map(labels.index, ("news", "events", "opportunities")))


@pytest.mark.django_db
def test_every_question_is_answered_on_a_filled_site():
    make_home()
    made = {part.label: list(part.bench.fill(ROWS)) for part in parts()}
    answers = {q.name: execute(q.document, variables=q.variables) for q in questions()}
    page = answers["W1"].data["route"]["page"]

    assert {label: done[-1] for label, done in made.items()} == dict.fromkeys(made, ROWS)
    assert {name: answer.errors for name, answer in answers.items()} == dict.fromkeys(answers, [])
    assert [page["path"], len(page["topics"]), len(page["members"])] == [
        "/en/news/bench-article-0007/",
        3,
        2,
    ]
    assert None not in [page["image"][size] for size in ("small", "large", "wide")]
    assert [version["locale"] for version in page["alternates"]] == ["CS", "EN"]
    assert answers["W2"].data["events"]["totalCount"] == ROWS
    sections = [len(item["children"]) for item in answers["W3"].data["navigation"]]
    assert sections == [1, 1, 1, 1, 0, 0]


@pytest.mark.django_db
def test_a_site_with_pages_is_left_alone():
    home = make_home().cs
    check_empty()
    make_page(home, title="Ours", slug="ours")

    with pytest.raises(CommandError, match="has pages already"):
        check_empty()


def test_processor_time_of_a_process_and_those_below_it():
    command = [sys.executable, "-c", "while True: pass"]
    with subprocess.Popen(command) as busy:
        time.sleep(0.3)
        below, taken = cpu.tree(os.getpid()), cpu.seconds([busy.pid])
        busy.kill()

    assert busy.pid in below
    assert 0 < taken < 1


def test_shares_and_limits_are_judged():
    target = Target(reach=0.5, stretch=1.0)

    assert [targets.mark(share, target) for share in (0.4, 0.5, 1.0)] == [
        "short",
        "reach",
        "stretch",
    ]
    assert (targets.most(5, 5), targets.most(5.1, 5)) == ("reach", "short")


@pytest.mark.long
def test_the_quick_bench_prints_its_table():
    environment = {k: v for k, v in os.environ.items() if not NOT_INHERITED.fullmatch(k)}
    command = [sys.executable, "-m", "cms", "bench", "--quick", "--rounds", "1"]
    done = subprocess.run(
        [*command, "--port", str(free_port())],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    assert set(re.findall(r"W[1-5]", done.stdout)) == {"W1", "W2", "W3", "W4", "W5"}
    assert "SQL statements for an answer" in done.stdout
