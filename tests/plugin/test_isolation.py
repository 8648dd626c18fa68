"""A plugin that fails costs only itself: real packages, real entry points, real processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.plugin.packages import Site

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path, django_db_setup: None) -> Site:
    return Site(tmp_path)


BROKEN = {
    "imports": (
        {"files": {"apps.py": "raise RuntimeError('no import today')"}},
        "RuntimeError: no import today",
    ),
    "points": (
        {"entry_point": "points_plugin.apps:Missing"},
        "AttributeError: module 'points_plugin.apps' has no attribute 'Missing'",
    ),
    "classes": (
        {"files": {"apps.py": "ThePlugin = 3"}},
        "NotAPlugin: classes_plugin.apps:ThePlugin is not a subclass of cms.plugin.Plugin",
    ),
    "tables": (
        {
            "files": {
                "models.py": "raise ValueError('no models')",
                "migrations/__init__.py": "",
                "migrations/0001_initial.py": "from tables_plugin.models import Hall",
            }
        },
        "ValueError: no models",
    ),
    "gives": (
        {"manifest": "def contributions(self):\n    raise KeyError('nothing to give')"},
        "KeyError: 'nothing to give'",
    ),
    "yields": (
        {"manifest": "def contributions(self):\n    yield 3"},
        "TypeError: contributions() yielded 3, which does not fit",
    ),
    "blocks": (
        {
            "manifest": "def contributions(self):\n    from cms.plugin import BodyBlock"
            "\n    yield BodyBlock('x', None, str)"
        },
        "TypeError: contributions() yielded BodyBlock(name='x', block=None, "
        "graphql=<class 'str'>), which does not fit",
    ),
    "readies": (
        {"manifest": "def ready(self):\n    raise OSError('not ready')"},
        "OSError: not ready",
    ),
}


def test_broken_plugins_are_marked_and_the_site_works(site: Site) -> None:
    for label, (facts, _reason) in BROKEN.items():
        site.add_plugin(label, **facts)
    site.add_plugin("healthy", manifest="active_by_default = True")

    migrated = site.klastr("migrate", "--verbosity=0")
    plugins = site.plugins()
    refused = site.klastr("plugin", "activate", "gives")

    assert (migrated.code, migrated.out) == (0, "")
    assert {label: plugins[label]["failure"] for label in BROKEN} == {
        label: reason for label, (_facts, reason) in BROKEN.items()
    }
    assert {plugins[label]["state"] for label in BROKEN} == {"failed"}
    assert plugins["healthy"]["state"] == plugins["cms_content"]["state"] == "active"
    assert refused.code == 1
    last_line = refused.err.splitlines()[-1]
    assert last_line.startswith("CommandError: ")
    assert last_line.endswith("KeyError: 'nothing to give'")


HALF_LOADED = """
from django.db import models
from wagtail.models import Page
from cms.content.base import ContentPage


class HalfPage(ContentPage):
    picture = models.ForeignKey("cms_media.Image", models.CASCADE)


raise ValueError("half way")
"""


def test_half_loaded_models_leave_no_trace(site: Site) -> None:
    site.add_plugin("broken", {"models.py": HALF_LOADED})

    seen = site.python(
        """
        from django.test import Client
        from wagtail.models import Page, get_page_models
        from cms.accounts.models import User
        from cms.media.models import Image
        print([model.__name__ for model in get_page_models() if model.__name__ == "HalfPage"])
        print([r for r in Image._meta.related_objects if r.related_model.__name__ == "HalfPage"])
        client = Client()
        client.force_login(User.objects.create_superuser("eva"))
        home = Page.objects.filter(depth=2).first()
        print(client.get(f"/admin/pages/{home.pk}/add_subpage/", follow=True).status_code)
        print(client.get("/admin/addons/").status_code)
        """
    )

    assert (seen.code, seen.out.split("\n")) == (0, ["[]", "[]", "200", "200", ""])


def test_a_plugin_fails_with_the_one_it_requires(site: Site) -> None:
    site.add_plugin("zebra", {"models.py": "raise ValueError('no models')"})
    site.add_plugin(
        "ant",
        {"models.py": "import zebra_plugin.models"},
        manifest='requires = ("zebra",)',
    )

    failures = {label: row["failure"] for label, row in site.plugins().items() if row["failure"]}

    assert failures == {
        "zebra": "ValueError: no models",
        "ant": "RequirementFailed: the required plugin “zebra” failed",
    }


def test_a_taken_label_is_left_out(site: Site) -> None:
    site.add_plugin("twice", manifest='version = "first"', distribution="a-first")
    site.add_entry_point("twice", "second_plugin.apps:ThePlugin", "b-second")

    checked = site.klastr("check")

    assert site.plugins()["twice"]["version"] == "first"
    assert "(klastr.P001) The plugin “twice” of the distribution “b-second”" in checked.err
    assert checked.code == 1


def test_a_plugin_that_broke_comes_back_active(site: Site) -> None:
    site.add_plugin("frail")
    site.klastr("plugin", "activate", "frail")
    (site.packages / "frail_plugin" / "models.py").write_text("raise ValueError('broken')")
    broken = site.plugins()["frail"]["state"]
    (site.packages / "frail_plugin" / "models.py").write_text("")

    assert (broken, site.plugins()["frail"]["state"]) == ("failed", "active")


AT_WORK = {
    "graphql.py": """
        import graphene


        class Broken:
            oops = graphene.String(description="Fails.")
            well = graphene.String(description="Works.")

            @staticmethod
            def resolve_oops(root, info):
                raise LookupError("secret")

            @staticmethod
            def resolve_well(root, info):
                return "well"


        class OnSite:
            oops = graphene.String(description="Fails.")

            @staticmethod
            def resolve_oops(site, info):
                raise LookupError("secret")


        class Clash:
            name = graphene.String(description="The site has a name already.")
        """,
}
GIVES = """
    active_by_default = True
    def contributions(self):
        from cms.plugin import {kinds}
        from {label}_plugin import graphql
        {yields}
"""


def test_what_fails_at_work_costs_only_its_own_plugin(site: Site) -> None:
    fields = "yield Queries(graphql.Broken)\n        yield Fields('Site', graphql.OnSite)"
    for label, kinds, yields in (
        ("answers", "Fields, Queries", fields),
        ("clashes", "Fields", "yield Fields('Site', graphql.Clash)"),
        ("steps", "Upgrade", "yield Upgrade(1, lambda: 1 / 0)"),
    ):
        given = GIVES.format(kinds=kinds, label=label, yields=yields)
        site.add_plugin(label, AT_WORK, manifest=given)
    ask = "{ oops well site(locale: CS) { name oops } plugins { id } }"

    migrated = site.klastr("migrate", "--verbosity=0")
    refused = site.klastr("plugin", "activate", "steps")
    answered = site.python(f"""
        import json
        from cms.graphql.testing import execute
        answer = execute({ask!r}, expect_errors=True)
        plugins = [error["extensions"]["plugin"] for error in answer.errors]
        site = answer.data["site"]
        print(json.dumps([plugins, answer.data["oops"], answer.data["well"], site["oops"]]))
        """)

    assert migrated.code == 0
    assert site.plugins()["steps"]["state"] == "inactive"
    assert "Upgrade step 1" in refused.err or "ZeroDivisionError" in refused.err
    assert refused.code == 1
    assert json.loads(answered.out) == [["answers", "answers"], None, "well", None]
    assert "Site has a field name already" in answered.err
