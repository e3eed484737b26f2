"""What a page weighs, compressed: the limits of the design."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from club.demo.actions.drawings import add_drawings
from club.editorial.models import Picture
from club.urls import PAGES
from tests.factories import make_staff
from tests.pages.filled import fill

STATIC = Path(__file__).resolve().parents[2] / "static"
KB = 1024
ADDRESSES = [
    "/",
    "/le-club/",
    "/cercle/",
    "/annuaire/",
    "/annuaire/?lieu=53",
    "/annuaire/departements/53/",
    "/annuaire/specialites/site-web/",
    "/reduire-ses-couts/",
    "/ressources/",
    "/agenda/",
    "/flash-info/",
    "/recherche/?q=facture",
    "/plan-du-site/",
    "/adherer/",
    *(f"/{address}" for _, address, _ in PAGES),
]
A_LIST, A_LIST_OF_DRAWINGS = 12, 75  # articles of a page, KB of their small pictures
MOST = {"html": 30, "css": 20, "scripts": 16, "fonts": 50, "images": 20, "pictures": A_LIST_OF_DRAWINGS, "all": 130}
"""KB of each kind, and together."""


def weight(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def files_of(page: str, pattern: str) -> set[Path]:
    return {STATIC / name for name in re.findall(rf'(?:href|src)="/static/({pattern})["#]', page)}


def total(files: set[Path]) -> int:
    return sum(weight(path.read_bytes()) if path.suffix != ".woff2" else path.stat().st_size for path in files)


def weights(page: str) -> dict[str, int]:
    """What a reader receives, by kind; of pictures in several widths the one named first, wherever it stands."""
    drawn = {Path(settings.MEDIA_ROOT) / name for name in re.findall(r'<img[^>]* src="/media/([^"]+)"', page)}
    return {
        "html": weight(page.encode()),
        "css": total(files_of(page, r"css/[\w.-]+")),
        "scripts": total(files_of(page, r"js/[\w.-]+")),
        "fonts": total(files_of(page, r"fonts/[\w.-]+")),
        "images": total(files_of(page, r"img/[\w.-]+")),
        "pictures": sum(path.stat().st_size for path in drawn),
    }


@pytest.mark.django_db
def test_public_pages_are_light(client: Client) -> None:
    """Each kind of page and lists of a dozen, with the drawings of the demonstration, from a cold start."""
    pages = fill(sorted(add_drawings(by=make_staff()).values()), several=A_LIST)
    found = {path: weights(client.get(path).content.decode()) for path in [*ADDRESSES, *pages.values()]}
    heavy = [
        (path, kind, size)
        for path, sizes in found.items()
        for kind, size in [*sizes.items(), ("all", sum(sizes.values()))]
        if size > MOST[kind] * KB
    ]
    assert heavy == []
    assert [path for path, sizes in found.items() if not (sizes["html"] and sizes["css"] and sizes["fonts"])] == []
    assert all(found[pages[kind]]["pictures"] for kind in ("tip", "news", "dossier"))


@pytest.mark.django_db
def test_drawings_of_a_list_leave_the_page_light() -> None:
    """The heaviest dozen of the demonstration's, small as lists show them, and the widest one of an article."""
    by = make_staff()
    kept = [[default_storage.size(name) for _, _, name in sizes] for sizes in
            Picture.objects.filter(pk__in=add_drawings(by=by).values()).values_list("sizes", flat=True)]  # fmt: skip
    assert len(kept) > A_LIST
    assert sum(sorted((sizes[0] for sizes in kept), reverse=True)[:A_LIST]) <= A_LIST_OF_DRAWINGS * KB
    assert max(sizes[-1] for sizes in kept) <= 40 * KB


def test_sprite_keeps_its_size() -> None:
    sprite = (STATIC / "img" / "icons.svg").read_text()
    assert sprite.count("<symbol") <= 60
    assert len(sprite.encode()) <= 14 * KB


def test_own_modules_stay_small() -> None:
    own = [path for path in (STATIC / "js").glob("*.js") if not path.name.startswith("htmx-")]
    most = {"checkin.js": 12 * KB}  # of one page, which works without network
    assert {p.name: p.stat().st_size for p in own if weight(p.read_bytes()) > most.get(p.name, 3 * KB)} == {}


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    sprite = (STATIC / "img" / "icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    templates = (STATIC.parent / "templates").rglob("*.html")
    used = {name for path in templates for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    assert used - known == set()
