"""Images are decoded and encoded again: nothing of the file received is kept."""

from io import BytesIO

import pytest
from PIL import Image

from club.core import images
from club.core.errors import ClubError


def a_file(form: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **options: object) -> BytesIO:
    out = BytesIO()
    Image.effect_mandelbrot(size, (-3, -2.5, 2, 2.5), 100).convert(mode).save(out, form, **options)
    out.seek(0)
    return out


def clean(file: BytesIO) -> tuple[str, Image.Image]:
    kept = images.clean(file, len(file.getvalue()))
    return str(kept.name), Image.open(BytesIO(kept.read()))


def test_image_loses_its_metadata_and_keeps_its_uprightness() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x9286] = "Anne"
    _, kept = clean(a_file(exif=exif))
    assert (kept.size, len(kept.getexif()), kept.info.get("exif")) == ((480, 640), 0, None)


def test_name_says_content_and_size() -> None:
    (one, picture), (same, _), (other, _) = clean(a_file()), clean(a_file()), clean(a_file(size=(641, 480)))
    assert one == same != other
    assert one.endswith(f"-{picture.width}x{picture.height}.png" if picture.format == "PNG" else "-640x480.jpg")


def test_wide_image_is_reduced_to_twice_the_column() -> None:
    assert clean(a_file(size=(3000, 1500)))[1].size == (1104, 552)


def test_transparency_becomes_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(out, "PNG")
    out.seek(0)
    assert clean(out)[1].convert("RGB").getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>a()</script></svg>',
        b"%PDF-1.4",
        b"",
        b"GIF89a",
        a_file().getvalue()[:400],
    ],
)
def test_what_is_no_image_is_refused(content: bytes) -> None:
    with pytest.raises(ClubError):
        clean(BytesIO(content))


def test_too_small_and_too_heavy_are_refused() -> None:
    with pytest.raises(ClubError, match="trop petite"):
        clean(a_file(size=(100, 100)))
    with pytest.raises(ClubError, match="8"):
        images.clean(a_file(), images.MOST_BYTES + 1)


def test_image_bomb_is_refused_before_it_is_decoded() -> None:
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    out.seek(0)
    with pytest.raises(ClubError):
        clean(out)
