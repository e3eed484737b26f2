"""Papers of a meeting, read back from the PDF."""

import io
from datetime import date
from typing import Any

import pypdf
import pytest
import segno
from PIL import Image

from events.papers import people
from events.papers.badges import Badge, Unfit, sheets_of
from events.papers.people import Guest
from events.papers.typesetting import Occasion, _compiler

OCCASION = Occasion("Vendre en ligne", "mardi 12 janvier 2027, de 18\u00a0h\u00a030 à 21\u00a0h", "Laval (53)")


def make_badge(**overrides: Any) -> Badge:
    fields = {"name": "Zoé Le Goff", "organisation": "CCI de la Mayenne", "side": "ambassadrice"}
    return Badge(**(fields | overrides))


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def unfit(*made: Badge, occasion: Occasion = OCCASION) -> list[Unfit]:
    return sheets_of(occasion, made).unfit


@pytest.mark.parametrize(("number", "sheets"), [(1, 1), (10, 1), (11, 2)])
def test_ten_badges_stand_on_a_sheet(number: int, sheets: int) -> None:
    made = sheets_of(OCCASION, [make_badge(name=f"Zoé {n:02}") for n in range(number)])
    assert made.unfit == []
    read = pages(made.pdf)
    assert len(read) == sheets
    assert [f"Zoé {n:02}" in read[n // 10] for n in range(number)] == [True] * number


def test_badge_says_name_organisation_and_side_in_words() -> None:
    [page] = pages(sheets_of(OCCASION, [make_badge(code="17-abc")]).pdf)
    assert page == "Vendre en ligne Zoé Le Goff CCI de la Mayenne ambassadrice"


def test_code_is_drawn_square_by_square() -> None:
    """Twenty millimetres of paper, at 300 points an inch, are the squares that segno makes for these words."""
    sheets_of(OCCASION, [make_badge(code="17-abcdef")])
    drawing = _compiler("badges.typ").compile(format="png", ppi=300)
    squares = segno.make("17-abcdef", error="m", boost_error=False, mask=2, micro=False).matrix
    left, above, width = (millimetres * 300 / 25.4 for millimetres in (15 + 65, 13.5 + 32, 20))
    side = width / (len(squares) + 2)  # a white square around
    paper = Image.open(io.BytesIO(drawing)).convert("L")
    read = [
        bytes(paper.getpixel((left + (x + 1.5) * side, above + (y + 1.5) * side)) < 128 for x in range(len(squares)))
        for y in range(len(squares))
    ]
    assert read == [bytes(row) for row in squares]


LONG = "Wolfeschlegelsteinhausenbergerdorffwelche"


def test_long_words_shrink_then_are_listed_and_stay_whole() -> None:
    shrunk = make_badge(name="Jean-Christophe de La Rochefoucauld-Montbel")
    assert unfit(shrunk) == []
    small = make_badge(name=f"{LONG} Maximilian", organisation="Confédération " * 20, side="représentante " * 9)
    made = sheets_of(OCCASION, [shrunk, small])
    assert [(one.name, one.line) for one in made.unfit] == [
        (small.name, "nom"),
        (small.name, "organisation"),
        (small.name, "côté"),
    ]
    assert made.unfit[0].why == "trop long\u00a0: en lettres de 10\u00a0points, quand 13 se lisent encore"
    [page] = pages(made.pdf)
    assert (LONG in page, page.count("Confédération"), page.count("représentante")) == (True, 20, 9)


def test_no_word_sticks_out_of_its_badge() -> None:
    """A word that cannot be broken is measured too: its line would be one line high whatever its length."""
    assert [one.line for one in unfit(make_badge(name=LONG * 3))] == ["nom"]


def test_letters_that_no_font_has_are_listed() -> None:
    made = sheets_of(OCCASION, [make_badge(name="王 Łukasz Борис")])
    assert made.unfit == [Unfit("王 Łukasz Борис", "nom", "«\u00a0王\u00a0» n’existe pas dans les polices")]
    [page] = pages(made.pdf)
    assert "? Łukasz Борис" in page


def test_title_too_long_for_badges_is_told_once() -> None:
    long = Occasion("Rencontre " * 40, "mardi", "Laval")
    assert [(one.name, one.line) for one in unfit(make_badge(), make_badge(), occasion=long)] == [
        ("", "titre de la rencontre")
    ]


def test_words_are_never_markup() -> None:
    [page] = pages(sheets_of(OCCASION, [make_badge(name="#panic() *Zoé*", organisation="$x$ // fin")]).pdf)
    assert "#panic() *Zoé* $x$ // fin" in page


def test_sheet_to_sign_lists_everybody_with_room_for_others() -> None:
    guests = [
        Guest(f"Zoé {n:02}", "Confédération des artisans et des petites entreprises du bâtiment", "experte")
        for n in range(30)
    ]
    read = pages(people.sheet_to_sign(OCCASION, guests))
    assert read[0].startswith(
        "Feuille d’émargement Vendre en ligne mardi 12 janvier 2027, de 18 h 30 à 21 h Laval (53)"
    )
    text = " ".join(read)
    assert [f"Zoé {n:02} Confédération" in text for n in range(30)] == [True] * 30
    assert "30 personnes attendues" in text
    assert ["Nom Organisation Côté Signature" in page for page in read if "Zoé" in page] == [True, True]
    assert "Venus sans être inscrits" in text


def test_list_at_the_door_says_what_to_know() -> None:
    [page] = pages(people.list_at_the_door(OCCASION, [Guest("Zoé Le Goff", "CCI", "ambassadrice", "sous réserve")]))
    assert "1 personne attendue Nom Organisation Côté À savoir Zoé Le Goff CCI ambassadrice sous réserve" in page
    assert "Signature" not in page


def test_attestation_says_presence_and_nothing_of_training() -> None:
    guests = [Guest("Zoé Le Goff", "CCI"), Guest("Yann Kerbrat")]
    first, second = pages(people.attestations(OCCASION, guests, made_on=date(2027, 1, 13)))
    assert first.startswith("Attestation de présence")
    assert "atteste la présence de Zoé Le Goff CCI à la rencontre Vendre en ligne mardi 12 janvier 2027" in first
    assert "Fait le 13 janvier 2027" in first
    assert "Yann Kerbrat" in second
    assert "formation" not in (first + second).lower()
