"""{{ title }} in the API."""

import pytest
from wagtail.models import Locale, Page

from cms.graphql.testing import execute
from cms.plugin.testing import active
from {{ package }}.models import {{ page }}Page


@pytest.mark.django_db
def test_{{ label }}_are_listed() -> None:
    locale, _created = Locale.objects.get_or_create(language_code="cs")
    page = {{ page }}Page(title="První", summary="A summary.", locale=locale)
    Page.get_first_root_node().add_child(instance=page)

    with active("{{ label }}"):
        answer = execute("{ {{ field }}(locale: CS) { nodes { title summary } } }")

    assert answer.data == {
        "{{ field }}": {"nodes": [{"title": "První", "summary": "A summary."}]}
    }
