"""A package is never sold more often than there are of it, whoever sells at the same time."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.accounts.models import User
from cms.graphql.testing import execute
from plugins.conferences.models import (
    ConferenceIndexPage,
    ConferencePage,
    PackageSale,
    PackageStock,
    Partner,
    SoldOut,
)
from tests.conferences.factories import make_conference, package, partner, tiers
from tests.content.factories import make_english, publish

pytestmark = pytest.mark.django_db
PACKAGES = """query ($locale: Locale!) { conferences(locale: $locale) { nodes {
  packages { key limit left isAvailable } } } }"""


def offered(locale: str = "CS") -> list[dict[str, Any]]:
    data = execute(PACKAGES, {"locale": locale}).data
    assert data is not None
    packages: list[dict[str, Any]] = data["conferences"]["nodes"][0]["packages"]
    return packages


def sell(name: str = "Firma", key: str = "gold") -> PackageSale:
    return PackageSale.objects.create(package=PackageStock.objects.get(package_key=key), name=name)


@pytest.fixture
def conference(index: ConferenceIndexPage) -> ConferencePage:
    return make_conference(index, packages=[package(index, limit=2)])


def test_a_sale_takes_one_in_all_languages(conference: ConferencePage) -> None:
    english = package(conference, name="Golden")
    english.translation_key = conference.packages.get().translation_key
    make_english(conference, title="Optics", slug="optics", packages=[english])

    first = sell()
    assert offered("CS") == [{"key": "gold", "limit": 2, "left": 1, "isAvailable": True}]
    assert offered("EN") == offered("CS")
    assert PackageStock.objects.count() == 1

    sell("Druhá")
    assert offered("EN") == [{"key": "gold", "limit": 2, "left": 0, "isAvailable": False}]

    first.delete()
    assert offered("CS") == [{"key": "gold", "limit": 2, "left": 1, "isAvailable": True}]


def test_what_is_sold_out_or_not_on_offer_is_not_sold(conference: ConferencePage) -> None:
    sell()
    sell()
    with pytest.raises(SoldOut):
        sell()
    PackageSale.objects.all()[0].delete()
    ConferencePage.objects.get(pk=conference.pk).unpublish()
    with pytest.raises(SoldOut):
        sell()

    assert PackageSale.objects.count() == 1
    assert PackageStock.objects.get().sold == 1


def test_the_database_itself_refuses_more_than_there_are(conference: ConferencePage) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PackageStock.objects.update(sold=3)

    assert PackageStock.objects.get().sold == 0


def test_a_sale_moves_from_one_package_to_another(index: ConferenceIndexPage) -> None:
    make_conference(index, packages=[package(index, limit=1), package(index, "silver", limit=1)])
    sale = sell()
    sell(key="silver")

    sale.package = PackageStock.objects.get(package_key="silver")
    with pytest.raises(SoldOut):
        sale.save()
    PackageSale.objects.get(package__package_key="silver").delete()
    sale.save()

    assert dict(PackageStock.objects.values_list("package_key", "sold")) == {"gold": 0, "silver": 1}


def test_a_limit_is_not_lowered_below_what_is_sold(conference: ConferencePage) -> None:
    sell()
    sell()
    lower = package(conference, limit=1)

    with pytest.raises(Exception, match="Prodáno je již 2") as refused:
        publish(conference, packages=[lower])
    with pytest.raises(Exception, match="nelze jej odebrat"):
        publish(conference, packages=[])

    assert type(refused.value).__name__ == "ValidationError"
    assert offered() == [{"key": "gold", "limit": 2, "left": 0, "isAvailable": False}]


def test_drafts_offer_nothing_and_change_nothing(conference: ConferencePage) -> None:
    draft = ConferencePage.objects.get(pk=conference.pk)
    draft.packages = [package(conference, limit=50), package(conference, "silver")]
    draft.save_revision()

    assert offered() == [{"key": "gold", "limit": 2, "left": 2, "isAvailable": True}]
    assert list(PackageStock.objects.values_list("package_key", "limit")) == [("gold", 2)]


def test_sales_deleted_together_are_given_back(index: ConferenceIndexPage, client: Client) -> None:
    client.force_login(User.objects.create_superuser("office", "office@example.org", "x"))
    make_conference(index, packages=[package(index, limit=3), package(index, "silver", limit=2)])
    sales = [sell(), sell(), sell(), sell(key="silver"), sell(key="silver")]

    def sold() -> dict[str, int]:
        return dict(PackageStock.objects.values_list("package_key", "sold"))

    PackageSale.objects.filter(pk__in=[sales[0].pk, sales[3].pk]).delete()
    by_rows = sold()
    chosen = "&".join(f"id={sale.pk}" for sale in (sales[1], sales[4]))
    response = client.post(f"/admin/bulk/conferences/packagesale/delete/?{chosen}&next=/admin/")

    assert response.status_code == 302
    assert (by_rows, sold()) == ({"gold": 2, "silver": 1}, {"gold": 1, "silver": 0})
    assert [sell(key=key).pk is not None for key in ("gold", "gold", "silver")] == [True] * 3


def test_a_deleted_edition_leaves_nothing_to_sell(conference: ConferencePage) -> None:
    sell()

    ConferencePage.objects.get(pk=conference.pk).delete()

    assert (PackageStock.objects.count(), PackageSale.objects.count()) == (0, 0)


def test_who_is_too_late_keeps_what_they_typed(
    conference: ConferencePage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(User.objects.create_superuser("office", "office@example.org", "x"))
    sell()
    stock = PackageStock.objects.get()
    form = {"package": stock.pk, "name": "Pozdní s.r.o.", "sold_on": "2026-11-22", "note": "dlouhá"}
    look = PackageSale.clean

    def others_are_faster(sale: PackageSale) -> None:
        look(sale)
        if not PackageSale.objects.filter(name="Rychlejší").exists():
            PackageSale.objects.bulk_create([PackageSale(package=stock, name="Rychlejší")])
            PackageStock.objects.update(sold=2)

    monkeypatch.setattr(PackageSale, "clean", others_are_faster)
    response = client.post("/admin/snippets/conferences/packagesale/add/", form)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Pozdní s.r.o." in page
    assert "dlouhá" in page
    assert "vyprodán" in page
    assert not PackageSale.objects.filter(name="Pozdní s.r.o.").exists()


def touched(statements: CaptureQueriesContext) -> list[str]:
    """What was locked and what was deleted, in order; of packages how many at once."""
    found: list[str] = []
    for sql in (query["sql"] for query in statements):
        if sql.startswith("SELECT") and 'FROM "conferences_packagestock"' in sql:
            ids = sql.partition(" IN (")[2].partition(")")[0].split(",")
            found.append(f"lock {len(ids)}")
        elif sql.startswith("DELETE") and 'FROM "conferences_packagesale"' in sql:
            found.append("delete")
    return found


def test_packages_are_locked_before_sales_are_deleted(index: ConferenceIndexPage) -> None:
    make_conference(index, packages=[package(index), package(index, "silver")])
    one, *_others = [sell(), sell(), sell(key="silver")]

    with CaptureQueriesContext(connection) as alone:
        one.delete()
    with CaptureQueriesContext(connection) as together:
        PackageSale.objects.all().delete()

    counted_anew = ["lock 1"] * 2
    assert touched(alone) == ["lock 1", "delete", "lock 1"]
    assert touched(together) == ["lock 2", "lock 1", "lock 1", "delete", *counted_anew]


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each of `works` returns, all started at the same moment on connections of their own."""
    barrier = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=10)
            return work()
        except SoldOut:
            return "sold out"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        started = [pool.submit(copy_context().run, run, work) for work in works]
        return [each.result(timeout=60) for each in started]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_who_sell_the_last_one_at_once_sell_one(
    index: ConferenceIndexPage, attempt: int
) -> None:
    make_conference(index, packages=[package(index, limit=1)])

    def try_to(name: str) -> str:
        sell(name)
        return "sold"

    results = at_once(lambda: try_to("A"), lambda: try_to("B"), lambda: try_to("C"))

    assert sorted(map(str, results)) == ["sold", "sold out", "sold out"]
    assert (PackageSale.objects.count(), PackageStock.objects.get().sold) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_who_deletes_a_sale_waits_for_who_saves_it(index: ConferenceIndexPage) -> None:
    """Both lock the package first; the other order would be a deadlock."""
    if not connection.features.has_select_for_update:
        pytest.skip("This database locks no rows.")
    make_conference(index, packages=[package(index, limit=1)])
    sale = sell()
    is_locked, is_deleting = Event(), Event()

    def save() -> str:
        with transaction.atomic():
            PackageStock.objects.select_for_update().get()
            is_locked.set()
            is_deleting.wait(timeout=10)
            wait_for_somebody_waiting()
            PackageSale.objects.get(pk=sale.pk).save()
        return "saved"

    def delete() -> str:
        is_locked.wait(timeout=10)
        is_deleting.set()
        PackageSale.objects.get(pk=sale.pk).delete()
        return "deleted"

    assert at_once(save, delete) == ["saved", "deleted"]
    assert (PackageSale.objects.count(), PackageStock.objects.get().sold) == (0, 0)


