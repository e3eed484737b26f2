"""The lists of ambassadors and experts: filters, search, pages by key, few statements; what leaves by export."""

import csv
import time
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ambassadors.models import Ambassador
from channel.models import Expert
from club.core import search, spelling
from club.core.models import AuditEntry
from club.core.roles import Role
from club.core.sheets import writing
from tests.factories import (
    make_affiliation,
    make_ambassador,
    make_departement,
    make_expert,
    make_expert_contact,
    make_import_run,
    make_institution,
    make_organisation,
    make_staff,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db

AMBASSADORS, EXPERTS = "console:ambassadors", "console:experts"
MOST_STATEMENTS, MOST_STATEMENTS_OF_RECORDS = 6, 8


@pytest.fixture
def staff(client):
    return sign_in(client, make_staff(Role.DIRECTION))


def names(response) -> list[str]:
    return [str(row) for row in response.context["rows"]]


def make_named(last_name: str, **overrides) -> Ambassador:
    return make_ambassador(person=make_user(first_name="", last_name=last_name), **overrides)


@pytest.mark.parametrize(("name", "make"), [(AMBASSADORS, make_ambassador), (EXPERTS, make_expert)])
def test_list_costs_the_same_at_one_and_three_rows(staff, name, make):
    staff.get(reverse(name))  # the rail's counts and the choices of the filters come from the cache
    counts = []
    for _ in range(2):
        make()
        make()
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(reverse(name)).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0]
    assert counts[0] <= MOST_STATEMENTS


def test_list_opens_on_validated_ambassadors(staff):
    make_named("Validée")
    make_named("Partie", state="left")
    assert names(staff.get(reverse(AMBASSADORS))) == ["Validée"]
    assert names(staff.get(reverse(AMBASSADORS), {"state": "tous"})) == ["Partie", "Validée"]


def test_filters_narrow_together(staff):
    mayenne, sarthe = make_departement(), make_departement("72", "Sarthe")
    chamber = make_institution(name="CCI de la Mayenne")
    make_named("Une", departement=mayenne, network=chamber, topics=["website"])
    make_named("Deux", departement=sarthe, network=chamber, topics=["website"])
    make_named("Trois", departement=mayenne, topics=["website"])
    make_named("Quatre", departement=mayenne, network=chamber, topics=["data"])
    asked = {"departement": "53", "network": chamber.pk, "topic": "website"}
    assert names(staff.get(reverse(AMBASSADORS), asked)) == ["Une"]


def test_experts_are_found_where_they_work_too(staff):
    make_departement("72", "Sarthe")
    make_expert(name="Voisine", area=["72"])
    make_expert(name="Lointaine")
    assert names(staff.get(reverse(EXPERTS), {"departement": "72"})) == ["Voisine"]


def test_search_forgives_accents_case_and_a_typing_error(staff):
    make_named("Lefèbvre")
    make_named("Zola")
    spelling.rebuild()
    assert [names(staff.get(reverse(AMBASSADORS), {"q": q})) for q in ("LEFEBVRE", "lefevbre", "zol")] == [
        ["Lefèbvre"],
        ["Lefèbvre"],
        ["Zola"],
    ]


@pytest.mark.parametrize(("named", "probed"), [(3000, 10_000), (0, 10_000), (0, 1)])
def test_search_finds_the_same_however_many_rows_match(staff, monkeypatch, named, probed):
    """Few rows are asked for by number, more by a fenced subquery, very many by walking the list."""
    monkeypatch.setattr(search, "NAMED", named)
    monkeypatch.setattr(search, "PROBED", probed)
    make_expert(name="Lefèbvre Réseaux")
    make_expert(name="Bureau Lefebvre")
    make_expert(name="Zola")
    assert names(staff.get(reverse(EXPERTS), {"q": "lefebvre"})) == ["Bureau Lefebvre", "Lefèbvre Réseaux"]


@pytest.mark.parametrize(("many", "is_read"), [(1, True), (2, False)])
def test_search_looks_for_a_common_word_in_the_rows_of_the_others(staff, monkeypatch, many, is_read):
    monkeypatch.setattr(spelling, "MANY", many)
    make_expert(name="Zola Informatique")
    make_expert(name="Hugo Informatique")
    spelling.rebuild()
    with CaptureQueriesContext(connection) as asked:
        found = [names(staff.get(reverse(EXPERTS), {"q": q})) for q in ("zola informatique", "informatique zloa")]
    assert found == [["Zola Informatique"]] * 2
    assert any("|| '')::text LIKE '%informatique%'" in one["sql"] for one in asked) is is_read
    assert len(names(staff.get(reverse(EXPERTS), {"q": "informatique"}))) == 2


def test_search_forgives_a_slip_in_a_part_of_a_name_with_hyphens(staff):
    make_expert(name="Réseaux d’Issy-les-Moulineaux")
    spelling.rebuild()
    assert len(names(staff.get(reverse(EXPERTS), {"q": "issy-les-mouilneaux"}))) == 1


@pytest.mark.parametrize("record", ["members_user", "members_organisation", "members_affiliation"])
def test_records_cost_the_same_at_one_and_three_rows(staff, record):
    address, counts = reverse(f"admin:{record}_changelist"), []
    staff.get(address)
    for _ in range(2):
        make_expert_contact()
        make_organisation()
        make_affiliation()
        with CaptureQueriesContext(connection) as queries:
            assert staff.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0] <= MOST_STATEMENTS_OF_RECORDS


