"""What the demonstration's Club publishes: articles with their history, pages, figures, suppliers' documents."""

import json
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import typst
from django.utils import timezone

from club.core.audiences import Audience
from club.demo.actions.drawings import add_drawings
from club.demo.data import editorial
from club.demo.data.drawing import Drawing
from club.editorial.actions import publishing, resources, writing
from club.editorial.content import Content, Part, Source
from club.editorial.models import Article, Figure, Level, Resource
from members.models import Organisation, User

FOLDERS = {Level.TIP: "tips", Level.NEWS: "news", Level.DOSSIER: "dossiers", Level.PAGE: "pages"}
BYLINE = "La rédaction du Club"
STALE = 3  # how many of the oldest await somebody who reads them again
TEMPLATE = editorial.HERE / "resource.typ"
FOOT = "Document de démonstration d’un fournisseur inventé."


def add_contents(*, drawing: Drawing, organisations: dict[str, Organisation], team: dict[str, User]) -> None:
    """Everything the public site shows beside people, and what waits for the editors."""
    author, reader = team["lucie.faivre"], team["karim.vasseur"]
    _add_articles(author=author, reader=reader, today=drawing.today)
    _add_work_in_hand(author=author, reader=reader)
    _add_figures()
    _add_resources(organisations=organisations, by=author)


def _add_articles(*, author: User, reader: User, today: date) -> None:
    """First every draft, so that they can name each other; then what they say, at its date."""
    pictures = add_drawings(by=author)
    found: dict[str, tuple[Article, dict[str, Any]]] = {}
    for level, folder in FOLDERS.items():
        pieces = editorial.dossiers() if level.has_parts else editorial.pieces(folder)
        for slug, piece in pieces.items():
            draft = writing.create(level=level, title=piece["title"], by=author)
            found[f"{folder}/{slug}"] = draft, piece
    for name, (draft, piece) in found.items():
        related = tuple(found[other][0].pk for other in piece.get("related", []))
        content = _content(name.partition("/")[2], piece, related, pictures, today)
        writing.write(article=draft, seen=1, content=content, by=author)
        article = publishing.publish(article=draft, by=reader)
        on = min(piece.get("published", today - timedelta(days=200)), today)
        at = _at(on, 8)
        Article.objects.filter(pk=article.pk).update(
            published_at=at, updated_at=at, review_by=piece.get("review_by", content.review_by)
        )
    oldest = Article.objects.of_information().order_by("published_at")[:STALE]
    Article.objects.filter(pk__in=[row.pk for row in oldest]).update(review_by=today - timedelta(days=12))


def _content(
    slug: str, piece: dict[str, Any], related: tuple[int, ...], pictures: dict[str, int], today: date
) -> Content:
    return Content(
        title=piece["title"],
        slug=slug,
        summary=piece["summary"],
        saving=piece.get("saving", ""),
        effort=piece.get("effort", ""),
        body=piece.get("intro", piece.get("body", "")),
        parts=tuple(Part(part["title"], part["slug"], part["body"]) for part in piece.get("parts", [])),
        sources=tuple(
            Source(s["label"], s["publisher"], s.get("url", ""), s.get("year")) for s in piece.get("sources", [])
        ),
        themes=tuple(piece.get("themes", [])),
        byline=BYLINE if "published" in piece else "",
        picture=pictures[piece["picture"]] if "picture" in piece else None,
        related=related,
        review_by=max(piece.get("review_by", today), today + timedelta(days=120)),
    )


def _add_work_in_hand(*, author: User, reader: User) -> None:
    """A draft, a text to be read, one scheduled, and a correction of a public one."""
    newest = list(Article.objects.of_information().newest()[:3])
    titles = ["Choisir un terminal de paiement", "Sauvegarder aussi son téléphone", "Partager un agenda à deux"]
    for title, source in zip(titles, newest, strict=True):
        content = Content.of(writing.latest(source).content | {"title": title, "slug": "", "related": []})
        draft = writing.create(level=Level.TIP, title=title, by=author)
        kept = {**content.to_json(), "slug": draft.slug, "parts": [], "body": source.summary}
        writing.write(article=draft, seen=1, content=Content.of(kept), by=author)
        if title == titles[1]:
            publishing.submit(article=draft, by=author)
        if title == titles[2]:
            publishing.publish(article=draft, by=reader, at=timezone.now() + timedelta(days=2))


def _add_figures() -> None:
    rows = []
    for position, figure in enumerate(editorial.figures()):
        fields = {name: value for name, value in figure.items() if name != "place"}
        fields["url"] = "" if fields.get("url", "").startswith("/") else fields.get("url", "")
        rows.append(Figure(places=figure["place"], position=position, is_published=True, **fields))
    Figure.objects.bulk_create(rows)


def _add_resources(*, organisations: dict[str, Organisation], by: User) -> None:
    for slug, piece in editorial.pieces("resources").items():
        resource = Resource.objects.create(
            organisation=organisations[piece["organisation"]],
            kind=piece["kind"],
            slug=slug,
            title=piece["title"],
            summary=piece["summary"],
            language=piece["language"],
            audience=[Audience(value) for value in piece["audience"]],
            themes=piece["themes"],
            published_on=piece["published"],
            expires_on=piece.get("expires"),
        )
        if piece.get("changes"):
            resources.add_edition(resource=resource, upload=_pdf(piece, "1re édition"), by=by)
        changes = piece.get("changes", "")
        resources.add_edition(resource=resource, upload=_pdf(piece, FOOT), by=by, changes=changes)


def _pdf(piece: dict[str, Any], foot: str) -> BytesIO:
    """The text of a resource, typeset: words as JSON and nothing else."""
    data = {
        **{name: piece[name] for name in ("title", "organisation", "summary", "language", "text")},
        "kind": Resource.Kind(piece["kind"]).label,
        "foot": foot,
    }
    pdf = typst.compile(TEMPLATE.read_bytes(), sys_inputs={"data": json.dumps(data, ensure_ascii=False)})
    return BytesIO(bytes(pdf))  # type: ignore[arg-type]


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
