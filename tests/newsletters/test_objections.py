"""The link to object: GET asks, POST acts without login, twice is once, and no later file brings anybody back."""

from typing import Any

import pytest
from django.test import Client

from club.core.models import AuditEntry, OutboxMail
from members.imports import apply, receive
from members.models import ImportRow, Notice, User
from newsletters import links, tokens
from newsletters.actions import notices, objections, subscriptions
from newsletters.audience import count
from newsletters.models import Preference, Suppression
from tests.factories import (
    make_ambassador,
    make_block,
    make_departement,
    make_import_run,
    make_institution,
    make_notice,
    make_staff,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db
FILE = "Courriel;Prénom;Nom;Réseau;Département\nanne.martin@cci.example;Anne;Martin;CCI de la Mayenne;53\n"


def make_network() -> None:
    make_departement()
    make_institution(name="CCI de la Mayenne")


def page_of(notice: Notice) -> str:
    return f"/opposition/{tokens.sign(tokens.OBJECT, notice.pk)}/"


def objected(person: User) -> bool:
    return objections.own_objection(person).exists()


def test_the_mail_leads_to_the_page() -> None:
    notice = make_notice()
    assert links.objection_url(notice.pk).endswith(page_of(notice))


def test_get_asks_and_changes_nothing(client: Client) -> None:
    notice = make_notice()
    page = client.get(page_of(notice))
    assert "Je m’oppose à tout courriel" in page.content.decode()
    assert (page["X-Robots-Tag"], Suppression.objects.count()) == ("noindex", 0)
    assert notice.person.email not in page.content.decode()


def test_post_alone_acts_without_cookie_and_twice_is_once() -> None:
    notice = make_notice()
    for _ in range(2):
        page = Client(enforce_csrf_checks=True).post(page_of(notice))
        assert page.status_code == 200
        assert "C’est noté" in page.content.decode()
    row = Suppression.objects.get()
    assert (row.address_hash, row.cause, row.scope) == (notice.person.address_hash, "request", "all")
    assert AuditEntry.objects.filter(verb="contact.object").count() == 1


@pytest.mark.parametrize("purpose", [tokens.UNSUBSCRIBE, tokens.PREFERENCES, tokens.SUBSCRIBE, tokens.ENVELOPE])
def test_a_token_of_another_purpose_opens_nothing(purpose: str, client: Client) -> None:
    token = tokens.sign(purpose, make_notice().pk)
    assert client.post(f"/opposition/{token}/").status_code == 404
    assert Suppression.objects.count() == 0


def test_the_link_touches_its_person_alone(client: Client) -> None:
    mine, other = make_notice(), make_notice()
    client.post(page_of(mine))
    assert (objected(mine.person), objected(other.person)) == (True, False)


def test_using_the_link_proves_that_one_was_told(client: Client) -> None:
    notice = make_notice()
    OutboxMail.objects.update(state=OutboxMail.State.UNCERTAIN)
    client.post(page_of(notice))
    notice.person.refresh_from_db()
    assert notice.person.informed_at is not None
    assert OutboxMail.objects.get().state == OutboxMail.State.SENT


def test_a_second_copy_that_waits_no_longer_leaves(client: Client) -> None:
    notice = make_notice()
    client.post(page_of(notice))
    assert OutboxMail.objects.get().state == OutboxMail.State.REFUSED


def test_undo_gives_back_what_there_was(client: Client) -> None:
    notice = make_notice()
    client.post(page_of(notice))
    page = client.post(page_of(notice), {"action": "revenir"}).content.decode()
    assert "Votre opposition est retirée" in page
    assert not objected(notice.person)
    assert AuditEntry.objects.filter(verb="contact.accept").count() == 1
    client.post(page_of(notice), {"action": "revenir"})
    assert AuditEntry.objects.filter(verb="contact.accept").count() == 1


def test_what_staff_decided_is_not_undone_by_the_link(client: Client) -> None:
    notice = make_notice()
    Suppression.objects.create(address_hash=notice.person.address_hash, cause="staff", scope="all")
    assert "retire mon opposition" not in client.post(page_of(notice)).content.decode()
    client.post(page_of(notice), {"action": "revenir"})
    assert Suppression.objects.get().cause == "staff"


def test_an_objection_covers_more_than_a_bounce(client: Client) -> None:
    notice = make_notice()
    Suppression.objects.create(address_hash=notice.person.address_hash, cause="bounces", scope="flash")
    client.post(page_of(notice))
    assert (Suppression.objects.get().cause, Suppression.objects.get().scope) == ("request", "all")


def test_no_flash_info_and_no_information_mail_any_more(client: Client) -> None:
    person = make_ambassador(person=make_user(source="imported")).person
    issue = make_block(audience="ambassadors").issue
    assert count(issue).recipients == 1
    client.post(page_of(make_notice(person=person)))
    assert (count(issue).recipients, count(issue).exclusions["suppressed"]) == (0, 1)
    User.objects.filter(pk=person.pk).update(informed_at=None, collected_on="2020-01-01")
    Notice.objects.all().delete()
    assert notices.inform() == 0


def test_asking_for_flash_info_oneself_ends_the_objection(client: Client) -> None:
    person = make_ambassador().person
    objections.object_to_mail(notice=make_notice(person=person, mail=None))
    page = sign_in(client, person).get("/espace/flash-info/").content.decode()
    assert "Recevoir de nouveau Flash info" in page
    subscriptions.come_back(contact=person)
    assert (objected(person), Preference.objects.get().unsubscribed_at) == (False, None)


# A later file


@pytest.fixture
def refused_once(db: None) -> Suppression:
    """Anne objected; her record has been erased since."""
    make_network()
    person = make_user(email="anne.martin@cci.example", source="imported")
    row = objections.object_to_mail(notice=make_notice(person=person, mail=None))
    person.delete()
    return row


def outcome(run: Any) -> tuple[str, list[str], list[str]]:
    row = ImportRow.objects.get(run=run)
    return row.outcome, row.reasons, row.notes


def test_a_file_does_not_bring_her_back_and_says_why(refused_once: Suppression) -> None:
    kind, reasons, _ = outcome(make_import_run(FILE))
    assert kind == "refused"
    assert reasons == [f"Cette personne n’est pas reprise\u00a0: {refused_once.words()}."]


def test_without_the_objection_the_file_brings_her(refused_once: Suppression) -> None:
    """Negative control."""
    refused_once.delete()
    assert outcome(make_import_run(FILE))[0] == "created"


def test_a_bounce_is_no_objection(refused_once: Suppression) -> None:
    Suppression.objects.update(scope="flash", cause="bounces")
    assert outcome(make_import_run(FILE))[0] == "created"


def test_who_is_here_still_may_be_taken_and_the_preview_warns() -> None:
    make_network()
    person = make_user(email="anne.martin@cci.example", source="imported", last_name="Ancien")
    objections.object_to_mail(notice=make_notice(person=person, mail=None))
    kind, reasons, notes = outcome(make_import_run(FILE))
    assert (kind, reasons, len(notes)) == ("created", [], 1)
    assert "Rien ne sera envoyé" in notes[0]


def test_who_objects_between_preview_and_writing_is_set_aside() -> None:
    make_network()
    run = make_import_run(FILE)
    assert outcome(run)[0] == "created"
    person = make_user(email="anne.martin@cci.example")
    objections.object_to_mail(notice=make_notice(person=person, mail=None))
    person.delete()
    receive.confirm(run=run, author=make_staff())
    apply.apply(run.pk)
    assert outcome(run)[0] == "refused"
    assert not User.objects.filter(email="anne.martin@cci.example").exists()
