"""What people read: the HTML in the Club's look, the text part, the marks of the restricted markup."""

from html.parser import HTMLParser

import pytest

from club.core.markup import clean
from members.models import Organisation
from newsletters.models import Block, Issue
from newsletters.rendering import markup
from newsletters.rendering.compose import compose
from newsletters.rendering.content import Content
from newsletters.rendering.notice import notice
from newsletters.rendering.slots import Slot, mark

TEXT = (
    "Une caisse **simple** pour les commerces, voyez [le guide](https://fournisseur.example/guide?a=1&b=2).\n\n"
    "- un premier point\n- un second point, bien plus long que le premier, pour passer à la ligne suivante\n\n"
    "À demander avant le *30 novembre*."
)


def an_issue(**overrides: object) -> Issue:
    fields = {"number": 43, "title": "Facture électronique", "subject": "Ce qui change", "preheader": "Aperçu"}
    return Issue(**(fields | overrides))


def a_block(number: int = 1, **overrides: object) -> Block:
    fields: dict[str, object] = {
        "pk": number,
        "kind": "product",
        "supplier": Organisation(name="Belvédère & fils", side="brand", kind="publisher"),
        "title": f"Encart {number}",
        "text": TEXT,
        "link_url": "https://fournisseur.example/",
    }
    return Block(**(fields | overrides))


def twelve_blocks() -> list[Block]:
    return [a_block(n, text=TEXT[:600], image=f"flash/{n}-1104x520.jpg", image_alt="Une caisse") for n in range(12)]


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


@pytest.fixture(scope="module")
def content() -> Content:
    return compose(an_issue(), twelve_blocks())


def test_html_of_twelve_full_blocks_stays_under_gmail_s_limit(content: Content) -> None:
    assert len(content.html.encode()) < 80_000


def test_html_is_fit_for_screen_readers(content: Content) -> None:
    tags = Tags(content.html)
    assert [(a["lang"], a["dir"]) for a in tags.named("html")] == [("fr", "ltr")]
    assert [a.get("role") for a in tags.named("table")] == ["presentation"] * len(tags.named("table"))
    assert [a.get("alt") for a in tags.named("img")] == ["Une caisse"] * 12


def test_html_asks_nothing_of_anybody_else(content: Content) -> None:
    tags = Tags(content.html)
    sources = {(a["src"] or "").split("/media/")[0] for a in tags.named("img")}
    assert (tags.named("link"), tags.named("script"), sources) == ([], [], {"http://localhost:8000"})
    assert "fonts.googleapis" not in content.html


def test_unsubscription_stands_at_top_and_bottom(content: Content) -> None:
    link = mark(Slot.UNSUBSCRIBE_URL)
    first_block, last_block = content.html.index("Encart 0</h2>"), content.html.index("Encart 11</h2>")
    assert content.html.index(link) < first_block < last_block < content.html.rindex(link)
    assert content.text.index(link) < content.text.index("ENCART 0") < content.text.rindex(link)


def test_each_supplier_is_named_above_its_message(content: Content) -> None:
    assert content.html.count("Message de membre · Belvédère &amp; fils · produit") == 12
    assert content.text.count("Message de membre · Belvédère & fils · produit") == 12


def test_words_of_staff_are_data_not_markup() -> None:
    hostile = a_block(title='<img src=x onerror="a()">', text='</p><script>a()</script> <b onclick="x">b</b>')
    html = compose(an_issue(title="<i>{{ 1 }}</i>"), [hostile]).html
    assert Tags(html).named("script") + Tags(html).named("img") + Tags(html).named("b") == []
    assert "&lt;i&gt;{{ 1 }}&lt;/i&gt;" in html


def test_text_part_is_written_for_reading(content: Content) -> None:
    lines = content.text.splitlines()
    assert [line for line in lines if len(line) > 76 and "http" not in line] == []
    assert "**" not in content.text
    assert "</" not in content.text
    assert "- un second point, bien plus long que le premier, pour passer à la ligne\n  suivante" in content.text


def test_markup_keeps_its_short_list_of_tags() -> None:
    html = markup.to_html(
        "# t\n\n**g** *i* `c` ![x](https://a.example/b.png) [m](javascript:a()) <https://a.example/>"
    )
    assert {tag for tag, _ in Tags(html).found} == {"p", "strong", "em", "a"}


def test_markup_gives_links_in_order() -> None:
    assert markup.links("[a](https://a.example) et <https://b.example/x> [non](ftp://c.example)") == [
        "https://a.example",
        "https://b.example/x",
    ]


def test_clean_drops_what_nobody_sees() -> None:
    assert clean("a\u202eb\r\n\r\n\r\nc\x00\u00a0:\t") == "ab\n\nc\u00a0:"


def test_nested_and_numbered_lists_read_well_as_text() -> None:
    text = "Avant\n1. un\n2. deux\n   - fin\n\nAprès"
    assert markup.to_text(text) == "Avant\n\n1. un\n2. deux\n  - fin\n\nAprès"


def test_notice_of_article_14_names_source_and_day() -> None:
    words = notice("2026-11-05 fichier remis par la CCI")
    assert "le 5 novembre 2026 de\u00a0: fichier remis par la CCI" in words
    assert "désabonnant" in words
    assert (notice(""), "d’un de ses partenaires" in notice("2026-11-05 ")) == ("", True)


def test_notice_stands_in_both_forms(content: Content) -> None:
    assert content.html.count(mark(Slot.NOTICE)) == content.text.count(mark(Slot.NOTICE)) == 1


def test_hidden_preheader_comes_first_and_is_no_white_on_white(content: Content) -> None:
    start = content.html.index("Aperçu</div>")
    assert content.html.index("<body") < start < content.html.index("Lire en ligne")
    assert "color:#ffffff;line-height:1px" not in content.html.replace(" ", "")
