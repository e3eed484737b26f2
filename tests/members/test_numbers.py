"""Numbers that name organisations: read whichever way they are typed, refused with the reason."""

import pytest

from club.core.errors import ClubError
from members.numbers import UNKNOWN, WRONG, Number, read, shown


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("732 829 320", Number(siren="732829320")),
        ("732.829.320", Number(siren="732829320")),
        ("732\u00a0829\u00a0320 00074", Number(siren="732829320")),
        ("FR 44 732829320", Number(siren="732829320")),
        ("w751234567", Number(rna="W751234567")),
        ("W2A1000123", Number(rna="W2A1000123")),
        ("DE 136 695 976", Number(foreign_vat="DE136695976")),
        ("CHE-100.155.212 TVA", Number(foreign_vat="CHE100155212TVA")),
        ("GB980780684", Number(foreign_vat="GB980780684")),
    ],
)
def test_number_is_read(typed: str, number: Number) -> None:
    assert read(typed) == number


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("732829321", WRONG),
        ("73282932000075", WRONG),
        ("FR45732829320", WRONG),
        ("DE136695977", WRONG),
        ("12345", UNKNOWN),
        ("W12345678", UNKNOWN),
        ("ZZ123456789", UNKNOWN),
        ("٧٣٢٨٢٩٣٢٠", UNKNOWN),
        ("'; DROP TABLE", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_number_is_refused_with_its_reason(typed: str, why: str) -> None:
    with pytest.raises(ClubError) as refused:
        read(typed)
    assert str(refused.value) == why


def test_number_is_shown_as_people_write_it() -> None:
    assert shown(siren="732829320", rna="", foreign_vat="") == "732\u00a0829\u00a0320"
    assert shown(siren="", rna="W751234567", foreign_vat="") == "W751234567"
