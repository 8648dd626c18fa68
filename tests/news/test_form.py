"""The edit form of an article: what it is about stays while the other plugin is off."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation
from wagtail.test.utils.form_data import querydict_from_html

from cms.accounts.models import User
from cms.plugin.testing import inactive
from plugins.news.models import ArticlePage, RelatedMember
from tests.content.factories import make_home
from tests.members.factories import make_directory, make_member
from tests.news.factories import make_article, make_news_index

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("office", "office@example.org", "secret"))
    return client


def test_related_members_are_kept_while_members_are_off(office: Client) -> None:
    homes = make_home()
    member = make_member(make_directory(homes))
    article = make_article(make_news_index(homes), members=[RelatedMember(page=member)])
    address = f"/admin/pages/{article.pk}/edit/"

    with inactive("members"):
        html = office.get(address).content.decode()
        data = querydict_from_html(html, form_id="page-edit-form").dict()
        data |= {"body-count": "0", "title": "Nový titulek", "action-publish": "1"}
        response = office.post(address, data)

    assert response.status_code == 302
    assert ArticlePage.objects.get().title == "Nový titulek"
    assert RelatedMember.objects.get().page_id == member.pk


def test_a_row_without_a_page_is_refused() -> None:
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            RelatedMember().clean()

        assert caught.value.message_dict == {"page": ["Choose a page, or remove the row."]}


def test_a_source_has_a_name() -> None:
    article = ArticlePage(source_url="https://example.org/", published_on=datetime.date.today())

    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            article.clean()

        assert caught.value.message_dict == {
            "source_name": ["Name the source that the address leads to."]
        }


def test_the_listing_begins_with_the_latest(office: Client) -> None:
    index = make_news_index(make_home())
    for year in (2019, 2025, 2021):
        make_article(index, str(year), published_on=datetime.date(year, 1, 1))

    pages = office.get("/admin/news/").context["object_list"]

    assert [page.title for page in pages] == ["2025", "2021", "2019"]
