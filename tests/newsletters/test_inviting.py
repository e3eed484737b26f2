"""Segments invited to an event by the engine of Flash info: once each, the others named, answered by their link."""

import re
from collections import Counter
from email import message_from_bytes, policy
from threading import Event, Timer
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from club.core.roles import Role
from events import models
from events.models import Admission, Registration
from members.models import User
from newsletters import audience, event_panel, links
from newsletters.actions import delivering, freezing, subscriptions
from newsletters.actions.freezing import freeze
from newsletters.models import Delivery, Exclusion, Issue, Preference, Suppression
from tests.at_once import PEOPLE, all_wait_before, at_once
from tests.event_factories import make_event, make_invitation, make_registration
from tests.events.seated import make_colleague, make_evening, make_member
from tests.factories import make_ambassador, make_expert_contact, make_staff, make_user, sign_in
from tests.newsletters.kit.checker import check
from tests.newsletters.kit.people import frozen, make_block, make_issue, make_mailing, make_people, schedule
from tests.newsletters.kit.plan import Plan
from tests.newsletters.kit.running import RunningSink
from tests.newsletters.test_sending import send

database = pytest.mark.django_db


def invited_to(event: models.Event) -> Counter[str]:
    return Counter(Delivery.objects.filter(issue__event=event).values_list("address", flat=True))


def ambassador(email: str) -> User:
    return make_ambassador(person=make_user(email=email)).person


def path_of(row: Delivery) -> str:
    return links.invitation_url(row.pk).removeprefix(settings.SITE_URL)


@database
def test_each_candidate_is_invited_or_left_out_by_name() -> None:
    event = make_event(audience=[Admission.AMBASSADOR], capacity=20)
    for name in ("venu", "nomme", "inscrit", "neutralise", "refuse", "desabonne", "pause"):
        ambassador(f"{name}@reseau.example")
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith="@reseau.example")}
    make_invitation(event, email="nomme@reseau.example", last_name=people["nomme"].last_name)
    make_registration(event, person=people["inscrit"])
    Suppression.objects.create(address_hash=people["neutralise"].address_hash, cause="complaint")
    subscriptions.uninvite(contact=people["refuse"], by="essai")
    Preference.objects.create(contact=people["desabonne"], unsubscribed_at=timezone.now())
    Preference.objects.create(contact=people["pause"], paused_until=timezone.localdate())
    make_expert_contact(person=make_user(email="pro@expert.example"))
    issue = make_mailing(event, "ambassadors", "channel")
    counted = audience.count(issue)
    done = frozen(issue)
    assert invited_to(event) == {"venu@reseau.example": 1}
    assert dict(Exclusion.objects.values_list("contact__email", "cause")) == {
        "nomme@reseau.example": "invited",
        "inscrit@reseau.example": "registered",
        "neutralise@reseau.example": "suppressed",
        "refuse@reseau.example": "unsubscribed",
        "desabonne@reseau.example": "unsubscribed",
        "pause@reseau.example": "paused",
        "pro@expert.example": "not_admitted",
    }
    assert (done.audience_count, done.candidate_count) == (1, 8)
    assert (counted.recipients, counted.candidates) == (1, 8)


@database
def test_members_and_executives_of_the_cercle_are_segments() -> None:
    evening, dinner = make_evening(), make_event(audience=[Admission.EXECUTIVE], kind="cercle", department="cercle")
    member, of_cercle = make_member(), make_member(kind="cercle_seat")
    make_colleague(member, person=make_user(email="membre@marque.example"))
    make_colleague(of_cercle, person=make_user(email="dirigeante@marque.example"), roles=["executive"])
    make_colleague(of_cercle, person=make_user(email="adjoint@marque.example"))
    ambassador("conseil@reseau.example")
    frozen(make_mailing(evening, "ambassadors", "members"))
    frozen(make_mailing(dinner, "members", "executives"))
    assert set(invited_to(evening)) == {
        "membre@marque.example",
        "dirigeante@marque.example",
        "adjoint@marque.example",
    }
    assert dict(invited_to(dinner)) == {"dirigeante@marque.example": 1}


@database
def test_second_mailing_invites_those_alone_whom_the_first_did_not_reach() -> None:
    event = make_event(audience=[Admission.AMBASSADOR, Admission.EXPERT])
    both = ambassador("double@reseau.example")
    make_expert_contact(person=both)
    first = frozen(make_mailing(event, "ambassadors", "channel"))
    make_expert_contact(person=make_user(email="pro@expert.example"))
    second = make_mailing(event, "channel")
    assert (audience.count(second).recipients, audience.count(second).exclusions["invited"]) == (1, 1)
    frozen(second)
    assert invited_to(event) == {"double@reseau.example": 1, "pro@expert.example": 1}
    with pytest.raises(AssertionError, match="Personne à qui envoyer"):
        frozen(make_mailing(event, "channel"))
    delivering.cancel(issue=first, by=make_user(is_staff=True), reason="erreur de date")
    frozen(make_mailing(event, "ambassadors"))
    rows = Delivery.objects.filter(contact=both).order_by("pk")
    assert [row.state for row in rows] == ["cancelled", "ready"]


