"""What the tests of the admin share with those of plugins."""

from tests.plugin.conftest import install

__all__ = ["install"]
