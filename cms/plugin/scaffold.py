"""``klastr plugin new``: the files of a small, complete plugin, ready to be changed."""

from __future__ import annotations

import re
from keyword import iskeyword
from pathlib import Path

from django.apps import apps
from django.template import Context, Engine
from django.utils.translation import gettext as _

FILES = Path(__file__).with_name("scaffold_files")
SUFFIX = ".tpl"


class ScaffoldError(Exception):
    """The plugin cannot be written: the name will not do, or the folder is there already."""


def new_plugin(name: str, *, page: str | None = None, into: Path | None = None) -> Path:
    """The folder with the files of the new plugin `name`, whose page type is `page`.

    Raises: ScaffoldError; nothing is written then.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or iskeyword(name):
        raise ScaffoldError(
            _("“%(name)s” will not do: write small letters, digits and underscores.")
            % {"name": name}
        )
    if name in apps.app_configs:
        raise ScaffoldError(_("“%(name)s” is the label of an installed app.") % {"name": name})
    page = page or _singular(name)
    if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", page):
        raise ScaffoldError(
            _("“%(page)s” will not do as a page type: write it like “Venue”.") % {"page": page}
        )
    folder = into or Path(f"klastr-{name.replace('_', '-')}")
    if folder.exists() and any(folder.iterdir()):
        raise ScaffoldError(_("%(folder)s is there already.") % {"folder": folder})
    context = {
        "label": name,
        "package": f"klastr_{name}",
        "distribution": f"klastr-{name.replace('_', '-')}",
        "plugin": f"{_camel(name)}Plugin",
        "title": name.replace("_", " ").capitalize(),
        "page": page,
        "field": re.sub(r"_(\w)", lambda match: match[1].upper(), name),
        "singular": re.sub(r"(?<!^)([A-Z])", r" \1", page).lower(),
    }
    _write(folder, context)
    return folder


def _write(folder: Path, context: dict[str, str]) -> None:
    engine = Engine()
    for source in sorted(FILES.rglob(f"*{SUFFIX}")):
        relative = str(source.relative_to(FILES)).removesuffix(SUFFIX)
        relative = relative.replace("package", context["package"], 1)
        target = folder / relative.replace("label", context["label"])
        target.parent.mkdir(parents=True, exist_ok=True)
        text = engine.from_string(source.read_text(encoding="utf-8"))
        target.write_text(text.render(Context(context, autoescape=False)), encoding="utf-8")


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _singular(name: str) -> str:
    """A guess at the English singular, as a class name."""
    camel = _camel(name)
    if camel.endswith("ies"):
        return f"{camel[:-3]}y"
    return camel[:-1] if camel.endswith("s") and not camel.endswith("ss") else f"{camel}Entry"
