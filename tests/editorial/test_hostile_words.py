"""Words meant to become something else: script in every field that is shown, in JSON-LD and feeds; odd pictures."""

import json
import re
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from club.core.pages import renew
from club.core.roles import Role
from club.editorial.actions import writing
from club.editorial.content import Content, Part, Source
from club.editorial.models import Article, Level, Picture
from club.editorial.previewing import share_link
from tests.editorial_factories import (
    a_photo,
    make_article,
    make_draft,
    make_edition,
    make_figure,
    make_picture,
    make_resource,
)
from tests.editorial_posts import page_of, save
from tests.factories import make_staff, sign_in

pytestmark = pytest.mark.django_db
EVIL = "x</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7|add:7 }}]]>"
BODY = f"## {EVIL}\n\n{EVIL}\n\n[{EVIL}](https://www.insee.fr/)\n\n![a](photo:%d)\n\n> {EVIL}"
SHORT = EVIL[:80]


class Planted(HTMLParser):
    """What a browser would run or fetch of ``EVIL``: a tag or an attribute that its words became."""

    @classmethod
    def in_page(cls, page: str) -> list[str]:
        reader = cls()
        reader.found = []
        reader.feed(page)
        return reader.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("src", "x") in attrs or any(name.startswith("on") for name, _ in attrs):
            self.found.append(self.get_starttag_text() or tag)

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and data.startswith("alert"):
            self.found.append(data)


def test_reader_sees_what_is_planted() -> None:
    assert len(Planted.in_page(f"<p>{EVIL}</p>")) == 2
    assert Planted.in_page(f'<p title="{escape(EVIL)}">{escape(EVIL)}</p>') == []


@pytest.fixture
def editor(client: Client) -> Client:
    return sign_in(client, make_staff(Role.EDITORS))


def make_evil(level: Level) -> Article:
    picture = make_picture(alt=EVIL[:90], credit=EVIL[:90])
    fields: dict[str, Any] = {
        "title": SHORT,
        "summary": EVIL + " Un chapeau assez long pour ne pas être court.",
        "saving": SHORT,
        "effort": SHORT[:70],
        "byline": SHORT,
        "body": BODY % picture.pk,
        "picture": picture.pk,
        "sources": (Source(EVIL, EVIL, 'https://www.insee.fr/?a="><script>alert(1)</script>', 2024),),
    }
    if level.has_parts:
        fields["parts"] = (Part(SHORT, "un", EVIL), Part(SHORT, "deux", EVIL))
    return make_article(level, **fields)


def read(client: Client, path: str) -> str:
    renew()
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.parametrize("level", list(Level))
def test_no_field_brings_a_tag_to_any_page(editor: Client, level: Level) -> None:
    article = make_evil(level)
    make_figure(value=EVIL[:30], label=SHORT, sentence=EVIL, source=EVIL, publisher=SHORT)
    make_edition(resource=make_resource(title=SHORT, summary=EVIL), changes=EVIL)
    writing.write(article=article, seen=2, content=rewritten(article, summary=f"{EVIL} Un autre."), by=article.author)
    paths = [
        article.get_absolute_url(),
        share_link(writing.latest(article)),
        "/",
        "/ressources/",
        "/recherche/?q=script",
    ]
    paths += [page_of(article), page_of(article, "revisions") + "?a=3", page_of(article, "preview")]
    paths += [reverse(f"console:articles:{name}") for name in ("articles", "pictures", "calendar", "freshness")]
    paths += [reverse("console:articles:picture", args=[Picture.objects.get().pk]), "/recherche/?q=script"]
    paths += [reverse(f"admin:editorial_{name}_changelist") for name in ("figure", "resource")]
    assert [(path, found) for path in paths if (found := Planted.in_page(read(editor, path)))] == []


def rewritten(article: Article, **changed: Any) -> Content:
    return replace(Content.of(writing.latest(article).content), **changed)


def test_data_for_machines_stays_data(client: Client) -> None:
    article = make_evil(Level.NEWS)
    page = read(client, article.get_absolute_url())
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    told = [json.loads(block) for block in blocks]
    assert any("</script>" in json.dumps(one) for one in told)  # whole, and closed by nobody
    feed = feedparser.parse(read(client, "/actualites/atom.xml").encode())
    assert not feed.bozo
    assert feed.entries[0].title_detail.type == "text/plain"
    assert "</script>" in feed.entries[0].title


