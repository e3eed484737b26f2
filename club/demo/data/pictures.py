"""Pictures of the demonstration's blocks, drawn here: no photograph of anybody's product."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

PAPIER, ENCRE, SAPIN, OUTREMER = "#f7f8f4", "#12211c", "#0f5b43", "#2b3fa0"
MIMOSA, BRUME, BORD, PALE = "#ffce3a", "#ebefe8", "#75807a", "#cfe6da"
SCALE = 3  # drawn large, then reduced: smooth edges


def laptop() -> BytesIO:
    """A laptop seen from above, its lid off: battery, memory and disk under three screws."""
    picture = Image.new("RGB", (1104 * SCALE, 520 * SCALE), PAPIER)
    pen = ImageDraw.Draw(picture)

    def box(x: int, y: int, w: int, h: int, fill: str, *, line: str = ENCRE, round_: int = 14) -> None:
        frame = [x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE]
        pen.rounded_rectangle(frame, round_ * SCALE, fill=fill, outline=line, width=4 * SCALE)

    def dot(x: int, y: int, r: int, fill: str) -> None:
        pen.ellipse([(x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE], fill=fill)

    box(232, 40, 640, 440, BRUME, round_=26)
    box(272, 300, 560, 140, MIMOSA)
    for x in (412, 552, 692):
        pen.line([(x * SCALE, 304 * SCALE), (x * SCALE, 436 * SCALE)], fill=ENCRE, width=3 * SCALE)
    for y in (80, 130):
        box(272, y, 230, 38, OUTREMER, round_=6)
        for x in range(290, 480, 34):
            box(x, y + 9, 20, 20, PALE, line=OUTREMER, round_=2)
    box(272, 190, 230, 80, PALE)
    box(560, 80, 120, 120, SAPIN, round_=60)
    dot(620, 140, 26, PALE)
    box(720, 80, 112, 190, PAPIER, round_=8)
    for x, y in ((252, 60), (852, 60), (252, 460), (852, 460), (552, 462)):
        dot(x, y, 9, BORD)
    _screwdriver(pen)
    out = BytesIO()
    picture.resize((1104, 520), Image.Resampling.LANCZOS).save(out, "PNG")
    out.seek(0)
    return out


def _screwdriver(pen: ImageDraw.ImageDraw) -> None:
    shaft = [(962, 330), (902, 412), (894, 424), (906, 416), (968, 336)]
    pen.polygon([(x * SCALE, y * SCALE) for x, y in shaft], fill=BORD)
    handle = [(1022, 222), (1052, 244), (982, 346), (952, 324)]
    pen.polygon([(x * SCALE, y * SCALE) for x, y in handle], fill=SAPIN)


DRAWN: dict[str, Callable[[], BytesIO]] = {"laptop": laptop}
