"""Files of ambassadors from reception to the last row written, without worker: the tasks' calls are made here."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ambassadors.models import Ambassador
from members.imports import apply, check, receive
from members.models import ImportRun
from tests.factories import make_commune, make_institution, make_staff

pytestmark = pytest.mark.django_db

FILE = """NOM;Prénom;Courriel;Réseau;Dept;CP;Ville;Tél.;Thèmes;Couleur
MARTIN;Anne;Anne.Martin@CCI.example;cci de la mayenne;53;53000;LAVAL CEDEX;199001234;site web, Sécurité;bleu
Durand;Luc;luc@cci.example;CCI Maynne;53;;;;;
"""


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(text: str | bytes, *, kind: str = "ambassadeurs", name: str = "contacts.csv") -> ImportRun:
    content = text.encode() if isinstance(text, str) else text
    run = receive.receive(
        author=make_staff(),
        kind=kind,
        file=SimpleUploadedFile(name, content),
        source_label="fichier remis par la CCI",
        collected_on=date(2026, 11, 1),
    )
    check.check(run.pk)
    run.refresh_from_db()
    return run


def confirm(run: ImportRun) -> ImportRun:
    receive.confirm(run=run, author=run.author)
    apply.apply(run.pk)
    run.refresh_from_db()
    return run


def test_preview_writes_nobody():
    make_institution(name="CCI de la Mayenne")
    make_commune()
    run = send(FILE)
    assert (run.state, run.problem) == ("ready", "")
    assert (run.created, run.updated, run.unchanged, run.refused) == (1, 0, 0, 1)
    for r in run.rows.all():
        print(r.number, r.outcome, r.headline, r.report, r.reasons, r.notes)
    print(run.headings, run.about)
    assert not Ambassador.objects.exists()
    run = confirm(run)
    a = Ambassador.objects.select_related("person", "commune").get()
    print(vars(a), vars(a.person))
    again = confirm(send(FILE))
    assert (again.created, again.updated, again.unchanged, again.refused) == (0, 0, 1, 1)
    third = send(FILE.replace("199001234", "299001234"))
    print([(r.changes, r.report, r.notes) for r in third.rows.all()])
    confirm(third)
    a.person.refresh_from_db()
    print(
        a.person.phone,
        [(e.pgh_label, e.phone, e.pgh_context and e.pgh_context.metadata) for e in a.person.events.all()],
    )
