from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_published

from cms.content.models import Pillar
from cms.translation.provenance import provenance_of
from cms.translation.state import State
from cms.translation.sync import synchronise
from plugins.members.models import ContactPerson, MemberIndexPage, MemberPage
from tests.translation.factories import Languages, publish, say, submit


def make_member(languages: Languages, **values: object) -> MemberPage:
    index = MemberIndexPage(title="Členové", slug="clenove", locale=languages.czech)
    languages.home.add_child(instance=index)
    publish(index.copy_for_translation(languages.english), title="Members")
    values = {
        "title": "Optika",
        "slug": "optika",
        "phone": "+420 1",
        "member_type": "company-sme",
    } | values
    member = MemberPage(locale=languages.czech, **values)
    index.add_child(instance=member)
    return publish(member)


def translated(member: MemberPage, languages: Languages, run_on_commit) -> MemberPage:
    translation = submit(member, languages)
    say(translation, "title", "Optika", "Optics")
    with run_on_commit(execute=True):
        translation.save_target(publish=True)
    return translation.get_target_instance()


def pillars(page: MemberPage) -> list[str]:
    return [pillar.code for pillar in MemberPage.objects.get(pk=page.pk).pillars.all()]


def make_pillar(languages: Languages, code: str) -> Pillar:
    return Pillar.objects.create(code=code, name=code.title(), locale=languages.czech)


def test_facts_of_a_published_source_reach_the_translation_at_once(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    member = make_member(languages, claim="Světlo")
    target = translated(member, languages, django_capture_on_commit_callbacks)
    revisions = target.revisions.count()
    seen = []

    def note(sender, instance, **kwargs) -> None:
        seen.append(instance.pk)

    page_published.connect(note)
    member = publish(member, phone="+420 2", founded=1933, claim="Světlo a tma")
    page_published.disconnect(note)

    fresh = MemberPage.objects.get(pk=target.pk)
    assert (fresh.phone, fresh.founded, fresh.title, fresh.claim) == (
        "+420 2",
        1933,
        "Optics",
        "Světlo",
    )
    assert sorted(seen) == sorted([member.pk, target.pk])
    assert fresh.revisions.count() == revisions
    assert fresh.live_revision.as_object().phone == "+420 2"
    assert not fresh.has_unpublished_changes
    assert PageLogEntry.objects.filter(page=target, action="klastr.synchronise").count() == 1
    assert provenance_of([fresh])[fresh.pk].field_state("claim") is State.FALLBACK


def test_next_edit_of_the_translation_does_not_bring_old_facts_back(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    member = make_member(languages)
    target = translated(member, languages, django_capture_on_commit_callbacks)
    publish(member, phone="+420 2")

    translation = submit(member, languages)
    say(translation, "title", "Optika", "Optics Ltd")
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)

    fresh = MemberPage.objects.get(pk=target.pk)
    assert (fresh.title, fresh.phone) == ("Optics Ltd", "+420 2")


def test_relation_that_was_cleared_in_the_source_is_cleared_in_the_translation(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    member = make_member(languages)
    member = publish(
        member, pillars=[make_pillar(languages, "laser-x"), make_pillar(languages, "vacuum-x")]
    )
    target = translated(member, languages, django_capture_on_commit_callbacks)
    assert sorted(pillars(target)) == ["laser-x", "vacuum-x"]

    member = publish(member, pillars=[])

    assert pillars(target) == []


def test_cleared_relation_is_cleared_by_localize_too(
    languages: Languages, django_capture_on_commit_callbacks, settings
) -> None:
    settings.KLASTR_SYNC_ON_PUBLISH = False
    member = publish(make_member(languages), pillars=[make_pillar(languages, "laser-x")])
    target = translated(member, languages, django_capture_on_commit_callbacks)
    publish(member, pillars=[])
    assert pillars(target) == ["laser-x"]

    translation = submit(member, languages)
    translation.source.update_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)

    assert pillars(target) == []


def test_draft_of_the_translation_survives_with_new_facts(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    member = make_member(languages)
    target = translated(member, languages, django_capture_on_commit_callbacks)
    draft = MemberPage.objects.get(pk=target.pk)
    draft.claim = "Light"
    draft.save_revision()

    publish(member, phone="+420 2")

    fresh = MemberPage.objects.get(pk=target.pk)
    latest = fresh.get_latest_revision_as_object()
    assert (fresh.claim, fresh.phone, fresh.has_unpublished_changes) == ("", "+420 2", True)
    assert (latest.claim, latest.phone) == ("Light", "+420 2")


def test_unpublished_translation_is_left_alone(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    member = make_member(languages)
    target = translated(member, languages, django_capture_on_commit_callbacks)
    target.unpublish()

    publish(member, phone="+420 2")

    assert MemberPage.objects.get(pk=target.pk).phone == "+420 1"


def test_translation_that_localize_stopped_is_left_alone(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    member = make_member(languages)
    target = translated(member, languages, django_capture_on_commit_callbacks)
    translation = submit(member, languages)
    translation.enabled = False
    translation.save()

    publish(member, phone="+420 2")

    assert MemberPage.objects.get(pk=target.pk).phone == "+420 1"


def test_facts_in_children_follow_and_children_that_left_go(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    member = make_member(languages)
    member = publish(
        member,
        contacts=[
            ContactPerson(name="Jana", role="ředitelka", phone="1", locale=languages.czech),
            ContactPerson(name="Petr", role="technik", phone="2", locale=languages.czech),
        ],
    )
    target = translated(member, languages, django_capture_on_commit_callbacks)
    jana = member.contacts.get(name="Jana")
    jana.phone = "9"

    publish(
        member,
        contacts=[
            jana,
            ContactPerson(name="Eva", phone="3", locale=languages.czech),
            ContactPerson(name="Olga", role="účetní", phone="4", locale=languages.czech),
        ],
    )

    fresh = MemberPage.objects.get(pk=target.pk)
    assert [(c.name, c.phone, c.role, c.locale.language_code) for c in fresh.contacts.all()] == [
        ("Jana", "9", "ředitelka", "en"),
        ("Eva", "3", "", "en"),
    ]
    found = provenance_of([fresh])[fresh.pk]
    assert found.block_is_fallback("contacts", str(jana.translation_key))

    translation = submit(member, languages)
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    fresh = MemberPage.objects.get(pk=target.pk)
    assert [(c.name, c.phone) for c in fresh.contacts.all()] == [("Jana", "9"), ("Eva", "3")]


def test_synchronising_twice_changes_nothing(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    member = make_member(languages)
    translated(member, languages, django_capture_on_commit_callbacks)
    member = publish(member, phone="+420 2")

    assert synchronise(member) == []


def test_setting_switches_synchronising_off(
    languages: Languages, django_capture_on_commit_callbacks, settings
) -> None:
    settings.KLASTR_SYNC_ON_PUBLISH = False
    member = make_member(languages)
    target = translated(member, languages, django_capture_on_commit_callbacks)

    publish(member, phone="+420 2")

    assert MemberPage.objects.get(pk=target.pk).phone == "+420 1"
    assert Page.objects.get(pk=target.pk).live


def test_facts_of_snippets_follow(languages: Languages) -> None:
    pillar = make_pillar(languages, "laser-x")
    translation = submit(pillar, languages)
    say(translation, "name", "Laser-X", "Lasers")
    translation.save_target()

    pillar.order = 7
    pillar.save()

    target = translation.get_target_instance()
    assert (target.name, target.order) == ("Lasers", 7)
