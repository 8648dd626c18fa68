"""What editors have taught is read when it has changed, and only then."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cms.discovery.models import PromotedResult, ThesaurusEntry
from cms.discovery.teaching import promoted_for, thesaurus
from cms.graphql.testing import count_queries
from cms.plugin.scope import request_scope
from cms.publishing.clock import current_stamp
from tests.content.factories import make_home


@pytest.mark.django_db(transaction=True)
def test_what_is_taught_is_read_when_it_has_changed_and_only_then() -> None:
    page = make_home().cs

    def read() -> tuple[object, list[int], int]:
        with request_scope():
            current_stamp()
            with count_queries() as statements:
                found = thesaurus(), promoted_for("čočky", "cs", timezone.localdate())
        return *found, len(statements)

    first, none, _ = read()
    again = read()
    promotion = PromotedResult.objects.create(locale="cs", queries="čočka", page=page)
    entry = ThesaurusEntry.objects.create(terms_cs="čočka\nlinza")
    taught, promoted, statements = read()
    entry.terms_cs = "čočka\nobjektiv"
    entry.save()
    edited, _, _ = read()
    promotion.delete()

    assert again == (first, [], 0)
    assert (none, promoted, statements > 0) == ([], [page.pk], True)
    assert len({id(first), id(taught), id(edited)}) == 3
    assert read()[:2] == (edited, [])
