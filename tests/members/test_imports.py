"""Files of ambassadors from reception to the last row written; the calls of the tasks are made here."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadors.models import Ambassador
from club.core.errors import ClubError
from club.core.models import AuditEntry
from club.core.sheets.guard import FileRefused
from members.addresses import address_hash
from members.imports import apply, check, receive
from members.imports.refused import refused_records
from members.models import ImportRow, ImportRun, User
from tests.factories import (
    make_ambassador,
    make_commune,
    make_import_run,
    make_institution,
    make_user,
)

pytestmark = pytest.mark.django_db

FILE = """NOM;Prénom;Courriel;Réseau;Dept;CP;Ville;Tél.;Thèmes;Inscription;Couleur
MARTIN;Anne;Anne.Martin@CCI.example;cci de la mayenne;53;53000;LAVAL CEDEX;199001234;site web, Sécurité;1/3/26;bleu
Durand;Luc;luc@cci.example;CCI Maynne;53;;;;;;
Petit;Eve;eve.petit;CCI de la Mayenne;53;;;;;;
Petit;Ève;ANNE.martin@cci.example;CCI de la Mayenne;53;;;;;;
"""


@pytest.fixture(autouse=True)
def network():
    make_commune()
    return make_institution(name="CCI de la Mayenne")


def confirm(run: ImportRun) -> ImportRun:
    receive.confirm(run=run, author=run.author)
    apply.apply(run.pk)
    run.refresh_from_db()
    return run


def fates(run: ImportRun) -> list[tuple[int, str]]:
    return list(run.rows.order_by("number").values_list("number", "outcome"))


def test_preview_gives_each_row_a_fate_and_writes_nobody():
    run = make_import_run(FILE)
    assert (run.state, run.created, run.updated, run.unchanged, run.refused) == ("ready", 1, 0, 0, 3)
    assert fates(run) == [(2, "created"), (3, "refused"), (4, "refused"), (5, "refused")]
    assert not Ambassador.objects.exists()
    assert User.objects.filter(email__endswith="cci.example").count() == 0


def test_refusals_are_said_in_plain_french():
    run = make_import_run(FILE)
    reasons = dict(run.rows.filter(outcome="refused").values_list("number", "reasons"))
    assert reasons == {
        3: ["Réseau inconnu : « CCI Maynne ». Vouliez-vous dire « CCI de la Mayenne » ?"],
        4: ["« eve.petit » n’est pas une adresse électronique : il manque l’arobase."],
        5: ["Doublon dans le fichier : cette adresse est déjà à la ligne 2."],
    }


def test_unknown_columns_are_shown_as_ignored():
    assert [heading["title"] for heading in make_import_run(FILE).ignored_headings()] == ["Couleur"]


def test_confirmed_rows_are_written_whole():
    confirm(make_import_run(FILE))
    person = User.objects.get(email="anne.martin@cci.example")
    assert (person.first_name, person.last_name, person.phone) == ("Anne", "Martin", "01 99 00 12 34")
    assert person.address_hash == address_hash("anne.martin@cci.example")
    assert (person.source, person.source_label, str(person.collected_on)) == (
        "imported",
        "fichier remis par la CCI",
        "2026-11-01",
    )
    assert person.informed_at is None
    assert not person.has_usable_password()
    assert not person.is_staff
    assert list(User.objects.to_inform()) == [person]
    ambassador = person.ambassador
    assert (ambassador.network.name, ambassador.commune.name, ambassador.departement_id) == (
        "CCI de la Mayenne",
        "Laval",
        "53",
    )
    assert (ambassador.topics, str(ambassador.joined_on), ambassador.state) == (
        ["website", "security"],
        "2026-03-01",
        "validated",
    )


def test_same_file_again_changes_nothing():
    confirm(make_import_run(FILE))
    again = make_import_run(FILE)
    assert (again.created, again.updated, again.unchanged, again.refused) == (0, 0, 1, 3)
    assert again.good == 0
    assert receive.same_file_before(again) is not None
    assert User.objects.get(email="anne.martin@cci.example").events.count() == 1


def test_update_names_each_field_before_and_after():
    confirm(make_import_run(FILE))
    run = make_import_run(FILE.replace("199001234", "0033 2 99 00 12 34").replace("1/3/26", "2 mars 2026"))
    assert (run.created, run.updated) == (0, 1)
    assert run.rows.get(outcome="updated").report == [
        ["Téléphone", "01 99 00 12 34", "02 99 00 12 34"],
        ["Inscrit le", "01/03/2026", "02/03/2026"],
    ]
    confirm(run)
    assert User.objects.get(email="anne.martin@cci.example").phone == "02 99 00 12 34"


def test_empty_cell_erases_nothing():
    confirm(make_import_run(FILE))
    run = make_import_run("Courriel;Téléphone;Réseau\nanne.martin@cci.example;;\n")
    assert (run.updated, run.unchanged) == (0, 1)


def test_existing_person_becomes_ambassador_and_keeps_its_origin():
    make_user(email="anne.martin@cci.example", first_name="Anne", last_name="Martin", source="self")
    run = confirm(make_import_run(FILE))
    person = User.objects.get(email="anne.martin@cci.example")
    assert (run.created, person.source, person.ambassador.departement_id) == (1, "self", "53")


def test_history_knows_who_wrote_and_by_which_file():
    run = confirm(make_import_run(FILE))
    person = User.objects.get(email="anne.martin@cci.example")
    confirm(make_import_run(FILE.replace("199001234", "299001234")))
    events = list(person.events.order_by("pgh_id"))
    assert [event.pgh_label for event in events] == ["insert", "update"]
    assert events[0].pgh_context.metadata == {"user": run.author_id, "import_run": run.pk}


def test_row_that_changed_since_the_preview_is_set_aside():
    confirm(make_import_run(FILE))
    run = make_import_run(FILE.replace("199001234", "299001234"))
    User.objects.filter(email="anne.martin@cci.example").update(phone="03 99 00 12 34")
    run = confirm(run)
    assert (run.updated, run.refused) == (0, 4)
    assert User.objects.get(email="anne.martin@cci.example").phone == "03 99 00 12 34"
    assert run.rows.get(number=2).reasons == [apply.CONFLICT]


def test_closed_account_and_departed_ambassador_are_left_alone():
    make_user(email="ferme@cci.example", is_active=False)
    make_ambassador(person=make_user(email="parti@cci.example"), state="left")
    run = make_import_run("mail;Réseau;Dpt\nferme@cci.example;CCI de la Mayenne;53\nparti@cci.example;;\n")
    reasons = [reasons[0] for reasons in run.rows.order_by("number").values_list("reasons", flat=True)]
    assert [reason.split("\u00a0:")[0] for reason in reasons] == [
        "Le compte de cette adresse est fermé",
        "Cet ambassadeur est noté parti",
    ]


def test_new_row_says_what_it_lacks():
    run = make_import_run("Courriel\nanne@cci.example\n")
    assert run.rows.get().reasons == [
        "Cette fiche est nouvelle (ambassadeur) ; pour la créer, il manque : « Réseau », « Département »."
    ]


def test_cancelled_preview_leaves_nothing():
    run = make_import_run(FILE)
    receive.cancel(run=run, author=run.author)
    run.refresh_from_db()
    assert (run.state, run.rows.count()) == ("cancelled", 0)
    with pytest.raises(ClubError):
        receive.confirm(run=run, author=run.author)


def test_cancel_while_writing_takes_everything_back(monkeypatch):
    """The decision falls after the rows are written and before the end of the transaction."""
    run = make_import_run(FILE)
    receive.confirm(run=run, author=run.author)
    real = apply.Writer.write

    def write_then_cancel(writer, rows):
        real(writer, rows)
        ImportRun.objects.filter(pk=run.pk).update(state="cancelled")

    monkeypatch.setattr(apply.Writer, "write", write_then_cancel)
    apply.apply(run.pk)
    assert not Ambassador.objects.exists()


def test_confirming_twice_writes_once():
    run = make_import_run(FILE)
    receive.confirm(run=run, author=run.author)
    with pytest.raises(ClubError):
        receive.confirm(run=run, author=run.author)
    apply.apply(run.pk)
    apply.apply(run.pk)
    assert Ambassador.objects.count() == 1
    assert AuditEntry.objects.filter(verb="import.done").count() == 1


def test_refused_rows_come_back_in_their_own_columns():
    run = make_import_run(FILE)
    titles, first, *_ = list(refused_records(run))
    assert titles == [*FILE.splitlines()[0].split(";"), "Motif du refus"]
    assert first[:4] == ["Durand", "Luc", "luc@cci.example", "CCI Maynne"]
    assert first[-1].startswith("Réseau inconnu")


def test_corrected_refusals_can_be_sent_again_with_their_reasons():
    records = list(refused_records(make_import_run(FILE)))
    text = "\n".join(";".join(f'"{cell}"' for cell in record) for record in records[:2])
    run = make_import_run(text.replace("CCI Maynne", "CCI de la Mayenne"))
    assert (run.created, run.refused) == (1, 0)


def test_missing_column_is_named():
    run = make_import_run("Nom;Prénom\nMartin;Anne\n")
    assert run.state == "failed"
    assert run.problem.startswith("Colonne introuvable : « Adresse électronique ».")


def test_file_without_rows_is_refused():
    assert make_import_run("Courriel;Nom\n").problem.startswith("Ce fichier ne contient que des titres")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 ...", b"\xd0\xcf\x11\xe0 old", b"abc\0def", b"PK\x03\x04broken"])
def test_what_is_no_table_is_refused_at_once(content):
    with pytest.raises(FileRefused):
        make_import_run(content)
    assert not ImportRun.objects.exists()


def test_abandoned_reading_is_taken_up_then_parked():
    run = make_import_run(FILE)
    late = timezone.now() - timedelta(minutes=1)
    ImportRun.objects.filter(pk=run.pk).update(state="checking", lease_until=late, attempts=1)
    assert receive.sweep() == 1
    check.check(run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows.count()) == ("ready", 4)
    ImportRun.objects.filter(pk=run.pk).update(state="checking", lease_until=late, attempts=3)
    check.check(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"


def test_unchanged_rows_carry_nothing():
    confirm(make_import_run(FILE))
    assert ImportRow.objects.filter(run=make_import_run(FILE), outcome="unchanged").get().plan == []
