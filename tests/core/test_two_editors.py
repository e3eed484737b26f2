"""Two staff on one record: the second is told what the first wrote, and nothing is lost unseen."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ambassadors.models import Ambassador
from channel.models import Expert
from club.core import edits
from club.core.roles import Role
from members.models import Affiliation, Organisation, User
from tests.factories import (
    make_affiliation,
    make_ambassador,
    make_expert_contact,
    make_organisation,
    make_staff,
    make_user,
    sign_in,
)
from tests.records import opened

pytestmark = pytest.mark.django_db


def browser(name: str = "", role: Role = Role.DIRECTION) -> Client:
    return sign_in(Client(), make_staff(role, **({"first_name": name, "last_name": "Martin"} if name else {})))


def record_of(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def told(response: Any) -> list[tuple[str, str]]:
    return [(change.label, change.words) for change in response.context["meanwhile"]]


def two_on_one_person() -> tuple[User, Any, Client, dict[str, Any]]:
    """Both open the record; Zoé writes a telephone, then Luc another name. Gives Luc's answer and what he sent."""
    person = make_user(last_name="Durand", phone="")
    address, zoe, luc = record_of(person), browser("Zoé"), browser("Luc")
    first, second = opened(zoe, address), opened(luc, address) | {"last_name": "Dupond"}
    assert zoe.post(address, first | {"phone": "+33 1 99 00 12 34"}).status_code == 302
    response = luc.post(address, second)
    person.refresh_from_db()
    return person, response, luc, second


def test_second_is_told_field_by_field_and_keeps_what_was_typed() -> None:
    person, response, _, _ = two_on_one_person()
    assert (person.last_name, person.phone) == ("Durand", "+33 1 99 00 12 34")
    assert (response.status_code, told(response)) == (409, [("Téléphone", "+33 1 99 00 12 34")])
    page = response.content.decode()
    assert "Enregistré entre-temps par Zoé Martin" in page
    assert "Enregistrer quand même" in page
    assert 'value="Dupond"' in page


def test_guard_off_erases_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: what the first wrote is gone, and nobody knows."""
    monkeypatch.setattr(edits, "written_meanwhile", lambda parts, sealed: [])
    person, response, _, _ = two_on_one_person()
    assert (response.status_code, person.last_name, person.phone) == (302, "Dupond", "")


def test_saving_all_the_same_is_a_choice() -> None:
    person, response, luc, second = two_on_one_person()
    again = second | {"_vu": response.context["seal"], "phone": person.phone}
    assert luc.post(record_of(person), again).status_code == 302
    person.refresh_from_db()
    assert (person.last_name, person.phone) == ("Dupond", "+33 1 99 00 12 34")


def test_third_writer_is_seen_after_the_first_conflict() -> None:
    person, response, luc, second = two_on_one_person()
    User.objects.filter(pk=person.pk).update(civility="ms")
    again = luc.post(record_of(person), second | {"_vu": response.context["seal"]})
    assert [label for label, _ in told(again)] == ["Civilité"]


def test_same_form_sent_twice_is_no_conflict() -> None:
    person, luc = make_user(last_name="Durand"), browser()
    sent = opened(luc, record_of(person)) | {"last_name": "Dupond"}
    assert [luc.post(record_of(person), sent).status_code for _ in range(2)] == [302, 302]


def test_what_the_form_does_not_show_is_no_conflict() -> None:
    """A machine notes that the person was informed while somebody corrects the name: both stay."""
    person, luc = make_user(last_name="Durand"), browser()
    sent = opened(luc, record_of(person)) | {"last_name": "Dupond"}
    User.objects.filter(pk=person.pk).update(informed_at="2026-03-01T10:00Z")
    assert luc.post(record_of(person), sent).status_code == 302
    person.refresh_from_db()
    assert (person.last_name, person.informed_at is None) == ("Dupond", False)


@pytest.mark.parametrize("seal", ["", "{", "[]", "12"])
def test_form_without_a_seal_saves_nothing(seal: str) -> None:
    person, luc = make_user(last_name="Durand"), browser()
    sent = opened(luc, record_of(person)) | {"last_name": "Dupond", "_vu": seal}
    assert luc.post(record_of(person), sent).status_code == 409
    person.refresh_from_db()
    assert person.last_name == "Durand"


@pytest.mark.parametrize(
    ("make", "write", "typed", "words"),
    [
        (
            make_organisation,
            lambda row: Organisation.objects.filter(pk=row.pk).update(website="https://a.example"),
            {"phone": "01 99 00 00 00"},
            [("Site", "https://a.example")],
        ),
        (
            make_ambassador,
            lambda row: Ambassador.objects.filter(pk=row.pk).update(job_title="Conseillère"),
            {"topics": ["security"]},
            [("Fonction", "Conseillère")],
        ),
        (
            lambda: make_expert_contact().expert,
            lambda row: Expert.objects.get(pk=row.pk).brands.add(make_organisation(name="Belvédère")),
            {"name": "Autre"},
            [("Marques distribuées", "Belvédère")],
        ),
        (
            make_affiliation,
            lambda row: Affiliation.objects.filter(pk=row.pk).update(job_title="Maire"),
            {"ends_on": "2030-01-01"},
            [("Fonction", "Maire")],
        ),
    ],
    ids=["organisation", "ambassador", "expert", "affiliation"],
)
def test_every_record_is_guarded(
    make: Any, write: Any, typed: dict[str, object], words: list[tuple[str, str]]
) -> None:
    row, luc = make(), browser()
    sent = opened(luc, record_of(row)) | typed
    write(row)
    response = luc.post(record_of(row), sent)
    assert (response.status_code, told(response)) == (409, words)
    assert luc.post(record_of(row), opened(luc, record_of(row)) | typed).status_code == 302


def test_rows_inside_count_as_the_record() -> None:
    """A representative corrected or added elsewhere while the organisation is open."""
    link, luc = make_affiliation(job_title=""), browser()
    address = record_of(link.organisation)
    sent = opened(luc, address)
    Affiliation.objects.filter(pk=link.pk).update(job_title="Maire")
    new = make_affiliation(organisation=link.organisation)
    response = luc.post(address, sent)
    assert response.status_code == 409
    (_, corrected), (_, added) = told(response)
    assert "fonction\u00a0: Maire" in corrected
    assert f"personne\u00a0: {new.person}" in added
    assert luc.post(address, sent | {"_vu": response.context["seal"]}).status_code == 302
    assert Affiliation.objects.filter(pk=new.pk).exists()
