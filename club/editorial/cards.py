"""The picture that social networks show of an article: its title and level in the Club's look, drawn by Typst.

Its name is the hash of the words it bears: a title that changes has another picture, and until that one is drawn a
page shows the Club's own. Typst gets the words as JSON and nothing else: no file to read, no package to fetch.
"""

import hashlib
import json
from pathlib import Path

import typst
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from club.editorial.models import Article, Level

FOLDER = "cards"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
TEMPLATE = TEMPLATES / "editorial" / "documents" / "card.typ"
FONTS = TEMPLATES / "billing" / "documents" / "fonts"
PIXELS_PER_INCH = 72  # a point of the template is a pixel: 1200 × 630


def card_of(article: Article) -> str:
    """Path of the picture of a public article; empty until it is drawn."""
    name = _name(article)
    return default_storage.url(name) if default_storage.exists(name) else ""


def draw(article: Article) -> bool:
    """Keep the picture of an article; False when it is there already."""
    name = _name(article)
    if default_storage.exists(name):
        return False
    compiler = typst.Compiler(root=TEMPLATE.parent, font_paths=[FONTS], ignore_system_fonts=True)
    picture = compiler.compile(
        input=TEMPLATE.read_bytes(), sys_inputs={"data": _words(article)}, format="png", ppi=PIXELS_PER_INCH
    )
    kept = default_storage.save(name, ContentFile(bytes(picture)))  # type: ignore[arg-type]
    if kept != name:  # somebody drew the same meanwhile
        default_storage.delete(kept)
    return True


def _words(article: Article) -> str:
    return json.dumps({"level": str(Level(article.level).label), "title": article.title}, ensure_ascii=False)


def _name(article: Article) -> str:
    return f"{FOLDER}/{hashlib.sha256(_words(article).encode()).hexdigest()[:32]}.png"
