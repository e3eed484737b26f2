"""The drawings of the demonstration's articles: our own, through the way that pictures of editors take."""

from concurrent.futures import ThreadPoolExecutor

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from club.demo.data import editorial
from club.editorial.actions.pictures import Sizes, in_widths, keep_picture
from members.models import User

FOLDER = editorial.HERE / "drawings"
SHEET = b"""#set page(width: 1440pt, height: 810pt, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)"""


def add_drawings(*, by: User) -> dict[str, int]:
    """Name of each drawing → the picture it became. They are drawn side by side: no row is needed for it."""
    words = editorial.drawings()
    with ThreadPoolExecutor() as pool:
        drawn = zip(words.items(), pool.map(_draw, words), strict=True)
        return {name: keep_picture(made=made, alt=alt, credit="", by=by).pk for (name, alt), made in drawn}


def _draw(name: str) -> Sizes:
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    png = typst.compile(SHEET, sys_inputs={"drawing": drawing}, format="png", ppi=72)
    return in_widths(SimpleUploadedFile(f"{name}.png", bytes(png)))  # type: ignore[arg-type]
