"""Key figures: nothing is published without its year and its source, and pages show both."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from club.core.pages import renew
from tests.editorial_factories import make_figure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("missing", [{"year": None}, {"source": ""}, {"publisher": ""}, {"next_update": None}])
def test_undated_or_unsourced_figure_is_not_published(missing: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_figure(**missing)
    assert make_figure(**missing, is_published=False).pk


def test_home_shows_figures_with_year_and_source(client: Client) -> None:
    renew()
    make_figure(value="45 %", year=2025, publisher="France Num", source="Baromètre")
    make_figure(value="caché", is_published=False)
    text = client.get("/").content.decode()
    assert "France Num, Baromètre, 2025" in text
    assert "caché" not in text
