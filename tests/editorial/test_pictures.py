"""Pictures: made again by us in several widths, refused with a sentence, described, served for ever."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from club.core.roles import Role
from club.editorial.actions import writing
from club.editorial.content import Content
from club.editorial.models import Picture
from tests.editorial_factories import a_photo, make_article, make_draft, make_picture
from tests.editorial_posts import form_of, page_of, save
from tests.factories import make_staff, sign_in

pytestmark = pytest.mark.django_db
LIBRARY, NEW = reverse("console:articles:pictures"), reverse("console:articles:new_picture")
DAMAGED, NO_IMAGE = "Cette image est abîmée", "n’est pas une image JPEG, PNG, GIF ou WebP lisible"


@pytest.fixture
def editor(client: Client) -> Client:
    return sign_in(client, make_staff(Role.EDITORS))


def kept(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def test_photograph_is_made_again_in_three_widths_without_what_the_telephone_wrote(editor: Client) -> None:
    exif = Image.Exif()
    exif[0x9286] = "Chez Anne, 12 rue Secrète"
    editor.post(NEW, {"file": a_photo(exif=exif), "alt": "Une boutique [vue de la rue]", "credit": "Anne"})
    picture = Picture.objects.get()
    assert [(width, height) for width, height, _ in picture.sizes] == [(480, 270), (960, 540), (1440, 810)]
    assert picture.alt == "Une boutique (vue de la rue)"
    for width, height, name in picture.sizes:
        data = kept(name)
        made = Image.open(BytesIO(data))
        assert (made.format, made.size, len(made.getexif()), b"Secr" in data) == ("WEBP", (width, height), 0, False)


def test_small_picture_is_not_enlarged() -> None:
    assert [width for width, _, _ in make_picture(700).sizes] == [480, 700]
    assert [width for width, _, _ in make_picture(480).sizes] == [480]


def _bomb() -> bytes:
    """A PNG of 60,000 × 60,000 pixels in a few bytes: its header alone says so."""
    out = BytesIO()
    Image.new("1", (300, 300)).save(out, "PNG")
    data = bytearray(out.getvalue())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', NO_IMAGE),
        (b"<html><script>alert(1)</script></html>", NO_IMAGE),
        (b"%PDF-1.7 tout autre chose", NO_IMAGE),
        (b"MZ\x90\x00 un programme", NO_IMAGE),
        (a_photo().read()[:900], DAMAGED),
        (_bomb(), "n’est pas une image|trop de pixels|abîmée"),
        (a_photo(120, 90).read(), "trop petite"),
    ],
)
def test_bad_file_is_refused_with_a_sentence(editor: Client, data: bytes, sentence: str) -> None:
    upload = SimpleUploadedFile("photo.jpg", data, "image/jpeg")
    page = editor.post(NEW, {"file": upload, "alt": "Une boutique"}).content.decode()
    assert any(words in page for words in sentence.split("|"))
    assert not Picture.objects.exists()


def test_script_behind_a_photograph_is_not_kept(editor: Client) -> None:
    upload = SimpleUploadedFile("photo.php.jpg", a_photo().read() + b"<script>alert(1)</script>", "text/html")
    editor.post(NEW, {"file": upload, "alt": "Une boutique"})
    names = [name for _, _, name in Picture.objects.get().sizes]
    assert all(name.startswith("editorial/") and name.endswith(".webp") for name in names)
    assert not any(b"<script" in kept(name) for name in names)


@pytest.mark.parametrize("data", [{"alt": ""}, {"alt": "   "}, {"alt": "Une boutique", "file": ""}])
def test_picture_without_words_or_file_is_refused(editor: Client, data: dict[str, str]) -> None:
    editor.post(NEW, {"file": a_photo()} | data)
    assert not Picture.objects.exists()


def test_picture_is_served_for_ever_and_nothing_else_is() -> None:
    name = make_picture().sizes[0][2].removeprefix("editorial/")
    answer = Client().get(reverse("media:editorial", args=[name]))
    assert answer["Content-Type"] == "image/webp"
    assert "immutable" in answer["Cache-Control"]
    assert dict(answer.cookies) == {}
    for wrong in ("../secret.webp", "autre.webp", name.replace(".webp", ".html")):
        assert Client().get(f"/media/editorial/{wrong}").status_code == 404


def test_page_of_a_picture_says_where_it_is_shown(editor: Client) -> None:
    picture = make_picture()
    above = make_article(title="Au-dessus", picture=picture.pk)
    make_article(title="Dedans", body=f"![Une boutique](photo:{picture.pk})")
    make_draft(title="Pas encore", picture=picture.pk)
    page = editor.get(reverse("console:articles:picture", args=[picture.pk])).content.decode()
    assert [title in page for title in (above.title, "Dedans", "Pas encore")] == [True, True, False]
    assert f"(photo:{picture.pk})" in page
    page = editor.get(reverse("console:articles:picture", args=[make_picture(481).pk])).content.decode()
    assert "Nulle part encore." in page


def test_description_is_put_right(editor: Client) -> None:
    picture = make_picture()
    editor.post(reverse("console:articles:picture", args=[picture.pk]), {"alt": "Une caisse", "credit": "Anne"})
    picture.refresh_from_db()
    assert (picture.alt, picture.credit) == ("Une caisse", "Anne")


def test_editor_chooses_a_picture_by_what_it_shows(editor: Client) -> None:
    article, wanted = make_draft(), make_picture(alt="Une balance de marché")
    for number in range(8):
        make_picture(500 + number, alt="Autre chose")
    page = editor.post(page_of(article), form_of(article) | {"geste": "chercher", "cherche_image": "balance"})
    assert page.context["pictures"] == [wanted]
    save(editor, article, picture=wanted.pk)
    assert Content.of(writing.latest(article).content).picture == wanted.pk
    assert editor.get(page_of(article)).context["pictures"][0] == wanted


def test_library_asks_as_much_for_one_as_for_three(
    editor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert "Ajouter la première" in editor.get(LIBRARY).content.decode()
    make_picture()
    with django_assert_num_queries(5):
        editor.get(LIBRARY)
    make_picture(481)
    make_picture(482)
    with django_assert_num_queries(5):
        editor.get(LIBRARY)
