"""Images that people send: decoded, cleaned and encoded again, so that nothing of the file received is kept.

The name is the hash of the new bytes and the size: what was approved cannot change under its name, and a message
can be composed without opening the file.
"""

import hashlib
import re
import warnings
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from PIL import Image, ImageOps, UnidentifiedImageError

from club.core.errors import ClubError

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
WIDEST = 1104  # twice the column of a mail, 552 px: sharp on dense screens
NARROWEST = 200
A_YEAR = 31_536_000  # seconds
NAME = re.compile(r"[\w-]+\.(jpg|png|webp)\Z")
WIDTHS = (480, 960, 1440)  # of the site's pictures
TALLEST = 16_383  # pixels that WebP can say
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")  # no SVG: it may hold script


def clean(
    upload: IO[bytes], size: int, *, folder: str = "flash", widest: int = WIDEST, tallest: int = 0
) -> ContentFile:
    """The image to keep, ``name`` under ``folder`` included; raises ClubError with what to do instead.

    It is made to fit ``widest`` and, when it is given, ``tallest`` pixels.
    """
    picture = _readable(upload, size)
    scale = min(1.0, widest / picture.width, tallest / picture.height if tallest else 1.0)
    if scale < 1:
        picture = picture.resize((max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))
    data, ending = _encode(picture)
    return _named(data, folder, picture, ending)


def clean_in_widths(upload: IO[bytes], size: int, *, folder: str) -> list[tuple[int, int, ContentFile]]:
    """(width, height, file) of each of ``WIDTHS`` that the image fills, the narrowest first; WebP, never enlarged."""
    picture = _readable(upload, size)
    widths = [width for width in WIDTHS if width < picture.width] + [min(picture.width, WIDTHS[-1])]
    made = []
    if picture.height * widths[-1] / picture.width > TALLEST:
        raise ClubError("Cette image est bien trop haute pour sa largeur : recadrez-la avant de l’envoyer.")
    for width in dict.fromkeys(widths):
        scaled = picture.resize(
            (width, max(1, round(picture.height * width / picture.width))), Image.Resampling.LANCZOS
        )
        out = BytesIO()
        scaled.save(out, "WEBP", quality=80, method=4)
        made.append((scaled.width, scaled.height, _named(out.getvalue(), folder, scaled, "webp")))
    return made


def _readable(upload: IO[bytes], size: int) -> Image.Image:
    if size > MOST_BYTES:
        raise ClubError("Cette image dépasse 8 Mo : réduisez-la avant de l’envoyer.")
    picture = _open(upload)
    if picture.width < NARROWEST:
        raise ClubError(f"Cette image est trop petite ({picture.width} px de large, il en faut {NARROWEST}).")
    return picture


def _named(data: bytes, folder: str, picture: Image.Image, ending: str) -> ContentFile:
    name = f"{folder}/{hashlib.sha256(data).hexdigest()[:32]}-{picture.width}x{picture.height}.{ending}"
    return ContentFile(data, name=name)


def _open(upload: IO[bytes]) -> Image.Image:
    """Fully decoded, turned the way its EXIF says, on white, without any metadata."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(upload, formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise ClubError("Cette image a trop de pixels : réduisez-la avant de l’envoyer.")
            picture = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise ClubError("Ce fichier n’est pas une image JPEG, PNG, GIF ou WebP lisible.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise ClubError("Cette image est abîmée : enregistrez-la de nouveau.") from error
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _encode(picture: Image.Image) -> tuple[bytes, str]:
    """PNG for drawings of few colours, where JPEG leaves dirt; JPEG for photographs."""
    out = BytesIO()
    if picture.getcolors(256):
        picture.quantize(256, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        return out.getvalue(), "png"
    picture.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return out.getvalue(), "jpg"


def keep(picture: ContentFile) -> str:
    """The name under which a cleaned ``picture`` is stored; it is the hash of the bytes: the same is kept once."""
    name = str(picture.name)
    return name if default_storage.exists(name) else default_storage.save(name, picture)


def answer(folder: str, name: str) -> FileResponse:
    """A kept image, for ever the same under its name; raises Http404 for anything else."""
    if not NAME.match(name) or not default_storage.exists(f"{folder}/{name}"):
        raise Http404
    response = FileResponse(default_storage.open(f"{folder}/{name}"))
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
