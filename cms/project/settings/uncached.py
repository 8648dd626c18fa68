"""As `local`, but every answer is made anew: what ``klastr bench`` compares with."""

from cms.project.settings.local import *  # noqa: F403 -- settings inherit by star

KLASTR_GRAPHQL = {"ANSWER_CACHE_BYTES": 0}
