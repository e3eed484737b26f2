"""A key figure as the pages write it: its number large, its unit apart."""

import pytest

from club.core.templatetags.club import chiffre


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("2\u00a0650", "2\u00a0650"),
        ("78\u00a0%", "78\u00a0%"),
        ("1\u00a0000 à 1\u00a0200", "1\u00a0000 à 1\u00a0200"),
        ("2 à 3\u00a0%", "2 à 3\u00a0%"),
        ("10\u00a0% à 20\u00a0%", "10\u00a0% à 20\u00a0%"),
        ("24h/24", "24<span>h/24</span>"),
        ("1re place", "1<span>re place</span>"),
        ("4\u00a0k€", "4\u00a0<span>k€</span>"),
        ("4 par an", "4 <span>par an</span>"),
        ("196,4 milliards d’euros", "196,4 <span>milliards d’euros</span>"),
        ("deux sur trois", "deux sur trois"),
        ("3 <b>", "3 <span>&lt;b&gt;</span>"),
    ],
)
def test_unit_stands_apart(value: str, html: str) -> None:
    assert chiffre(value) == html
