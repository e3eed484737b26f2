"""What is typed or asked for reaches the views without hidden characters."""

import pytest
from django.http import QueryDict
from django.test import Client

from club.core.middleware import PlainTextMiddleware
from members.models import Application
from tests.factories import make_staff, sign_in
from tests.joining_posts import organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/console/recherche/?q=", "/console/membres/?q=", "/lieux/?q="])
def test_search_for_a_nul_finds_nothing(client: Client, path: str) -> None:
    sign_in(client, make_staff(superuser=True))
    assert client.get(f"{path}Bel%00vedere").status_code == 200


def test_pasted_control_characters_are_spaces_and_the_rest_is_kept(client: Client) -> None:
    """A vertical tab from a word processor broke the XML of the invoice; an override shows a name backwards."""
    client.post("/adherer/demande/", organisation(name="Bel\x0bvédère\u202e 😀", address="1 rue\x01\x02de la Paix"))
    row = Application.objects.get()
    assert (row.name, row.address) == ("Bel védère  😀", "1 rue  de la Paix")


def test_plain_words_are_handed_on_untouched(rf: object) -> None:
    request = rf.post("/", {"words": "Ligne\r\n\tune « é » 北 😀 \u200d"})  # type: ignore[attr-defined]
    said: QueryDict = request.POST
    PlainTextMiddleware(lambda request: None).process_view(request, lambda: None, (), {})  # type: ignore[arg-type,return-value]
    assert request.POST is said
