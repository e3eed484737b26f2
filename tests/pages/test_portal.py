"""The members' home: what is left to do comes from what is really missing."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from club.views.portal import todos
from members.models import User
from tests.factories import make_affiliation, make_ambassador, make_commune, make_user, sign_in

pytestmark = pytest.mark.django_db


def titles(user: User) -> list[str]:
    return [todo.title for todo in todos(user, None)]


def complete(user: User) -> User:
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    user.phone, user.commune = "01 99 00 12 34", make_commune()
    user.save()
    return user


def test_todos_name_what_is_missing() -> None:
    user = make_user(first_name="", phone="")
    assert titles(user) == [
        "Confirmez votre adresse",
        "Complétez vos coordonnées",
        "Connectez-vous sans mot de passe",
    ]


def test_todos_are_empty_when_all_is_done() -> None:
    assert titles(complete(make_user())) == []


def test_home_tells_ones_organisations_and_no_other(client: Client) -> None:
    mine, other = make_affiliation(), make_affiliation()
    page = sign_in(client, mine.person).get("/espace/").content.decode()
    assert mine.organisation.name in page
    assert other.organisation.name not in page


def test_home_says_on_which_ground_flash_info_comes(client: Client) -> None:
    page = sign_in(client, make_ambassador().person).get("/espace/").content.decode()
    assert "En tant que ambassadeur" not in page
    assert "Au titre d’ambassadeur" in page


def test_profile_keeps_what_was_typed_in_one_spelling(client: Client) -> None:
    user = make_user()
    commune = make_commune()
    sign_in(client, user)
    fields = {"first_name": "Anne", "last_name": "Le Goff", "phone": "0199001234", "commune": "laval"}
    assert client.post("/espace/coordonnees/", fields).status_code == 302
    user.refresh_from_db()
    assert (user.first_name, user.phone, user.commune) == ("Anne", "01 99 00 12 34", commune)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [("phone", "12", "chiffres"), ("commune", "Zzyzx", "Nous ne trouvons pas"), ("last_name", "", "obligatoire")],
)
def test_profile_says_what_to_correct(client: Client, field: str, typed: str, said: str) -> None:
    make_commune()
    sign_in(client, make_user())
    fields = {"first_name": "Anne", "last_name": "Le Goff", "phone": "", "commune": ""} | {field: typed}
    page = client.post("/espace/coordonnees/", fields).content.decode()
    assert "point à corriger" in page
    assert said in page
