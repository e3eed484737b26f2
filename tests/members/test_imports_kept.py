"""How long a file is kept, what calls for a decision, and what expires without one."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from club.core.roles import Role
from members.console import imports_to_read
from members.imports import apply, receive
from members.models import ImportRun
from tests.factories import make_commune, make_import_run, make_institution, make_staff, sign_in

pytestmark = pytest.mark.django_db

FILE = """NOM;Prénom;Courriel;Réseau;Dept;CP;Ville
MARTIN;Anne;Anne.Martin@CCI.example;CCI de la Mayenne;53;53000;LAVAL
"""


@pytest.fixture(autouse=True)
def network():
    make_commune()
    return make_institution(name="CCI de la Mayenne")


def test_old_files_and_rows_are_erased():
    run = make_import_run(FILE)
    ImportRun.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(days=40))
    path = run.file.path
    assert receive.purge() == 1
    run.refresh_from_db()
    assert (run.rows.count(), bool(run.file), run.created) == (0, False, 1)
    assert not Path(path).exists()
    assert receive.purge() == 0


def test_old_file_that_nobody_decided_expires(client):
    """Its rows are gone: nobody is called to read it, nobody can import nothing."""
    director = make_staff(Role.DIRECTION)
    sign_in(client, director)
    run, settled = make_import_run(FILE), make_import_run(FILE)
    receive.confirm(run=settled, author=settled.author)
    apply.apply(settled.pk)
    ImportRun.objects.update(created_at=timezone.now() - timedelta(days=40))
    assert [waiting.url for waiting in imports_to_read(director)] == [f"/console/imports/{run.pk}/"]
    assert receive.purge() == 2
    run.refresh_from_db()
    settled.refresh_from_db()
    assert (run.state, settled.state, list(imports_to_read(director))) == ("expired", "done", [])
    client.post(f"/console/imports/{run.pk}/importer/")
    run.refresh_from_db()
    assert run.state == "expired"
    page = client.get(f"/console/imports/{run.pk}/").content.decode()
    assert "Import expiré" in page
    assert "Les lignes de ce fichier sont effacées." in page


def test_file_being_written_is_not_purged_under_the_worker():
    run = make_import_run(FILE)
    ImportRun.objects.update(created_at=timezone.now() - timedelta(days=40), state="applying")
    assert receive.purge() == 0
    assert run.rows.exists()


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((1, 1, 0), "1 nouvelle ligne, 1 modifiée, 0 refusée"),
        ((2, 1200, 3), "2 nouvelles lignes, 1\u00a0200 modifiées, 3 refusées"),
    ],
)
def test_waiting_import_counts_in_french(counts, words):
    run = make_import_run(FILE)
    ImportRun.objects.update(**dict(zip(("created", "updated", "refused"), counts, strict=True)))
    assert next(imports_to_read(make_staff(superuser=True))).detail == f"{words} · {run.author}"
