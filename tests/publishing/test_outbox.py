"""One event for each transaction, written in it: with the change or not at all."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.content.bulk import PageVersions, create_pages
from cms.content.models import StandardPage
from cms.publishing import epoch, outbox
from cms.publishing.models import Delivery, Epoch, Event
from tests.publishing.factories import make_homes, make_page
from tests.publishing.recorder import NAME, Recorder, only_handler

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def homes():
    return make_homes()


def events() -> list[tuple[list[str], list[int]]]:
    return list(Event.objects.order_by("number").values_list("kinds", "page_ids"))


def make_page_and_fail(parent: Page, slug: str) -> None:
    with transaction.atomic():
        make_page(parent, slug)
        _ = 1 / 0


def forget_events() -> None:
    Event.objects.all().delete()
    Epoch.objects.exclude(tag=epoch.ALL).delete()


def test_event_is_committed_with_the_change(homes):
    forget_events()
    recorder = Recorder()

    with only_handler(recorder), transaction.atomic():
        page = make_page(homes.cs, "o-nas")
        assert events() == []  # not before the commit

    assert events() == [(["published"], [page.pk])]
    assert recorder.pages == [(page.pk,)]
    delivery = Delivery.objects.get()
    assert (delivery.handler, delivery.attempts) == (NAME, 1)
    assert delivery.delivered_at is not None


def test_nothing_is_told_of_what_was_rolled_back(homes):
    forget_events()
    number = epoch.number()
    recorder = Recorder()

    with only_handler(recorder):
        with pytest.raises(ZeroDivisionError):
            make_page_and_fail(homes.cs, "o-nas")
        with transaction.atomic():
            kept = make_page(homes.cs, "zustane")
            with pytest.raises(ZeroDivisionError):
                make_page_and_fail(homes.cs, "nezustane")

    assert events() == [(["published"], [kept.pk])]
    assert epoch.number() == number + 1
    assert recorder.pages == [(kept.pk,)]


def test_change_is_undone_when_its_event_cannot_be_written(homes):
    forget_events()
    taken = epoch.number() + 1
    Event.objects.create(number=taken)

    with pytest.raises(IntegrityError):
        make_page(homes.cs, "o-nas")

    assert not StandardPage.objects.filter(slug="o-nas").exists()
    assert epoch.number() == taken - 1
    assert connection.get_autocommit()
    Event.objects.all().delete()
    page = make_page(homes.cs, "o-nas")  # the connection works as before
    assert events() == [(["published"], [page.pk])]


def test_one_transaction_is_one_event_however_much_it_is(homes):
    forget_events()
    recorder = Recorder()
    pages = [
        PageVersions(
            StandardPage(title=f"Strana {number}", slug=f"strana-{number}"),
            (StandardPage(title=f"Page {number}", locale=homes.en.locale),),
        )
        for number in range(30)
    ]

    with only_handler(recorder):
        made = create_pages(homes.cs, pages)

    ids = tuple(sorted(page.pk for versions in made for page in versions))
    assert len(ids) == 60
    assert events() == [(["published"], list(ids))]
    assert recorder.pages == [ids]


@pytest.mark.parametrize("pages", [1, 50])
def test_event_costs_a_few_statements(homes, pages):
    made = [make_page(homes.cs, f"strana-{number}").pk for number in range(pages)]

    with only_handler(Recorder()), CaptureQueriesContext(connection) as statements:
        with transaction.atomic():
            for pk in made:
                outbox.pages_changed([pk])
        before_commit = [each["sql"] for each in statements].index("COMMIT")

    assert before_commit == 8  # with BEGIN


def test_change_without_a_transaction_has_one_of_its_own():
    forget_events()

    outbox.pages_changed([7])

    assert events() == [(["published"], [7])]


def test_epochs_grow_for_all_and_by_tag(homes):
    first, other = make_page(homes.cs, "prvni"), make_page(homes.cs, "druha")
    before = epoch.number()
    quiet = epoch.changed_at([epoch.page_tag(other.pk), epoch.versions_tag(other.translation_key)])

    first.save_revision().publish()

    after = epoch.number()
    assert after == before + 1
    assert epoch.changed_at([epoch.page_tag(first.pk)]) == after
    assert epoch.changed_at([epoch.versions_tag(first.translation_key)]) == after
    assert epoch.changed_at([epoch.type_tag(StandardPage)]) == after
    assert epoch.changed_at([epoch.PAGES, "never:seen"]) == after
    assert epoch.changed_at([epoch.page_tag(other.pk), "never:seen"]) == quiet < after
    assert epoch.changed_at([]) == epoch.changed_at(["never:seen"]) == 0
