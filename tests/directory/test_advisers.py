"""Nothing of an adviser is public but what he agreed to, field by field: page, list, search, numbers, engines."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from ambassadors.actions import consents
from ambassadors.directory import adviser_of, line_of, told
from ambassadors.models import Ambassador, PublicConsent
from channel.models import Expert
from club.core.errors import ClubError
from club.core.spelling import rebuild
from club.views.numbers import indexable_advisers, indexable_firms, indexable_places
from members.models import Organisation
from tests.directory_factories import make_adviser
from tests.factories import make_ambassador, make_commune, make_expert, make_institution, make_user

pytestmark = pytest.mark.django_db
PLACES = ["/annuaire/?lieu=Laval", "/annuaire/?lieu=53&genre=conseillers", "/annuaire/?genre=conseillers"]
PLACES += ["/annuaire/?besoin=site+web&lieu=Laval&genre=conseillers", "/annuaire/departements/53/"]
PLACES += ["/annuaire/?besoin=canari&genre=conseillers", "/annuaire/specialites/site-web/", "/annuaire/", "/"]


def _network() -> Organisation:
    return Organisation.objects.filter(name="Chambre du Canal").first() or make_institution(name="Chambre du Canal")


def canary(**overrides: Any) -> dict[str, Any]:
    """A person whose every field can be told apart in a page."""
    person = overrides.pop("person", None) or make_user(
        first_name="Canari", last_name="Prénomet", email="canari-adresse@exemple.example", phone="06 39 98 11 22"
    )
    fields = {"person": person, "job_title": "Canari-fonction", "commune": make_commune(), "topics": ["website"]}
    return fields | {"network": _network()} | overrides


def listings() -> list[tuple[str, Any]]:
    return [*indexable_firms(Expert.objects.public()), *indexable_advisers(Ambassador.objects.public())]


def everything_public(client: Client, ambassador: Ambassador) -> str:
    """All that anybody can read: lists, searches, pages, their addresses, the map of the site."""
    pages = [client.get(address).content.decode() for address in PLACES]
    pages.append(client.get(f"/annuaire/conseillers/{ambassador.slug}/").content.decode())
    pages += [str(path) for found in (indexable_places(), listings()) for path, _ in found]
    return "\n".join(pages)


def test_who_agreed_to_nothing_is_only_a_number(client: Client) -> None:
    ambassador = make_ambassador(**canary())
    everything = everything_public(client, ambassador)
    secrets = ["Prénomet", "prenomet", "canari-adresse", "Canari-fonction", "06 39 98", "Chambre du Canal"]
    assert [secret for secret in secrets if secret in everything] == []
    assert client.get(f"/annuaire/conseillers/{ambassador.slug}/").status_code == 404
    assert "1 conseiller gratuit" in client.get("/annuaire/departements/53/").content.decode()


def test_who_agreed_to_the_name_shows_no_more(client: Client) -> None:
    ambassador = make_adviser(["name"], **canary())
    everything = everything_public(client, ambassador)
    assert "Canari Prénomet" in everything
    assert "Chambre du Canal" in everything
    secrets = ["Canari-fonction", "canari-adresse", "06 39 98 11 22", 'href="contact/"']
    assert [secret for secret in secrets if secret in everything] == []
    page = client.get(f"/annuaire/conseillers/{ambassador.slug}/").content.decode()
    assert "Laval" not in page
    assert "site web" not in page.partition("<main")[2].lower()


def test_search_cannot_be_used_to_guess(client: Client) -> None:
    """By commune, topic or address, somebody who shows only a name is found as if these were not known."""
    make_adviser(["name"], **canary())
    make_adviser(["name", "commune", "topics"], first_name="Anne", last_name="Guide", topics=["website"],
                 commune=make_commune())  # fmt: skip
    rebuild()

    def names(query: str) -> list[str]:
        page = client.get(f"/annuaire/?genre=conseillers&{query}").content.decode()
        return [name for name in ("Canari Prénomet", "Anne Guide") if name in page]

    assert names("besoin=site+web&lieu=53") == ["Anne Guide"]
    assert names("besoin=canari-adresse") == []
    assert names("besoin=exemple.example") == []
    assert names("besoin=prenomet") == ["Canari Prénomet"]
    page = client.get("/annuaire/?genre=conseillers&lieu=Laval").content.decode()
    assert page.index("Anne Guide") < page.index("Canari Prénomet")  # the commune of the second is not told


def test_numbers_by_topic_tell_nothing_kept_back(client: Client) -> None:
    """One adviser in a département, named without topics: the map of a topic must not count that one."""
    make_adviser(["name"], **canary())
    make_ambassador(topics=["website"])
    page = client.get("/annuaire/specialites/site-web/").content.decode()
    assert "53 Mayenne, 0 ambassadeurs, 0 experts" in page
    make_adviser(["name", "topics"], topics=["website"])
    cache.clear()
    page = client.get("/annuaire/specialites/site-web/").content.decode()
    assert "53 Mayenne, 1 ambassadeur, 0 experts" in page


def test_each_field_shows_alone(client: Client) -> None:
    for field, sign in {"job": "Canari-fonction", "commune": "Laval", "topics": "site web"}.items():
        row = make_adviser(["name", field], **canary(person=make_user(first_name="Luc", last_name="Cas")))
        told_of = adviser_of(line_of(told().get(pk=row.pk)))
        given = [told_of.job, told_of.commune, ", ".join(told_of.topics), told_of.by_relay]
        assert [bool(value) for value in given] == [field == name for name in ("job", "commune", "topics", "contact")]
        assert sign in client.get(told_of.url).content.decode()


def test_withdrawal_shows_at_once_and_keeps_its_proof(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    ambassador = make_adviser(**canary())
    address = adviser_of(line_of(told().get(pk=ambassador.pk))).url
    assert (
        client.get(address).status_code,
        "Prénomet".encode() in client.get("/annuaire/departements/53/").content,
    ) == (
        200,
        True,
    )
    with django_capture_on_commit_callbacks(execute=True):
        consents.publish(ambassador=ambassador, shown=[])
    assert client.get(address).status_code == 404
    assert "Prénomet" not in everything_public(client, ambassador)
    proofs = PublicConsent.objects.filter(ambassador=ambassador).values_list("shown", "wording")
    assert list(proofs) == [(Ambassador.Field.values, consents.WORDING), ([], consents.WORDING)]


def test_proof_cannot_be_rewritten() -> None:
    make_adviser()
    with pytest.raises(InternalError), transaction.atomic():
        PublicConsent.objects.update(shown=[])


def test_base_itself_refuses_a_name_without_consent() -> None:
    ambassador = make_ambassador()
    with pytest.raises(IntegrityError), transaction.atomic():
        Ambassador.objects.filter(pk=ambassador.pk).update(listed_name="Morvan Luc")


def test_nothing_without_the_name() -> None:
    with pytest.raises(ClubError, match="Sans votre nom"):
        consents.publish(ambassador=make_ambassador(), shown=["topics"])
    nameless = make_ambassador(person=make_user(first_name="", last_name=""))
    with pytest.raises(ClubError, match="ne porte pas encore votre nom"):
        consents.publish(ambassador=nameless, shown=["name"])


@pytest.mark.parametrize("change", [{"state": "left"}, {"state": "candidate"}, {"inactive": True}])
def test_consent_ends_with_the_ambassador(client: Client, change: dict[str, Any]) -> None:
    ambassador = make_adviser(**canary())
    if change.pop("inactive", False):
        ambassador.person.is_active = False
        ambassador.person.save()
    Ambassador.objects.filter(pk=ambassador.pk).update(**change)
    assert "Prénomet" not in everything_public(client, ambassador)


def test_new_name_is_shown_at_once_and_searched_after_the_clock(client: Client) -> None:
    ambassador = make_adviser(first_name="Anne", last_name="Avant")
    ambassador.person.last_name = "Mariée"
    ambassador.person.save()
    address = f"/annuaire/conseillers/{ambassador.slug}/"
    former = address.replace("mariee", "avant")
    answer = client.get(former)
    assert (answer.status_code, answer.headers["Location"]) == (301, address)
    assert (consents.follow_names(), consents.follow_names()) == (1, 0)
    assert "Anne Mariée" in client.get("/annuaire/?genre=conseillers&besoin=mariee").content.decode()


def test_pages_with_few_listings_are_not_for_engines(client: Client) -> None:
    for number in range(3):
        page = client.get("/annuaire/departements/53/?v=1").content
        assert (b'content="noindex"' in page, list(indexable_places()) == []) == (True, True), number
        make_expert(specialities=["website"]) if number else make_adviser()
    make_expert(specialities=["website"])
    assert b'content="noindex"' not in client.get("/annuaire/departements/53/?v=1").content
    paths = dict(indexable_places())
    assert list(paths) == ["/annuaire/departements/53/", "/annuaire/specialites/site-web/"]
    assert all(paths.values())
    assert len(listings()) == 4


def test_adviser_says_when_it_was_confirmed(client: Client) -> None:
    """On the page and on the card; who never was says so, and bears no day."""
    confirmed = make_adviser(**canary(), reconfirmed_on=date(2026, 3, 1))
    never = make_adviser(first_name="Anne", last_name="Guide", departement=confirmed.departement)
    pages = {row.pk: client.get(f"/annuaire/conseillers/{row.slug}/").content.decode() for row in (confirmed, never)}
    assert "Coordonnées confirmées le 1er mars 2026" in pages[confirmed.pk]
    assert "confirmées le" not in pages[never.pk]
    assert "pas encore reconfirmées" in pages[never.pk]
    listed = client.get("/annuaire/?lieu=53&genre=conseillers").content.decode()
    assert listed.count("coordonnées confirmées le 1er mars 2026") == 1
    assert "Anne Guide" in listed
