"""Staff roles are code: written into groups, twice the same, and what they open is read here."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from club.core import roles
from club.core.roles import GRANTS, Grant, Role, permissions_of, synchronise
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
POWERS = {
    "members.import_people": {"direction", "network", "administrator"},
    "members.export_people": {"direction", "network", "administrator"},
    "members.assign_roles": {"administrator"},
    "newsletters.approve_issue": {"direction", "editors", "administrator"},
    "newsletters.send_issue": {"direction", "editors", "administrator"},
    "editorial.publish_article": {"direction", "editors", "administrator"},
    "core.settle_outboxmail": {"direction", "administrator"},
    "billing.issue_document": {"direction", "finance", "administrator"},
    "billing.close_period": {"direction", "finance", "administrator"},
    "billing.approve_discount": {"direction"},
}
RECORDS = {
    "members.view_user": set(Role),
    "members.change_user": {"direction", "network", "administrator"},
    "members.delete_user": {"direction", "administrator"},
    "newsletters.view_issue": {"direction", "editors", "events", "network", "administrator"},
    "newsletters.change_issue": {"direction", "editors", "administrator"},
    "newsletters.change_preference": {"direction", "editors", "network", "administrator"},
    "newsletters.change_suppression": {"direction", "editors", "network", "administrator"},
    "newsletters.delete_issue": {"administrator"},
    "editorial.view_article": set(Role),
    "editorial.change_resource": {"direction", "editors", "administrator"},
    "editorial.delete_article": {"administrator"},
    "events.view_event": set(Role),
    "events.change_event": {"direction", "events", "administrator"},
    "events.delete_event": set(),
    "members.change_option": {"direction", "network", "finance", "administrator"},
    "billing.view_document": {"direction", "network", "finance", "administrator"},
    "billing.change_document": {"direction", "finance", "administrator"},
    "billing.change_proposal": {"direction", "network", "finance", "administrator"},
    "billing.delete_document": set(),
    "core.view_auditentry": {"direction", "administrator"},
    "core.change_auditentry": set(),
    "core.view_outboxmail": {"direction", "administrator"},
    "auth.view_group": {"administrator"},
    "auth.change_group": set(),
}


def holders(permission: str) -> set[str]:
    app, _, codename = permission.partition(".")
    return {
        role.value
        for role in Role
        if any((p.content_type.app_label, p.codename) == (app, codename) for p in permissions_of(role))
    }


@pytest.mark.parametrize("permission", [*POWERS, *RECORDS])
def test_permission_is_held_by_these_roles(permission: str) -> None:
    assert holders(permission) == set((POWERS | RECORDS)[permission])


def test_every_power_of_a_grant_is_written_here() -> None:
    assert {power for grant in GRANTS.values() for power in grant.powers} == set(POWERS)


def test_command_makes_the_groups_then_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Group.objects.all().delete()
    call_command("sync_roles")
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(role.label for role in Role)
    assert len(capsys.readouterr().out.splitlines()) == len(Role)
    call_command("sync_roles")
    assert capsys.readouterr().out == ""


def test_permission_given_by_hand_is_taken_back() -> None:
    synchronise()
    group = Group.objects.get(name=Role.FINANCE.label)
    group.permissions.add(*permissions_of(Role.ADMINISTRATOR))
    assert [line.split(":")[0] for line in synchronise()] == [Role.FINANCE.label]
    assert {p.pk for p in group.permissions.all()} == {p.pk for p in permissions_of(Role.FINANCE)}


@pytest.mark.parametrize(
    "grant", [Grant({"members.nobody": "view"}), Grant({"nowhere.*": "view"}), Grant({}, ["members.fly"])]
)
def test_name_that_does_not_exist_fails(grant: Grant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(roles.GRANTS, Role.FINANCE, grant)
    with pytest.raises(LookupError, match="finance"):
        synchronise()


def test_role_opens_what_it_says() -> None:
    editor = make_staff(Role.EDITORS)
    assert editor.has_perm("newsletters.approve_issue")
    assert not editor.has_perm("members.import_people")
