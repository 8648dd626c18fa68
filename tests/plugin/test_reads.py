"""What was read is read again: the same rows mean that nothing has to be made anew."""

from __future__ import annotations

import pytest
from django.db import connection

from cms.content.models import Topic
from cms.plugin import reads, scope
from cms.plugin.reads import Statement, recorded
from cms.plugin.scope import request_scope
from tests.content.factories import make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Topic:
    return make_topic("laser", "Laser", "Laser")


def titles() -> list[str]:
    return list(Topic.objects.order_by("name", "pk").values_list("name", flat=True))


def test_reads_are_the_same_while_no_row_that_was_read_changes(topic):
    with recorded() as read:
        titles()
    assert [type(each) for each in read.noted] == [Statement]
    assert read.are_same()

    Topic.objects.filter(pk=topic.pk).update(code="other")  # not read

    assert read.are_same()

    Topic.objects.filter(pk=topic.pk).update(name="Lasers")

    assert not read.are_same()


@pytest.mark.parametrize("change", ["more", "fewer"])
def test_more_or_fewer_rows_are_not_the_same(topic, change):
    with recorded() as read:
        titles()

    if change == "more":
        make_topic("zoom", "Zoom", "Zoom")
    else:
        Topic.objects.all().delete()

    assert not read.are_same()


def test_rows_behind_those_that_were_read_do_not_matter(topic):
    make_topic("zoom", "Zoom", "Zoom")
    with recorded() as read, connection.cursor() as cursor:
        cursor.execute("SELECT name FROM cms_content_topic ORDER BY name")
        cursor.fetchone()

    Topic.objects.filter(code="zoom").delete()

    assert read.are_same()


def test_numbers_that_python_takes_for_equal_hashes_are_told_apart():
    with recorded() as read, connection.cursor() as cursor:
        cursor.execute("SELECT -1")
        cursor.fetchall()
    [statement] = read.noted
    statement.sql = "SELECT -2"

    assert not read.are_same()


def test_a_statement_that_writes_makes_reads_volatile(topic):
    with recorded() as read:
        Topic.objects.filter(pk=topic.pk).update(code="other")

    assert read.is_volatile
    assert not read.are_same()


def test_what_is_read_in_an_inner_record_belongs_to_that_alone(topic):
    with recorded() as outer:
        with recorded() as inner:
            titles()
        titles()
        titles()

    assert (len(outer.noted), len(inner.noted)) == (2, 1)


def test_a_lasting_fact_stands_for_the_statements_behind_it(topic):
    with request_scope():
        with recorded() as read:
            scope.lasting("titles", lambda: tuple(titles()))
        assert [type(each) for each in read.noted] == [reads.Fact]
        assert read.are_same()
    Topic.objects.filter(pk=topic.pk).update(name="Lasers")

    with request_scope():
        assert not read.are_same()


def test_cursors_are_as_before_after_a_record(topic):
    with recorded():
        titles()

    assert "_prepare_cursor" not in vars(connection._connections["default"])
    assert titles() == ["Laser", "Laser"]
