"""Claims, what a firm writes of itself, reports, and what the team does of them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from channel.actions import claims
from channel.emails import CLAIM
from channel.models import Check, Claim, ClaimQuerySet, ExpertContact
from club.core import tokens
from club.core.console import waiting_for
from club.core.models import OutboxMail
from club.core.roles import Role
from members.models import ListingReport, User
from tests.directory_factories import make_adviser, make_claim, make_report
from tests.factories import make_ambassador, make_expert, make_expert_contact, make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db
GOOD = {
    "first_name": "Anne",
    "last_name": "Le Gall",
    "job_title": "Gérante",
    "email": "anne@laval-micro.example",
    "words": "",
    "precision": "",
}


def make_firm(**overrides: Any) -> Any:
    return make_expert(**({"name": "Laval Micro", "website": "https://www.laval-micro.example/contact"} | overrides))


@pytest.mark.parametrize(
    ("website", "email", "proof"),
    [
        ("https://www.laval-micro.example/", "anne@laval-micro.example", "domain"),
        ("https://laval-micro.example", "ANNE@Laval-Micro.example", "domain"),
        ("https://laval-micro.example", "anne@autre.example", ""),
        ("https://laval-micro.example", "anne@mail.laval-micro.example", ""),
        ("https://laval-micro.example.pirate.example", "anne@laval-micro.example", ""),
        ("https://monsite.free.fr/", "pirate@free.fr", ""),
        ("https://free.fr/monsite", "pirate@free.fr", ""),
        ("", "anne@laval-micro.example", ""),
        ("", "connue@contact.example", "contact"),
    ],
)
def test_proof_is_the_domain_of_the_site_or_a_known_contact(website: str, email: str, proof: str) -> None:
    expert = make_firm(website=website)
    make_expert_contact(expert=expert, person=make_user(email="connue@contact.example"))
    assert claims.proof_of(expert, email) == proof


def test_claim_is_proved_by_the_link_alone(client: Client) -> None:
    expert = make_firm()
    answer = client.post(f"/annuaire/experts/{expert.slug}/reclamer/", GOOD)
    assert answer.headers["Location"] == "/annuaire/reclamation/envoyee/"
    row = Claim.objects.get()
    link = f"/annuaire/reclamation/{tokens.sign(CLAIM, row.pk)}/"
    assert link in OutboxMail.objects.get().text
    assert client.get(link).status_code == 200
    assert not ExpertContact.objects.exists()
    assert [client.post(link).status_code for _ in range(2)] == [200, 410]
    contact = ExpertContact.objects.get()
    assert (contact.person.email, contact.expert, contact.is_main) == ("anne@laval-micro.example", expert, True)
    row.refresh_from_db()
    assert (row.state, row.settled_by) == ("accepted", None)


def test_known_and_unknown_addresses_get_the_same_answer(client: Client) -> None:
    expert = make_firm()
    make_expert_contact(expert=expert, person=make_user(email="connue@contact.example"))
    url = f"/annuaire/experts/{expert.slug}/reclamer/"
    answers = [client.post(url, GOOD | {"email": email}) for email in ("connue@contact.example", "x@gmail.com")]
    assert len({(answer.status_code, answer.headers["Location"]) for answer in answers}) == 1
    assert [mail.to_address for mail in OutboxMail.objects.all()] == ["connue@contact.example"]


def test_link_no_longer_proves_when_the_site_changed() -> None:
    row = make_claim(proved=True)
    assert claims.is_provable(row)
    row.expert.website = "https://autre.example"
    row.expert.save()
    row.refresh_from_db()
    assert not claims.is_provable(row)
    with pytest.raises(claims.ClaimOver):
        claims.prove(claim=row)


def test_link_dies_after_a_week_and_by_a_decision() -> None:
    old, refused = make_claim(proved=True), make_claim(proved=True, email="luc@laval-micro.example")
    Claim.objects.filter(pk=old.pk).update(asked_at=timezone.now() - timedelta(days=8))
    old.refresh_from_db()
    claims.refuse(claim=refused, reason="Pas au registre.", by=make_staff(Role.NETWORK))
    refused.refresh_from_db()
    assert [claims.is_provable(row) for row in (old, refused)] == [False, False]


def test_robot_and_crowd_claim_nothing(client: Client) -> None:
    expert = make_firm()
    url = f"/annuaire/experts/{expert.slug}/reclamer/"
    client.post(url, GOOD | {"precision": "x"})
    assert Claim.objects.count() == 0
    codes = [client.post(url, GOOD | {"email": f"a{n}@gmail.com"}).status_code for n in range(6)]
    assert codes == [302] * 4 + [429] * 2  # the robot's was counted too


def test_closed_account_is_not_opened_by_a_claim() -> None:
    make_user(email="anne@laval-micro.example", is_active=False)
    with pytest.raises(Exception, match="fermé"):
        claims.prove(claim=make_claim(proved=True))
    assert not ExpertContact.objects.exists()


def test_team_accepts_and_refuses(client: Client) -> None:
    staff = make_staff(Role.NETWORK)
    sign_in(client, staff)
    row, other = make_claim(), make_claim(email="luc@gmail.com", words="Appelez le standard")
    page = client.get("/console/annuaire/").content.decode()
    assert page.count("à vérifier par l’équipe") == 2
    assert client.post(f"/console/annuaire/reclamations/{row.pk}/", {"choice": "yes"}).status_code == 302
    assert User.objects.get(email="anne@gmail.com").expert_contacts.get().expert == row.expert
    refused = f"/console/annuaire/reclamations/{other.pk}/"
    assert "Dites pourquoi" in client.post(refused, {"choice": "no"}).content.decode()
    assert client.post(refused, {"choice": "no", "reason": "Le standard ne vous connaît pas."}).status_code == 302
    assert "Le standard ne vous connaît pas." in OutboxMail.objects.get(to_address="luc@gmail.com").text
    assert "déjà été réglée" in client.post(refused, {"choice": "yes"}).content.decode()


def test_firm_writes_its_listing_and_may_leave(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    contact = make_expert_contact(expert=make_firm())
    url, public = f"/espace/experts/{contact.expert_id}/", f"/annuaire/experts/{contact.expert.slug}/"
    sign_in(client, contact.person)
    said = {"presentation": "Depuis 1998 à Laval. <script>", "specialities": ["website"], "area": "53", "phone": ""}
    said |= {"website": "https://laval-micro.example", "shown": "on"}
    assert b"Depuis 1998" not in client.get(public).content
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url, said).status_code == 302
    assert b"Depuis 1998 \xc3\xa0 Laval. &lt;script&gt;" in client.get(public).content
    assert "Département inconnu" in client.post(url, said | {"area": "53, 99"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {**said, "shown": ""})
    assert client.get(public).status_code == 404
    assert client.get(url).status_code == 200


def test_stranger_writes_nobody_s_listing(client: Client) -> None:
    mine, theirs = make_expert_contact(), make_expert_contact()
    sign_in(client, mine.person)
    assert client.post(f"/espace/experts/{theirs.expert_id}/", {"presentation": "Pirate"}).status_code == 404


def test_ambassador_chooses_in_the_portal(client: Client) -> None:
    ambassador = make_ambassador(person=make_user(first_name="Luc", last_name="Morvan"))
    sign_in(client, ambassador.person)
    assert "Dites ce que l’annuaire public montre de vous" in client.get("/espace/").content.decode()
    url = "/espace/ambassadeur/annuaire/"
    assert "cochez la première case" in client.post(url, {"shown": ["topics"]}).content.decode()
    assert client.post(url, {"shown": ["name", "topics"]}).status_code == 302
    page = client.get(url).content.decode()
    assert "Vous êtes dans l’annuaire" in page
    assert "mon nom, mon réseau et mon département" in page.partition("Vos choix")[2]
    assert client.post(url, {}).status_code == 302
    assert "Vous n’êtes pas dans l’annuaire" in client.get(url).content.decode()
    assert "Dites ce que l’annuaire public" not in client.get("/espace/").content.decode()


def test_report_waits_for_the_team_and_is_settled(client: Client) -> None:
    adviser = make_adviser()
    url = f"/annuaire/conseillers/{adviser.slug}/signaler/"
    said = {"words": "Cette personne a changé de réseau.", "email": "", "precision": ""}
    assert client.post(url, said).headers["Location"] == "/annuaire/signalement/recu/"
    client.post(url, said | {"precision": "x"})
    assert client.post(url, said | {"words": "court"}).status_code == 200
    row = ListingReport.objects.get()
    staff = make_staff(Role.NETWORK)
    assert [thing.title for thing in waiting_for(staff) if "annuaire" in thing.title] == [
        "1 erreur signalée dans l’annuaire"
    ]
    assert [thing for thing in waiting_for(make_staff(Role.EDITORS)) if "annuaire" in thing.title] == []
    sign_in(client, staff)
    address = f"/console/annuaire/signalements/{row.pk}/"
    assert client.post(address, {"outcome": "Réseau corrigé"}).status_code == 302
    row.refresh_from_db()
    assert (row.outcome, row.settled_by) == ("Réseau corrigé", staff)
    assert "déjà été traité" in client.post(address, {"outcome": "encore"}).content.decode()


def test_waiting_page_asks_as_much_for_one_and_three(staff_client: Client) -> None:
    counts = []
    for number in (1, 2):
        for step in range(number):
            make_claim(email=f"a{number}{step}@gmail.com")
            make_report()
        staff_client.get("/console/annuaire/")
        with CaptureQueriesContext(connection) as queries:
            staff_client.get("/console/annuaire/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_check_noted_by_hand_bears_the_name_of_its_author(client: Client) -> None:
    expert, staff = make_firm(naf_code="62.01Z"), make_staff(Role.NETWORK)
    sign_in(client, staff)
    url = f"/console/channel/expert/{expert.pk}/change/"
    form = client.get(url).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value not in (None, [], False)}
    data |= {"specialities": expert.specialities, "area": "", "shown": "on", "_vu": form.seal}
    for prefix in ("checks", "contacts"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    data |= {
        "checks-TOTAL_FORMS": "1",
        "checks-0-kind": "phone",
        "checks-0-on": "2026-11-20",
        "checks-0-passed": "on",
    }
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.context["errors"]
    check = Check.objects.get()
    assert (check.kind, check.on, check.passed, check.by) == ("phone", date(2026, 11, 20), True, staff)
    assert (
        "Joint par téléphone le 20 novembre 2026" in client.get(f"/annuaire/experts/{expert.slug}/").content.decode()
    )


def test_same_claim_at_the_same_moment_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second request looked before the first had written: the base stops it, and its sender sees no error."""
    first = make_claim(expert=make_firm())
    looked = ClaimQuerySet.get
    blind = iter([True])

    def get(rows: Any, *args: Any, **kwargs: Any) -> Any:
        if next(blind, False):
            raise Claim.DoesNotExist
        return looked(rows, *args, **kwargs)

    monkeypatch.setattr(ClaimQuerySet, "get", get)
    assert make_claim(expert=first.expert, email=first.email) == first
    assert Claim.objects.count() == 1


def test_same_report_twice_is_one_and_a_crowd_is_limited_by_listing(client: Client) -> None:
    """Robots and repetitions silence nobody; whoever comes after the crowd is told so."""
    address, received = f"/annuaire/experts/{make_firm().slug}/signaler/", "/annuaire/signalement/recu/"

    def say(number: int, precision: str = "") -> Any:
        said = {"words": f"Le numéro ne répond plus depuis {number} jours.", "email": "", "precision": precision}
        return client.post(address, said, REMOTE_ADDR=f"198.51.100.{number}")

    assert [say(number, precision="x").headers["Location"] for number in range(25)] == [received] * 25
    answers = [say(number) for number in range(25) for _ in range(2)]
    assert [answer.get("Location") for answer in answers] == [received] * 40 + [None] * 10
    assert [answer.status_code for answer in answers[40:]] == [429] * 10
    assert "beaucoup signalée aujourd’hui" in answers[-1].content.decode()
    assert ListingReport.objects.count() == 20