def test_shared_preview_is_kept_by_nobody_and_tells_nobody_its_address(client: Client) -> None:
    answer = client.get(share_link(writing.latest(make_draft())))
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert not answer.cookies


def test_fields_that_the_form_does_not_have_are_not_written(editor: Client) -> None:
    article, other = make_draft(), make_staff(Role.EDITORS)
    extra = {"author": other.pk, "approved_by": other.pk, "stage": "published", "live": 1, "level": "news"}
    save(editor, article, **extra)
    editor.post(page_of(article), {**extra, "seen": 2})
    article.refresh_from_db()
    assert (article.author_id == other.pk, article.approved_by, article.stage, article.live, article.level) == (
        False,
        None,
        "draft",
        None,
        "tip",
    )


def test_versions_of_another_article_are_out_of_reach(editor: Client) -> None:
    mine, theirs = make_draft(), make_article(body="Autre.")
    save(editor, theirs, body="Encore.")
    assert editor.get(page_of(mine, "share", number=3)).status_code == 404
    assert editor.post(page_of(mine, "restore", number=3), {"seen": 2}).status_code == 404
    for pk in (0, 10**17, 10**30):
        assert editor.get(f"/console/contenus/{pk}/").status_code == 404
        assert editor.get(f"/console/contenus/images/{pk}/").status_code == 404


def send(editor: Client, data: bytes, name: str = "photo.png") -> str:
    upload = SimpleUploadedFile(name, data, "image/png")
    return editor.post(
        reverse("console:articles:new_picture"), {"file": upload, "alt": "Une boutique"}, follow=True
    ).content.decode()


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def test_animated_drawing_is_kept_as_its_first_picture(editor: Client) -> None:
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "blue", "green")]
    send(editor, encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50), "anime.gif")
    with default_storage.open(Picture.objects.get().sizes[0][2]) as file:
        made = Image.open(file)
        assert (getattr(made, "n_frames", 1), made.convert("RGB").getpixel((5, 5))[0] > 200) == (1, True)


@pytest.mark.parametrize("size", [(300, 20_000), (200, 100_000)])
def test_ribbon_that_no_format_can_hold_is_refused_with_a_sentence(editor: Client, size: tuple[int, int]) -> None:
    assert "recadrez-la" in send(editor, encoded(Image.new("1", size), "PNG"))
    assert not Picture.objects.exists()


def test_picture_too_large_to_open_is_refused_before_it_is(editor: Client) -> None:
    assert "trop de pixels" in send(editor, encoded(Image.new("1", (8_000, 6_000)), "PNG"))
    data = bytearray(encoded(Image.new("1", (300, 300)), "PNG"))
    data[16:24] = (20_000).to_bytes(4, "big") * 2
    assert "n’est pas une image" in send(editor, bytes(data))


@pytest.mark.parametrize("name", ["a\r\nSet-Cookie: x=1.png", "../../etc/passwd", "\u202egnp.exe", 'é";x=".png'])
def test_name_of_a_file_sent_is_never_used(editor: Client, name: str) -> None:
    send(editor, a_photo(480, 320).read(), name)
    stored = [one for _, _, one in Picture.objects.get().sizes]
    assert all(re.fullmatch(r"editorial/[0-9a-f]{32}-\d+x\d+\.webp", one) for one in stored)
    assert [Path(one).suffix for one in stored] == [".webp"]


def test_pasted_web_page_and_a_text_of_200_kilobytes_lose_nothing(editor: Client) -> None:
    article = make_draft()
    pasted = "<p class=MsoNormal style='mso-x'><o:p>&nbsp;</o:p><b>Gras</b></p><script>alert(1)</script>"
    save(editor, article, body=pasted)
    shown = editor.get(page_of(article, "preview")).content.decode()
    assert "&lt;p class=MsoNormal" in shown
    assert "<script>alert" not in shown
    long = "Un mot de trop. " * 12_500
    refused = save(editor, article, body=long)
    assert refused.status_code == 200
    assert "30000 caractères" in refused.content.decode().replace("\u00a0", "").replace("\u202f", "")
    assert long.strip() in refused.content.decode()
