"""The examples of the README run as they stand there."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "search" / "README.md"


def test_the_example_of_the_readme_runs():
    examples = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)

    assert len(examples) == 1
    exec(examples[0], {})  # noqa: S102 -- our own README


def test_the_readme_names_every_module():
    text = README.read_text(encoding="utf-8")
    modules = {path.name for path in README.parent.glob("*.py")} - {"__init__.py"}

    assert sorted(name for name in modules if f"`{name}`" not in text) == []
