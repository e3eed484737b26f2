"""Files of the channel's firms and their contacts: by SIRET and by address, one firm over several lines."""

import pytest

from channel.models import Expert, ExpertContact
from members.imports import apply, receive
from members.models import ImportRun, User
from tests.factories import (
    make_commune,
    make_departement,
    make_expert,
    make_expert_contact,
    make_import_run,
    make_organisation,
    make_siret,
    make_user,
)

pytestmark = pytest.mark.django_db

TITLES = (
    "SIRET;Raison sociale;Type;Code APE;Spécialités;Marques;CP;Ville;Zone;Site web;Tél;Nom;Prénom;Courriel;Fonction"
)
FIRM = "Laval Informatique;revendeur informatique;4741z;réseau et Internet;{brands};53000;Laval;53, 72;laval.example"
ONE, TWO = make_siret(73_282_932), make_siret(44_306_184)


@pytest.fixture(autouse=True)
def places():
    make_commune()
    make_departement("72", "Sarthe")
    return make_organisation(name="Calame")


def file_of(*lines: str, titles: str = TITLES) -> ImportRun:
    return make_import_run("\n".join([titles, *lines]), kind="experts")


def line(siret: str = ONE, *, brands: str = "Calame", phone: str = "299001234", person: str = "") -> str:
    return f"{siret};{FIRM.format(brands=brands)};{phone};{person or 'MOREL;Léa;lea@laval.example;Gérante'}"


def write(run: ImportRun) -> ImportRun:
    receive.confirm(run=run, author=run.author)
    apply.apply(run.pk)
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.refused


def spaced(sentence: str) -> str:
    """With the no-break spaces of French."""
    for mark in (" ;", " :", "« ", " »"):
        sentence = sentence.replace(mark, mark.replace(" ", "\u00a0"))
    return sentence


def reasons(run: ImportRun) -> dict[int, list[str]]:
    return dict(run.rows.filter(outcome="refused").values_list("number", "reasons"))


def test_firm_and_contact_are_written_whole():
    assert counts(write(file_of(line()))) == (1, 0, 0, 0)
    firm = Expert.objects.get()
    assert (firm.siret, firm.name, firm.kind, firm.naf_code, firm.naf_version) == (
        ONE,
        "Laval Informatique",
        "reseller",
        "47.41Z",
        "rev2",
    )
    assert (firm.specialities, firm.area, firm.departement_id, firm.commune_id) == (
        ["network"],
        ["53", "72"],
        "53",
        "53130",
    )
    assert (firm.website, firm.phone, firm.state) == ("https://laval.example", "02 99 00 12 34", "listed")
    assert [brand.name for brand in firm.brands.all()] == ["Calame"]
    contact = firm.contacts.get()
    assert (str(contact.person), contact.person.email, contact.job_title, contact.is_main) == (
        "Léa Morel",
        "lea@laval.example",
        "Gérante",
        True,
    )
    assert (contact.person.source, contact.person.informed_at) == ("imported", None)
    assert [event.pgh_label for event in firm.events.all()] == ["insert"]


def test_same_file_again_changes_nothing():
    write(file_of(line(), line(TWO, person="Roy;Max;max@roy.example;")))
    again = file_of(line(), line(TWO, person="Roy;Max;max@roy.example;"))
    assert counts(again) == (0, 0, 2, 0)


def test_update_tells_each_field_of_firm_person_and_link():
    make_organisation(name="Sirius")
    write(file_of(line()))
    run = file_of(
        line(brands="Calame, Sirius", phone="02 99 00 99 99", person="Morel;Léa;lea@laval.example;Directrice")
    )
    assert run.rows.get().report == [
        ["Téléphone", "02 99 00 12 34", "02 99 00 99 99"],
        ["Marques distribuées", "Calame", "Calame, Sirius"],
        ["Fonction", "Gérante", "Directrice"],
    ]
    assert counts(write(run)) == (0, 1, 0, 0)
    firm = Expert.objects.get()
    assert (firm.phone, firm.contacts.get().job_title) == ("02 99 00 99 99", "Directrice")
    assert sorted(brand.name for brand in firm.brands.all()) == ["Calame", "Sirius"]


def test_second_contact_of_a_firm_stands_on_a_line_of_its_own():
    run = write(file_of(line(), line(person="Roy;Max;max@laval.example;Technicien")))
    assert counts(run) == (2, 0, 0, 0)
    assert Expert.objects.count() == 1
    assert set(ExpertContact.objects.values_list("person__email", "job_title")) == {
        ("lea@laval.example", "Gérante"),
        ("max@laval.example", "Technicien"),
    }


