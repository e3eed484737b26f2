"""Every component is shown on the staff page of components, or by the pages named here."""

from pathlib import Path

import pytest
from django.test import Client

from club.core.templatetags import club

UI = Path(__file__).resolve().parents[2] / "templates" / "ui"
ELSEWHERE = ["/", "/annuaire/", "/club-des-partenaires/", "/nulle-part/", "/console/", "/espace/"]
WITH_SCRIPT = {"ui/htmx.html"}  # pages of their own apps ask for it


@pytest.mark.django_db
def test_every_component_is_rendered(staff_client: Client) -> None:
    staff_client.raise_request_exception = True
    club._rail.cache_clear()  # else an earlier page may have written it
    shown: set[str] = set()
    for address in ["/console/composants/", *ELSEWHERE]:
        shown |= {template.name for template in staff_client.get(address).templates}
    names = {f"ui/{path.name}" for path in UI.glob("*.html")}
    assert names - shown - WITH_SCRIPT == set()


@pytest.mark.django_db
def test_field_ties_help_and_error_to_its_input(staff_client: Client) -> None:
    page = staff_client.get("/console/composants/").content.decode()
    assert 'aria-describedby="id_name_helptext"' in page
    assert 'aria-describedby="refuse_name_helptext refuse_name_error"' in page
    assert 'id="refuse_name_error"' in page
    assert '<a href="#refuse_name">' in page
