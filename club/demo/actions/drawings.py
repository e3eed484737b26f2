"""The drawings of the demonstration's articles: our own, through the way that pictures of editors take."""

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from club.demo.data import editorial
from club.editorial.actions.pictures import add_picture
from members.models import User

FOLDER = editorial.HERE / "drawings"
SHEET = b"""#set page(width: 1440pt, height: 810pt, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)"""


def add_drawings(*, by: User) -> dict[str, int]:
    """Name of each drawing → the picture it became."""
    return {name: _add(name, words, by) for name, words in editorial.drawings().items()}


def _add(name: str, words: str, by: User) -> int:
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    png = typst.compile(SHEET, sys_inputs={"drawing": drawing}, format="png", ppi=72)
    upload = SimpleUploadedFile(f"{name}.png", bytes(png))  # type: ignore[arg-type]
    return add_picture(upload=upload, alt=words, credit="", by=by).pk
