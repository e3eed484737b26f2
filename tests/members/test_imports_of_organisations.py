"""Files of organisations, told again by SIREN or by name, and of the people who represent them."""

import pytest

from members.imports import apply, receive
from members.models import Affiliation, ImportRun, Organisation, User
from tests.factories import (
    make_affiliation,
    make_commune,
    make_import_run,
    make_institution,
    make_organisation,
    make_siren,
    make_user,
)

pytestmark = pytest.mark.django_db

TITLES = "Nom;Raison sociale;Type;SIREN;Réseau;CP;Ville;Site;Tél"
SIREN, OTHER = make_siren(73_282_932), make_siren(44_306_184)


def file_of(*lines: str, titles: str = TITLES, kind: str = "organisations") -> ImportRun:
    return make_import_run("\n".join([titles, *lines]), kind=kind)


def write(run: ImportRun) -> ImportRun:
    receive.confirm(run=run, author=run.author)
    apply.apply(run.pk)
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.refused


def reasons(run: ImportRun) -> dict[int, list[str]]:
    return dict(run.rows.filter(outcome="refused").values_list("number", "reasons"))


def test_organisations_are_written_whole_with_their_side():
    make_commune()
    head = make_institution(name="CCI France")
    write(
        file_of(
            f"Calame;Calame SAS;éditeur;{SIREN[:3]} {SIREN[3:6]} {SIREN[6:]};;;;calame.example;199001234",
            "CCI de la Mayenne;;cci;;cci france;53000;LAVAL CEDEX;;",
        )
    )
    brand, chamber = Organisation.objects.get(name="Calame"), Organisation.objects.get(name="CCI de la Mayenne")
    assert (brand.side, brand.kind, brand.siren, brand.legal_name) == ("brand", "publisher", SIREN, "Calame SAS")
    assert (brand.website, brand.phone) == ("https://calame.example", "01 99 00 12 34")
    assert (chamber.side, chamber.kind, chamber.siren, chamber.parent, chamber.commune_id) == (
        "institution",
        "chamber",
        None,
        head,
        "53130",
    )


def test_second_import_changes_nothing_and_the_third_tells_the_field():
    lines = [f"Calame;;éditeur;{SIREN};;;;;", "Chambre d’agriculture;;chambre;;;;;;"]
    write(file_of(*lines))
    assert counts(file_of(*lines)) == (0, 0, 2, 0)
    run = file_of(f"CALAME;;constructeur;{SIREN};;;;;", lines[1])
    assert counts(run) == (0, 1, 1, 0)
    told = run.rows.get(outcome="updated").report
    assert [title for title, _, _ in told] == ["Nom", "Genre"]
    write(run)
    assert Organisation.objects.get(siren=SIREN).kind == "manufacturer"


def test_siren_tells_an_organisation_again_under_another_name():
    known = make_organisation(name="Ancien nom", siren=SIREN, website="")
    run = write(file_of(f"Nouveau nom;;;{SIREN};;;;;"))
    assert (counts(run), run.rows.get().report) == ((0, 1, 0, 0), [["Nom", "Ancien nom", "Nouveau nom"]])
    known.refresh_from_db()
    assert known.name == "Nouveau nom"


def test_disagreements_and_duplicates_are_refused_with_their_line():
    make_organisation(name="Calame", siren=SIREN)
    make_organisation(name="Sirius", siren=OTHER)
    free = make_siren(12_345_678)
    run = file_of(
        f"Sirius;;;{SIREN};;;;;",
        f"Calame;;;{free};;;;;",
        f"Neuve;;éditeur;{free[:-1]}{(int(free[-1]) + 1) % 10};;;;;",
        "Neuve;;éditeur;;Groupe absent;;;;",
        "Nova;;éditeur;;;;;;",
        "NOVA;;éditeur;;;;;;",
        ";;éditeur;;;;;;",
    )
    told = {number: sentences[0] for number, sentences in reasons(run).items()}
    assert told[2].startswith(f"Le SIREN {SIREN} est celui de «\u00a0Calame\u00a0», pas de «\u00a0Sirius\u00a0»")
    assert told[3] == f"«\u00a0Calame\u00a0» porte déjà un autre SIREN\u00a0: {SIREN}."
    assert told[4].endswith("sa clé de contrôle est fausse.")
    assert told[5].startswith("Tête de réseau inconnue\u00a0: «\u00a0Groupe absent\u00a0».")
    assert told[7] == "Doublon dans le fichier\u00a0: cette organisation est déjà à la ligne 6."
    assert told[8] == "Nom\u00a0: la cellule est vide."
    assert counts(run) == (1, 0, 0, 6)


