"""What templates of the admin ask about a confined user."""

from __future__ import annotations

from django import template
from django.template.context import RequestContext

from cms.plugin.confinement import reach_of

register = template.Library()


@register.simple_tag(takes_context=True)
def is_confined(context: RequestContext) -> bool:
    """True when the page is shown to a confined user."""
    return reach_of(context["request"].user) is not None
