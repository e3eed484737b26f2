"""Records in the console: quick lists, forgiving search, roles given by administrators alone, a real history."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from club.core import spelling
from club.core.history import history_of
from club.core.models import AuditEntry
from club.core.roles import Role, synchronise
from members.models import Organisation, User
from members.resources import PersonSheet
from tests.factories import (
    make_affiliation,
    make_ambassador,
    make_expert_contact,
    make_notice,
    make_staff,
    make_user,
    sign_in,
)
from tests.records import opened

pytestmark = pytest.mark.django_db

LISTS = ["members_user", "members_organisation", "members_affiliation", "ambassadors_ambassador", "channel_expert"]
MOST_STATEMENTS = 12


def make_one_of_each() -> None:
    make_affiliation()
    make_ambassador()
    make_expert_contact()


@pytest.mark.parametrize("name", LISTS)
def test_list_costs_the_same_at_one_and_three_rows(name, client):
    sign_in(client, make_staff(Role.DIRECTION))
    address = reverse(f"admin:{name}_changelist")
    counts = []
    for rows in (1, 2):
        for _ in range(rows):
            make_one_of_each()
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[1] <= MOST_STATEMENTS


@pytest.mark.parametrize("name", LISTS)
def test_list_searches_in_spite_of_accents_and_typing_errors(name, client):
    sign_in(client, make_staff(Role.DIRECTION))
    person = make_user(first_name="Hélène", last_name="Lefèbvre", email="helene@cci.example")
    make_affiliation(person=person)
    make_ambassador(person=person)
    contact = make_expert_contact(person=person)
    contact.expert.name = "Lefèbvre Informatique"
    contact.expert.save()
    contact_of_another = make_expert_contact(person=make_user(last_name="Zola"))
    Organisation.objects.filter(affiliations__person=person).update(name="Chambre Lefèbvre")
    response = client.get(reverse(f"admin:{name}_changelist"), {"q": "LEFEBVRE"})
    assert response.context["cl"].result_count == 1
    spelling.rebuild()
    response = client.get(reverse(f"admin:{name}_changelist"), {"q": "lefevbre"})
    assert response.context["cl"].result_count == 1
    assert contact_of_another.pk


def test_list_of_people_opens_on_open_accounts(client):
    sign_in(client, make_staff(Role.DIRECTION))
    make_user(is_active=False, last_name="Partie")
    shown = client.get(reverse("admin:members_user_changelist")).context["cl"].result_list
    assert [user.is_active for user in shown] == [True] * len(shown)
    closed = client.get(reverse("admin:members_user_changelist"), {"compte": "ferme"}).context["cl"].result_list
    assert [user.last_name for user in closed] == ["Partie"]


def test_roles_are_given_by_administrators_and_noted(client):
    synchronise()
    administrator = make_staff(Role.ADMINISTRATOR)
    person = make_user()
    sign_in(client, administrator)
    editors = Group.objects.get(name=Role.EDITORS.label)
    address = reverse("admin:members_user_change", args=[person.pk])
    response = client.post(address, opened(client, address) | {"is_staff": "on", "groups": [editors.pk]})
    assert response.status_code == 302, response.context["adminform"].form.errors
    person.refresh_from_db()
    assert (person.is_staff, list(person.groups.all())) == (True, [editors])
    noted = AuditEntry.objects.filter(target=f"members.user:{person.pk}").values_list("verb", "details")
    assert sorted(noted) == [
        ("staff.open", {"open": True}),
        ("staff.roles", {"before": [], "after": ["Rédaction"]}),
    ]


@pytest.mark.parametrize("role", [Role.DIRECTION, Role.NETWORK])
def test_others_can_neither_give_roles_nor_touch_a_colleague_of_the_team(role, client):
    sign_in(client, make_staff(role))
    person, colleague = make_user(), make_staff(Role.EDITORS)
    its = reverse("admin:members_user_change", args=[person.pk])
    client.post(its, opened(client, its) | {"is_staff": "on"})
    person.refresh_from_db()
    assert not person.is_staff
    address = reverse("admin:members_user_change", args=[colleague.pk])
    assert client.post(address, {"email": "pirate@exemple.example"}).status_code == 403
    colleague.refresh_from_db()
    assert colleague.email != "pirate@exemple.example"


def test_nobody_shuts_the_console_to_oneself(client):
    administrator = make_staff(Role.ADMINISTRATOR)
    sign_in(client, administrator)
    address = reverse("admin:members_user_change", args=[administrator.pk])
    sent = opened(client, address)
    del sent["is_staff"]
    response = client.post(address, sent)
    assert response.status_code == 200
    administrator.refresh_from_db()
    assert administrator.is_staff


@pytest.mark.parametrize("name", LISTS)
def test_records_are_closed_never_deleted(name, client):
    sign_in(client, make_staff(superuser=True))
    make_one_of_each()
    row = apps.get_model(*name.split("_")).objects.first()
    assert client.post(reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


def test_history_tells_who_changed_what(client):
    staff = make_staff(Role.DIRECTION, first_name="Claire", last_name="Dubois")
    sign_in(client, staff)
    person = make_user(last_name="Martin")
    address = reverse("admin:members_user_change", args=[person.pk])
    client.post(address, opened(client, address) | {"last_name": "Durand"})
    entries = client.get(reverse("admin:members_user_history", args=[person.pk])).context["entries"]
    assert [(entry.who, entry.what) for entry in entries] == [
        ("Claire Dubois", "Modification"),
        ("la plateforme", "Création"),
    ]
    assert ("Nom", "Martin", "Durand") in entries[0].changes


def test_moments_are_told_as_in_paris():
    """23:30 UTC is the next day there, in history as in what leaves."""
    person = make_user()
    person.informed_at = datetime(2026, 7, 13, 23, 30, tzinfo=UTC)
    person.save()
    changes = history_of(person)[0].changes
    assert changes == [("Informée le (art. 14)", "vide", "14/07/2026 01:30")]
    assert PersonSheet.fields["informed_at"].widget.render(person.informed_at) == "14/07/2026"


def test_person_added_by_staff_is_marked_so(client):
    sign_in(client, make_staff(Role.NETWORK))
    inline = {"affiliations-TOTAL_FORMS": 0, "affiliations-INITIAL_FORMS": 0}
    data = {"email": "Nouvelle@Exemple.example", "last_name": "Petit", "collected_on": "2026-11-01", **inline}
    response = client.post(reverse("admin:members_user_add"), data)
    assert response.status_code == 302, response.context["errors"]
    person = User.objects.get(email="nouvelle@exemple.example")
    assert (person.source, person.has_usable_password(), len(person.address_hash)) == ("staff", False, 64)


def test_list_and_record_say_how_far_the_information_is(client):
    sign_in(client, make_staff(Role.DIRECTION))
    person = make_notice(failure="le courriel a été refusé (550)", mail=None).person
    words = "n’a pas pu être informée\u00a0: le courriel a été refusé (550)"
    for subset, shown in (("impossible", True), ("attente", False), ("retard", False), ("faite", False)):
        page = client.get(reverse("admin:members_user_changelist"), {"information": subset}).content.decode()
        assert (words in page) is shown
    assert words.capitalize() in client.get(reverse("admin:members_user_change", args=[person.pk])).content.decode()


def test_staff_note_that_they_told_somebody_themselves(client):
    sign_in(client, make_staff(Role.DIRECTION))
    person = make_notice(failure="le courriel a été refusé (550)", mail=None).person
    address = reverse("console:person_told", args=[person.pk])
    assert "Dites comment" in client.post(address, {"moyen": "x"}, follow=True).content.decode()
    assert "C’est noté" in client.post(address, {"moyen": "phone"}, follow=True).content.decode()
    person.refresh_from_db()
    assert person.informed_at is not None
    assert "plus à informer" in client.post(address, {"moyen": "phone"}, follow=True).content.decode()
    assert AuditEntry.objects.filter(verb="person.told", details={"means": "phone"}).count() == 1


def test_record_leads_back_to_the_list_of_every_day(client):
    sign_in(client, make_staff(Role.DIRECTION))
    ambassador = make_ambassador()
    address = reverse("admin:ambassadors_ambassador_change", args=[ambassador.pk])
    history = reverse("admin:ambassadors_ambassador_history", args=[ambassador.pk])
    for page in (address, history):
        content = client.get(page).content.decode()
        assert f'href="{reverse("console:ambassadors")}">Ambassadeurs</a>' in content
        assert f'href="{reverse("admin:ambassadors_ambassador_changelist")}"' not in content
    assert client.post(address, opened(client, address))["Location"] == reverse("console:ambassadors")


def test_button_that_adds_a_row_is_in_our_words(client):
    """Django's « Ajouter un objet … supplémentaire » agrees with nothing."""
    inlines = [inline for admin in site._registry.values() for inline in admin.inlines]
    assert [inline.add_text.partition(" ")[0] for inline in inlines] == ["Ajouter"] * len(inlines)
    sign_in(client, make_staff(Role.DIRECTION))
    page = client.get(reverse("admin:members_user_change", args=[make_affiliation().person_id])).content.decode()
    assert "&quot;addText&quot;: &quot;Ajouter un rattachement&quot;" in page
