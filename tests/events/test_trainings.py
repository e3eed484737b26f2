"""Trainings: topics asked for and voted, proposals of suppliers decided once, what they become."""

import pytest
from django.test import Client

from club.core.models import OutboxMail
from club.core.roles import Role
from events import links
from events.actions import trainings
from events.errors import EventError
from events.models import Event, Feedback, Kind, State, TopicVote, TopicWish, TrainingProposal
from events.panels import trainings_followed, trainings_given
from members.models import Organisation, User
from tests.event_factories import make_check_in, make_event, make_guest
from tests.events.seated import make_colleague, make_member
from tests.factories import make_ambassador, make_organisation, make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db

TOPICS = "/espace/rencontres/formations/sujets/"


def make_proposal(organisation: Organisation | None = None, **fields: object) -> TrainingProposal:
    facts = {"title": "Encaisser sans contact", "topic": "payment", "summary": "Choisir un terminal."}
    facts |= {"is_online": True, "wished_dates": "un mardi", "organisation": organisation or make_organisation()}
    return trainings.propose(proposal=TrainingProposal(**facts | fields), by=make_user())


def adviser() -> User:
    return make_ambassador().person


def test_topic_is_asked_for_and_each_person_has_one_voice(client: Client) -> None:
    one, two = adviser(), adviser()
    sign_in(client, one).post(TOPICS, {"geste": "demander", "title": "La caisse", "topic": "payment"})
    wish = TopicWish.objects.get()
    sign_in(client, two)
    for _ in range(2):
        client.post(TOPICS, {"voix": f"{wish.pk}:oui"})
    assert "2 voix" in client.get(TOPICS).content.decode()
    trainings.wish(title="LA CAISSE", topic="payment", by=adviser())
    assert (TopicWish.objects.count(), TopicVote.objects.count()) == (1, 3)
    client.post(TOPICS, {"voix": f"{wish.pk}:non"})
    assert TopicWish.objects.open().get().wanted == 2
    supplier = sign_in(Client(), make_colleague(make_member()))
    supplier.post(TOPICS, {"voix": f"{wish.pk}:oui"})
    assert client.post(TOPICS, {"voix": f"{'9' * 5000}:oui"}).status_code == 302
    assert TopicWish.objects.open().get().wanted == 2
    assert "La caisse" in supplier.get(TOPICS).content.decode()


def test_member_supplier_proposes_and_another_does_not(client: Client) -> None:
    member = make_member()
    data = {
        "title": "Encaisser",
        "topic": "payment",
        "level": "usual",
        "summary": "Choisir.",
        "wished_dates": "mardi",
    }
    address = f"/espace/rencontres/formations/proposer/{member.pk}/"
    sign_in(client, make_colleague(member))
    assert "Dites dans quel territoire" in client.post(address, data).content.decode()  # neither a place nor online
    assert client.post(address, data | {"is_online": "on"}).status_code == 302
    assert TrainingProposal.objects.get().organisation == member
    outsider = make_organisation()
    sign_in(client, make_colleague(outsider))
    client.post(f"/espace/rencontres/formations/proposer/{outsider.pk}/", data | {"is_online": "on"})
    assert TrainingProposal.objects.count() == 1
    assert client.get(address).status_code == 404


def test_accepted_proposal_is_a_draft_and_its_topic_leaves_the_list() -> None:
    wish = trainings.wish(title="La caisse", topic="payment", by=adviser())
    proposal = make_proposal(wish=wish)
    planner = sign_in(Client(), make_staff(Role.EVENTS))
    assert planner.post(f"/console/formations/{proposal.pk}/", {"geste": "accepter"}).status_code == 302
    event = Event.objects.get()
    assert (event.kind, event.state, event.title) == (Kind.TRAINING, State.DRAFT, "Encaisser sans contact")
    assert not TopicWish.objects.open().exists()
    with pytest.raises(EventError):
        trainings.accept(proposal=proposal, by=make_staff())
    assert (Event.objects.count(), OutboxMail.objects.filter(template__endswith="training_decided").count()) == (1, 1)


def test_refusal_says_why() -> None:
    proposal = make_proposal()
    planner = sign_in(Client(), make_staff(Role.EVENTS))
    address = f"/console/formations/{proposal.pk}/"
    assert planner.post(address, {"geste": "refuser", "reason": ""}).status_code == 200
    assert planner.post(address, {"geste": "refuser", "reason": "Déjà donnée en mai."}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.why_refused) == ("refused", "Déjà donnée en mai.")
    assert "Déjà donnée en mai." in OutboxMail.objects.get(template__endswith="training_decided").text


def test_training_counts_for_who_came_and_who_gave_it(client: Client) -> None:
    event = make_event(days=-1, audience=["everyone"])
    proposal = make_proposal()
    TrainingProposal.objects.filter(pk=proposal.pk).update(state="accepted", event=event)
    came, absent = make_check_in(make_guest(event)).registration, make_guest(event)
    assert [line.text for line in trainings_followed(came.person)] == [event.title]
    assert trainings_followed(absent.person) == []
    assert "1\u00a0personne" in trainings_given(proposal.organisation)[0].detail
    for row, status in ((came, 200), (absent, 404)):
        Feedback.objects.create(registration=row)
        answer = client.get(f"/agenda/suite/{links.after_token(row.pk)}/attestation.pdf")
        assert answer.status_code == status
    paper = client.get(f"/agenda/suite/{links.after_token(came.pk)}/attestation.pdf")
    assert paper.content[:5] == b"%PDF-"