def test_expert_is_found_by_the_first_digits_of_its_siret(staff):
    wanted, _ = make_expert(), make_expert()
    found = staff.get(reverse(EXPERTS), {"q": f"{wanted.siret[:9]}"})
    assert names(found) == [wanted.name]


def test_wrong_values_in_the_address_are_as_if_absent(staff):
    make_named("Une")
    asked = {"departement": "999", "topic": "'; DROP", "state": "x", "apres": "abc", "network": "9" * 30}
    assert names(staff.get(reverse(AMBASSADORS), asked)) == ["Une"]


def test_pages_by_key_give_every_row_once_both_ways(staff):
    for number in range(60):
        make_expert(name=f"Firme {number // 3:02d}")
    seen, address = [], reverse(EXPERTS)
    page = staff.get(address)
    pages = [[row.pk for row in page.context["rows"]]]
    while page.context["next_url"]:
        page = staff.get(address + page.context["next_url"])
        pages.append([row.pk for row in page.context["rows"]])
    seen = [pk for rows in pages for pk in rows]
    assert seen == list(Expert.objects.values_list("pk", flat=True))
    assert [len(rows) for rows in pages] == [25, 25, 10]
    page = staff.get(address + page.context["previous_url"])
    assert [row.pk for row in page.context["rows"]] == pages[1]
    page = staff.get(address + page.context["previous_url"])
    assert ([row.pk for row in page.context["rows"]], page.context["previous_url"]) == (pages[0], "")


def prove(client):
    """A fresh proof of identity, as allauth notes it."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


def export(client, kind: str, file_kind: str = "csv", query: str = "", columns: list[str] | None = None):
    address = reverse("console:export", args=[kind]) + query
    chosen = columns or [name for name, _ in client.get(address).context["form"].fields["columns"].choices]
    response = client.post(address, {"columns": chosen, "file_kind": file_kind})
    return b"".join(response.streaming_content)


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_export_asks_for_a_fresh_proof_of_identity(staff):
    response = staff.get(reverse("console:export", args=["ambassadeurs"]))
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/confirmer")


def test_export_gives_the_rows_of_the_filter_and_the_columns_chosen(staff):
    make_named("Une", departement=make_departement())
    make_named("Autre", departement=make_departement("72", "Sarthe"))
    columns = ["last_name", "departement", "topics"]
    content = export(prove(staff), "ambassadeurs", query="?departement=53", columns=columns)
    assert read_csv(content) == [["Nom", "Département", "Sujets"], ["Une", "53", "site web"]]


def test_export_is_noted_without_personal_data(staff):
    make_named("Secrète")
    export(prove(staff), "ambassadeurs", query="?q=secrete&departement=", columns=["last_name"])
    entry = AuditEntry.objects.get(verb="export")
    assert (entry.target, entry.details) == (
        "ambassadeurs",
        {
            "rows": 1,
            "columns": ["last_name"],
            "filters": ["recherche par texte", "état\u00a0: validé"],
            "format": "csv",
        },
    )


def dangerous_export(staff) -> list[list[str]]:
    for number, text in enumerate(["=1+1", "+33", "-5", "@x", "\ttab", "ordinaire"]):
        make_expert(name=text, siret=f"{number:014d}")
    rows = read_csv(export(prove(staff), "experts", columns=["name"]))
    return sorted(rows[1:])


def test_export_neutralises_formulas(staff):
    assert dangerous_export(staff) == sorted([["'=1+1"], ["'+33"], ["'-5"], ["'@x"], ["'\ttab"], ["ordinaire"]])


def test_neutralising_off_is_seen(staff, monkeypatch):
    """Negative control: without the guard, the formulas leave as they are."""
    monkeypatch.setattr(writing, "neutral", lambda text: text)
    assert ["=1+1"] in dangerous_export(staff)


def test_export_as_workbook_opens_in_a_spreadsheet(staff):
    contact = make_expert_contact(person=make_user(first_name="Zoé", last_name="Façon"))
    contact.expert.brands.add(make_organisation(name="Marque & fils"))
    content = export(prove(staff), "experts", "xlsx", columns=["name", "brands", "last_name", "is_main"])
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert list(sheet.values) == [
        ("Entreprise", "Marques distribuées", "Nom", "Contact principal"),
        (contact.expert.name, "Marque & fils", "Façon", "oui"),
    ]


@pytest.mark.parametrize("kind", ["ambassadeurs", "experts", "organisations", "representants", "personnes"])
def test_every_kind_exports_all_its_columns(staff, kind):
    make_expert_contact()
    make_ambassador()
    rows = read_csv(export(prove(staff), kind))
    assert len(rows) >= 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_export_of_ambassadors_imports_back_unchanged(staff):
    make_ambassador(person=make_user(phone="01 99 00 12 34"), job_title="Conseillère")
    run = make_import_run(export(prove(staff), "ambassadeurs"))
    assert (run.problem, run.unchanged, run.refused) == ("", 1, 0)


def test_stranger_to_exports_gets_none(client):
    sign_in(prove(sign_in(client, make_staff(Role.EDITORS))), make_staff(Role.EDITORS))
    assert client.get(reverse("console:export", args=["ambassadeurs"])).status_code == 403
