"""French typography put right at save: each rule, what is left alone, twice as once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from club.core.typography import french

CASES = {
    "L'été d'avant": "L’été d’avant",
    "Attention !": "Attention\u00a0!",
    "Quoi?": "Quoi\u00a0?",
    "Vraiment?!": "Vraiment\u00a0?!",
    "Trois choses : une": "Trois choses\u00a0: une",
    "Trois choses:": "Trois choses\u00a0:",
    "à 10:30, c'est dit": "à 10:30, c’est dit",
    'dit "oui" et non': "dit «\u00a0oui\u00a0» et non",
    "«oui» et « non »": "«\u00a0oui\u00a0» et «\u00a0non\u00a0»",
    "Fin...": "Fin…",
    "2 500 000 TPE": "2\u00a0500\u00a0000 TPE",
    "en 2026 120 cas": "en 2026 120 cas",
    "45% et 20 €": "45\u00a0% et 20\u00a0€",
    "le n° 5": "le n°\u00a05",
    "Paris - Lyon": "Paris\u00a0– Lyon",
    "- un point": "- un point",
    "  - un sous-point": "  - un sous-point",
}


@pytest.mark.parametrize(("typed", "kept"), CASES.items())
def test_french_puts_right(typed: str, kept: str) -> None:
    assert french(typed) == kept


@pytest.mark.parametrize(
    "text",
    [
        "https://exemple.fr/?a=1;b='x'",
        "[le site](https://exemple.fr/a?b:c!)",
        "`a ? b : c`",
        "![une photo](photo:12)",
        "bonjour@club.example",
        "&nbsp;",
    ],
)
def test_french_leaves_addresses_and_code_alone(text: str) -> None:
    assert french(text) == text


@settings(max_examples=300)
@given(st.text(alphabet="aé 12'\"«»!?:;.-–\n\u00a0%€()[]`", max_size=40))
def test_french_twice_is_once(text: str) -> None:
    assert french(french(text)) == french(text)
