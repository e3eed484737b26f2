"""Addresses that name rows."""

import pytest

from club.core.naming import number_at_end, number_of, numbered, slug_of


@pytest.mark.parametrize(
    ("words", "slug"),
    [("L’Œil d'Ève", "l-oeil-d-eve"), ("Laval  Micro", "laval-micro"), ("Saint-Étienne & Cie", "saint-etienne-cie")],
)
def test_slug_parts_words_at_apostrophes(words: str, slug: str) -> None:
    assert slug_of(words) == slug


@pytest.mark.parametrize("words", ["L’Atelier 12", "北"])
def test_number_is_found_again_at_the_end(words: str) -> None:
    assert number_at_end(numbered(words, 7)) == 7


@pytest.mark.parametrize("typed", ["", None, "x", "-3", "1.5", "9" * 19, "²"])
def test_what_is_no_number_of_a_row_is_none(typed: object) -> None:
    assert number_of(typed) is None