def wait_for_somebody_waiting() -> None:
    """Return as soon as another connection waits for a lock that this one may hold."""
    waiting = "SELECT pid FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    until = time.monotonic() + 10
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(waiting)
            if cursor.fetchone() is not None:
                return
            time.sleep(0.02)
    raise TimeoutError("Nobody waits.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_two_who_publish_at_once_do_not_overfill_a_tier(
    index: ConferenceIndexPage, attempt: int
) -> None:
    page = make_conference(index, tiers=tiers(gold=1))

    def publish_with(name: str) -> str:
        mine = ConferencePage.objects.get(pk=page.pk)
        mine.partners = [partner("gold", name)]
        mine.save_revision().publish()
        return "published"

    results = at_once(lambda: publish_with("A"), lambda: publish_with("B"))

    names = list(Partner.objects.filter(conference=page).values_list("name", flat=True))
    assert results == ["published", "published"]
    assert names in (["A"], ["B"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_a_limit_lowered_while_the_last_one_is_sold_holds(
    index: ConferenceIndexPage, attempt: int
) -> None:
    page = make_conference(index, packages=[package(index, limit=2)])
    sell("Dřívější")

    def lower() -> str:
        try:
            publish(page, packages=[package(page, limit=1)])
        except Exception as refused:
            return type(refused).__name__
        return "lowered"

    def sell_one() -> str:
        sell("Poslední")
        return "sold"

    results = at_once(lower, sell_one)

    stock = PackageStock.objects.get()
    either = {("lowered", "sold out"): (1, 1), ("ValidationError", "sold"): (2, 2)}
    either[("SoldOut", "sold")] = (2, 2)
    assert (stock.limit, stock.sold) == either[tuple(map(str, results))]  # type: ignore[index]  # pairs
    assert PackageSale.objects.count() == stock.sold
