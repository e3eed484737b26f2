"""What a page weighs, compressed: the limits of the design."""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

from club.urls import PAGES
from tests.factories import make_commune

STATIC = Path(__file__).resolve().parents[2] / "static"
KB = 1024
ADDRESSES = [
    "/",
    "/annuaire/",
    "/annuaire/departements/53/",
    "/adherer/",
    *(f"/{address}" for _, address, _ in PAGES),
]


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def files_of(page: str, pattern: str) -> set[Path]:
    return {STATIC / name for name in re.findall(rf'(?:href|src)="/static/({pattern})["#]', page)}


def total(files: set[Path]) -> int:
    return sum(weight(path.read_bytes()) if path.suffix != ".woff2" else path.stat().st_size for path in files)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_public_page_is_light(client: Client, address: str) -> None:
    make_commune()
    content = client.get(address).content
    page = content.decode()
    html = weight(content)
    css, scripts = total(files_of(page, r"css/[\w.-]+")), total(files_of(page, r"js/[\w.-]+"))
    fonts, images = total(files_of(page, r"fonts/[\w.-]+")), total(files_of(page, r"img/[\w.-]+"))
    assert 0 < html <= 30 * KB
    assert 0 < css <= 20 * KB
    assert scripts <= 16 * KB
    assert 0 < fonts <= 50 * KB
    assert html + css + scripts + fonts + images <= 130 * KB


def test_sprite_keeps_its_size() -> None:
    sprite = (STATIC / "img" / "icons.svg").read_text()
    assert sprite.count("<symbol") <= 60
    assert len(sprite.encode()) <= 14 * KB


def test_own_modules_stay_small() -> None:
    own = [path for path in (STATIC / "js").glob("*.js") if not path.name.startswith("htmx-")]
    assert {path.name: path.stat().st_size for path in own if weight(path.read_bytes()) > 3 * KB} == {}


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = (STATIC / "img" / "icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    templates = (STATIC.parent / "templates").rglob("*.html")
    used = {name for path in templates for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    assert used - known == set()
