"""Who acts for an organisation: invited by a link, given roles, handing over, leaving; rights at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from club.core import tokens
from club.core.errors import ClubError
from club.core.models import AuditEntry, OutboxMail
from members import access
from members.actions import representatives
from members.emails import INVITATION
from members.models import Affiliation, Invitation, User
from tests.factories import make_affiliation, make_organisation, make_staff, make_user, sign_in
from tests.membership_factories import make_invitation

pytestmark = pytest.mark.django_db


def link(invitation: Invitation) -> str:
    return f"/invitation/{tokens.sign(INVITATION, invitation.pk)}/"


def test_invited_colleague_gets_an_account_by_the_link_alone(client: Client) -> None:
    mine = make_affiliation()
    sign_in(client, mine.person)
    path = f"/espace/organisations/{mine.organisation_id}/representants/inviter/"
    posted = {"email": "Nouveau@Exemple.example", "roles": ["billing"], "job_title": "Comptable"}
    assert client.post(path, posted).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.roles, invitation.invited_by) == (
        "nouveau@exemple.example",
        ["billing"],
        mine.person,
    )
    mail = OutboxMail.objects.get(to_address="nouveau@exemple.example")
    assert link(invitation) in mail.text
    guest = Client()
    assert "Comptable" in guest.get(link(invitation)).content.decode()
    assert not User.objects.filter(email="nouveau@exemple.example").exists()  # reading opens nothing
    answer = guest.post(link(invitation), {"first_name": "Nora", "last_name": "Petit"}, follow=True)
    assert answer.redirect_chain == [("/espace/", 302)]
    person = User.objects.get(email="nouveau@exemple.example")
    affiliation = person.affiliations.get()
    assert (str(person), affiliation.roles, affiliation.job_title) == ("Nora Petit", ["billing"], "Comptable")
    assert (person.source, person.has_usable_password()) == (User.Source.COLLEAGUE, False)


@pytest.mark.parametrize("state", ["accepted", "withdrawn", "old"])
def test_link_serves_once_and_for_a_time(state: str) -> None:
    invitation = make_invitation()
    if state == "accepted":
        representatives.accept(invitation_id=invitation.pk)
    elif state == "withdrawn":
        representatives.withdraw(invitation=invitation, by=make_user())
    else:
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    count = Affiliation.objects.count()
    assert Client().get(link(invitation)).status_code == 410
    assert Client().post(link(invitation), {"first_name": "A", "last_name": "B"}).status_code == 410
    with pytest.raises(ClubError, match="déjà servi"):
        representatives.accept(invitation_id=invitation.pk)
    assert Affiliation.objects.count() == count


@pytest.mark.parametrize("token", ["1-abc", "x", "999999999999999999999"])
def test_made_up_link_opens_nothing(token: str) -> None:
    assert Client().get(f"/invitation/{token}/").status_code == 404


def test_link_for_another_purpose_opens_nothing() -> None:
    token = tokens.sign("newsletters.unsubscribe", make_invitation().pk)
    assert Client().get(f"/invitation/{token}/").status_code == 404


@pytest.mark.parametrize("guarded", ["staff", "password"])
def test_guarded_account_is_not_let_in_by_the_link(guarded: str) -> None:
    person = make_staff() if guarded == "staff" else make_user(password="un-long-mot-de-passe")
    guest = Client()
    answer = guest.post(link(make_invitation(email=person.email)))
    assert (answer.status_code, answer["Location"]) == (302, "/compte/connexion/")
    assert person.affiliations.count() == 1
    assert guest.get("/espace/").status_code == 302  # still to sign in


def test_inviting_again_makes_the_older_link_serve_no_more() -> None:
    mine = make_affiliation()
    first = representatives.invite(
        organisation=mine.organisation, email="a@b.example", roles=["billing"], by=mine.person
    )
    representatives.invite(organisation=mine.organisation, email="A@b.example", roles=["content"], by=mine.person)
    assert [i.roles for i in mine.organisation.invitations.open()] == [["content"]]
    assert Client().get(link(first)).status_code == 410


def test_no_mailbox_is_filled_by_inviting_again() -> None:
    mine = make_affiliation()
    said = {"organisation": mine.organisation, "roles": ["billing"], "by": mine.person}
    for _ in range(3):
        representatives.invite(email="a@b.example", **said)
    with pytest.raises(ClubError, match="reprenez demain"):
        representatives.invite(email="A@B.example", **said)
    assert OutboxMail.objects.count() == 3
    assert representatives.invite(email="c@b.example", **said).is_open()


def test_colleague_is_not_invited_twice() -> None:
    mine = make_affiliation()
    with pytest.raises(ClubError, match="représente déjà"):
        representatives.invite(
            organisation=mine.organisation, email=mine.person.email.upper(), roles=["billing"], by=mine.person
        )


def test_two_roles_one_ends() -> None:
    """Whoever administers and receives invoices keeps the one when the other goes, at the next request."""
    mine, other = make_affiliation(roles=["administrator", "billing"]), None
    other = make_affiliation(organisation=mine.organisation, roles=["administrator"])
    representatives.change_roles(affiliation=mine, roles=["billing"], job_title="", by=other.person)
    held = access.acting_for(mine.person, mine.organisation_id)
    assert (held.roles, access.can_administer(held)) == (["billing"], False)


def test_person_of_two_organisations_keeps_the_other_when_one_ends() -> None:
    mine = make_affiliation(roles=["content"])
    elsewhere = make_affiliation(person=mine.person)
    make_affiliation(organisation=mine.organisation)
    representatives.remove(affiliation=mine, by=mine.person)
    assert [a.pk for a in access.affiliations_of(mine.person)] == [elsewhere.pk]


@pytest.mark.parametrize("lost", ["left", "closed"])
def test_hand_is_not_passed_to_somebody_who_is_gone(lost: str) -> None:
    """The choice was made on a page of before; the organisation would be left without an administrator."""
    mine = make_affiliation()
    to = make_affiliation(organisation=mine.organisation, roles=["billing"])
    if lost == "left":
        representatives.remove(affiliation=Affiliation.objects.get(pk=to.pk), by=mine.person)
    else:
        User.objects.filter(pk=to.person_id).update(is_active=False)
    with pytest.raises(ClubError, match="collègue"):
        representatives.hand_over(affiliation=mine, to=to)
    mine.refresh_from_db()
    assert mine.roles == ["administrator"]


@pytest.mark.parametrize("act", ["roles", "remove"])
def test_an_organisation_keeps_an_administrator(act: str) -> None:
    mine = make_affiliation()
    make_affiliation(organisation=mine.organisation, roles=["billing"])
    acts = {
        "roles": lambda: representatives.change_roles(
            affiliation=mine, roles=["billing"], job_title="", by=mine.person
        ),
        "remove": lambda: representatives.remove(affiliation=mine, by=mine.person),
    }
    with pytest.raises(ClubError, match="garde un administrateur"):
        acts[act]()
    mine.refresh_from_db()
    assert (mine.roles, mine.ends_on) == (["administrator"], None)


def test_handing_over_swaps_the_administrator() -> None:
    mine = make_affiliation(roles=["administrator", "signatory"])
    other = make_affiliation(organisation=mine.organisation, roles=["content"])
    with pytest.raises(ClubError, match="même organisation"):
        representatives.hand_over(affiliation=mine, to=make_affiliation())
    representatives.hand_over(affiliation=mine, to=other)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert (mine.roles, other.roles) == (["signatory"], ["administrator", "content"])
    assert AuditEntry.objects.filter(verb="affiliation.hand_over").count() == 1


def test_who_left_sees_nothing_at_the_next_request(client: Client) -> None:
    mine = make_affiliation(roles=["content"], starts_on=timezone.localdate() - timedelta(days=9))
    administrator = make_affiliation(organisation=mine.organisation)
    sign_in(client, mine.person)
    page = f"/espace/organisations/{mine.organisation_id}/"
    assert client.get(page).status_code == 200
    sign_in(admin := Client(), administrator.person)
    admin.post(f"{page}representants/{mine.pk}/retirer/")
    assert client.get(page).status_code == 404


def test_administrator_of_another_organisation_changes_nothing_here(client: Client) -> None:
    stranger = make_affiliation()
    colleague = make_affiliation(organisation=make_organisation(), roles=["content"])
    sign_in(client, stranger.person)
    for organisation in (stranger.organisation_id, colleague.organisation_id):
        path = f"/espace/organisations/{organisation}/representants/{colleague.pk}/"
        assert client.post(path, {"roles": ["administrator"]}).status_code == 404
        assert client.post(f"{path}retirer/").status_code == 404
    colleague.refresh_from_db()
    assert (colleague.roles, colleague.ends_on) == (["content"], None)


def test_refused_form_keeps_what_was_typed(client: Client) -> None:
    mine = make_affiliation()
    sign_in(client, mine.person)
    answer = client.post(
        f"/espace/organisations/{mine.organisation_id}/representants/inviter/", {"email": "nora@b.example"}
    )
    assert 'value="nora@b.example"' in answer.content.decode()
    assert "Choisissez au moins un rôle" in answer.content.decode()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_colleagues_take_few_statements(number: int, client: Client, django_assert_max_num_queries: object) -> None:
    mine = make_affiliation()
    for _ in range(number):
        make_affiliation(organisation=mine.organisation, roles=["content"])
        make_invitation(organisation=mine.organisation)
    sign_in(client, mine.person)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(f"/espace/organisations/{mine.organisation_id}/representants/")


def test_mail_for_a_role_falls_back_to_the_next() -> None:
    organisation = make_organisation()
    assert access.person_for(organisation, ["billing", "administrator"]) is None
    administrator = make_affiliation(organisation=organisation, roles=["administrator"])
    assert access.person_for(organisation, ["billing", "administrator"]) == administrator
    billing = make_affiliation(organisation=organisation, roles=["billing"])
    assert access.person_for(organisation, ["billing", "administrator"]) == billing
    User.objects.filter(pk=billing.person_id).update(is_active=False)
    assert access.person_for(organisation, ["billing", "administrator"]) == administrator
