"""From marks to the page: what is built, what never comes through."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from club.editorial.models import Picture
from club.editorial.reading import html_of
from club.editorial.rendering import headings, is_target, links, pictures_of, to_html, to_text

PICTURE = Picture(pk=12, alt='une "caisse"', credit="Le Club", sizes=[[480, 320, "editorial/a.webp"]])


def test_titles_bear_anchors_of_their_own() -> None:
    assert to_html("## Le geste\n\n### Le geste\n\n# Trop haut") == (
        '<h2 id="t-le-geste">Le geste</h2>\n<h3 id="t-le-geste-2">Le geste</h3>\n<h2 id="t-trop-haut">Trop haut</h2>'
    )
    assert [(h.level, h.anchor, h.words) for h in headings("## Un & deux")] == [(2, "t-un-deux", "Un & deux")]


def test_texts_of_one_page_share_no_anchor() -> None:
    assert html_of("## Le geste", "## Le geste") == [
        '<h2 id="t-le-geste">Le geste</h2>',
        '<h2 id="t-le-geste-2">Le geste</h2>',
    ]


def test_picture_alone_is_a_figure_with_its_words_and_its_place() -> None:
    html = to_html("![x](photo:12)", {12: PICTURE})
    assert html == (
        '<figure><img src="/media/editorial/a.webp" srcset="/media/editorial/a.webp 480w" '
        'sizes="(min-width: 44rem) 42rem, 92vw" width="480" height="320" alt="une &quot;caisse&quot;" loading="lazy">'
        "<figcaption>Crédit&nbsp;: Le Club</figcaption></figure>"
    )
    assert "<img" not in to_html("![x](photo:13)", {12: PICTURE})


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//ailleurs.example)",
        "![x](https://ailleurs.example/x.png)",
        '<img src=x onerror="alert(1)">',
        "[x](photo:12)",
    ],
)
def test_dangerous_marks_are_shown_as_words(text: str) -> None:
    html = to_html(text)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="' not in html


@settings(max_examples=150)
@given(st.text(alphabet="ab<>\"'&[]()!*_#>\n- :/=javscript", max_size=80))
def test_no_text_brings_a_tag_of_its_own(text: str) -> None:
    html = to_html(text)
    assert "<script" not in html
    assert " on" not in "".join(part.partition(">")[0] for part in html.split("<")[1:])


def test_words_links_and_pictures_of_a_text() -> None:
    text = "Un **mot** [du Club](/le-club/) et <https://exemple.fr>.\n\n![x](photo:7)"
    assert to_text("- un\n- **deux**\ntrois") == "un\ndeux trois"
    assert links(text) == [("/le-club/", "du Club"), ("https://exemple.fr", "https://exemple.fr")]
    assert pictures_of([text]) == {7}
    assert [is_target(url) for url in ("/a/", "//a", "https://a.fr", "photo:1", "ftp://a")] == [
        True,
        False,
        True,
        True,
        False,
    ]