def copies_of_mailings_frozen_at_once(patch: pytest.MonkeyPatch) -> set[int]:
    """How many invitations each person gets of mailings that all read who is to be invited before one writes it."""
    event = make_event(audience=[Admission.AMBASSADOR])
    make_people(5)
    issues = [schedule(make_mailing(event)) for _ in range(PEOPLE)]
    all_wait_before(patch, freezing, "claim_invitees")
    at_once(lambda number: freeze(issue_id=issues[number].pk))
    return set(invited_to(event).values())


def test_mailings_frozen_at_once_invite_each_person_once(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert copies_of_mailings_frozen_at_once(monkeypatch) == {1}


def test_without_invitees_each_mailing_would_be_sent(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(freezing, "claim_invitees", lambda issue: None)
    assert copies_of_mailings_frozen_at_once(monkeypatch) == {PEOPLE}


def test_invitation_is_sent_once_and_its_link_registers(sink: RunningSink) -> None:
    sink.restart(Plan(keep=3))
    event = make_event(audience=[Admission.AMBASSADOR], capacity=20)
    make_people(3)
    issue = frozen(make_mailing(event))
    send(sink)
    assert delivering.finish(issue_id=issue.pk)
    verdict = check(issue, sink)
    assert verdict.holds, verdict
    assert verdict.states["sent"] == 3
    parsed = message_from_bytes(sink.messages()[0], policy=policy.default)
    assert parsed["List-Id"].startswith("Invitations <invitations.")
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert parsed["Feedback-ID"].endswith(":invitation:invitations:club")
    bodies = [parsed.get_body((kind,)).get_content() for kind in ("plain", "html")]
    found = {re.search(r"/flash-info/invitation/[^/]+/", body)[0] for body in bodies}
    assert len(found) == 1
    address, client = found.pop(), Client()
    assert "Venez-vous" in client.get(address).content.decode()
    assert not Registration.objects.exists()
    for _ in range(2):
        landed = client.post(address, follow=True).redirect_chain[-1][0]
        assert "/agenda/inscription/" in landed
    seat = Registration.objects.get()
    assert (str(parsed["To"]).count(seat.person.email), seat.state, seat.way) == (1, "confirmed", "link")


@database
def test_link_asks_the_rule_again_and_leads_to_the_portal(client: Client) -> None:
    event = make_evening()
    member = make_member(seats=1)
    person = make_colleague(member)
    make_registration(event, person=make_colleague(member))
    row = Delivery.objects.of(frozen(make_mailing(event, "members"))).get(contact=person)
    page = client.get(path_of(row))
    assert (page.context["form"], "n’a plus de place" in page.content.decode()) == (None, True)
    client.post(path_of(row))
    assert not Registration.objects.filter(person=person).exists()
    signed_in = sign_in(Client(), person)
    assert signed_in.get(path_of(row)).headers["Location"] == f"/espace/rencontres/{event.slug}/"
    assert client.get("/flash-info/invitation/faux/").status_code == 404


@database
def test_leaving_invitations_stops_what_waits_and_leaves_flash_info(client: Client) -> None:
    event, person = make_event(audience=[Admission.AMBASSADOR]), ambassador("conseil@reseau.example")
    ambassador("autre@reseau.example")
    done = frozen(make_mailing(event))
    row = Delivery.objects.of(done).get(contact=person)
    address = links.unsubscribe_url(links.unsubscribe_token(row.pk)).removeprefix(settings.SITE_URL)
    assert not client.get(address).context["reception"].uninvited
    client.post(address, {"List-Unsubscribe": "One-Click"})
    row.refresh_from_db()
    assert (row.state, row.cause) == ("skipped", "unsubscribed")
    assert Delivery.objects.of(done).count_by_state()["ready"] == 1
    kept = Preference.objects.get(contact=person)
    assert (kept.uninvited_at is None, kept.unsubscribed_at) == (False, None)
    flash = make_issue()
    make_block(flash)
    assert audience.count(flash).recipients == 2
    client.post(address, {"action": "revenir"})
    assert Preference.objects.get(contact=person).uninvited_at is None
    client.post(address, {"action": "tout"})
    assert Preference.objects.get(contact=person).unsubscribed_at


def slips_through_a_freeze(patch: pytest.MonkeyPatch) -> bool:
    """Whether somebody who leaves while a mailing is being frozen is still going to be written to."""
    people = make_people(2)
    issue = schedule(make_mailing(make_event(audience=[Admission.AMBASSADOR])))
    read, over, count = Event(), Event(), freezing._insert_exclusions

    def wait_and_count(frozen: Issue) -> int:
        read.set()
        over.wait(5)
        return count(frozen)

    def act(step: int) -> None:
        if step == 0:
            freeze(issue_id=issue.pk)
        elif step == 1 and read.wait(5):
            over_soon.start()
            subscriptions.uninvite(contact=people[0], by="essai")
            over.set()

    over_soon = Timer(0.5, over.set)
    patch.setattr(freezing, "_insert_exclusions", wait_and_count)
    at_once(act)
    return Delivery.objects.of(issue).get(contact=people[0]).state != "skipped"


def test_leaving_waits_for_a_freeze_under_way(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not slips_through_a_freeze(monkeypatch)


def test_without_the_wait_an_invitation_would_slip(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(subscriptions, "_WAIT_FOR_FREEZES", "SELECT 1")
    assert slips_through_a_freeze(monkeypatch)


@database
def test_mailing_is_prepared_approved_and_followed_in_the_console() -> None:
    event = make_event(audience=[Admission.AMBASSADOR])
    ambassador("conseil@reseau.example")
    editor, direction = (sign_in(Client(), make_staff(role)) for role in (Role.EDITORS, Role.DIRECTION))
    opened = editor.get(f"/console/flash-info/inviter/{event.pk}/")
    assert opened.context["form"].initial["segments"] == ["ambassadors"]
    said = {"title": "Venez", "subject": "Invitation", "preheader": "À Laval", "segments": ["ambassadors"]}
    editor.post(f"/console/flash-info/inviter/{event.pk}/", said)
    issue = Issue.objects.get()
    page = f"/console/flash-info/{issue.number}/"
    assert "courriel d’invitation" in editor.get(page).content.decode().lower()
    assert editor.get(f"{page}encarts/{issue.blocks.get().pk}/").status_code == 200
    assert "Répondre à l’invitation" in editor.get(f"{page}apercu/").content.decode()
    hashed = direction.get(f"{page}approbation/").context["hash"]
    direction.post(f"{page}approbation/", {"empreinte": hashed})
    assert Issue.objects.get().state == "approved", direction.get(page).context["findings"]
    assert "Recevront l’invitation" in direction.get(f"{page}depart/").content.decode()
    Issue.objects.update(state="draft")
    frozen(issue)
    watched = direction.get(f"{page}suivi/").content.decode()
    assert "l’invitation" in watched
    assert "Qui ce numéro a atteint" not in watched
    assert "à envoyer\u00a0: 1" in direction.get(f"/console/agenda/{event.pk}/").content.decode()
    assert direction.get(f"{page}certificat.pdf").status_code == 200


@database
def test_flash_info_knows_nothing_of_invitations(client: Client) -> None:
    event = make_event(audience=[Admission.AMBASSADOR])
    ambassador("conseil@reseau.example")
    issue = frozen(make_mailing(event))
    assert (make_issue().number, issue.number) == (1, 100_000)
    assert client.get(f"/flash-info/{issue.number}/").status_code == 404
    assert "Soirée de janvier" not in client.get("/flash-info/").content.decode()
    staff = sign_in(Client(), make_staff(Role.EDITORS))
    for page in ("", "pourquoi/", "retours/", "portee/"):
        assert "Soirée de janvier" not in staff.get(f"/console/flash-info/{page}").content.decode()


@database
def test_event_that_moves_after_the_approval_stops_its_mailing() -> None:
    event = make_event(audience=[Admission.AMBASSADOR])
    ambassador("conseil@reseau.example")
    issue = schedule(make_mailing(event))
    models.Event.objects.filter(pk=event.pk).update(venue="Salle des fêtes")
    assert freeze(issue_id=issue.pk) is None
    assert "approuvé de nouveau" in Issue.objects.get().alert
    issue = schedule(Issue.objects.get())
    models.Event.objects.filter(pk=event.pk).update(state="cancelled", notice="Salle fermée.")
    assert freeze(issue_id=issue.pk) is None
    assert "annulée" in Issue.objects.get().alert


@database
@pytest.mark.parametrize("number", [1, 3])
def test_mailings_of_an_event_are_counted_in_two_statements(number: int, django_assert_num_queries: Any) -> None:
    event, staff = make_event(audience=[Admission.AMBASSADOR]), make_staff(Role.DIRECTION)
    for index in range(number):
        ambassador(f"conseil{index}@reseau.example")
        frozen(make_mailing(event))
    assert staff.has_perm("newsletters.change_issue")
    with django_assert_num_queries(2):
        lines = event_panel.mailings(event, staff)
    assert [line.text for line in lines] == ["«\u00a0Soirée de janvier\u00a0»"] * number + ["Inviter un segment"]
