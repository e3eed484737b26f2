"""Builders of what the Club publishes: ``make_article`` gives a public one, ``make_draft`` one being written."""

from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from club.core.audiences import Audience
from club.editorial.actions import publishing, resources, writing
from club.editorial.actions.pictures import add_picture
from club.editorial.content import Content, Part
from club.editorial.models import Article, Edition, Figure, Level, Picture, Resource
from tests.factories import make_organisation, make_user

_numbers = count(1)


def make_content(level: Level = Level.TIP, **overrides: Any) -> Content:
    number = next(_numbers)
    fields: dict[str, Any] = {
        "title": f"Renégocier son contrat {number}",
        "slug": f"renegocier-son-contrat-{number}",
        "summary": "Un appel par an à son opérateur, la facture sous les yeux, suffit souvent à payer moins.",
        "body": "## Le geste\n\nAppelez votre opérateur avec votre dernière facture.",
        "themes": ("telephony",),
        "byline": "La rédaction du Club",
        "review_by": timezone.localdate() + timedelta(days=200),
    }
    if level.has_parts:
        fields["parts"] = (
            Part("Avant de commencer", "avant", "Faites le point."),
            Part("Choisir", "choisir", "Comparez trois devis."),
        )
    return Content(**(fields | overrides))


def make_draft(level: Level = Level.TIP, *, by: Any = None, **content: Any) -> Article:
    by = by or make_user(is_staff=True)
    wanted = make_content(level, **content)
    article = writing.create(level=level, title=wanted.title, by=by)
    writing.write(article=article, seen=1, content=wanted, by=by)
    article.refresh_from_db()
    return article


def make_article(level: Level = Level.TIP, *, by: Any = None, **content: Any) -> Article:
    article = make_draft(level, by=by, **content)
    return publishing.publish(article=article, by=make_user(is_staff=True))


def a_photo(width: int = 1600, height: int = 900, **options: Any) -> SimpleUploadedFile:
    """A photograph as a telephone sends it."""
    out = BytesIO()
    Image.effect_mandelbrot((width, height), (-3, -2.5, 2, 2.5), 20).convert("RGB").save(out, "JPEG", **options)
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")


def make_picture(width: int = 480, **overrides: Any) -> Picture:
    fields = {"alt": "Une commerçante devant sa caisse", "credit": "", "upload": a_photo(width, width * 2 // 3)}
    return add_picture(**(fields | {"by": make_user(is_staff=True)} | overrides))


def make_figure(**overrides: Any) -> Figure:
    number = next(_numbers)
    fields = {
        "key": f"chiffre-{number}",
        "value": "2,5 millions",
        "label": "de très petites entreprises",
        "source": "Dossier de lancement",
        "publisher": "Club de l’économie numérique",
        "year": 2008,
        "next_update": timezone.localdate() + timedelta(days=90),
        "places": ["home"],
        "is_published": True,
    }
    return Figure.objects.create(**(fields | overrides))


def make_resource(**overrides: Any) -> Resource:
    number = next(_numbers)
    fields = {
        "kind": Resource.Kind.PRESS_RELEASE,
        "slug": f"communique-{number}",
        "title": f"Communiqué {number}",
        "summary": "Une caisse qui tient dans la poche.",
        "audience": [Audience.PUBLIC],
        "published_on": timezone.localdate(),
    } | overrides
    organisation = fields.pop("organisation", None) or make_organisation()
    return Resource.objects.create(organisation=organisation, **fields)


def make_edition(words: str = "", *, resource: Resource | None = None, changes: str = "corrections") -> Edition:
    data = f"%PDF-1.7 {words or next(_numbers)}".encode()
    return resources.add_edition(
        resource=resource or make_resource(), upload=BytesIO(data), changes=changes, by=make_user(is_staff=True)
    )
