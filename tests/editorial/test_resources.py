"""One access rule for suppliers' resources: page, list, search, portal and file say the same to each audience."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core.audiences import Audience
from club.core.pages import renew
from club.editorial.actions import resources
from club.editorial.errors import EditorialError
from club.editorial.models import Resource
from tests.editorial_factories import make_edition, make_resource
from tests.factories import make_affiliation, make_ambassador, make_expert_contact, make_user, sign_in
from tests.membership_factories import make_membership

pytestmark = pytest.mark.django_db
CANARY = "canari-réservé"
AUDIENCES = {"ambassador": Audience.AMBASSADOR, "expert": Audience.EXPERT, "representative": Audience.REPRESENTATIVE}


@pytest.fixture(autouse=True)
def _fresh_pages() -> None:
    renew()


def person(who: str) -> Any:
    if who == "ambassador":
        return make_ambassador().person
    if who == "expert":
        return make_expert_contact().person
    if who in ("representative", "lapsed"):
        day = timezone.localdate() - timedelta(days=800 if who == "lapsed" else 20)
        membership = make_membership(starts_on=day, ends_on=day + timedelta(days=364))
        return make_affiliation(organisation=membership.organisation).person
    return make_user()


def visit(client: Client, who: str) -> Client:
    return client if who == "visitor" else sign_in(client, person(who))


@pytest.mark.parametrize("who", ["visitor", "ambassador", "expert", "representative", "lapsed", "stranger"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_resource_opens_to_its_audience_alone_by_every_way(client: Client, who: str, audience: str) -> None:
    found = make_resource(audience=[AUDIENCES[audience]], title="Tarif des caisses", summary=f"Remise {CANARY}")
    edition = make_edition(CANARY, resource=found)
    visit(client, who)
    opens = who == audience
    file = client.get(reverse("public:articles:edition", args=[found.slug, edition.number]))
    assert file.status_code == (200 if opens else 404)
    pages = ["/ressources/", "/ressources/?q=canari", found.get_absolute_url()]
    for address in pages:
        assert CANARY not in client.get(address).content.decode()
    if who != "visitor":
        own = ["/espace/ressources/", f"/espace/ressources/{found.slug}/", "/espace/ressources/?q=canari"]
        assert [CANARY in client.get(address).content.decode() for address in own] == [opens, opens, opens]


def test_page_seen_first_by_somebody_let_in_is_kept_for_nobody(client: Client) -> None:
    found = make_resource(audience=[Audience.EXPERT], summary=f"Remise {CANARY}")
    sign_in(client, person("expert"))
    assert CANARY not in client.get(found.get_absolute_url()).content.decode()
    assert CANARY not in Client().get(found.get_absolute_url()).content.decode()


def test_lock_says_why_and_how_to_get_in(client: Client) -> None:
    found = make_resource(audience=[Audience.AMBASSADOR, Audience.EXPERT], title="Fiche technique")
    text = client.get(found.get_absolute_url()).content.decode()
    assert "Réservé aux ambassadeurs du Forum" in text
    assert "Réservé aux revendeurs et agences web" in text
    assert 'href="/forum-des-ambassadeurs/"' in text
    assert "noindex" in text
    assert "Fiche technique" in client.get("/ressources/").content.decode()


def test_resource_of_everyone_is_read_by_a_visitor(client: Client) -> None:
    found = make_resource(summary="Une caisse qui tient dans la poche.")
    edition = make_edition(resource=found)
    assert "tient dans la poche" in client.get(found.get_absolute_url()).content.decode()
    answer = client.get(reverse("public:articles:edition", args=[found.slug, edition.number]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


@pytest.mark.parametrize(
    "changed",
    [
        {"published_on": None},
        {"published_on": timezone.localdate() + timedelta(days=2)},
        {
            "published_on": timezone.localdate() - timedelta(days=9),
            "expires_on": timezone.localdate() - timedelta(days=1),
        },
        {"withdrawn_at": timezone.now()},
    ],
)
def test_resource_out_of_its_time_is_nowhere(client: Client, changed: dict[str, Any]) -> None:
    found = make_resource(title=f"Titre {CANARY}")
    edition = make_edition(resource=found)
    Resource.objects.filter(pk=found.pk).update(**changed)
    assert client.get(found.get_absolute_url()).status_code == 404
    assert client.get(reverse("public:articles:edition", args=[found.slug, edition.number])).status_code == 404
    assert CANARY not in client.get("/ressources/").content.decode()


def test_editions_follow_each_other_and_say_what_changed(client: Client) -> None:
    found = make_resource()
    make_edition("un", resource=found, changes="")
    second = make_edition("deux", resource=found, changes="Nouveaux tarifs")
    assert second.number == 2
    text = client.get(found.get_absolute_url()).content.decode()
    assert "Ce qui change dans l’édition 2" in text
    assert "Nouveaux tarifs" in text


@pytest.mark.parametrize(
    ("data", "changes", "sentence"),
    [
        (b"MZ\x90", "x", "n’est pas un PDF"),
        (b"", "x", "n’est pas un PDF"),
        (b"%PDF-1.7 un", "x", "celui de l’édition en cours"),
        (b"%PDF-1.7 deux", " ", "Dites ce qui change"),
        (b"%PDF-" + b"0" * resources.MOST_BYTES, "x", "dépasse 15 Mo"),
    ],
)
def test_file_that_is_no_new_edition_is_refused(data: bytes, changes: str, sentence: str) -> None:
    found = make_resource()
    make_edition("un", resource=found)
    with pytest.raises(EditorialError, match=sentence):
        resources.add_edition(resource=found, upload=BytesIO(data), changes=changes, by=make_user())
    assert found.editions.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_whatever_its_length(client: Client, django_assert_num_queries: Any, number: int) -> None:
    for _ in range(number):
        make_edition(resource=make_resource())
    with django_assert_num_queries(2):
        client.get("/ressources/")