def test_contact_of_two_firms_is_one_person():
    write(file_of(line(), line(TWO)))
    assert (Expert.objects.count(), User.objects.filter(email="lea@laval.example").count()) == (2, 1)
    assert ExpertContact.objects.count() == 2


def test_firm_without_contact_is_read_alone():
    run = write(file_of(line(person="Morel;Léa;;Gérante")))
    assert counts(run) == (1, 0, 0, 0)
    assert run.rows.get().notes[-1] == "contact sans adresse électronique\u00a0: seule l’entreprise est lue"
    assert not ExpertContact.objects.exists()


def test_known_firm_is_told_again_by_siret_and_known_person_by_address():
    firm = make_expert(siret=ONE, name="Ancien nom", naf_code="47.41Z")
    person = make_user(email="lea@laval.example", first_name="Léa", last_name="Morel", source="self")
    run = file_of(
        f"{ONE[:3]} {ONE[3:6]} {ONE[6:9]} {ONE[9:]};Laval Informatique;LEA@Laval.example", titles="SIRET;Société;mél"
    )
    assert (counts(run), run.rows.get().report[0]) == (
        (1, 0, 0, 0),  # the contact is new, the firm and the person are not
        ["Entreprise", "Ancien nom", "Laval Informatique"],
    )
    write(run)
    firm.refresh_from_db()
    assert (firm.name, firm.contacts.get().person, User.objects.get(pk=person.pk).source) == (
        "Laval Informatique",
        person,
        "self",
    )


def test_refusals_give_the_line_and_the_reason():
    spoiled = f"7,33E+13;{FIRM.format(brands='')};;Roy;Max;max@roy.example;"
    wrong_key = line(f"{ONE[:-1]}{(int(ONE[-1]) + 1) % 10}", person="A;B;a@b.example;")
    run = file_of(line(), spoiled, wrong_key, line("", person="C;D;c@d.example;"), line(), line(phone="0299000000"))
    told = reasons(run)
    assert list(told) == [3, 4, 5, 6, 7]
    assert told[3][0].startswith("Le tableur a remplacé le SIRET par «\u00a07,33E+13\u00a0»")
    assert told[4][0].endswith("n’existe pas\u00a0: sa clé de contrôle est fausse.")
    assert told[5] == ["SIRET\u00a0: la cellule est vide."]
    assert told[6] == ["Doublon dans le fichier\u00a0: ce contact de cette entreprise est déjà à la ligne 2."]
    assert told[7][0] == (
        "La ligne 2 dit autre chose pour la même fiche (entreprise)\u00a0: «\u00a0Téléphone\u00a0»."
    )


def test_zero_lost_by_the_spreadsheet_is_given_back():
    short = make_siret(1_234_567)
    assert short.startswith("0")
    run = write(file_of(line(short.lstrip("0"))))
    assert run.rows.get().notes[0] == "SIRET\u00a0: zéro initial rétabli"
    assert Expert.objects.get().siret == short


def test_firm_that_left_and_closed_person_are_left_alone():
    make_expert(siret=ONE, state="left")
    make_user(email="max@roy.example", is_active=False)
    told = reasons(file_of(line(), line(TWO, person="Roy;Max;max@roy.example;")))
    assert told == {
        2: ["Cette entreprise est notée sortie du Channel\u00a0: changez d’abord l’état de sa fiche."],
        3: ["Le compte de cette adresse est fermé\u00a0: rouvrez la fiche de la personne avant de l’importer."],
    }


def test_new_firm_says_what_it_lacks_and_a_known_one_needs_nothing():
    make_expert_contact(expert=make_expert(siret=ONE))
    run = file_of(f"{ONE};02 99 00 12 34", f"{TWO};02 99 00 12 34", titles="SIRET;Téléphone")
    assert counts(run) == (0, 1, 0, 1)
    lacking = "« Entreprise », « Genre », « Département »."
    sentence = f"Cette fiche est nouvelle (entreprise) ; pour la créer, il manque : {lacking}"
    assert reasons(run) == {3: [spaced(sentence)]}


def test_unknown_brand_is_left_aside_with_a_word():
    run = write(file_of(line(brands="Calame, Inconnue")))
    assert run.rows.get().notes == [
        "téléphone\u00a0: zéro initial rétabli",
        "marque inconnue «\u00a0Inconnue\u00a0», laissée de côté",
    ]
    assert [brand.name for brand in Expert.objects.get().brands.all()] == ["Calame"]
