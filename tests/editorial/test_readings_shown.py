"""Where the team reads how often things are read: pages with an address of their own count, resources say theirs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.core import readings
from club.core.models import Reading
from club.core.pages import renew
from club.core.roles import Role
from club.editorial.models import OWN_ADDRESSES, Level
from tests.editorial_factories import make_article, make_resource
from tests.factories import make_staff, sign_in

pytestmark = pytest.mark.django_db
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    renew()
    readings.gather()
    Reading.objects.all().delete()


@pytest.mark.parametrize("slug", OWN_ADDRESSES)
def test_page_with_an_address_of_its_own_counts_for_the_text_written_for_it(client: Client, slug: str) -> None:
    address = reverse(OWN_ADDRESSES[slug])
    client.get(address, headers={"User-Agent": PERSON})  # nobody has written it yet
    assert readings.gather() == 0
    article = make_article(Level.PAGE, slug=slug)
    renew()
    for _ in range(2):
        client.get(address, headers={"User-Agent": PERSON})
    readings.gather()
    assert readings.read_since("article", [article.pk]) == {article.pk: 2}


def test_resource_says_how_often_it_was_read_and_downloaded(client: Client) -> None:
    quiet, read = make_resource(title="Peu demandée"), make_resource(title="Demandée")
    today = timezone.localdate()
    counts = [("download", today, 1200), ("download", today - timedelta(days=89), 34), ("resource", today, 1)]
    for kind, day, count in [*counts, ("download", today - timedelta(days=90), 5000)]:
        Reading.objects.create(kind=kind, number=read.pk, day=day, count=count)
    Reading.objects.create(kind="article", number=quiet.pk, day=today, count=77)
    sign_in(client, make_staff(Role.EDITORS))
    table = client.get(reverse("admin:editorial_resource_changelist") + "?o=-7").content.decode()
    assert table.index("Demandée") < table.index("Peu demandée")
    assert '<td class="field-downloads">1\u00a0234</td>' in table
    assert '<td class="field-downloads">0</td>' in table
    page = client.get(reverse("admin:editorial_resource_change", args=[read.pk])).content.decode()
    assert "1\u00a0234 téléchargements, 1 lecture de la page" in page