PEOPLE = "Nom;Prénom;Courriel;Organisation;Rôle;Fonction;Depuis le"


def people(*lines: str, titles: str = PEOPLE) -> ImportRun:
    return file_of(*lines, titles=titles, kind="representants")


def test_representatives_are_written_with_their_roles():
    brand = make_organisation(name="Calame", siren=SIREN)
    run = write(people("MOREL;Léa;lea@calame.example;calame;dirigeante, signataire;Directrice;1er mars 2026"))
    assert counts(run) == (1, 0, 0, 0)
    link = Affiliation.objects.get()
    assert (link.person.email, str(link.person), link.organisation) == ("lea@calame.example", "Léa Morel", brand)
    assert (sorted(link.roles), link.job_title, str(link.starts_on)) == (
        ["executive", "signatory"],
        "Directrice",
        "2026-03-01",
    )
    assert link.source == "fichier remis par la CCI"


def test_representative_again_then_changed_field_by_field():
    make_organisation(name="Calame", siren=SIREN)
    line = "Morel;Léa;lea@calame.example;Calame;signataire;Directrice;01/03/2026"
    write(people(line))
    assert counts(people(line)) == (0, 0, 1, 0)
    run = people(line.replace("Directrice", "Présidente").replace("Calame;", f"{SIREN};"))
    assert run.rows.get().report == [["Fonction", "Directrice", "Présidente"]]
    assert counts(write(run)) == (0, 1, 0, 0)
    assert Affiliation.objects.get().job_title == "Présidente"


def test_one_person_may_act_for_two_organisations_and_come_back_after_leaving():
    calame, sirius = make_organisation(name="Calame"), make_organisation(name="Sirius")
    person = make_user(email="lea@calame.example", first_name="Léa", last_name="Morel")
    make_affiliation(person=person, organisation=calame, starts_on="2020-01-01", ends_on="2024-12-31")
    run = write(people(*(f"Morel;Léa;lea@calame.example;{name};;;" for name in ("Calame", "Sirius"))))
    assert (counts(run), User.objects.filter(email=person.email).count()) == ((2, 0, 0, 0), 1)
    current = Affiliation.objects.filter(person=person, ends_on=None)
    assert set(current.values_list("organisation", flat=True)) == {calame.pk, sirius.pk}


def test_refused_representatives_have_their_line_and_reason():
    make_organisation(name="Calame")
    run = people(
        "Morel;Léa;lea@calame.example;Calame;;;",
        "Morel;Léa;LEA@calame.example;CALAME;;;",
        "Roy;Max;max@calame.example;Calam;;;",
        "Roy;Max;max.calame.example;Calame;;;",
        "Roy;Max;max@calame.example;;;;",
        "Roy;Max;max@calame.example;Calame;;;31/02/2026",
    )
    assert reasons(run) == {
        3: ["Doublon dans le fichier\u00a0: cette personne pour cette organisation est déjà à la ligne 2."],
        4: ["Organisation inconnue\u00a0: «\u00a0Calam\u00a0». Vouliez-vous dire «\u00a0Calame\u00a0»\u00a0?"],
        5: ["«\u00a0max.calame.example\u00a0» n’est pas une adresse électronique\u00a0: il manque l’arobase."],
        6: ["Organisation\u00a0: la cellule est vide."],
        7: ["La date «\u00a031/02/2026\u00a0» n’existe pas."],
    }
