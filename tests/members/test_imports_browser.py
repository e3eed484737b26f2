"""The whole import and export in a real Chromium without script; the worker's tasks are called between two pages."""

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from ambassadors.models import Ambassador
from club.core.models import AuditEntry
from club.core.roles import Role
from members.imports import apply, check
from members.models import ImportRun, User
from tests.browsing import follow, reach, reach_and_enter
from tests.factories import make_ambassador, make_commune, make_institution, make_staff, make_user, sign_in
from tests.members.test_lists import prove

pytestmark = pytest.mark.slow
FILE = """Nom;Prénom;Courriel;Réseau;CP;Ville;Tél.;Couleur
MARTIN;Anne;anne@cci.example;CCI de la Mayenne;53000;Laval;199001234;bleu
Durand;Luc;luc@cci.example;CCI Maynne;53000;Laval;;vert
Petit;Ève;eve.cci.example;CCI de la Mayenne;53000;Laval;;rouge
"""


@pytest.fixture
def staff(site: str) -> Iterator[User]:
    """Beside a running Playwright Django keeps another connection: it must end before its database does."""
    make_commune()
    make_institution(name="CCI de la Mayenne")
    yield make_staff(Role.DIRECTION)
    connections.close_all()


@pytest.fixture
def plain_page(chromium: Browser, site: str, staff: User) -> Iterator[Page]:
    """A tab without script, of somebody who has just proved who they are."""
    context = chromium.new_context(locale="fr-FR", java_script_enabled=False, viewport={"width": 1280, "height": 900})
    session = prove(sign_in(Client(), staff)).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    yield context.new_page()
    context.close()


def send(page: Page, site: str, path: Path) -> ImportRun:
    """From the list of imports to the preview."""
    page.goto(f"{site}/console/imports/")
    follow(page.get_by_role("link", name="Importer un fichier").first)
    page.get_by_label("Ambassadeurs", exact=True).check()
    page.get_by_label("Fichier", exact=True).set_input_files(path)
    page.get_by_label("D’où vient ce fichier").fill("fichier remis par la CCI")
    follow(page.get_by_role("button", name="Lire le fichier"))
    expect(page.get_by_role("heading", name="En attente de lecture")).to_be_visible()
    run = ImportRun.objects.latest("pk")
    check.check(run.pk)
    see_again(page, site, run)
    return run


def see_again(page: Page, site: str, run: ImportRun) -> None:
    """A page that waits for the worker asks for itself anew each three seconds: no key or click is safe on it."""
    page.goto(f"{site}/console/imports/{run.pk}/")
    expect(page.get_by_role("link", name="Actualiser")).to_have_count(0)


def confirm(page: Page, site: str, run: ImportRun, button: str) -> None:
    follow(page.get_by_role("button", name=button))
    expect(page.get_by_role("heading", name="Écriture en cours")).to_be_visible()
    expect(page.get_by_role("link", name="Actualiser")).to_have_attribute("href", f"/console/imports/{run.pk}/")
    apply.apply(run.pk)
    see_again(page, site, run)
    expect(page.get_by_role("heading", name="Ce que ce fichier a changé")).to_be_visible()


def figures(page: Page) -> list[str]:
    return page.locator("dl.stats dd").all_inner_texts()


def download(page: Page, link: str, path: Path) -> list[list[str]]:
    with page.expect_download() as waiting:
        page.get_by_role("link", name=link, exact=True).last.click()
    waiting.value.save_as(path)
    return list(csv.reader(StringIO(path.read_text("utf-8-sig")), delimiter=";"))


def test_file_comes_in_and_its_refused_rows_come_back_corrected(
    plain_page: Page, site: str, staff: User, tmp_path: Path
) -> None:
    page, sent, refused = plain_page, tmp_path / "contacts.csv", tmp_path / "refus.csv"
    sent.write_text(FILE)
    run = send(page, site, sent)
    assert figures(page) == ["1", "0", "0", "2"]
    expect(page.locator("#lignes")).to_contain_text("Vouliez-vous dire «\u00a0CCI de la Mayenne\u00a0»\u00a0?")
    follow(page.get_by_role("link", name="Nouvelles (1)"))
    expect(page.locator("#lignes")).to_contain_text("01 99 00 12 34")
    assert not Ambassador.objects.exists()
    confirm(page, site, run, "Importer la bonne ligne")
    assert [str(a) for a in Ambassador.objects.all()] == ["Anne Martin"]
    records = download(page, "CSV", refused)
    assert [record[:3] for record in records[1:]] == [
        ["Durand", "Luc", "luc@cci.example"],
        ["Petit", "Ève", "eve.cci.example"],
    ]
    text = refused.read_text("utf-8-sig").replace("CCI Maynne;", "CCI de la Mayenne;", 1)
    refused.write_text(text.replace("eve.cci.example;", "eve@cci.example;", 1))
    run = send(page, site, refused)
    assert figures(page) == ["2", "0", "0", "0"]
    confirm(page, site, run, "Importer 2 lignes")
    assert set(Ambassador.objects.values_list("person__email", flat=True)) == {
        "anne@cci.example",
        "luc@cci.example",
        "eve@cci.example",
    }
    assert set(AuditEntry.objects.filter(verb="import.done").values_list("actor", flat=True)) == {staff.pk}


