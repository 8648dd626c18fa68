[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "{{ distribution }}"
version = "1.0"
description = "{{ title }}, for Klastr"
requires-python = ">=3.11"
dependencies = ["klastr>=0.1,<2"]

[project.entry-points."klastr.plugins"]
{{ label }} = "{{ package }}.apps:{{ plugin }}"

[dependency-groups]
dev = ["pytest", "pytest-django"]

[tool.hatch.build.targets.wheel]
packages = ["{{ package }}"]

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = ["--import-mode=importlib"]
DJANGO_SETTINGS_MODULE = "cms.project.settings.test"
