"""Who changed what: an event with its author for each staff write, a journal of acts; neither can be rewritten."""

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from club.core import audit
from club.core.models import AuditEntry
from members.models import Organisation, User
from tests.factories import make_organisation, make_staff, make_user, sign_in
from tests.records import opened

pytestmark = pytest.mark.django_db


def test_change_in_the_console_bears_its_author_and_address(client: Client) -> None:
    staff = make_staff(superuser=True)
    organisation = make_organisation(name="Avant")
    address = reverse("admin:members_organisation_change", args=[organisation.pk])
    data = opened(sign_in(client, staff), address) | {"name": "Après"}
    assert client.post(address, data).status_code == 302
    event = Organisation.objects.get(pk=organisation.pk).events.latest("pgh_id")
    assert (event.pgh_label, event.name) == ("update", "Après")
    assert event.pgh_context.metadata == {"user": staff.pk, "url": address}


def test_bulk_update_is_seen_too() -> None:
    make_organisation()
    Organisation.objects.update(phone="0199001234")
    assert [e.pgh_label for e in Organisation.objects.get().events.order_by("pgh_id")] == ["insert", "update"]


def test_history_holds_no_password_nor_last_login() -> None:
    names = {field.name for field in apps.get_model("members", "UserEvent")._meta.get_fields()}
    assert names & {"password", "last_login", "address_hash"} == set()


def tracked() -> list[str]:
    return sorted(model._meta.label for model in apps.get_models() if hasattr(model, "pgh_tracked_model"))


def test_every_history_is_protected() -> None:
    open_ones = [
        label
        for label in tracked()
        if "append_only" not in {trigger.name for trigger in getattr(apps.get_model(label)._meta, "triggers", [])}
    ]
    assert open_ones == []
    assert "members.UserEvent" in tracked()


def refused(change: object) -> bool:
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


def test_history_is_not_rewritten() -> None:
    person = make_user()
    events = apps.get_model("members", "UserEvent").objects.filter(pgh_obj=person)
    assert refused(lambda: events.update(email="autre@exemple.example"))
    assert refused(events.delete)
    assert events.get().email == person.email


def test_erasure_alone_redacts_history() -> None:
    """The negative control of the guard, and the one way that the right to erasure may take."""
    person = make_user()
    events = apps.get_model("members", "UserEvent").objects.filter(pgh_obj=person)
    with transaction.atomic(), pgtrigger.ignore("members.UserEvent:append_only"):
        events.update(email="efface@exemple.example")
    assert events.get().email == "efface@exemple.example"
    assert refused(events.delete)


def test_journal_is_append_only() -> None:
    entry = audit.record(actor=make_staff(), verb="people.export", target="members.user", rows=3)
    assert refused(lambda: AuditEntry.objects.update(verb="rien"))
    assert refused(entry.delete)
    assert refused(entry.save)
    with pgtrigger.ignore("core.AuditEntry:append_only"):
        entry.delete()
    assert not AuditEntry.objects.exists()


def test_act_is_undone_with_its_transaction() -> None:
    with transaction.atomic():
        audit.record(actor=None, verb="x")
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_author_of_an_act_cannot_vanish() -> None:
    staff = make_staff()
    audit.record(actor=staff, verb="x")
    assert refused(lambda: User.objects.filter(pk=staff.pk).delete())