def test_file_is_imported_by_the_keyboard_alone(plain_page: Page, site: str, tmp_path: Path) -> None:
    page, sent = plain_page, tmp_path / "contacts.csv"
    sent.write_text(FILE)
    page.goto(f"{site}/console/imports/nouveau/?contenu=ambassadeurs")
    reach(page, "Fichier")
    page.locator(":focus").set_input_files(sent)  # the system's own dialogue
    reach(page, "D’où vient ce fichier")
    page.keyboard.type("CCI")
    for name, work in (("Lire le fichier", check.check), ("Importer la bonne ligne", apply.apply)):
        reach_and_enter(page, name)
        run = ImportRun.objects.get()
        work(run.pk)
        see_again(page, site, run)
    expect(page.get_by_role("heading", name="Ce que ce fichier a changé")).to_be_visible()
    assert [str(a) for a in Ambassador.objects.all()] == ["Anne Martin"]


def test_preview_is_given_up_by_the_keyboard_alone(plain_page: Page, site: str, tmp_path: Path) -> None:
    sent = tmp_path / "contacts.csv"
    sent.write_text(FILE)
    run = send(plain_page, site, sent)
    reach_and_enter(plain_page, "Annuler")
    expect(plain_page.get_by_role("heading", name="Import annulé")).to_be_visible()
    run.refresh_from_db()
    assert (run.state, run.rows.count(), Ambassador.objects.exists()) == ("cancelled", 0, False)


def test_what_is_no_table_is_said_beside_the_field(plain_page: Page, site: str, tmp_path: Path) -> None:
    wrong = tmp_path / "lettre.pdf"
    wrong.write_bytes(b"%PDF-1.7 lettre")
    page = plain_page
    page.goto(f"{site}/console/imports/nouveau/?contenu=ambassadeurs")
    page.get_by_label("Fichier", exact=True).set_input_files(wrong)
    page.get_by_label("D’où vient ce fichier").fill("CCI")
    follow(page.get_by_role("button", name="Lire le fichier"))
    expect(page.get_by_text("n’est ni un texte CSV ni un classeur Excel (.xlsx)").first).to_be_visible()
    assert not ImportRun.objects.exists()


def test_export_leaves_by_filter_and_columns_and_is_noted(
    plain_page: Page, site: str, staff: User, tmp_path: Path
) -> None:
    make_ambassador(person=make_user(last_name="=SOMME(A1)", first_name="Zoé"), state="validated")
    make_ambassador(person=make_user(last_name="Partie"), state="left")
    page = plain_page
    page.goto(f"{site}/console/ambassadeurs/")
    follow(page.get_by_role("link", name="Exporter").first)
    expect(page.get_by_text("1 fiche.")).to_be_visible()
    for box in page.locator("input[name=columns]").all():
        box.set_checked(box.get_attribute("value") in ("last_name", "first_name"))
    page.locator("input[name=file_kind][value=csv]").check()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Télécharger").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    rows = list(csv.reader(StringIO(path.read_text("utf-8-sig")), delimiter=";"))
    assert (path.name, rows) == ("ambassadeurs.csv", [["Nom", "Prénom"], ["'=SOMME(A1)", "Zoé"]])
    entry = AuditEntry.objects.get(verb="export")
    assert (entry.actor_id, entry.details["rows"], entry.details["columns"]) == (
        staff.pk,
        1,
        ["last_name", "first_name"],
    )


def test_old_proof_of_identity_asks_for_a_new_one(chromium: Browser, site: str, staff: User) -> None:
    client = prove(sign_in(Client(), staff))
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": timezone.now().timestamp() - 3600, "reauthenticated": True}
    ]
    session.save()
    context = chromium.new_context(locale="fr-FR", java_script_enabled=False)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
    page = context.new_page()
    page.goto(f"{site}/console/exports/ambassadeurs/")
    assert "/compte/confirmer" in page.url
    context.close()
    assert not AuditEntry.objects.filter(verb="export").exists()
