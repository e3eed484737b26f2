"""Likely duplicates of an applicant: each reason alone, none for a stranger."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members import duplicates
from members.duplicates import Candidate
from tests.factories import make_affiliation, make_organisation, make_user
from tests.joining_factories import make_application

pytestmark = pytest.mark.django_db


def reasons(**facts) -> list[list[str]]:
    return [likeness.reasons for likeness in duplicates.likely(Candidate(**facts))]


@pytest.fixture(autouse=True)
def _known():
    known = make_organisation(
        name="Ordivance France", siren="732829320", rna="W751234567", foreign_vat="DE136695976",
        website="https://www.ordivance.example/accueil",
    )  # fmt: skip
    make_affiliation(organisation=known, person=make_user(email="claire@groupe-ordivance.example"))
    make_organisation(name="Zephyrin", website="https://zephyrin.example")


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"siren": "732829320"}, "même SIREN"),
        ({"rna": "W751234567"}, "même numéro RNA"),
        ({"foreign_vat": "DE136695976"}, "même numéro de TVA"),
        ({"name": "ORDIVANCE FRANCE"}, "même nom"),
        ({"name": "Ordivance Franse"}, "nom ressemblant"),
        ({"website": "http://ordivance.example"}, "même site"),
        ({"addresses": ("anne@ordivance.example",)}, "son site est le domaine d’une adresse donnée"),
        (
            {"addresses": ("anne@groupe-ordivance.example",)},
            "un représentant a une adresse en @groupe-ordivance.example",
        ),
    ],
)
def test_each_reason_is_enough(facts, reason):
    assert reasons(**facts) == [[reason]]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"name": "Belvédère", "siren": "404833048", "website": "https://belvedere.example"},
        {"addresses": ("anne@gmail.com", "x@laposte.net")},
        {"website": "https://ance.example"},
        {"website": "n’importe quoi", "addresses": ("@", "")},
    ],
)
def test_stranger_is_like_nobody(facts):
    make_organisation(name="Boîte commune", website="https://gmail.com")
    assert reasons(**facts) == []


def test_likeliest_comes_first_with_every_reason():
    make_organisation(name="Ordivance Belgique")
    found = reasons(name="Ordivance France", siren="732829320", website="https://ordivance.example")
    assert found[0] == ["même SIREN", "même nom", "même site"]
    assert found[1:] == [["nom ressemblant"]]


def test_search_costs_the_same_whatever_it_finds():
    counts = []
    for _ in range(2):
        make_organisation(name=f"Ordivance {len(counts)}")
        with CaptureQueriesContext(connection) as queries:
            reasons(name="Ordivance", siren="732829320", addresses=("a@ordivance.example",))
        counts.append(len(queries))
    assert counts == [2, 2]


def test_other_applications_of_the_same_number_are_shown_but_private_drafts():
    application = make_application(state="submitted", siren="732829320")
    other = make_application(state="refused", siren="732829320")
    make_application(state="draft", siren="732829320")
    make_application(state="abandoned", siren="732829320")
    make_application(state="submitted")
    assert duplicates.other_applications(application) == [other]
