"""The public application: steps that keep what was typed, a link that opens one application, hostile input."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from club.core.models import OutboxMail
from members import applying, links
from members.applying import Part
from members.models import Application
from tests.factories import make_organisation, make_siren
from tests.joining_factories import make_application, make_demo_catalogue
from tests.joining_posts import options, organisation, people, person, post, url
from tests.membership_factories import make_text

pytestmark = pytest.mark.django_db
START = "/adherer/demande/"


def test_offer_shows_each_side_its_options(client):
    make_demo_catalogue()
    page = client.get("/adherer/").content.decode()
    assert "45\u00a0000,00\u00a0€" in page
    assert page.count("Cotisation des réseaux publics") == 1


def test_offer_without_a_catalogue_says_so(client):
    assert "en cours de révision" in client.get("/adherer/").content.decode()


def test_text_is_shown_escaped_and_an_old_one_says_which_holds(client):
    old = make_text(body="## Titre\n<script>x</script>\n- un\n- deux")
    make_text(starts_on="2025-01-01")
    page = client.get(reverse("public:governing_text", args=[old.pk])).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert page.count("<li>un</li>") == 1
    assert "Une autre version s’applique aujourd’hui" in page


def test_start_keeps_the_organisation_and_mails_the_link(client):
    response = client.post(START, organisation())
    application = Application.objects.get()
    assert response["Location"] == url(application, "options")
    assert (application.state, application.side, application.name) == ("draft", "brand", "Belvédère")
    mail = OutboxMail.objects.get()
    assert links.application_url(application.pk) in mail.text
    assert (mail.to_address, mail.secret) == ("anne@belvedere.example", True)


def test_start_posted_twice_is_one_application(client):
    fields = organisation()
    first, second = client.post(START, fields), Client().post(START, fields)
    assert Application.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_what_was_typed_comes_back_with_its_faults(client):
    page = client.post(START, organisation(number="123", postcode="75")).content.decode()
    assert "2 points à corriger" in page
    assert 'value="Belvédère"' in page
    assert Application.objects.count() == 0


@pytest.mark.parametrize("name", ["name", "address", "city", "number", "website"])
def test_over_long_text_is_refused(client, name):
    response = client.post(START, organisation(**{name: "x" * 5000}))
    assert (response.status_code, Application.objects.count()) == (200, 0)


def test_known_organisation_gets_the_same_answer_as_an_unknown_one(client):
    known = make_organisation()
    answers = [
        client.post(START, organisation(number=number, name=name))
        for number, name in ((known.siren, known.name), (make_siren(), "Inconnue"))
    ]
    assert [answer.status_code for answer in answers] == [302, 302]
    pages = [client.get(answer["Location"]).content.decode() for answer in answers]
    tokens = [links.application_token(pk) for pk in Application.objects.order_by("pk").values_list("pk", flat=True)]
    lengths = [len(page.replace(token, "")) for page, token in zip(pages, tokens, strict=True)]
    assert lengths[0] == lengths[1]


def test_eleventh_start_of_a_connection_waits(client):
    answers = [client.post(START, organisation()).status_code for _ in range(11)]
    assert (answers[:10], answers[10]) == ([302] * 10, 429)


def test_mailbox_of_somebody_else_gets_three_links_a_day(client):
    for _ in range(5):
        client.post(START, organisation())
    assert OutboxMail.objects.count() == 3


@pytest.mark.parametrize("step", ["status", "organisation", "options", "people", "send", "give_up"])
def test_wrong_token_opens_nothing(client, step):
    application = make_application()
    good = links.application_token(application.pk)
    for token in (good[:-1] + ("0" if good[-1] != "0" else "1"), f"{application.pk}-", "x", "1" * 40):
        for method in (client.get, client.post):
            assert method(reverse(f"public:joining:{step}", args=[token])).status_code == 404


def test_link_is_no_login_and_pages_are_kept_nowhere(client):
    response = client.get(url(make_application()))
    assert response.wsgi_request.user.is_anonymous
    assert "sessionid" not in response.cookies
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "same-origin"  # the address opens the application: no site reads it
    assert "no-store" in response["Cache-Control"]


def test_options_are_kept_and_lead_to_people(client):
    make_demo_catalogue()
    application = make_application()
    response = post(client, application, "options", **options(**{"option-ateliers": "2"}))
    assert response["Location"] == url(application, "people")
    kept = application.lines.values_list("version__option__code", "quantity")
    assert list(kept) == [("base-marque", 1), ("ateliers", 2)]


def test_recalculating_shows_the_price_and_keeps_nothing(client):
    make_demo_catalogue()
    application = make_application()
    with time_machine.travel("2027-03-15 12:00", tick=False):
        fields = options(action="recalculer", starts_on="2027-03-15", **{"option-ateliers": "2"})
        page = post(client, application, "options", **fields).content.decode()
    assert "292\u00a0jours sur 365" in page
    assert "11\u00a0200,00\u00a0€" in page
    assert "13\u00a0440,00\u00a0€" in page
    assert application.lines.count() == 1
    assert 'name="option-ateliers" id="o-ateliers" value="2"' in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"formule": "base-institution"}, "n’est pas proposée aux marques"),
        ({"formule": ""}, "Choisissez une cotisation de base"),
        ({"option-ateliers": "1000"}, "se prend 6 fois au plus"),
        ({"option-ateliers": "-3"}, "se prend 6 fois au plus"),
        ({"option-base-marque": "2"}, "se prend une fois"),
        ({"option-rien": "1"}, "n’est pas proposée aux marques"),
        ({"starts_on": "2020-01-01"}, "Choisissez une date"),
        ({"starts_on": "demain"}, "Saisissez une date valide"),
        ({"years": "99"}, "Sélectionnez un choix valide"),
        ({"year": "lunar"}, "Sélectionnez un choix valide"),
    ],
)
def test_options_that_cannot_be_are_refused_in_words(client, fields, sentence):
    make_demo_catalogue()
    application = make_application()
    response = post(client, application, "options", **options(**fields))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert application.lines.get().version.option.code.startswith("option-")


def test_quantity_of_nothing_is_nothing(client):
    make_demo_catalogue()
    application = make_application()
    post(client, application, "options", **options(**{"option-ateliers": "0"}))
    assert application.lines.count() == 1


def test_price_typed_by_the_visitor_is_read_nowhere(client):
    make_demo_catalogue()
    application = make_application()
    post(client, application, "options", **options(price="1", net="1", discount="100", total="0"))
    assert applying.quote_of(application).lines[0].choice.version.price == 6000


def test_second_tab_gets_a_conflict_and_its_answers_back(client):
    application = make_application()
    old = applying.seal(application, Part.ORGANISATION)
    client.post(url(application, "organisation"), organisation(seal=old, name="Première"))
    response = client.post(url(application, "organisation"), organisation(seal=old, name="Seconde"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "dans un autre onglet" in page
    assert 'value="Seconde"' in page
    again = response.context["seal"]
    assert client.post(url(application, "organisation"), organisation(seal=again, name="Seconde")).status_code == 302
    application.refresh_from_db()
    assert application.name == "Seconde"


def test_one_person_more_is_asked_for_and_nothing_typed_is_lost(client):
    application = make_application(people=False)
    page = post(client, application, "people", action="ajouter", **people(1, **person())).content.decode()
    assert page.count("<legend>Personne ") == 2
    assert 'value="anne0@belvedere.example"' in page
    assert application.people.count() == 0


def test_people_are_kept_and_empty_forms_are_nobody(client):
    application = make_application(people=False)
    fields = people(3, **person(0), **person(2, "billing"))
    assert post(client, application, "people", **fields)["Location"] == url(application, "send")
    assert [p.roles for p in application.people.all()] == [["administrator", "signatory"], ["billing"]]


def test_person_taken_away_goes(client):
    application = make_application(people=False)
    fields = people(2, **person(0), **person(1, "billing"), **{"personne-1-DELETE": "on"})
    post(client, application, "people", **fields)
    assert application.people.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (people(1), "Nommez au moins une personne"),
        (people(1, **person(0, "billing")), "Il manque un administrateur et un signataire"),
        (people(2, **person(0), **person(1, email="ANNE0@belvedere.example")), "la même adresse"),
        (people(1, **person(0, email="x")), "adresse"),
        (people(1, **person(0, "president")), "Sélectionnez un choix valide"),
        (people(4000), "au plus"),
        ({"personne-TOTAL_FORMS": "x"}, "corriger"),
    ],
)
def test_people_that_cannot_be_are_refused_in_words(client, fields, sentence):
    application = make_application(people=False)
    response = post(client, application, "people", **fields)
    assert (response.status_code, application.people.count()) == (200, 0)
    assert sentence in response.content.decode()


def test_slips_of_the_hand_do_not_use_up_the_starts(client):
    for _ in range(12):
        client.post(START, organisation(postcode="75"))
    assert client.post(START, organisation()).status_code == 302


def test_too_many_starts_are_refused_with_what_was_typed(client):
    answers = [client.post(START, organisation(name=f"Maison {n}")) for n in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    page = answers[-1].content.decode()
    assert 'value="Maison 10"' in page
    assert "Trop de demandes" in page


@pytest.mark.parametrize("field", [{"number": "W٣12345678"}, {"postcode": "٧٥٠٠٢"}])
def test_digits_are_those_of_forms_and_registers(client, field):
    assert client.post(START, organisation(**field)).status_code == 200
    assert Application.objects.count() == 0
